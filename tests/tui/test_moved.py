"""Moved: what is said when files changed on disk under a proposal."""

from __future__ import annotations

import pytest

from pairtui.proposal import Absent, FileChange, FileState, Present
from pairtui.review.after import refreshed
from pairtui.review.decide import Review, Take
from pairtui.tui.screens.moved import News, moved
from tests.tui.review.material import PRICE, about, code, decided, ids, review

PATH = "cart/price.py"
OTHER = Present(PRICE.replace(b"float(text)", b"int(text)"))


def news(before: Review, path: str, state: FileState) -> tuple[News, ...]:
    return moved(before, refreshed(before, path, state))


@pytest.mark.parametrize(
    ("state", "fits"),
    [
        (OTHER, "2 changes still fit, 1 moved on"),
        (Present(b"# mine\n" + PRICE), "3 changes still fit"),
        (Absent(), "3 changes moved on"),
    ],
)
def test_how_many_changes_still_fit(state: FileState, fits: str) -> None:
    (one,) = news(code(), PATH, state)
    assert one.in_full("14:02") == f"cart/price.py changed on disk at 14:02: {fits}"
    assert one.in_short == f"price.py changed on disk: {fits}"
    assert one.after_save == f"was placed again on cart/price.py: {fits}"


def test_nothing_is_said_where_nothing_is_left_or_nothing_changed() -> None:
    gone = review(FileChange("a.md", Present(b""), ()))
    assert news(gone, "a.md", Present(b"x\n")) == ()
    assert news(code(), PATH, Present(PRICE)) == ()


def test_a_file_at_the_new_name_is_named_and_not_said_to_have_changed() -> None:
    base = Present(PRICE)
    name = about("docs/old.txt", base, "rename", "docs/target.txt")
    start = decided(review(FileChange("docs/old.txt", base, (name,))), Take(name.id))
    (one,) = news(start, "docs/target.txt", Present(b"mine\n"))
    assert one.in_full("14:02") == "there is a file docs/target.txt now: 1 change moved on"
    assert one.in_short == "there is a file target.txt now: 1 change moved on"
    taken = refreshed(start, "docs/target.txt", Present(b"mine\n"))
    assert taken.stale[name.id] == "there is a file of the new name now"
    (back,) = moved(taken, refreshed(taken, "docs/target.txt", Absent()))
    assert back.in_full("14:02") == "the file docs/target.txt is gone again: 1 change still fits"
    assert back.after_save.startswith("was placed again, for the file docs/target.txt is gone")
    assert ids(start) == [name.id]
