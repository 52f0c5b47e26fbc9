"""The transcript as a widget: growing, following, selecting, and costing nothing when idle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.selection import Selection

from pairtui.tui.conversation.transcript import Transcript

pytestmark = pytest.mark.anyio


class Host(App[None]):
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
        assert transcript.scroll_offset.y == len(transcript._lines) - 10


async def test_new_words_of_the_person_go_to_the_end_again() -> None:
    async with shown() as (transcript, pilot):
        for number in range(30):
            transcript.add("note", f"note {number}")
        transcript.scroll_to(y=0, animate=False)
        await pilot.pause()
        transcript.add("you", "and now")
        await pilot.pause()
        assert transcript.scroll_offset.y == len(transcript._lines) - 10


async def test_a_long_talk_is_kept_and_set_again_when_the_width_changes() -> None:
    async with shown((60, 20)) as (transcript, pilot):
        for number in range(300):
            transcript.add("prose", f"Paragraph {number} " + "with some words in it " * 4)
        assert "Paragraph 0 " in transcript.text
        before = len(transcript._lines)
        await pilot.resize_terminal(30, 20)
        await pilot.pause()
        assert len(transcript._lines) > before
        assert max(strip.cell_length for strip in transcript._lines) <= 30


async def test_what_is_selected_can_be_copied() -> None:
    async with shown() as (transcript, _):
        transcript.add("note", "one two three")
        transcript.add("note", "four five")
        found = transcript.get_selection(Selection(Offset(4, 0), Offset(4, 1)))
        assert found == ("two three\nfour", "\n")
