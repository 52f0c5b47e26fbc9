"""Every reason why an edit fits nowhere, as the sentence a person reads."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from pairtui.proposal import (
    Absent,
    Edit,
    Misfit,
    Near,
    Nearest,
    Present,
    Refused,
    Rename,
    SearchReplace,
    Selection,
    Snapshot,
    Unplaced,
    WholeFile,
)
from pairtui.review.place import place
from tests.review.made import change, shown

BASE = b"one\ntwo \nthree\ntwo\t\nfour\n"
KNOWN = change(BASE, (0, 4, b"1\n"))
NOWHERE = (
    "These lines do not stand in a.txt, not even with other blanks, indentation or quotation marks."
)
UNSURE = (
    "These lines stand in a.txt with another indentation,"
    " and it is not certain how far in the new ones belong."
)
TWICE = "These lines stand in 2 places in a.txt but for trailing space: lines 2 and 4"


def search(old: str, new: str = "x\n", line: int = 0) -> SearchReplace:
    return SearchReplace("a.txt", old, new, line=line)


REASONS: list[tuple[Edit, Snapshot, Misfit, str]] = [
    (
        search("five\n"), shown(BASE), "not found",
        NOWHERE,
    ),
    (search("one\n"), Snapshot({"a.txt": Absent()}), "not found", "There is no file a.txt."),
    (
        search("  \tone\n\tthree\n"), shown(b"one\nthree\n"), "not found",
        NOWHERE,
    ),
    (
        search("if a:\n", "  if b:\n"), shown(b"  if a:\n"), "not found",
        UNSURE,
    ),
    (
        search("two\n"), shown(BASE), "ambiguous",
        f"{TWICE}.",
    ),
    (
        search("two\n", line=3), shown(BASE), "ambiguous",
        f"{TWICE}, and its line number does not tell them apart.",
    ),
    (
        search("one\n", "eins\n"), shown(BASE), "overlaps",
        "It changes a part of a.txt that an earlier change of this answer changes.",
    ),
    (
        search("1\n"), shown(BASE), "depends",
        "It quotes what another change of this answer, at line 1 of a.txt, makes.",
    ),
    (search("vier\n", "four\n"), shown(BASE), "already applied", "a.txt already reads like this."),
    (
        search("one\n", "# ... existing code ...\n"), shown(BASE), "placeholder",
        "It leaves text out instead of giving it: “# ... existing code ...”.",
    ),
    (search("one\n"), Snapshot(), "path", "a.txt has not been looked at."),
    (
        search("one\n"), Snapshot({"a.txt": Refused("a.txt is a link.")}), "path",
        "a.txt is a link.",
    ),
    (
        search("one\n"), replace(shown(BASE), read_only=frozenset({"a.txt"})), "reference",
        "a.txt is in as reference only; /add it to let it be changed.",
    ),
    (
        Rename("b.txt", "a.txt"),
        Snapshot({"b.txt": Present(b"b\n")}, read_only=frozenset({"a.txt"})), "reference",
        "a.txt is in as reference only; /add it to let it be changed.",
    ),
    (
        search("", "x\n"), shown(BASE), "unsuitable",
        "a.txt is there already and has text in it, so it cannot be made anew.",
    ),
    (
        search("three \n", "3\ntwo\n"), shown(BASE), "unsuitable",
        "It gives a line that stands beside these already, but does not quote it.",
    ),
    (
        search("one\n", "\ud83d\n"), shown(BASE), "unsuitable",
        "It holds characters that no file can hold.",
    ),
    (
        WholeFile("a.txt", "one\n"), shown(BASE), "unsuitable",
        "It would drop 83 % of a.txt, and nobody asked for that.",
    ),
    (
        WholeFile("a.txt", "\n"), shown(BASE), "unsuitable",
        "The answer would leave nothing of a.txt.",
    ),
    (
        Selection("a.txt", 0, 99, "x"), shown(BASE), "unsuitable",
        "a.txt does not have the passage that was asked about.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "snapshot", "why", "says"), REASONS)
def test_a_reason_is_a_sentence_a_person_understands(
    edit: Edit, snapshot: Snapshot, why: Misfit, says: str
) -> None:
    found = place(edit, snapshot, KNOWN)
    assert isinstance(found, Unplaced)
    assert (found.why, found.says) == (why, says)


def test_there_is_an_example_of_each_reason() -> None:
    of_policy = {"withheld"}  # which is found before anything is placed
    assert {why for _, _, why, _ in REASONS} == set(get_args(Misfit)) - of_policy


def test_a_passage_that_nearly_fits_comes_word_for_word() -> None:
    base = b"one\nthe quick brown fox \nthree\n" + b"x\n" * 40
    found = place(search("one\nthe quick brown fax\nthree\n"), shown(base))
    assert isinstance(found, Unplaced)
    assert found.near == (Near(1, "one"), Near(2, "the quick brown fox "), Near(3, "three"))
    assert found.nearest == Nearest(1, 3, 98)
    long = b"one\n" + b"x\n" * 40 + b"the quick brown fox\nthree\n"
    quoted = long.decode().replace("fox", "fax")
    lost = place(search(quoted), shown(long))
    assert isinstance(lost, Unplaced)
    assert lost.near == (Near(42, "the quick brown fox"),)
    assert lost.nearest is not None
