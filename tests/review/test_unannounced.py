"""Unannounced: a text below a path, and whether it is the file, a part of it, or an example."""

from __future__ import annotations

import pytest

from pairtui.proposal import Absent, Hunk, Snapshot, Unplaced, WholeFile
from pairtui.review.place import Placed, place
from tests.review.made import shown

BASE = b"import a\n\n\ndef one():\n    return a\n\n\ndef two():\n    return 2\n"


def outcome(text: str, base: bytes = BASE, *, may_shrink: bool = False) -> tuple[Hunk, ...] | str:
    edit = WholeFile("a.txt", text, announced=False)
    found = place(edit, shown(base), may_shrink=may_shrink)
    return found.hunks if isinstance(found, Placed) else f"{found.why}: {found.says}"


def hunks(found: tuple[Hunk, ...] | str) -> tuple[Hunk, ...]:
    assert not isinstance(found, str)
    return found


def test_a_text_that_begins_and_ends_like_the_file_is_the_file() -> None:
    found = outcome(BASE.decode().replace("return a", "return a + 1"))
    assert [(one.old, one.new) for one in hunks(found)] == [
        (b"    return a\n", b"    return a + 1\n")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import a\n", "import a, b\n"),
        ("import a\n", "import z\nimport a\n"),
        ("    return 2\n", "    return 3\n"),
        ("    return 2\n", "    return 2\n\n\ndef three():\n    return 3\n"),
    ],
)
def test_its_first_and_last_lines_may_have_changed(old: str, new: str) -> None:
    assert len(hunks(outcome(BASE.decode().replace(old, new)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "def one():\n    return a\n\n\ndef two():\n    return 3\n",
        "import a\n\n\ndef one():\n    return b\n",
        "import a\n# ...\ndef one():\n    return b\n",
        "import a\n\ndef one():\n\ndef two():\n",
        "import a, b\ndef two():\n    return 2\n",
        "import a\n\n\ndef one():\n    return a\n\n\nclass Other:\n    x = 1\n    return 2, 3\n",
    ],
    ids=[
        "no beginning",
        "no end",
        "dots",
        "a line left out",
        "lines left out at the beginning",
        "another end",
    ],
)
def test_a_part_that_changed_is_refused(text: str) -> None:
    assert outcome(text) == (
        "unsuitable: It seems to be meant for a.txt, but it does not begin and end like the file,"
        " so it may be only a part of it."
    )


@pytest.mark.parametrize(
    "text",
    [
        "def one():\n    return a\n\n\ndef two():\n",
        "def one():\n  return a\ndef two():\n",
        "import a\n...\ndef two():\n    return 2\n",
        "import a\n    # …\n    return 2\n# ...\n",
        "from a import two\n\nprint(two())\nimport a\n",
        "def one():\n    return b\n",
        "",
    ],
    ids=["lines", "indented otherwise", "dots", "dots of a comment", "usage", "short", "empty"],
)
def test_a_quotation_and_an_example_change_nothing(text: str) -> None:
    assert outcome(text) == ()


def test_what_holds_for_whole_files_holds_for_it_too() -> None:
    base = b"import a\n" + b"def one(): ...\n" * 9 + b"def two(): return 2\n"
    short = "import a\ndef new(): ...\ndef two(): return 2\n"
    assert outcome(short, base) == (
        "unsuitable: It would drop 73 % of a.txt, and nobody asked for that."
    )
    assert len(outcome(short, base, may_shrink=True)) == 1
    left_out = "import a\n# ... rest of the code ...\ndef two():\n    return 2\n"
    assert str(outcome(left_out)).startswith("placeholder: ")


@pytest.mark.parametrize("base", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_filled(base: bytes) -> None:
    assert len(hunks(outcome("one\n", base))) == 1


def test_a_file_that_is_absent_is_made() -> None:
    edit = WholeFile("new.txt", "one\n", announced=False)
    found = place(edit, Snapshot({"new.txt": Absent()}))
    assert not isinstance(found, Unplaced)
    assert [one.new for one in found.hunks] == [b"one\n"]
