"""Where an edit that fitted nowhere would go, in the file as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.proposal import (
    FileChange,
    Present,
    Proposal,
    Provenance,
    SearchReplace,
    Snapshot,
    Unplaced,
)
from pairtui.repo.git import Repo
from pairtui.review.decide import Review
from pairtui.review.place import place
from pairtui.review.result import splice
from pairtui.session.by_hand import by_hand
from tests.repo.workbench import Bench

TEXT = b"def first(x):\n    y = x + 1\n    return y\n\n\ndef second(x):\n    return x\n"
EDIT = SearchReplace(
    "a.py",
    "def first(x):\n    y = x + 1;\n    return y\n",
    "def first(x):\n    y = x + 1;\n    return y * 2\n",
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"a.py": TEXT})
    return made


def lost_in(data: bytes) -> Unplaced:
    found = place(EDIT, Snapshot().with_file("a.py", Present(data)))
    assert isinstance(found, Unplaced)
    return found


def with_files(*files: FileChange) -> Review:
    origin = Provenance("AI", "model", "host")
    return Review(Proposal("p", "Title", origin, files, (lost_in(TEXT),)))


def test_it_is_placed_in_the_file_on_disk_where_the_review_has_none(bench: Bench) -> None:
    review = with_files()
    found = by_hand(Repo.discover(str(bench.root)), review, review.proposal.unplaced[0])
    assert found.alike >= 90
    assert [hunk.placed for hunk in found.hunks] == ["placed by hand"]
    pieces = tuple((hunk, hunk.new) for hunk in found.hunks)
    assert splice(found.base, pieces) == TEXT.replace(b"return y", b"return y * 2")
    assert found.review.proposal.file("a.py").hunks == found.hunks
    assert found.review.proposal.unplaced == ()
    assert bench.data("a.py") == TEXT, "nothing is written"


def test_the_place_is_looked_for_anew_in_a_file_that_changed(bench: Bench) -> None:
    moved = b"# a line more\n" + TEXT
    review = with_files(FileChange("a.py", Present(moved)))
    found = by_hand(Repo.discover(str(bench.root)), review, review.proposal.unplaced[0])
    assert found.hunks[0].start == moved.index(b"    return y\n")
    fits = TEXT.replace(b"x + 1\n", b"x + 1;\n")
    now = with_files(FileChange("a.py", Present(fits)))
    found = by_hand(Repo.discover(str(bench.root)), now, now.proposal.unplaced[0])
    assert found.alike == 100
    assert len(found.hunks) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "there is no such file"),
        (b"\0", "a.py cannot be changed"),
        (b"nothing like it\n", "do not stand in a.py"),
        (TEXT.replace(b"return y", b"return y * 2"), "a.py"),
    ],
)
def test_why_it_cannot_be_placed_is_said(bench: Bench, data: bytes | None, says: str) -> None:
    review = with_files()
    if data is None:
        (bench.root / "a.py").unlink()
    else:
        (bench.root / "a.py").write_bytes(data)
    found = by_hand(Repo.discover(str(bench.root)), review, review.proposal.unplaced[0])
    assert says in found.says
    assert found.hunks == ()
    assert found.review is review
