"""One commit, replayed: as a reply, read, placed, taken in whole and in part, against git."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from pairtui.formats.reader import Malformed
from pairtui.proposal import (
    Absent,
    Hunk,
    Present,
    Proposal,
    Provenance,
    Rename,
    Snapshot,
)
from pairtui.request import Format
from pairtui.review.decide import Batch, Review, Take, decide
from pairtui.review.propose import extend
from pairtui.review.result import FileResult, results
from tests.formats.replies import edits as closed
from tests.formats.replies import read
from tests.replay.history import Change, applied, patched
from tests.replay.replies import FORMS, sayable


@dataclass
class Figures:
    """What came of the files of many commits in one format."""

    count: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def replay(changes: Sequence[Change], form: str, rng: Random, figures: Figures) -> None:
    """Replay one commit in one format; note what came of it."""
    parts: list[str] = []
    said: list[Change] = []
    for change in changes:
        if not sayable(change):
            figures.count["not said: line ends"] += 1
            continue
        try:
            parts.append(FORMS[form](change))
        except ValueError:
            figures.count["not said: no words for it"] += 1
            continue
        said.append(change)
    reply = "So this is what I do.\n\n" + "".join(parts)
    cuts = [rng.randrange(len(reply) + 1) for _ in range(rng.choice((0, 5, len(reply) // 20)))]
    asked: Format = "whole_file" if form == "whole file" else "search_replace"
    events = read(reply, cuts, form=asked, known=[one.path for one in said])
    proposal = Proposal("p", "", Provenance("replay", "", ""))
    snapshot = _before(said)
    for edit in closed(events):
        for path in (edit.path, edit.to) if isinstance(edit, Rename) else (edit.path,):
            if path not in snapshot.files:
                figures.wrong.append(f"{path} is named, and is not changed")
                snapshot = snapshot.with_file(path, Absent())
        proposal = extend(proposal, edit, snapshot, may_shrink=True)
    refused = {one.path: "malformed" for one in events if isinstance(one, Malformed)}
    refused |= {one.edit.path: one.why for one in proposal.unplaced}
    everything = _taken(proposal, list(proposal.hunks))
    for change in said:
        _compare(change, everything.get(change.path), refused.get(change.path, ""), figures)
    figures.count["hunks"] += sum(1 for _ in proposal.hunks)
    texts = [hunk for hunk in proposal.hunks if hunk.kind == "text"]
    some = [hunk for hunk in texts if rng.random() < 0.5]
    for chosen in [texts, some] if refused else [some]:
        _against_git(proposal, chosen, figures)


def _before(changes: Sequence[Change]) -> Snapshot:
    files: dict[str, Present | Absent] = {}
    for change in changes:
        files.setdefault(change.to, Absent())
        mode = 0o755 if change.executable[0] else 0o644
        files[change.path] = Absent() if change.old is None else Present(change.old, mode)
    return Snapshot(files, frozenset(files))


def _taken(proposal: Proposal, hunks: Sequence[Hunk]) -> dict[str, FileResult]:
    review = decide(Review(proposal), Batch(tuple(Take(hunk.id) for hunk in hunks)))
    return {result.path: result for result in results(review)}


def _compare(change: Change, made: FileResult | None, why: str, figures: Figures) -> None:
    """Compare what a file comes to with what the commit made of it."""
    if why:
        figures.count[f"refused: {why}"] += 1
        return
    data = made.data if made else change.old
    goal = made.goal if made else change.path
    runs = bool(made.mode & 0o100) if made else change.executable[0]
    wanted = change.new, change.to, change.executable[1]
    if data == change.new and (data is None or (data, goal, runs) == wanted):
        figures.count["placed"] += 1
    else:
        figures.count["wrong"] += 1
        figures.wrong.append(f"{change.path} comes to something else")


def _against_git(proposal: Proposal, chosen: Sequence[Hunk], figures: Figures) -> None:
    """Compare what some hunks come to with what git makes of the same ones."""
    made = _taken(proposal, chosen)
    files: dict[str, bytes] = {}
    patches: list[bytes] = []
    for change in proposal.files:
        hunks = [hunk for hunk in chosen if hunk.path == change.path]
        if hunks and isinstance(change.base, Present):
            files[change.path] = change.base.data
            spans = [(hunk.start, hunk.end, hunk.new) for hunk in hunks]
            patches.append(patched(change.path, change.base.data, spans))
    if not files:
        return
    figures.count["subsets"] += 1
    figures.count["subset hunks"] += len(chosen)
    for path, data in applied(files, b"".join(patches)).items():
        if made[path].data != data:
            figures.count["wrong"] += 1
            figures.wrong.append(f"{path} comes to something else than git makes of it")
