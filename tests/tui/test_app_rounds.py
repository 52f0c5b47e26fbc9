"""Comments, and the rounds that come of them: from the key to the revised proposal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pairtui.review.counts import counts
from pairtui.review.offer import offered
from pairtui.review.result import results
from pairtui.tui.review.bits import Row
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.earlier import changed
from tests.line.line import edit
from tests.tui.stage import TWO_CHANGES, Stage, on_stage, repository

pytestmark = pytest.mark.anyio
AGAIN = edit(
    "price.py",
    "    return round(sum(items), 2)",
    "    return int(sum(items))",
    "As you said (comment 1).",
)


async def test_a_comment_comes_back_as_a_change_because_you_said_so(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, AGAIN) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("int cents")
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments)
        assert stage.review.comments[0].text == "int cents"
        assert any("not sent" in row.text for row in rows(stage))
        await stage.press("S")
        await stage.looked_at("SendSheet")
        await stage.press("enter")
        await stage.until(lambda: stage.review.rounds and stage.review.rounds[-1].ending)
        assert counts(stage.review).open == 2
        first = next(iter(stage.review.proposal.hunks))
        assert first.new == b"    return int(sum(items))\n"
        texts = [row.text for row in rows(stage)]
        assert any("round 2 · because you said: “int cents”" in text for text in texts)
        assert any("answered ✔" in text for text in texts)
        assert "round 2: 1 change" in stage.said


async def test_what_was_taken_stays_until_the_new_text_is_chosen(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, AGAIN) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a", "C")
        await stage.sheet("CommentSheet")
        await stage.type("int cents")
        await stage.press("enter")
        await stage.press("S")
        await stage.looked_at("SendSheet")
        await stage.press("enter")
        await stage.until(lambda: stage.review.rounds and stage.review.rounds[-1].ending)
        (taken,) = offered(stage.review)
        assert b"round(sum(items), 2)" in (next(results(stage.review)).data or b"")
        assert "+     return int(sum(items))" in list(changed(stage.review, 1, 2))
        stage.desk.reviewing.show_change(taken)
        await stage.pilot.pause(0.6)
        await stage.press("a")
        await stage.looked_at("OfferSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: not offered(stage.review))
        assert b"int(sum(items))" in (next(results(stage.review)).data or b"")


async def test_a_question_is_answered_in_the_conversation_and_changes_nothing(
    tmp_path: Path,
) -> None:
    answer = f"Because.\n\n{AGAIN}"
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, answer) as stage:
        await stage.say("fix @price.py")
        before = stage.review.proposal
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("?why")
        await stage.press("enter")
        await stage.press("S")
        await stage.looked_at("SendSheet")
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments[0].stands == "answered")
        assert stage.review.proposal == before
        assert "Because." in stage.said


async def test_a_half_typed_comment_is_there_again(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("half a")
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(root, kept=True) as stage:
        await stage.sheet("CommentSheet")
        assert stage.app.screen.query_one(Box).text == "half a"
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments)


async def test_the_save_sheet_offers_to_send_the_comments_first(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "C")
        await stage.sheet("CommentSheet")
        await stage.type("shorter")
        await stage.press("enter", "a", "enter")
        await stage.looked_at("SaveSheet")
        await stage.press("up", "enter")
        await stage.sheet("SendSheet")
        await stage.press("escape")
        await stage.until(lambda: len(stage.app.screen_stack) == 1)
        assert stage.review.comments[0].stands == "not sent"
        assert not counts(stage.review).saved


async def test_a_change_of_an_earlier_round_is_brought_back_and_undone(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, AGAIN) as stage:
        await asked_again(stage)
        await stage.press("b")
        await stage.looked_at("ChoiceSheet")
        await stage.press("down", "down", "enter")
        await stage.looked_at("ChoiceSheet")
        await stage.press("enter")
        await stage.until(lambda: stage.review.brought)
        first = next(iter(stage.review.proposal.hunks))
        assert first.new == b"    return round(sum(items), 2)\n"
        assert any("brought back from round 1" in row.text for row in rows(stage))
        await stage.pilot.pause(0.6)
        await stage.press("u")
        assert next(iter(stage.review.proposal.hunks)).new == b"    return int(sum(items))\n"


async def test_the_list_of_proposals_has_their_rounds(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, AGAIN) as stage:
        await asked_again(stage)
        await stage.press("ctrl+o")
        await stage.looked_at("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.looked_at("ChoiceSheet")
        assert isinstance(stage.app.screen, ChoiceSheet)
        assert stage.app.screen.title_line() == "From round 1 to round 2"
        await stage.press("down", "down", "down", "enter")
        await stage.until(lambda: stage.review.brought)
        assert counts(stage.review).open == 2


async def test_a_round_the_program_ended_in_is_over_and_its_comments_wait(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, "Nothing to change.", kept=True) as stage:
        await asked_again(stage)
        assert stage.review.comments[0].stands == "not answered"
        stage.app.end(129)
        await stage.until(lambda: not stage.app.is_running)
    with closing(sqlite3.connect(root / ".git" / "pairtui" / "store.db")) as store, store:
        # The process ended before the answer did.
        store.execute("DELETE FROM events WHERE instr(CAST(body AS TEXT), 'RoundEnded')")
    async with on_stage(root, kept=True) as stage:
        says = "broke off when the program ended: what it did not answer is not sent"
        await stage.until(lambda: says in stage.said)
        assert stage.review.comments[0].stands == "not sent"
        assert stage.review.rounds == ()
        assert stage.main.pane.prompt.text == ""


async def test_a_comment_on_the_file_is_seen_where_it_is_made(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, size=(80, 24)) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "C")
        await stage.sheet("CommentSheet")
        await stage.type("shorter")
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments)
        await stage.pilot.pause()
        sight = stage.desk.reviewing._sight
        assert sight is not None
        shown = range(sight.eye.top, sight.eye.top + sight.height)
        assert any(sight.scroll.row(y).comment == 1 for y in shown if y < sight.scroll.height)


async def asked_again(stage: Stage) -> None:
    """Ask, comment on the file, and have the second round."""
    await stage.say("fix @price.py")
    await stage.press("ctrl+g", "C")
    await stage.sheet("CommentSheet")
    await stage.type("int cents")
    await stage.press("enter", "S")
    await stage.looked_at("SendSheet")
    await stage.press("enter")
    await stage.until(lambda: stage.review.rounds and stage.review.rounds[-1].ending)


def rows(stage: Stage) -> list[Row]:
    """Return the rows of the file the cursor is in."""
    sight = stage.desk.reviewing._sight
    assert sight is not None
    return list(sight.page.rows())
