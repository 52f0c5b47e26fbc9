"""Where the keys that go on take the cursor, from a change, a card or a row of neither."""

from __future__ import annotations

import pytest

from pairtui.proposal import CutOff, SearchReplace, Unplaced
from pairtui.review.decide import Review, Take
from pairtui.tui.review.cards import is_card
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.sight import Sight, at_path, at_row, onward, opened
from tests.tui.review.material import PRICE, changed, code, decided, ids, prose, review

HEIGHT = 12


def with_cards() -> Review:
    """Return a proposal with changes in three files, cards in the second and in one of its own."""
    first, last = code().proposal.files
    edit = SearchReplace("b.py", "nowhere\n", "there\n")
    middle = changed("b.py", PRICE, (b"    return float(text)\n", b"    return 0\n", ""))
    lost = Unplaced(edit, "not found", "these lines are not in b.py")
    alone = Unplaced(SearchReplace("c.py", "x\n", "y\n"), "not found", "there is no c.py")
    return review(first, middle, last, unplaced=(lost, alone), cut_off=(CutOff("d.py", "x"),))


def seen(shown: Review) -> Sight:
    sight = opened(shown, Setting(), HEIGHT)
    assert sight is not None
    return sight


def on_card(sight: Sight) -> Sight:
    """Return the sight on the last card of its file."""
    last = sight.scroll.tops[sight.scroll.numbers[sight.page.path] + 1] - 1
    there = at_row(sight, last)
    assert is_card(there.eye.hunk)
    return there


@pytest.mark.parametrize("path", ["c.py", "d.py"])
def test_a_file_that_only_has_a_card_opens_on_it(path: str) -> None:
    there = at_path(seen(with_cards()), path)
    assert is_card(there.eye.hunk)
    assert there.row.text.strip()


def test_a_proposal_of_cards_alone_opens_on_the_first() -> None:
    assert is_card(seen(review(unplaced=with_cards().proposal.unplaced)).eye.hunk)


def test_from_a_card_the_next_open_change_is_the_one_below() -> None:
    *_, below = ids(with_cards())
    card = on_card(at_path(seen(with_cards()), "b.py"))
    assert onward(card, 1) == with_cards().proposal.hunk(below)
    assert onward(card, -1) == with_cards().proposal.hunk(ids(with_cards())[3])


def test_from_the_last_card_it_goes_around() -> None:
    first, *_, last = ids(with_cards())
    card = at_path(seen(with_cards()), "d.py")
    assert onward(card, 1) == with_cards().proposal.hunk(first)
    assert onward(card, -1) == with_cards().proposal.hunk(last)


def test_only_the_change_above_a_card_is_left() -> None:
    *others, above, last = ids(with_cards())
    shown = decided(with_cards(), *map(Take, (*others, last)))
    card = on_card(at_path(seen(shown), "b.py"))
    assert onward(card, 1) == onward(card, -1) == shown.proposal.hunk(above)
    done = decided(shown, Take(above))
    assert onward(on_card(at_path(seen(done), "b.py")), 1) is None


def test_from_a_row_between_changes_the_next_one_is_below_and_the_last_one_above() -> None:
    one, two, three, _ = ids(code())
    sight = seen(code())
    rows = range(sight.scroll.find(one) or 0, sight.scroll.height)
    between = next(y for y in rows if sight.scroll.row(y).text.endswith("items):"))
    row = at_row(sight, between)
    assert not row.eye.hunk
    assert (onward(row, 1), onward(row, -1)) == tuple(map(code().proposal.hunk, (two, one)))
    top = at_row(sight, 0)
    assert onward(top, 1) == code().proposal.hunk(one)
    low = at_row(seen(decided(code(), Take(one), Take(two))), 0)
    assert onward(low, 1) == code().proposal.hunk(three)


def test_a_row_of_prose_without_a_change_lies_between_changes_too() -> None:
    one, two, three = ids(prose())
    sight = seen(prose())
    rows = range(sight.scroll.find(two) or 0, sight.scroll.height)
    empty = next(y for y in rows if not sight.scroll.row(y).hunks)
    row = at_row(sight, empty)
    assert (onward(row, 1), onward(row, -1)) == tuple(map(prose().proposal.hunk, (three, two)))
    assert onward(at_row(sight, 0), -1) == prose().proposal.hunk(three)
    assert onward(at_row(sight, 0), 1) == prose().proposal.hunk(one)
