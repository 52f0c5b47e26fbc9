"""Where an edit that fitted nowhere would go, in the file as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.proposal import (
    Edit,
    FileChange,
    Hunk,
    Present,
    Proposal,
    Provenance,
    SearchReplace,
    Snapshot,
    Unplaced,
    WholeFile,
)
from pairtui.repo.git import Repo
from pairtui.review.after import refreshed
from pairtui.review.decide import Review, Take, decide
from pairtui.review.place import place
from pairtui.review.result import results, splice
from pairtui.session.by_hand import NOW, by_hand, fitting_now
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


def test_a_file_for_reference_is_not_changed_by_hand_nor_when_it_fits(bench: Bench) -> None:
    edit = SearchReplace("a.py", "    return x\n", "    return 2\n")
    base = Snapshot({"a.py": Present(TEXT)}, read_only=frozenset({"a.py"}))
    lost = place(edit, base)
    assert isinstance(lost, Unplaced)
    proposal = Proposal("p", "Title", Provenance("AI", "model", "host"), (), (lost,))
    repo = Repo.discover(str(bench.root))
    assert by_hand(repo, Review(proposal), lost).says == lost.says
    assert fitting_now(repo, Review(proposal)) == (Review(proposal), ())


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


SECOND = Hunk("2", "a.py", len(TEXT) - 13, len(TEXT), b"    return x\n", b"    return 2\n")
FITS = TEXT.replace(b"x + 1\n", b"x + 1;\n")


def test_once_its_file_changed_an_edit_that_fits_is_an_open_change_that_says_so(
    bench: Bench,
) -> None:
    repo = Repo.discover(str(bench.root))
    other = FileChange("a.py", Present(TEXT))
    assert fitting_now(repo, with_files(other)) == (with_files(other), ())
    (bench.root / "a.py").write_bytes(FITS)
    after, fresh = fitting_now(repo, with_files())
    assert [hunk.placed for hunk in fresh] == [NOW]
    assert after.proposal.unplaced == ()
    moved = refreshed(with_files(other), "a.py", Present(FITS))
    after, fresh = fitting_now(repo, moved)
    assert after.state(fresh[0].id) == "open"
    (result,) = results(decide(after, Take(fresh[0].id)))
    assert result.data == FITS.replace(b"return y", b"return y * 2")
    along = refreshed(after, "a.py", Present(b"# more\n" + FITS))
    assert along.proposal.hunk(fresh[0].id).moved == 1
    gone = refreshed(after, "a.py", Present(TEXT.replace(b"return y", b"return z")))
    assert gone.state(fresh[0].id) == "stale"
    assert refreshed(gone, "a.py", Present(FITS)).proposal == after.proposal


def test_one_placed_beside_others_in_a_changed_file_is_carried_from_there(bench: Bench) -> None:
    second = FileChange("a.py", Present(TEXT), (SECOND,))
    moved = refreshed(with_files(second), "a.py", Present(FITS))
    after, fresh = fitting_now(Repo.discover(str(bench.root)), moved)
    again = refreshed(after, "a.py", Present(b"# more\n" + FITS))
    assert [again.state(hunk.id) for hunk in again.proposal.hunks] == ["open", "open"]
    for hunk in again.proposal.hunks:
        assert (b"# more\n" + FITS)[hunk.start : hunk.end] == hunk.old
    undone = refreshed(after, "a.py", Present(TEXT.replace(b"return y", b"return z")))
    assert undone.state(fresh[0].id) == "stale"


@pytest.mark.parametrize(
    "edit",
    [
        WholeFile("a.py", "nothing of it\n"),
        SearchReplace("a.py", "not there\n", "either\n"),
        SearchReplace("a.py", "", "made anew\n"),
    ],
)
def test_what_does_not_fit_or_quotes_nothing_stays_as_it_is(bench: Bench, edit: Edit) -> None:
    lost = Unplaced(edit, "not found", "It does not.")
    files = (FileChange("a.py", Present(TEXT)),)
    review = Review(Proposal("p", "Title", Provenance("AI", "m", "h"), files, (lost,)))
    moved = refreshed(review, "a.py", Present(FITS))
    assert fitting_now(Repo.discover(str(bench.root)), moved) == (moved, ())
