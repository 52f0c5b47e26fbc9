"""A file that someone sent, with changes marked in it, on the screen of the whole app."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.review.material import screen
from tests.tui.stage import Stage, git, on_stage, repository

pytestmark = pytest.mark.anyio

DRAFT = "# One\n\nThe train was very late. Nobody looked up.\n"
MARKED = (
    "# One\n\nThe train was {--very --}{>>calmer<<}late. {~~Nobody~>No one~~} looked up.\n"
    "{>>And then?<<}"
)


def brought(root: Path, marked: str = MARKED) -> Path:
    repository(root, **{"draft.md": DRAFT})
    (root.parent / "anna.md").write_text(marked)
    return root


async def landed(stage: Stage) -> None:
    await stage.press("enter")
    await stage.looked_at("SaveSheet")
    await stage.press("enter")
    await stage.until(lambda: "Saved commit" in stage.said)


async def test_what_is_taken_lands_in_the_draft_and_the_model_is_told_nothing(
    tmp_path: Path,
) -> None:
    root = brought(tmp_path / "novel")
    sent = (root.parent / "anna.md").read_bytes()
    async with on_stage(root, brings=(str(root.parent / "anna.md"), "")) as stage:
        await stage.until(lambda: stage.desk.shelf.review is not None)
        await stage.until(lambda: not stage.main.talking)
        rows = screen(stage.app)
        assert any("Changes in anna.md" in row for row in rows)
        assert "And then?" in stage.said
        await stage.press("a", "x")
        assert stage.main.pane.told == ""
        await landed(stage)
    assert (root / "draft.md").read_text() == DRAFT.replace("very ", "")
    assert (root.parent / "anna.md").read_bytes() == sent
    message = git(root, "log", "-1", "--format=%B")
    assert message.startswith("Changes in anna.md\n\n- calmer")
    assert "Assisted-by" not in message


async def test_the_same_changes_sent_again_have_their_decisions(tmp_path: Path) -> None:
    root = brought(tmp_path / "novel")
    anna = str(root.parent / "anna.md")
    async with on_stage(root, brings=(anna, ""), kept=True) as stage:
        await stage.until(lambda: not stage.main.talking)
        await stage.press("x")
    async with on_stage(root, brings=(anna, ""), kept=True) as stage:
        await stage.until(lambda: not stage.main.talking)
        assert len(stage.desk.shelf.reviews) == 1
        states = [stage.review.state(hunk.id) for hunk in stage.review.proposal.hunks]
        assert states == ["rejected", "open"]


async def test_what_waits_from_before_waits_on(tmp_path: Path) -> None:
    root = brought(tmp_path / "novel")
    anna, ben = str(root.parent / "anna.md"), root.parent / "ben.md"
    ben.write_text(DRAFT + "{++It rained.\n++}")
    async with on_stage(root, brings=(anna, ""), kept=True) as stage:
        await stage.until(lambda: not stage.main.talking)
    async with on_stage(root, brings=(str(ben), ""), kept=True) as stage:
        await stage.until(lambda: not stage.main.talking)
        assert stage.review.proposal.title == "Changes in ben.md"
        assert [one.proposal.title for one in stage.desk.shelf.waiting] == ["Changes in anna.md"]


async def test_a_draft_that_went_on_is_named(tmp_path: Path) -> None:
    root = brought(tmp_path / "novel")
    (root / "draft.md").write_text(DRAFT.replace("Nobody", "Some"))
    anna = str(root.parent / "anna.md")
    async with on_stage(root, brings=(anna, str(root / "draft.md"))) as stage:
        await stage.until(lambda: not stage.main.talking)
        states = [stage.review.state(hunk.id) for hunk in stage.review.proposal.hunks]
        assert "stale" in states
        assert "draft.md" in stage.said
