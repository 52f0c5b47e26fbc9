"""Large proposals, by counts and bytes; never by the clock."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import MouseScrollDown

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import Review
from pairtui.tui.review.blocks import Changed
from pairtui.tui.review.body import Body
from pairtui.tui.review.page import page
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.sight import opened
from pairtui.tui.review.tones import CHUNK, Tones
from tests.tui.review.material import Host, code, review, screen, showing
from tests.tui.review.test_scroll import many_files

pytestmark = pytest.mark.anyio


def large() -> Review:
    """Return a proposal with 2,500 changes in a file of 20,000 lines."""
    lines = [b"    value_%d = compute(%d, 'x')  # note\n" % (n, n) for n in range(20_000)]
    hunks, place = [], 0
    for index in range(0, 20_000, 8):
        old = b"".join(lines[index : index + 3])
        new = old.replace(b"compute", b"count")
        hunks.append(Hunk(f"h{index}", "big.py", place, place + len(old), old, new))
        place += sum(len(line) for line in lines[index : index + 8])
    return review(FileChange("big.py", Present(b"".join(lines)), tuple(hunks)))


def frames(host: Host, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by the characters of each frame that is written."""
    written: list[int] = []
    display = host._display

    def count(shown: Any, renderable: Any) -> None:
        if renderable is not None and hasattr(renderable, "render_segments"):
            written.append(len(renderable.render_segments(host.console)))
        display(shown, renderable)

    monkeypatch.setattr(host, "_display", count)
    return written


async def test_bytes_of_a_page_a_row_and_a_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    async with showing(large(), (78, 40)) as (host, hand):
        await hand.press("pagedown")
        written = frames(host, monkeypatch)
        for key, limit in (("pagedown", 8_000), ("j", 500), ("n", 4_000), ("a", 8_000)):
            written.clear()
            await hand.press(key)
            assert 0 < sum(written) < limit, (key, written)


async def test_a_move_by_one_line_writes_little_more_than_the_two_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with showing(large(), (120, 40)) as (host, hand):
        await hand.press("pagedown")
        written = frames(host, monkeypatch)
        body = host.pane.query_one(Body)
        moves = 0
        for _ in range(20):
            written.clear()
            before = host.pane._sight
            await hand.press("j")
            after = host.pane._sight
            assert before is not None
            assert after is not None
            if before.eye.hunk or after.eye.hunk or before.eye.top != after.eye.top:
                continue  # the marks of a whole change, or all of the screen, are other ones then
            rows = (before.eye.y - after.eye.top, after.eye.y - after.eye.top)
            lines = sum(len(body.render_line(y).render(host.console)) for y in rows)
            assert sum(written) <= 1.2 * lines
            moves += 1
        assert moves


async def test_pages_of_two_thousand_files_are_few_bytes_and_few_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []
    row = Changed.row

    def counted(self: Changed, index: int) -> Any:
        made.append(index)
        return row(self, index)

    monkeypatch.setattr(Changed, "row", counted)
    async with showing(many_files(2_000, 2), (120, 40)) as (host, hand):
        await hand.press("n", "G", "g")
        written = frames(host, monkeypatch)
        for key, limit in (("pagedown", 8_000), ("right_square_bracket", 8_000), ("a", 8_000)):
            written.clear()
            await hand.press(key)
            assert sum(written) < limit, (key, written)
        assert "about" in screen(host)[1]
        assert len(made) < 1_000


async def test_nothing_is_written_when_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with showing(large()) as (host, hand):
        await hand.press("j")
        written = frames(host, monkeypatch)
        host.pane.review = host.review
        host.pane.heading = host.pane.heading
        await hand.pilot.pause()
        assert sum(written) == 0


async def test_only_the_rows_on_the_screen_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0
    row = Changed.row

    def counted(self: Changed, index: int) -> Any:
        nonlocal made
        made += 1
        return row(self, index)

    monkeypatch.setattr(Changed, "row", counted)
    text = b"".join(b"value_%d = 1\n" % number for number in range(200_000))
    new = Hunk("new", "big.py", 0, 0, b"", text)
    async with showing(review(FileChange("big.py", Absent(), (new,)))) as (host, hand):
        await hand.press("pagedown", "G", "g", "n")
        assert "200000 lines" in screen(host)[-3] or "lines not shown yet" in screen(host)[-3]
        assert made < 2_000


async def test_the_next_page_is_coloured_before_it_is_asked_for() -> None:
    looked: list[int] = []
    async with showing(large(), (80, 24)) as (host, hand):
        tones = host.pane.query_one(Body)._tones
        await hand.press("j", "j")
        for _ in range(50):  # it is done in slices beside the keys
            await hand.pilot.pause()
        before = dict(tones._chunks)
        await hand.press("pagedown")
        sight = host.pane._sight
        assert sight is not None
        for y in range(sight.eye.top, sight.eye.top + sight.height):
            source = sight.scroll.row(y).source
            looked += [source.index] if source is not None and source.name == "base" else []
        assert looked
        assert {("big.py", "base", index // CHUNK, 20_000) for index in looked} <= before.keys()


def test_a_lexer_that_stays_at_one_line_is_given_up() -> None:
    ticks = iter(range(10_000))
    slow = Tones(clock=lambda: next(ticks))  # each look at it is a second later
    row = list(page(code(), "cart/price.py", Setting()).rows())[1]
    assert list(Tones().of(row, "cart/price.py"))
    assert not list(slow.of(row, "cart/price.py"))


def test_a_page_of_a_long_file_has_few_blocks() -> None:
    sight = opened(large(), Setting(), 40)
    assert sight is not None
    assert len(sight.page.blocks) < 4 * 2_500


async def test_the_wheel_scrolls_and_takes_the_cursor_along() -> None:
    async with showing(large()) as (host, hand):
        body = host.pane.query_one(Body)
        for _ in range(10):
            body.post_message(MouseScrollDown(body, 5, 5, 0, 1, 0, False, False, False))
            await hand.pilot.pause()
        sight = host.pane._sight
        assert sight is not None
        assert sight.eye.top == 30
        assert sight.eye.y == 30


async def test_a_click_puts_the_cursor_there() -> None:
    async with showing(code()) as (host, hand):
        await hand.pilot.click(Body, offset=(5, 16))
        await hand.pilot.pause()
        sight = host.pane._sight
        assert sight is not None
        assert sight.eye.y == 16
        assert host.pane.has_focus


async def test_the_terminal_s_own_cursor_is_on_the_current_row() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("g", "j", "j")
        assert host.cursor_position.y == 2 + 2
