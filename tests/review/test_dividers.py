"""What a block with several dividers quotes: the longest quotation that stands in the file."""

from __future__ import annotations

import pytest

from pairtui.proposal import Absent, SearchReplace, Snapshot, Unplaced
from pairtui.review.place import Placed, place
from pairtui.review.result import splice
from tests.review.made import shown

LINE = "=======\n"


def block(text: str) -> SearchReplace:
    """Return the edit of a block with this content, each of its dividers perhaps the one."""
    parts = text.split(LINE)
    pairs = tuple((LINE.join(parts[:at]), LINE.join(parts[at:])) for at in range(1, len(parts)))
    return SearchReplace("a.txt", *pairs[0], splits=pairs)


@pytest.mark.parametrize(
    ("base", "content", "after"),
    [
        ("a\nb\n", f"a\n{LINE}x\n{LINE}y\n", f"x\n{LINE}y\nb\n"),
        (f"a\n{LINE}b\n", f"a\n{LINE}{LINE}x\n", "x\nb\n"),
        (f"a\n{LINE}b\n", f"a\n{LINE}b\n{LINE}x\n", "x\n"),
        (f"a\n{LINE}b\n", f"a\n{LINE}{LINE}x\n{LINE}y\n", f"x\n{LINE}y\nb\n"),
        (f"a  \n{LINE}b\n", f"a\n{LINE}{LINE}x\n", "x\nb\n"),
        ("", f"{LINE}x\n{LINE}y\n", f"x\n{LINE}y\n"),
        (f"{LINE}x\n", f"{LINE}{LINE}y\n", "y\nx\n"),
    ],
)
def test_the_longest_quotation_that_stands_there_is_meant(
    base: str, content: str, after: str
) -> None:
    found = place(block(content), shown(base.encode()))
    assert isinstance(found, Placed)
    data = splice(base.encode(), tuple((hunk, hunk.new) for hunk in found.hunks))
    assert data == after.encode()


def test_a_new_file_may_hold_what_looks_like_dividers() -> None:
    found = place(block(f"{LINE}x\n{LINE}y\n"), Snapshot({"a.txt": Absent()}))
    assert isinstance(found, Placed)
    assert [hunk.new for hunk in found.hunks] == [f"x\n{LINE}y\n".encode()]


def test_a_longer_quotation_in_several_places_is_not_given_up_for_a_shorter_one() -> None:
    base = f"a\n{LINE}a\n{LINE}".encode()
    found = place(block(f"a\n{LINE}{LINE}x\n"), shown(base))
    assert isinstance(found, Unplaced)
    assert (found.why, found.lines) == ("ambiguous", (1, 3))


def test_one_that_stands_nowhere_is_refused_as_one_quotation() -> None:
    found = place(block(f"{LINE}x\n{LINE}y\n"), shown(b"a\n"))
    assert isinstance(found, Unplaced)
    assert found.why == "not found"
    assert isinstance(found.edit, SearchReplace)
    assert (found.edit.search, found.edit.splits) == (f"{LINE}x\n", ())
