"""The transcript as a widget: growing, following, selecting, and costing nothing when idle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import pairwise
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.selection import Selection

from pairtui.tui.conversation.pieces import Past, Piece
from pairtui.tui.conversation.transcript import Transcript

pytestmark = pytest.mark.anyio


class Host(App[None]):
    AUTO_FOCUS = None
    CSS: ClassVar[str] = "Transcript { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Transcript()


@asynccontextmanager
async def shown(size: tuple[int, int] = (40, 10)) -> AsyncIterator[tuple[Transcript, Pilot[None]]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app.query_one(Transcript), pilot


async def test_pieces_stand_under_each_other() -> None:
    async with shown() as (transcript, _):
        transcript.add("you", "fix it")
        transcript.add("ai", "ai:")
        transcript.say("Done.\n\nAnd m")
        transcript.say("ore.")
        transcript.end()
        transcript.add("ending", "stopped")
        assert transcript.text.split("\n") == [
            "you: fix it", "", "ai:", "Done.", "", "And more.", "", "stopped",
        ]  # fmt: skip


async def test_text_is_painted_by_one_timer_that_ends() -> None:
    async with shown() as (transcript, pilot):
        timers = [transcript._timer]
        transcript.say("one ")
        timers.append(transcript._timer)
        transcript.say("two")
        timers.append(transcript._timer)
        assert timers[0] is None
        assert timers[1] is timers[2] is not None
        assert transcript.text == ""
        transcript._tick()
        assert transcript.text == "one two"
        await pilot.pause()
        assert transcript._timer is None


async def test_only_changed_lines_are_painted_again() -> None:
    async with shown() as (transcript, pilot):
        transcript.add("ai", "ai:")
        transcript.say("First paragraph.\n\nSecond")
        transcript._tick()
        await pilot.pause()
        regions: list[Region] = []
        refresh = transcript.refresh

        def noted(*given: Region, **more: bool) -> Transcript:
            regions.extend(given)
            return refresh(*given, **more)

        transcript.refresh = noted  # type: ignore[method-assign]
        transcript.say(" goes on")
        transcript._tick()
        assert [(region.y, region.height) for region in regions] == [(3, 1)]


async def test_it_follows_by_jumps_until_the_person_scrolls_back() -> None:
    async with shown() as (transcript, pilot):
        for number in range(30):
            transcript.say(f"Line {number}.\n\n")
            transcript._tick()
        await pilot.pause()
        seen = set()
        for number in range(30, 60):
            transcript.say(f"Line {number}.\n\n")
            transcript._tick()
            await pilot.pause()
            seen.add(transcript.scroll_offset.y)
        assert len(seen) <= 7
        transcript.scroll_to(y=3, animate=False)
        await pilot.pause()
        transcript.say("More.\n\nMore.")
        transcript._tick()
        await pilot.pause()
        assert transcript.scroll_offset.y == 3
        transcript.end()
        assert transcript.scroll_offset.y == 3
        transcript.follow()
        await pilot.pause()
        assert transcript.scroll_offset.y == transcript._roll.height - 10


async def test_new_words_of_the_person_go_to_the_end_again() -> None:
    async with shown() as (transcript, pilot):
        for number in range(30):
            transcript.add("note", f"note {number}")
        transcript.scroll_to(y=0, animate=False)
        await pilot.pause()
        transcript.add("you", "and now")
        await pilot.pause()
        assert transcript.scroll_offset.y == transcript._roll.height - 10


async def test_a_long_talk_is_kept_and_set_again_when_the_width_changes() -> None:
    async with shown((60, 20)) as (transcript, pilot):
        for number in range(300):
            transcript.add("prose", f"Paragraph {number} " + "with some words in it " * 4)
        assert "Paragraph 0 " in transcript.text
        before = transcript._roll.height
        await pilot.resize_terminal(30, 20)
        await pilot.pause()
        assert transcript._roll.height > before
        assert max(map(len, transcript.text.split("\n"))) <= 30


async def test_what_is_selected_can_be_copied() -> None:
    async with shown() as (transcript, _):
        transcript.add("note", "one two three")
        transcript.add("note", "four five")
        found = transcript.get_selection(Selection(Offset(4, 0), Offset(4, 1)))
        assert found == ("two three\nfour", "\n")


def talk(turns: int) -> list[Past]:
    def tell(number: int) -> list[Piece]:
        code = "".join(f"line {row}\n" for row in range(30))
        return [
            Piece("you", f"question {number}"),
            Piece("ai", "ai:"),
            Piece("prose", f"An **answer** {number} of some words. " * (number % 5 + 1)),
            Piece("fence", f"```py\n{code}```"),
        ]

    return [
        Past((f"question {number}", "An **answer** of some words"), partial(tell, number))
        for number in range(turns)
    ]


async def test_turns_of_before_are_read_where_one_looks_and_nothing_jumps() -> None:
    async with shown((40, 12)) as (transcript, pilot):
        transcript.load(talk(30))
        await pilot.pause()
        assert len(transcript._roll) < 60
        rows = [screen(transcript)]
        while transcript.scroll_offset.y:
            transcript.scroll_relative(y=-10, animate=False, immediate=True)
            await pilot.pause()
            rows.append(screen(transcript))
        for after, before in pairwise(rows):
            assert before[-2:] == after[:2] or before[0] == "you: question 0"
        assert rows[-1][0] == "you: question 0"
        assert sum("you: question" in row for row in transcript.text.split("\n")) == 30


def screen(transcript: Transcript) -> list[str]:
    return [transcript.render_line(y).text.rstrip() for y in range(transcript.size.height)]


async def test_rows_that_come_while_one_reads_above_are_counted() -> None:
    async with shown() as (transcript, pilot):
        for number in range(30):
            transcript.add("note", f"note {number}")
        await pilot.pause()
        transcript.scroll_to(y=5, animate=False)
        await pilot.pause()
        top = screen(transcript)[0]
        transcript.add("note", "and")
        transcript.say("more\n\nand more")
        transcript.end()
        await pilot.pause()
        assert "5 new rows below · Ctrl+End" in screen(transcript)[-1]
        assert screen(transcript)[0] == top
        transcript.follow()
        await pilot.pause()
        assert screen(transcript)[-1] == "and more"


async def test_code_of_earlier_turns_is_folded_and_opened() -> None:
    code = "```py\n" + "".join(f"line {row}\n" for row in range(40)) + "```\n\n"
    async with shown() as (transcript, pilot):
        for turn in range(3):
            transcript.add("you", f"question {turn}")
            transcript.say(code)
            transcript._tick()
            assert "folded" not in screen(transcript)[-1]
            transcript.end()
        assert transcript.text.count("33 more rows, folded") == 1
        transcript.focus()
        await pilot.pause()
        await pilot.press("g", "right_square_bracket", "o")
        assert "33 more rows" not in transcript.text
        assert screen(transcript)[0] == "  py, only text"
        await pilot.press("G", "p", "p", "p")
        assert screen(transcript)[0] == "you: question 0"
        await pilot.press("right_square_bracket", "o")
        assert transcript.text.count("33 more rows, folded") == 1


async def test_long_words_of_the_person_are_folded_at_once() -> None:
    async with shown() as (transcript, _):
        transcript.add("you", "\n".join(f"row {number}" for number in range(100)))
        assert screen(transcript)[8] == "  ⋯ 92 more rows, folded"


async def test_one_goes_from_turn_to_turn_and_from_block_to_block() -> None:
    async with shown((40, 12)) as (transcript, pilot):
        transcript.load(talk(9))
        transcript.focus()
        await pilot.press("p")
        await pilot.pause()
        assert screen(transcript)[0] == "you: question 8"
        await pilot.press("p", "p")
        assert screen(transcript)[0] == "you: question 6"
        await pilot.press("n", "right_square_bracket", "right_square_bracket")
        assert transcript._row == transcript.scroll_offset.y
        assert screen(transcript)[0].startswith("An answer 7 of")
        await pilot.press("left_square_bracket", "left_square_bracket", "left_square_bracket")
        assert "more rows, folded" in "".join(screen(transcript))
        await pilot.press("g", "k", "j", "pagedown", "pageup")
        assert screen(transcript)[0] == "you: question 0"
        assert transcript._row == 1


async def test_words_are_found_everywhere_and_round_the_end() -> None:
    async with shown((40, 12)) as (transcript, pilot):
        transcript.load(talk(40))
        transcript.focus()
        await pilot.pause()
        transcript.look_for("question 3")
        await pilot.pause()
        found: list[str] = []
        for _ in range(12):
            found.append(transcript._roll.lines((transcript._cursor or (0, 0))[0])[-1].text)
            transcript.look_for_next(-1)
            await pilot.pause()
        thirties = [f"you: question {number}" for number in range(39, 29, -1)]
        assert found == ["you: question 3", *thirties, "you: question 3"]
        assert any(
            segment.style and segment.style.reverse and segment.text == "question 3"
            for y in range(12)
            for segment in transcript.render_line(y)
        )
        transcript.stop_finding(back=True)


async def test_what_is_nowhere_is_said_to_be_nowhere() -> None:
    async with shown((40, 12)) as (transcript, pilot):
        transcript.load(talk(4))
        transcript.focus()
        await pilot.pause()
        before = screen(transcript)
        transcript.look_for("no such words")
        await pilot.pause()
        assert screen(transcript) == before
        assert len(transcript._roll) < 14


async def test_of_much_at_once_only_what_is_seen_is_set() -> None:
    async with shown() as (transcript, pilot):
        transcript.say("".join(f"Paragraph {number}.\n\n" for number in range(500)))
        transcript.end()
        await pilot.pause()
        assert screen(transcript)[-1] == "Paragraph 499."
        assert (
            sum(slot.lines is not None for slot in map(transcript._roll.__getitem__, range(500)))
            < 30
        )
        transcript.scroll_relative(y=-9, animate=False, immediate=True)
        assert screen(transcript)[0] == "Paragraph 490."
