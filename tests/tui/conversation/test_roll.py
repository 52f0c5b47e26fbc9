"""The roll: what is far away is not set, and what one looks at stays where it is."""

from __future__ import annotations

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from pairtui.tui.conversation.pieces import Past, Piece
from pairtui.tui.conversation.roll import KEPT, Roll, Slot


def rows_of(piece: Piece, slot: Slot) -> list[Strip]:
    """Set a piece as so many rows as it says, whatever would be guessed of its text."""
    name, _, count = piece.text.partition(" ")
    return [Strip([Segment(f"{name}.{row}")]) for row in range(int(count))]


def turn(name: str, heights: list[int]) -> Past:
    pieces = [Piece("you", f"{name} 1"), *(Piece("error", f"{name}-{h} {h}") for h in heights)]
    return Past((name, "words " * 9), partial(iter, pieces))


def test_only_what_is_looked_at_is_read() -> None:
    told: list[str] = []

    def tell(name: str) -> list[Piece]:
        told.append(name)
        return [Piece("you", f"{name} 3")]

    roll = Roll(rows_of)
    roll.set_width(40)
    roll.load(Past(("", ""), partial(tell, str(number))) for number in range(1000))
    assert told == []
    roll.look(1000, 20, 0)
    assert set(told) <= {str(number) for number in range(990, 1000)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), max_size=4), min_size=1, max_size=12),
    st.integers(3, 15),
)
def test_reading_back_page_by_page_shows_every_row_once(turns: list[list[int]], view: int) -> None:
    def made() -> Roll:
        roll = Roll(rows_of)
        roll.set_width(40)
        roll.load(turn(f"t{number}", heights) for number, heights in enumerate(turns))
        return roll

    whole = made()
    whole.look(0, 0, 10**6)
    want = [one.text for row in range(whole.height) if (one := whole.row(row)) is not None]
    roll = made()
    number = roll.look(len(roll), 2 * view, 0)
    bottom, read = roll.height, list[str]()
    while bottom > 0:
        page = range(max(0, bottom - view), bottom)
        read[:0] = [one.text for row in page if (one := roll.row(row)) is not None]
        number = roll.at(page.start)
        row = page.start - roll.start(number)
        number = roll.look(number, view, row + 2 * view)
        bottom = roll.start(number) + row
    assert read == want


def test_lines_of_what_is_far_away_are_let_go_and_come_back_as_high() -> None:
    roll = Roll(rows_of)
    roll.set_width(40)
    roll.put(0, [Piece("error", f"p{number} 10") for number in range(KEPT // 5)])
    roll.look(0, 0, roll.height * 20)
    before, row = roll.height, roll.row(2000)
    roll.let_go(0, 5)
    assert [slot.lines is None for slot in (roll[0], roll[5], roll[6], roll[900])] == [
        False, False, True, True,
    ]  # fmt: skip
    assert roll.height == before
    found = roll.row(2000)
    assert row is not None
    assert found is not None
    assert found.text == row.text


def test_what_still_grows_is_replaced_at_the_end_only() -> None:
    roll = Roll(rows_of)
    roll.set_width(40)
    roll.put(0, [Piece("error", "a 2"), Piece("error", "b 2")], growing=True)
    roll.look(0, 0, 9)
    assert (roll[0].growing, roll[1].growing) == (False, True)
    roll.put(1, [Piece("error", "b 3"), Piece("error", "c 1")])
    roll.look(0, 0, 9)
    assert [roll[number].growing for number in range(3)] == [False] * 3
    assert [one.text for row in range(roll.height) if (one := roll.row(row)) is not None] == [
        "a.0", "a.1", "", "b.0", "b.1", "b.2", "", "c.0",
    ]  # fmt: skip
