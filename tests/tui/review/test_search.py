"""Search: every place a text stands in, in all files, marked, counted and gone to."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.events import Paste

from pairtui.proposal import Absent, FileChange, Hunk
from pairtui.review.comment import Comment
from pairtui.review.decide import Reject, Review, Take
from pairtui.tui.review.page import page
from pairtui.tui.review.scroll import scroll
from pairtui.tui.review.search import STRETCH, Hit, Place, Search, hits, pattern_of
from pairtui.tui.review.setting import Setting
from tests.tui.pictures import Picture
from tests.tui.review.material import (
    Hand,
    Host,
    code,
    decided,
    ids,
    lost,
    prose,
    review,
    screen,
    showing,
    whole_files,
)
from tests.tui.review.test_scroll import many_files


def searched(shown: Review, text: str) -> tuple[Search, list[str]]:
    """Return a search that is done, and the rows it found."""
    whole = scroll(shown, Setting())
    search = Search(text)
    for _ in search.work(whole, 0):
        pass
    found = [
        whole.read(number).row(hit.row).text.strip()
        for number, leaf in enumerate(whole.leaves)
        for hit in search.of(leaf)
    ]
    return search, found


def test_what_goes_what_comes_and_the_lines_around_are_searched() -> None:
    assert searched(code(), "return")[1] == [
        "return s",
        "return s.quantize(CENT)",
        "return len(items)",
        "return round(r)",
        'return (self.total(items) * Decimal("0.1")).quantize(CENT)',
        "return not items",
        '"""Return the price a text names."""',
        "return float(text)",
        "return Decimal(text)",
    ]


def test_capitals_count_where_there_are_some() -> None:
    assert len(searched(code(), "RETURN")[1]) == 0
    assert searched(code(), "Return")[1] == ['"""Return the price a text names."""']


def test_names_of_files_and_cards_are_searched() -> None:
    assert searched(code(), "test_price")[1] == ["tests/test_price.py  ?1"]
    assert (
        searched(whole_files(), "money")[1]
        == [
            "cart/price.py  → cart/money.py  can be run  ?3  !1",
            "open     renamed to cart/money.py",
            "it is about money",
        ][:2]
    )
    assert "return round(s)" in searched(lost(), "round(s)")[1]


def test_what_is_typed_means_itself() -> None:
    assert len(searched(code(), ".*")[1]) == 0
    assert searched(code(), "total([]) == D")[1] == ["assert total([]) == Decimal(0)"]


def test_a_change_that_is_folded_is_searched_too() -> None:
    one = ids(code())[0]
    whole = scroll(decided(code(), Take(one)), Setting())
    search = searched(whole.review, "quantize(CENT)")[0]
    search = Search("s.quantize")
    for _ in search.work(whole, 0):
        pass
    (hit,) = search.of(whole.leaves[0])
    assert hit.hunk == one
    hunk = whole.review.proposal.hunk(one)
    assert (hunk.old + hunk.new)[hit.offset :].startswith(b"s.quantize")


def test_a_text_that_goes_on_in_the_next_row_of_prose_is_found() -> None:
    assert searched(prose(), "the strike, and there was")[1] == [
        "The train was late. It had been late every day since the strike, and"
    ]


def test_the_hits_of_a_long_text_are_all_found_and_it_pauses() -> None:
    text = b"x" * (STRETCH - 2) + b"needle\n" + "ä needle\n".encode() * 3
    made = Hunk("h", "a.py", 0, 0, b"", text)
    shown = review(FileChange("a.py", Absent(), (made,)))
    found = list(hits(page(shown, "a.py", Setting()), [made], pattern_of("needle")))
    assert [hit.row for hit in found if hit is not None] == [1, 2, 3, 4]
    assert found.count(None) > 1


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.text("aAäß. \n", max_size=8), max_size=6).map("\n".join),
    st.text("aAäß.", min_size=1, max_size=3),
)
def test_as_many_are_found_as_there_are(text: str, wanted: str) -> None:
    made = Hunk("h", "a.py", 0, 0, b"", text.encode())
    shown = review(FileChange("a.py", Absent(), (made,)))
    flags = re.NOFLAG if wanted != wanted.lower() else re.IGNORECASE
    lines = text.split("\n")
    expected = [
        at + 1 for at, line in enumerate(lines) for _ in re.finditer(re.escape(wanted), line, flags)
    ]
    found = list(hits(page(shown, "a.py", Setting()), [made], pattern_of(wanted)))
    rows = [hit.row for hit in found if isinstance(hit, Hit) and hit.row > 0]
    assert rows == expected


def test_the_next_and_the_one_before_go_all_around() -> None:
    shown = many_files(4)
    search, rows = searched(shown, "new 0")
    whole = scroll(shown, Setting())
    search = Search("new 0")
    for _ in search.work(whole, 2):
        pass
    assert len(rows) == search.count(whole) == 4
    place, seen = search.near(whole, 0, 0, 1), []
    for _ in range(5):
        assert place is not None
        seen.append(search.ordinal(whole, place))
        place = search.after(whole, place, 1)
    assert seen == [1, 2, 3, 4, 1]
    assert search.after(whole, Place(0, 0), -1) == Place(3, 0)
    assert search.near(whole, 0, 0, -1) == Place(3, 0)


def test_nothing_is_said_of_a_file_that_was_not_searched_yet() -> None:
    whole = scroll(many_files(4), Setting())
    search = Search("new 0")
    work = search.work(whole, 0)
    assert search.near(whole, 0, 0, 1) is None
    while not search.count(whole):
        next(work)
    assert search.near(whole, 0, 0, 1) == Place(0, 0)
    assert search.after(whole, Place(0, 0), -1) is None
    assert not search.done(whole)


def test_a_decision_leaves_what_was_found_in_other_files() -> None:
    from pairtui.tui.review.scroll import renewed

    shown = many_files(4)
    whole = scroll(shown, Setting())
    search = Search("new 0")
    for _ in search.work(whole, 0):
        pass
    after = renewed(whole, decided(shown, Reject("0:0")), Setting())
    assert [bool(search.of(leaf)) for leaf in after.leaves] == [False, True, True, True]


# Under the fingers


def bar(host: Host) -> str:
    return screen(host)[-2]


async def over(host: Host, hand: Hand) -> None:
    """Wait until all of it is searched."""
    for _ in range(1_000):
        await hand.pilot.pause()
        search, sight = host.pane._search, host.pane._sight
        if (
            search is None
            or sight is None
            or (search.done(sight.scroll) and "so far" not in bar(host))
        ):
            return


@pytest.mark.anyio
async def test_a_search_finds_marks_counts_and_stays(picture: Picture) -> None:
    async with showing(code()) as (host, hand):
        await hand.press("g", "slash", *"return")
        await over(host, hand)
        assert "1 of 9 · Enter next · ↑ before · Esc stays" in bar(host)
        assert screen(host)[-1] == "/return"
        await hand.press("enter", "down", "down")
        assert "4 of 9" in bar(host)
        picture(host, "review-search-80x24")
        await hand.press("up")
        assert "3 of 9" in bar(host)
        assert any("◆" in row and "return len" in row for row in screen(host))
        await hand.press("escape")
        sight = host.pane._sight
        assert sight is not None
        assert sight.row.text.strip() == "return len(items)"
        assert not any("◆" in row for row in screen(host))
        assert "? keys" in screen(host)[-1]
        await hand.press("n", "a")
        assert host.said == [Take(ids(code())[1])]


@pytest.mark.anyio
async def test_no_letter_typed_there_decides_and_no_other_key_either() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("slash", *"axyAXsurEe ?q", "ctrl+z", "ctrl+y", "ctrl+s", "tab", "pagedown")
        assert host.said == []
        assert host.asked == []
        assert screen(host)[-1] == "/axyAXsurEe ?q"
        await over(host, hand)
        assert "nothing found in all of it" in bar(host)
        host.post_message(Paste("a\x1b[31mx\nA"))
        await hand.pilot.pause()
        assert host.said == []
        assert screen(host)[-1] == "/axyAXsurEe ?qa\\x1b[31mx"
        await hand.press("escape", "n")
        await hand.press("a")
        assert host.said == [Take(ids(code())[1])]


@pytest.mark.anyio
async def test_a_folded_change_opens_where_it_is_found_and_the_last_text_is_offered() -> None:
    one = ids(code())[0]
    async with showing(decided(code(), Take(one))) as (host, hand):
        await hand.press("slash", *"s.quant")
        await over(host, hand)
        sight = host.pane._sight
        assert sight is not None
        assert sight.row.text.strip() == "return s.quantize(CENT)"
        assert "1 of 1" in bar(host)
        await hand.press("enter")
        await over(host, hand)
        assert "1 of 1" in bar(host)
        await hand.press("escape", "slash", "enter")
        assert screen(host)[-1] == "/s.quant"
        await hand.press("F")
        assert screen(host)[-1] == "/F"


@pytest.mark.anyio
async def test_far_away_and_far_to_the_right() -> None:
    text = b"".join(b"line %d\n" % number for number in range(400)) + b"x" * 300 + b"needle\n"
    made = FileChange("z.py", Absent(), (Hunk("h", "z.py", 0, 0, b"", text),))
    async with showing(review(*code().proposal.files, made)) as (host, hand):
        await hand.press("slash", *"needle")
        await over(host, hand)
        assert any("needle" in row and "◆" in row for row in screen(host)[2:-3])
        await hand.press("ctrl+u", *"price")
        assert "of" in bar(host)


@pytest.mark.anyio
async def test_many_files_are_searched_in_slices() -> None:
    async with showing(many_files(300)) as (host, hand):
        await hand.press("slash", *"new 0")
        await over(host, hand)
        assert "1 of 300 ·" in bar(host)
        await hand.press("up")
        await over(host, hand)
        assert "300 of 300 ·" in bar(host)


def test_a_comment_is_found_below_its_line_and_what_it_stands_below_too() -> None:
    one = ids(code())[0]
    said = Comment(1, "cart/price.py", "why not a needle", hunk=one, start=0, end=5)
    shown = replace(code(), comments=(said,))
    whole = scroll(shown, Setting())
    search = Search("needle")
    for _ in search.work(whole, 0):
        pass
    (hit,) = search.of(whole.leaves[0])
    assert "why not a needle" in whole.read(0).row(hit.row).text
    assert searched(shown, "return")[1] == searched(code(), "return")[1]
