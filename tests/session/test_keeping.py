"""What outlives the process is what stood on the screen, in the order it came about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event as Gate
from typing import Any

import pytest

from pairtui.proposal import Proposal
from pairtui.review.decide import Reject, Review, Take
from pairtui.review.replay import Event, Grew
from pairtui.session.keeping import Keeping
from pairtui.session.writing import Writing
from pairtui.store.nouns import Draft
from pairtui.store.place import Place, StoreFault
from pairtui.store.store import Store
from tests.review.happened import FILE, ONE, PROPOSAL, THREE, TWO
from tests.review.made import proposal

TIME = 10.0
PARTS = tuple(proposal(replace(FILE, hunks=FILE.hunks[:count])) for count in (1, 2, 3))
"""How PROPOSAL grows, hunk by hunk, until its last file comes."""


def ended(keep: Keeping) -> None:
    """Let everything be written, and close the files."""
    asyncio.run(keep.aclose())


class Watched:
    """The keeping of a new session in a folder; nothing is written before the `gate` opens."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate = Gate()
        self.keep = Keeping((Place(folder),), branch=self._branch)
        self.recorded: list[tuple[Event, ...]] = []
        real = Store.record

        def record(store: Store, session: str, after: Any, *events: Event, **named: Any) -> None:
            self.recorded.append(events)
            real(store, session, after, *events, **named)

        monkeypatch.setattr(Store, "record", record)

    def close(self) -> None:
        self.gate.set()
        ended(self.keep)

    def _branch(self) -> str:
        assert self.gate.wait(TIME)
        return "main"


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path / "kept", monkeypatch)


def there(folder: Path) -> Review:
    """Return the one review that the next start finds."""
    keep = Keeping((Place(folder),), branch=lambda: "main")
    resumed = keep.resume()
    assert resumed is not None
    ended(keep)
    assert keep.troubles == []
    (standing,) = keep.standing.values()
    return standing.review


def test_what_grows_faster_than_it_is_written_is_written_once(
    watched: Watched, tmp_path: Path
) -> None:
    for part in (*PARTS, PROPOSAL):
        review = watched.keep.arrived(part)
    watched.close()
    assert watched.recorded == [()]
    assert there(tmp_path / "kept") == review == Review(PROPOSAL)


def test_what_grows_after_it_was_written_is_written_again(watched: Watched, tmp_path: Path) -> None:
    watched.keep.arrived(PARTS[0])
    watched.gate.set()
    watched.keep._writing._thread.submit(bool).result(TIME)  # all is written by now
    review = watched.keep.arrived(PROPOSAL)
    assert watched.keep.arrived(PROPOSAL) is review
    watched.close()
    assert watched.recorded == [(), (Grew(PROPOSAL),)]
    assert there(tmp_path / "kept") == review


@pytest.mark.parametrize("parts", [(PARTS[1], PROPOSAL), (PARTS[1], PARTS[2], PROPOSAL)])
def test_a_decision_is_kept_between_what_was_there_and_what_came_after(
    watched: Watched, tmp_path: Path, parts: Sequence[Proposal]
) -> None:
    keep, first = watched.keep, parts[0]
    keep.arrived(first)
    keep.happened(first.id, Take(ONE))
    for part in parts[1:]:
        keep.arrived(part)
    review = keep.happened(first.id, Reject(THREE, "no"))
    watched.close()
    # Growth that a decision came before is not drawn ahead of it, nor growth after it put off.
    assert watched.recorded == [(), (Take(ONE),), (Grew(PROPOSAL),), (Reject(THREE, "no"),)]
    assert (review.state(ONE), review.state(TWO), review.state(THREE)) == (
        "taken", "open", "rejected",
    )  # fmt: skip
    assert there(tmp_path / "kept") == review


def test_what_changes_nothing_is_not_kept(watched: Watched) -> None:
    watched.keep.arrived(PROPOSAL)
    review = watched.keep.happened(PROPOSAL.id, Take(ONE))
    assert watched.keep.happened(PROPOSAL.id, Take(ONE)) is review
    watched.close()
    assert watched.recorded == [(), (Take(ONE),)]


def test_where_there_is_no_place_all_works_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    keep = Keeping((), branch=lambda: "main")
    keep.arrived(PARTS[0])
    keep.drafted(Draft("prompt", "", "half"))
    assert keep.happened(keep.arrived(PROPOSAL).proposal.id, Take(ONE)).state(ONE) == "taken"
    assert (keep.keeps, keep.kept_before, keep.resume(), keep.store()) == (False, False, None, None)
    assert keep.landings() == ()
    assert keep.news() == ()
    ended(keep)
    assert list(here.iterdir()) == []


def test_where_nothing_can_be_kept_that_is_said_once_and_the_work_goes_on(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_bytes(b"")
    keep = Keeping((Place(tmp_path / "file"),), branch=lambda: "main")
    keep.arrived(PROPOSAL)
    assert keep.happened(PROPOSAL.id, Take(ONE)).state(ONE) == "taken"
    ended(keep)
    assert not keep.keeps
    (said,) = keep.news()
    assert said.startswith("Nothing more is kept of this: ")
    assert keep.news() == ()
    keep.troubles.append("more")
    assert keep.news() == ("more",)
    assert keep.news() == ()


def test_what_cannot_be_kept_for_a_while_is_kept_as_soon_as_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Gate()
    real = Store.record

    def record(store: Store, *given: Any, **named: Any) -> None:
        if full.is_set():
            raise StoreFault("the disk is full.")
        real(store, *given, **named)

    def settle() -> None:
        keep._writing._thread.submit(lambda: None).result(TIME)

    monkeypatch.setattr(Store, "record", record)
    keep = Keeping((Place(tmp_path / "kept"),), branch=lambda: "main")
    keep.arrived(PROPOSAL)
    keep.happened(PROPOSAL.id, Take(ONE))
    settle()
    full.set()
    keep.happened(PROPOSAL.id, Take(TWO))
    keep.drafted(Draft("prompt", "", "half"))
    settle()
    keeps = [keep.keeps]
    (said,) = keep.news()
    assert said == "What you do is not kept for a crash until this is mended: the disk is full."
    full.clear()
    review = keep.happened(PROPOSAL.id, Reject(THREE, "no"))
    settle()
    assert [*keeps, keep.keeps] == [False, True]
    assert keep.news() == ("All that could not be kept is kept now.",)
    ended(keep)
    again = Keeping((Place(tmp_path / "kept"),), branch=lambda: "main")
    resumed = again.resume()
    assert resumed is not None
    assert [draft.text for draft in resumed.drafts] == ["half"]
    assert again.standing[PROPOSAL.id].review == review
    ended(again)


def test_what_could_not_be_kept_is_tried_once_more_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Keeping((Place(tmp_path / "kept"),), branch=lambda: "main")
    keep.arrived(PROPOSAL)
    with monkeypatch.context() as patch:

        def record(*_: Any, **__: Any) -> None:
            raise StoreFault("the disk is full.")

        patch.setattr(Store, "record", record)
        keep.happened(PROPOSAL.id, Take(ONE))
        keep._writing._thread.submit(lambda: None).result(TIME)
    ended(keep)
    again = Keeping((Place(tmp_path / "kept"),), branch=lambda: "main")
    assert again.resume() is not None
    assert again.standing[PROPOSAL.id].review.state(ONE) == "taken"
    ended(again)


def kept(folder: Path, *drafts: Draft) -> None:
    """Leave a session that waits for a decision."""
    keep = Keeping((Place(folder),), branch=lambda: "main")
    keep.arrived(PROPOSAL)
    for draft in drafts:
        keep.drafted(draft)
    keep.journal.open_intents()
    ended(keep)
    assert keep.troubles == []


def spoil(place: Path) -> None:
    """Damage the last page of a file, which is not read to open it."""
    data = place.read_bytes()
    place.write_bytes(data[:-4096] + b"\xff" * 4096)


@pytest.mark.parametrize("name", ["store.db", "journal.db"])
def test_a_large_file_is_looked_through_after_a_resume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("pairtui.store.database.SMALL", 0)
    kept(tmp_path)
    keep = Keeping((Place(tmp_path),), branch=lambda: "main")
    looked: list[Path] = []
    real: Callable[[Writing], None] = Writing._check

    def check(writing: Writing) -> None:
        spoil(tmp_path / name)
        looked.append(tmp_path / name)
        real(writing)

    monkeypatch.setattr(Writing, "_check", check)
    assert keep.resume() is not None
    ended(keep)
    assert looked
    (said,) = keep.news()
    assert said.startswith(f"{name} was damaged")
    assert list(tmp_path.glob(f"{name}.damaged-*"))


def test_what_was_set_aside_at_opening_is_said_though_nothing_waits(tmp_path: Path) -> None:
    kept(tmp_path)
    for name in ("store.db", "journal.db"):
        (tmp_path / name).write_bytes(b"")
    keep = Keeping((Place(tmp_path),), branch=lambda: "main")
    assert keep.resume() is None
    assert [says.partition(" ")[0] for says in keep.news()] == ["store.db", "journal.db"]
    keep.arrived(PROPOSAL)
    ended(keep)
    assert keep.news() == ()


def test_a_session_that_another_has_open_is_left_to_it(tmp_path: Path) -> None:
    kept(tmp_path, Draft("prompt", "", "half a sentence"))
    one, two = (Keeping((Place(tmp_path),), branch=lambda: "main") for _ in range(2))
    resumed = one.resume()
    assert resumed is not None
    assert [draft.text for draft in resumed.drafts] == ["half a sentence"]
    assert two.resume() is None
    ended(one)
    assert two.resume() is not None
    ended(two)
