"""Nothing changes in the work tree, the index or the refs before the save sheet's Enter."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pairtui.landing import Landed, SaveChoice
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.review.decide import Reject, Rewrite, Take, Undo, decide
from tests.line.line import decided, edit, hunks, session_on, talk
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio


def everything(root: Path) -> dict[str, tuple[int, int, str]]:
    """Return mode, time and hash of every file below a folder, git's own ones included."""
    found = {}
    for folder, names, files in os.walk(root):
        for name in [*names, *files]:
            path = Path(folder, name)
            facts = path.lstat()
            data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            found[str(path)] = (facts.st_mode, facts.st_mtime_ns, hashlib.sha256(data).hexdigest())
    return found


async def test_a_whole_session_up_to_the_sheet_leaves_every_byte_and_time(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"x = 1\ny = 2\n", "b.md": b"One. Two.\n"})
    bench.put("a.py", b"x = 1\ny = 2\nz = 3\n")
    bench.git("add", "a.py")
    bench.put("b.md", b"One. Two. Three.\n")
    bench.put("own.txt", b"untracked\n")
    before = everything(bench.root)
    reply = edit("a.py", "x = 1", "x = 10") + edit("b.md", "One. Two. Three.", "One. Two. Four.")
    reply += edit("c.py", "", "new = True") + edit("a.py", "nowhere", "nothing")
    session = session_on(bench.root, ScriptedProvider([Reply(reply)]))
    await session.status()
    assert await session.attaching.complete("a")
    await session.attaching.attach("b.md")
    heard = await talk(session, "change @a.py", "a.py", "b.md")
    first, second, third = hunks(heard.proposal)
    review = decided(
        heard.proposal, Take(first.id), Reject(second.id, "no"), Rewrite(third.id, b"n = 0\n")
    )
    review = decide(review, Undo())
    assert not await session.watch.moved(review)
    assert await session.watch.strayed(review) == ""
    review = await session.watch.refresh(review)
    plan = await session.plan(review)
    assert everything(bench.root) == before
    landed = await session.save(review, plan, SaveChoice("commit", plan.message), lambda _: None)
    assert isinstance(landed, Landed), landed
    assert everything(bench.root) != before


async def test_looking_runs_nothing_the_repository_names(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"x = 1\n", ".gitattributes": b"*.py filter=evil diff=evil\n"})
    marker = tmp_path / "ran"
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n")
    script.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-commit", "post-checkout"):
        (hooks / name).symlink_to(script)
    for key, value in {
        "core.fsmonitor": str(script),
        "core.hooksPath": str(hooks),
        "core.pager": str(script),
        "diff.external": str(script),
        "diff.evil.textconv": str(script),
        "filter.evil.clean": str(script),
        "filter.evil.smudge": str(script),
        "alias.status": f"!{script}",
    }.items():
        bench.git("config", key, value)
    marker.unlink(missing_ok=True)
    bench.put("a.py", b"x = 2\n")
    session = session_on(bench.root, ScriptedProvider([Reply(edit("a.py", "x = 2", "x = 3"))]))
    await session.status()
    await session.attaching.complete("a")
    heard = await talk(session, "three", "a.py")
    review = decided(heard.proposal, Take(hunks(heard.proposal)[0].id))
    await session.plan(review)
    await session.watch.refresh(review)
    assert not marker.exists()
