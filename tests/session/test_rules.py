"""Rules: which files say how to work in a project, and which of them are sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.conversation import Reference
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.session.policy import Policy
from pairtui.session.rules import LARGEST, Rules, rules_for
from tests.line.line import session_on, talk
from tests.repo.workbench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"cart/price.py": b"x = 1\n", "web/deep/page.js": b"y = 2\n"})
    return made


def found(bench: Bench, *paths: str) -> Rules:
    return rules_for(Policy(bench.repo), paths)


def names(bench: Bench, *paths: str) -> list[str]:
    return [one.name for one in found(bench, *paths).found]


def test_there_are_none_where_no_file_says_any(bench: Bench) -> None:
    assert found(bench, "cart/price.py") == Rules()


def test_the_nearest_of_each_file_and_that_of_the_root_hold(bench: Bench) -> None:
    for folder in ("", "cart/", "web/", "web/deep/", "other/"):
        bench.put(f"{folder}AGENTS.md", f"Rules of {folder or 'all'}.\n".encode())
    assert names(bench) == ["AGENTS.md"]
    assert names(bench, "cart/price.py") == ["AGENTS.md", "cart/AGENTS.md"]
    told = names(bench, "web/deep/page.js", "cart/price.py")
    assert told == ["AGENTS.md", "cart/AGENTS.md", "web/deep/AGENTS.md"]
    (bench.root / "web/deep/AGENTS.md").unlink()
    assert names(bench, "web/deep/page.js") == ["AGENTS.md", "web/AGENTS.md"]


def test_other_names_count_at_the_root_and_one_text_once(bench: Bench) -> None:
    bench.put("AGENTS.md", b"Be brief.\n")
    bench.put("CLAUDE.md", b"Be brief.\n")
    bench.put("CONVENTIONS.md", b"Tabs.\n")
    bench.put("cart/CLAUDE.md", b"Not here.\n")
    wanted = (Reference("AGENTS.md", "Be brief.\n"), Reference("CONVENTIONS.md", "Tabs.\n"))
    assert found(bench, "cart/price.py").found == wanted
    assert names(bench, "AGENTS.md") == ["CONVENTIONS.md", "CLAUDE.md"], "it is in by itself"


def test_links_and_what_is_too_long_stay_out_with_the_reason(bench: Bench) -> None:
    secret = bench.root.parent / "secret"
    secret.write_text("outside\n")
    (bench.root / "AGENTS.md").symlink_to(secret)
    bench.put("CONVENTIONS.md", b"x" * (LARGEST + 1))
    bench.put("CLAUDE.md", b"\xff\xfe")
    told = found(bench)
    assert told.found == ()
    assert [name for name, _ in told.left_out] == ["AGENTS.md", "CONVENTIONS.md", "CLAUDE.md"]
    assert "link" in told.left_out[0][1]


@pytest.mark.anyio
async def test_the_rules_go_with_every_request(bench: Bench) -> None:
    bench.put("AGENTS.md", b"Use tabs.\n")
    provider = ScriptedProvider([Reply("No.")])
    await talk(session_on(bench.root, provider), "Change it.", "cart/price.py")
    system = provider.requests[0].messages[0].text
    assert "AGENTS.md\n```\nUse tabs.\n```" in system
    assert "context/rules" in [use.name for use in provider.requests[0].prompts]
