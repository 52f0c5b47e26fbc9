"""A real repository in which things were proposed, decided and saved, for looking back at them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pairtui.conversation import Turn
from pairtui.landing import Landed, Mode, SaveChoice, Undone
from pairtui.proposal import FileChange, Proposal
from pairtui.repo.land import land
from pairtui.repo.undo import undo
from pairtui.review.decide import Review
from pairtui.review.replay import Event, PutBack, Saved, Standing, advance
from pairtui.review.result import results
from pairtui.store.journal import Journal
from pairtui.store.nouns import Exchange
from pairtui.store.place import places, prepare
from pairtui.store.store import Store
from tests.repo.workbench import TRAILER, Bench
from tests.review.made import PROVENANCE
from tests.store.made import Clock

PROSE = b"".join(b"line %d\n" % number for number in range(1, 21))


class Kept:
    """What is kept of a repository; `clock` dates it, and `close` before it is looked at."""

    def __init__(self, folder: Path) -> None:
        self.bench = Bench.make(folder / "shop")
        self.bench.commit({"a.txt": PROSE, "b.txt": PROSE})
        self.clock = Clock()
        self.places = places(str(self.bench.root / ".git"), folder / "state")
        self.folder = self.places[0].folder
        prepare(self.places[0])
        self.store = Store(self.folder / "store.db", clock=self.clock)
        self.journal = Journal(self.folder / "journal.db", clock=self.clock)
        self.session = self.store.begin_session(branch="main")

    def proposed(self, name: str, *files: FileChange, title: str = "Say it better") -> Standing:
        made = Standing(Review(Proposal(name, title, PROVENANCE, files)))
        self.store.record(self.session, made, branch="main")
        turn = Turn(f"please do {name}", "Here it is.", "done", proposal=name)
        self.store.record_turn(self.session, Exchange(turn, self.clock()))
        return made

    def decided(self, standing: Standing, *events: Event) -> Standing:
        for event in events:
            standing = advance(standing, event)
            self.store.record(self.session, standing, event)
        return standing

    def saved(self, standing: Standing, mode: Mode = "commit") -> tuple[Standing, Landed]:
        landed = land(
            self.bench.repo,
            tuple(results(standing.review)),
            SaveChoice(mode, "Say it better"),
            trailer=TRAILER,
            now=self.clock(),
            progress=lambda _: None,
            head=self.bench.head,
            journal=self.journal,
        )
        assert isinstance(landed, Landed), landed
        event = Saved(landed.id, {file.path: file.after for file in landed.files})
        after = advance(standing, event)
        self.store.record_landing(self.session, after, event, landed)
        return after, landed

    def undone(self, standing: Standing, landed: Landed) -> Standing:
        done = undo(self.bench.repo, landed, now=self.clock(), journal=self.journal)
        assert isinstance(done, Undone), done
        event = PutBack(landed.id)
        after = advance(standing, event)
        self.store.record_undo(self.session, after, event, landed, done.says)
        return after

    def close(self) -> None:
        self.store.close()
        self.journal.close()


def fingerprint(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return everything in a folder: names, modes, times and bytes."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted(folder.rglob("*"))
    }
