"""Deletion, renaming and mode through the session: from an edit to the commit and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.landing import Landed, NotLanded, SaveChoice, Undone
from pairtui.proposal import ChangeMode, Delete, Edit, Proposal, Rename, SearchReplace, Snapshot
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.review.after import after_landing, after_undo
from pairtui.review.counts import counts
from pairtui.review.decide import Reject, Review, Take, decide
from pairtui.review.diff import proposal_diff
from pairtui.session.draft import Draft
from pairtui.session.policy import Policy
from tests.line.line import decided, hunks, save, save_well, session_on, talk, turned
from tests.repo.workbench import Bench
from tests.review.made import proposal

pytestmark = pytest.mark.anyio

PRICE = b"def total(items):\n    return sum(items)\n"
EDITS = (
    Rename("price.py", "shop/price.py", "It belongs to the shop."),
    SearchReplace("price.py", "def total(items):", "def total(things):"),
    Delete("old.py", "Nobody calls it."),
    ChangeMode("run", executable=True),
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"price.py": PRICE, "old.py": b"pass\n", "run": b"#!/bin/sh\n"})
    return made


async def drafted(bench: Bench, *edits: Edit) -> Proposal:
    """Return what a reply with these edits comes to; no file was shown to the model."""
    draft = Draft(Policy(bench.repo), Snapshot(), proposal())
    for edit in edits:
        await draft.add(edit)
    return draft.proposal


async def test_it_is_taken_in_part_and_lands_and_comes_back(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply("")]))
    found = await drafted(bench, *EDITS)
    rename, text, delete, mode = hunks(found)
    assert all(hunk.unseen for hunk in hunks(found))
    before = bench.head
    review = decided(found, Take(rename.id), Reject(delete.id, "not yet"), Take(mode.id))
    plan = await session.plan(review)
    assert plan.message == "Title\n\n- It belongs to the shop."
    landed = await save_well(session, review)
    assert bench.blob("HEAD:shop/price.py") == PRICE
    assert bench.status() == b""
    later = after_landing(review, {file.path: file.after for file in landed.files})
    assert later.proposal.hunk(text.id).path == "shop/price.py"
    assert await session.watch.refresh(later) == later
    last = await save_well(session, decide(later, Take(text.id)))
    assert bench.blob("HEAD:shop/price.py") == PRICE.replace(b"items):", b"things):")
    for one in (last, landed):
        assert isinstance(await turned(session, one.id), Undone)
    again = after_undo(later, review)
    assert again.proposal == found
    assert counts(again).to_save == 2
    assert (bench.head, bench.status(), bench.data("price.py")) == (before, b"", PRICE)


async def test_a_path_that_is_taken_is_refused_as_any_other_that_is(bench: Bench) -> None:
    edits = [Rename("run", to) for to in ("old.py", ".git/hooks/x", "../out", "a\nb", "price.py/x")]
    found = await drafted(bench, *edits)
    assert not found.files
    assert [(one.why, one.says) for one in found.unplaced] == [
        ("unsuitable", "There is a file old.py already, so run cannot become it."),
        ("path", "It cannot become .git/hooks/x: it lies in git's own folder."),
        ("path", "It cannot become ../out: it leads out of its folder."),
        ("path", "It cannot become a\nb: its name holds control characters."),
        ("path", "It cannot become price.py/x: a file stands where its folder should be."),
    ]


async def test_what_appears_at_the_new_path_is_noticed_and_never_written_over(
    bench: Bench,
) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply("")]))
    found = await drafted(bench, *EDITS[:2])
    review = decided(found, *(Take(hunk.id) for hunk in hunks(found)))
    assert not await session.watch.moved(review)
    plan = await session.plan(review)
    bench.put("shop/price.py", b"mine\n")
    assert await session.watch.moved(review)
    refused = await session.save(review, plan, SaveChoice("commit", "x"), lambda _: None)
    assert isinstance(refused, NotLanded)
    assert list(refused.stale) == ["price.py"]
    assert (bench.data("price.py"), bench.data("shop/price.py")) == (PRICE, b"mine\n")
    now = await session.watch.refresh(review)
    assert isinstance(await save(session, now), Landed)
    assert bench.data("price.py") == PRICE.replace(b"items):", b"things):")
    assert bench.data("shop/price.py") == b"mine\n"


async def test_a_save_whose_commit_failed_has_not_moved_on(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply("")]))
    found = await drafted(bench, *EDITS)
    review: Review = decided(found, *(Take(hunk.id) for hunk in hunks(found)))
    bench.hook("pre-commit", "exit 1")
    assert isinstance(await save(session, review), NotLanded)
    assert await session.watch.refresh(review) == review
    bench.hook("pre-commit", "exit 0")
    landed = await save_well(session, review)
    assert len(landed.committed) == 4
    assert bench.status() == b""


V4A = """*** Begin Patch
*** Update File: price.py
*** Move to: shop/price.py
@@
-def total(items):
+def total(things):
*** Delete File: old.py
*** End Patch
"""
DIFF = """diff --git a/price.py b/shop/price.py
rename from price.py
rename to shop/price.py
--- a/price.py
+++ b/shop/price.py
@@ -1,2 +1,2 @@
-def total(items):
+def total(things):
     return sum(items)
diff --git a/old.py b/old.py
deleted file mode 100644
--- a/old.py
+++ /dev/null
@@ -1 +0,0 @@
-pass
diff --git a/run b/run
old mode 100644
new mode 100755
diff --git a/bin/go b/bin/go
new file mode 100755
--- /dev/null
+++ b/bin/go
@@ -0,0 +1 @@
+go
"""


@pytest.mark.parametrize(
    ("reply", "kinds"),
    [
        (V4A, ["rename", "text", "delete"]),
        (f"```diff\n{DIFF}```\n", ["rename", "text", "delete", "mode", "mode", "text"]),
    ],
)
async def test_a_reply_comes_to_what_git_makes_of_it(
    bench: Bench, tmp_path: Path, reply: str, kinds: list[str]
) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(reply)]))
    found = (await talk(session, "tidy up", "price.py", "old.py", "run")).proposal
    assert not found.unplaced
    assert [hunk.kind for hunk in hunks(found)] == kinds
    await save_well(session, decided(found, *(Take(hunk.id) for hunk in hunks(found))))
    assert bench.status() == b""
    oracle = Bench.make(tmp_path / "oracle")
    oracle.commit({"price.py": PRICE, "old.py": b"pass\n", "run": b"#!/bin/sh\n"})
    oracle.git("apply", "--index", "-", feed=proposal_diff(found))
    assert oracle.says("write-tree") == bench.says("rev-parse", "HEAD^{tree}")
    if reply != V4A:
        oracle.git("reset", "--quiet", "--hard")
        oracle.git("apply", "--index", "-", feed=DIFF.encode())
        assert oracle.says("write-tree") == bench.says("rev-parse", "HEAD^{tree}")
