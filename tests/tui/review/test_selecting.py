"""Some lines, or pieces of prose, are selected: only they are marked, shown and decided."""

from __future__ import annotations

import pytest

from pairtui.review.decide import Batch, Reject, Take, decide
from pairtui.review.node import Node, name
from pairtui.tui.review.page import page
from pairtui.tui.review.selection import Selection, begun, chosen, marks, size, unseen
from pairtui.tui.review.setting import Setting
from tests.tui.review.material import code, decided, ids, prose, screen, showing

pytestmark = pytest.mark.anyio

PATH = "cart/price.py"


def bar(lines: list[str]) -> str:
    return "\n".join(lines[-3:])


def test_rows_mean_the_lines_they_show() -> None:
    here = page(code(), PATH, Setting())
    one = ids(code())[0]
    old = len(code().proposal.hunk(one).old)
    rows = {here.row(at).text.strip(): at for at in range(here.height)}
    first = rows["s = sum(i.price * i.n for i in items)"]
    selected = chosen(code(), here, Selection(PATH, first + 2, first + 1))
    assert [part.names for part in selected] == [(name(one, Node(46, old, 0, 60)),)]
    assert marks(selected) == {one: ((46, old + 60),)}
    assert size(here, Selection(PATH, first + 2, first + 1), selected) == "2 lines"
    assert unseen(code(), selected)


def test_what_is_folded_or_no_change_is_not_selected() -> None:
    one = ids(code())[0]
    review = decided(code(), Take(one))
    here = page(review, PATH, Setting())
    selected = chosen(review, here, Selection(PATH, 0, here.height))
    assert [part.hunk.id for part in selected] == ids(code())[1:3]
    assert [part.names for part in selected] == [(hunk,) for hunk in ids(code())[1:3]]
    assert begun(code(), page(code(), PATH, Setting()), 0, "") is None


async def test_just_the_selected_lines_are_taken_as_one_step() -> None:
    one = ids(code())[0]
    async with showing(code()) as (host, hand):
        await hand.press("v", "down")
        lines = screen(host)
        assert "2 lines selected · a takes just these · Esc drops it" in bar(lines)
        assert [line[:2] for line in lines if line.startswith("┃")] == ["┃-", "┃-"]
        assert host.pane.selected_span == (one, 0, 63)
        await hand.press("a")
        old = len(code().proposal.hunk(one).old)
        assert host.said == [Batch((Take(name(one, Node(0, old, 0, 0))),))]
        assert "took 2 lines · u undoes" in bar(screen(host))
        assert not any(line.startswith("┃") for line in screen(host))
        states = [host.review.state(part) for part in ids(host.review)]
        assert states == ["taken", "open", "open", "open", "open"]
        await hand.press("u")
        assert host.review.proposal == code().proposal


async def test_lines_of_several_changes_are_rejected_with_a_reason() -> None:
    one, two = ids(code())[:2]
    async with showing(code()) as (host, hand):
        await hand.press("down", "shift+down", *["down"] * 8, "r")
        await hand.press("n", "o", "enter")
        (batch,) = host.said
        assert isinstance(batch, Batch)
        assert {part.hunk.partition("/")[0] for part in batch.of} == {one, two}
        assert all(isinstance(part, Reject) and part.reason == "no" for part in batch.of)


async def test_a_selection_is_dropped_and_nothing_happened() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("v", "down", "escape")
        assert "nothing is selected any more" in bar(screen(host))
        assert not any(line.startswith("┃") for line in screen(host))
        await hand.press("v", "v")
        assert not any(line.startswith("┃") for line in screen(host))
        await hand.press("v", "down", "right_square_bracket")
        assert not any(line.startswith("┃") for line in screen(host))
        await hand.press("g", "v")
        assert "nothing can be selected here" in bar(screen(host))
        assert host.said == []


async def test_what_was_not_painted_is_not_taken() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("v")
        await hand.burst("G", "a")
        assert host.said == []
        assert "not yet" in bar(screen(host))


async def test_pieces_of_prose_are_selected_one_by_one() -> None:
    _, two, _ = ids(prose())
    async with showing(prose()) as (host, hand):
        await hand.press("n", "v")
        assert "1 piece selected" in bar(screen(host))
        await hand.press("right", "right", "left")
        assert "2 pieces selected" in bar(screen(host))
        await hand.press("a")
        (batch,) = host.said
        assert isinstance(batch, Batch)
        after = decide(prose(), batch)
        taken = [part for part in after.proposal.hunks if after.state(part.id) == "taken"]
        assert [part.old for part in taken] == [
            b"was in the process of folding the letter in order "
        ]
        assert taken[0].id.startswith(two)


async def test_two_columns_by_a_key_and_by_width() -> None:
    async with showing(code()) as (host, hand):
        assert not any("│" in line for line in screen(host))
        await hand.press("vertical_line")
        assert "code in two columns" in bar(screen(host))
        assert any("│" in line and line.startswith("▶-") for line in screen(host))
        await hand.press("t")
        assert "code in one column" in bar(screen(host))
    async with showing(code(), (160, 40)) as (host, hand):
        (both,) = [line for line in screen(host) if "def total" in line]
        assert both.count("def total") == 2
        await hand.press("t")
        (both,) = [line for line in screen(host) if "def total" in line]
        assert both.count("def total") == 1


async def test_long_lines_in_two_columns_are_seen_by_going_sideways() -> None:
    async with showing(code(), (60, 24)) as (host, hand):
        one = ids(code())[0]
        size = len(code().proposal.hunk(one).old + code().proposal.hunk(one).new)
        await hand.press("t")
        assert host.review.state(one) == "open"
        for _ in range(8):
            await hand.press("space")
            if host.said:
                break
        assert host.said == [Take(one)]
        assert host.review.seen[one] == ((0, size),)


async def test_both_sides_of_a_row_are_selected() -> None:
    one = ids(code())[0]
    async with showing(code(), (160, 40)) as (host, hand):
        await hand.press("v", "a")
        (batch,) = host.said
        assert isinstance(batch, Batch)
        hunk = code().proposal.hunk(one)
        after = decide(code(), batch)
        text = b"".join(after.new_bytes(part) if after.state(part.id) == "taken" else part.old
                        for part in after.proposal.hunks if part.id.startswith(one))  # fmt: skip
        first = hunk.new.split(b"\n")[0] + b"\n"
        assert text == first + hunk.old.split(b"\n")[1] + b"\n"
