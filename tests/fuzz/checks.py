"""What must hold for every reply, whatever is in it; each check raises AssertionError."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from pairtui.proposal import (
    Absent,
    Edit,
    FileChange,
    Present,
    Proposal,
    Provenance,
    Refused,
    Rename,
    Snapshot,
    WholeFile,
)
from pairtui.repo.files import read as look
from pairtui.repo.git import Repo
from pairtui.request import Format
from pairtui.review.decide import Review, Take, decide
from pairtui.review.propose import extend
from pairtui.review.result import results
from tests.formats.replies import edits, read
from tests.fuzz.made import FILES
from tests.repo.workbench import Bench

FORMATS: tuple[Format, ...] = ("search_replace", "search_replace", "whole_file", "selection")
KNOWN: tuple[tuple[str, ...], ...] = ((), ("article.md",), ("article.md", "cart/price.py"))


@dataclass(frozen=True)
class Ground:
    """A repository with the files of the fuzzer, links that lead out of it, and what they are."""

    repo: Repo
    root: Path
    snapshot: Snapshot

    @classmethod
    def make(cls, folder: Path) -> Ground:
        bench = Bench.make(folder / "repo")
        for path, data in FILES.items():
            bench.put(path, data)
        (folder / "elsewhere").mkdir()
        (folder / "outside.txt").write_bytes(b"outside\n")
        (bench.root / "link.txt").symlink_to(folder / "outside.txt")
        (bench.root / "out").symlink_to(folder / "elsewhere")
        repo = bench.repo
        states = {path: look(repo, path) for path in FILES}
        return cls(repo, bench.root, Snapshot(states, frozenset(FILES)))

    def inside(self, path: str) -> bool:
        """Tell whether a path lies in the repository, and outside git's own folder."""
        real = os.path.realpath(self.root / path)
        if not real.startswith(f"{os.path.realpath(self.root)}/"):
            return False
        parts = [*path.split("/"), *Path(real).relative_to(os.path.realpath(self.root)).parts]
        return not any(_of_git(part) for part in parts)


def _of_git(part: str) -> bool:
    bare = "".join(sign for sign in part if unicodedata.category(sign) != "Cf").casefold()
    bare = bare.partition(":")[0].rstrip(" .")
    return bare == ".git" or (bare[:4] == "git~" and bare[4:].isdigit())


def check(reply: str, rng: Random, ground: Ground) -> Counter[str]:
    """Check everything about one reply; return what came of its edits."""
    form, known = rng.choice(FORMATS), rng.choice(KNOWN)
    finished = rng.random() < 0.5
    events = read(reply, form=form, known=known, finished=finished)
    cuts = [rng.randrange(len(reply) + 1) for _ in range(rng.randrange(6))]
    for pieces in (range(1, len(reply)), cuts):
        again = read(reply, pieces, form=form, known=known, finished=finished)
        assert again == events, "other pieces, other events"
    found = edits(events)
    told = _announced(found)
    for _ in range(3):
        prefix = reply[: rng.randrange(len(reply) + 1)]
        if rng.random() < 0.5:
            prefix = prefix[: prefix.rfind("\n") + 1]
        early = _announced(edits(read(prefix, form=form, known=known, finished=False)))
        assert early == told[: len(early)], f"only in the first {len(prefix)} characters: {early}"
    proposal = placed(found, ground, may_shrink=rng.random() < 0.5)
    for change in proposal.files:
        sound(change, ground)
    any_choice(proposal, rng)
    outcomes = Counter(f"refused: {one.why}" for one in proposal.unplaced)
    return outcomes + Counter(edits=len(found), hunks=sum(1 for _ in proposal.hunks))


def _announced(found: list[Edit]) -> list[Edit]:
    """Return edits without fences that may be whole files: a later edit of the file undoes them."""
    return [edit for edit in found if not isinstance(edit, WholeFile) or edit.announced]


def placed(found: list[Edit], ground: Ground, *, may_shrink: bool) -> Proposal:
    """Return the proposal of some edits, as a session makes it: no hunk is ever lost again."""
    snapshot = ground.snapshot
    proposal = Proposal("p", "", Provenance("AI", "fuzz", "here"))
    for edit in found:
        for path in (edit.path, edit.to) if isinstance(edit, Rename) else (edit.path,):
            if path not in snapshot.files:
                snapshot = snapshot.with_file(path, look(ground.repo, path))
        before = {hunk.id for hunk in proposal.hunks}
        proposal = extend(proposal, edit, snapshot, may_shrink=may_shrink)
        assert before <= {hunk.id for hunk in proposal.hunks}, "a hunk was lost"
        assert not isinstance(snapshot.files[edit.path], Refused) or not any(
            change.path == edit.path for change in proposal.files
        )
    return proposal


def sound(change: FileChange, ground: Ground) -> None:
    """Check that the hunks of a file are what they say, and that the file may be touched."""
    base = b"" if isinstance(change.base, Absent) else change.base.data
    assert ground.inside(change.path), f"{change.path!r} is proposed"
    assert change.hunks
    assert len({hunk.id for hunk in change.hunks}) == len(change.hunks)
    for hunk in change.hunks:
        assert base[hunk.start : hunk.end] == hunk.old
        if hunk.kind == "text":
            assert hunk.old != hunk.new or isinstance(change.base, Absent)
        assert hunk.kind != "rename" or ground.inside(hunk.to), f"{hunk.to!r} is proposed"
    texts = [hunk for hunk in change.hunks if hunk.kind == "text"]
    assert all(one.end <= other.start for one, other in pairwise(texts)), "hunks overlap"


def any_choice(proposal: Proposal, rng: Random) -> None:
    """Check that any hunks can be taken: what comes of them is exactly their spans replaced."""
    review = Review(proposal)
    assert not list(results(review))
    hunks = list(proposal.hunks)
    taken = [hunk for hunk in hunks if rng.random() < 0.6]
    for hunk in rng.sample(taken, len(taken)):
        review = decide(review, Take(hunk.id))
    made = {result.path: result.data for result in results(review)}
    for change in proposal.files:
        if change.path not in made:
            continue
        wanted: bytes | None = change.base.data if isinstance(change.base, Present) else b""
        for hunk in reversed(change.hunks):
            if review.state(hunk.id) != "taken" or wanted is None:
                continue
            if hunk.kind == "delete":
                wanted = None
            elif hunk.kind == "text":
                wanted = wanted[: hunk.start] + hunk.new + wanted[hunk.end :]
        assert made[change.path] == wanted, f"other bytes in {change.path}"
