"""The small print above changes: read to its end at any width, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairtui.proposal import Absent, FileChange, Hunk
from pairtui.review.comment import Comment
from pairtui.review.decide import Review
from pairtui.tui.review.page import page
from pairtui.tui.review.remarks import remark_rows
from pairtui.tui.review.setting import Setting
from tests.tui.review.material import ids, prose, review
from tests.tui.review.test_pictures import hidden


def small_print(reviewed: Review, width: int) -> list[str]:
    """Return the rows of small print of the first file, with the signs before them."""
    path = reviewed.proposal.files[0].path
    return [
        f"{row.sign or ' '} {''.join(bit.text for bit in row.bits)}"
        for row in page(reviewed, path, Setting(width=width)).rows()
        if row.kind == "note"
    ]


@pytest.mark.parametrize("width", [40, 60, 78])
def test_what_needs_care_is_said_to_its_end(width: int) -> None:
    said = small_print(hidden(), width)
    assert all(len(row) <= width - 1 for row in said)
    assert said[0].startswith("! needs care, ")
    assert [row[0] for row in said[1:]] == [" "] * (len(said) - 1)
    assert " ".join(row[2:].strip() for row in said) == small_print(hidden(), 400)[0][2:]


def test_what_changes_of_a_paragraph_have_in_common_is_said_once() -> None:
    chapter = prose().proposal.files[0]
    unseen = replace(chapter, hunks=tuple(replace(hunk, unseen=True) for hunk in chapter.hunks))
    said = small_print(review(unseen), 80)
    assert said == ["! the AI had not seen this file"] * 2  # in two paragraphs


def test_a_new_file_says_so_above_the_care_it_needs() -> None:
    made = Hunk("new1", ".github/workflows/ci.yml", 0, 0, b"", b"on: push\n")
    said = small_print(review(FileChange(made.path, Absent(), (made,))), 80)
    assert [row[0] for row in said] == ["+", "!"]


def test_a_long_comment_is_read_to_its_end() -> None:
    one, *_ = ids(prose())
    says = "keep the hat, it comes back in chapter 9 and again on the very last page, " * 3
    made = remark_rows(Comment(7, "ch01.md", says.strip(), one), Setting(width=80), (one,))
    rows = ["".join(bit.text for bit in row.bits) for row in made]
    assert len(rows) == 4
    assert " ".join(" ".join(rows).split()) == f"7 {says.strip()} not sent"
