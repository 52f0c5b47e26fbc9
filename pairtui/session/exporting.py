"""Exporting: a kept proposal as text with its changes marked in it, read from the store alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairtui.proposal import FileChange, Present
from pairtui.review.decide import Review
from pairtui.review.result import splice
from pairtui.session.history import LATEST, Shown, history, look_up
from pairtui.sources.criticmarkup import unwritable, written
from pairtui.sources.sent import Change, Trouble
from pairtui.store.place import Place

REFUSED, UNCLEAR = 1, 2


@dataclass(frozen=True, slots=True)
class Exported:
    """The text; how many changes are not in it as the file moved on, and reasons not written."""

    text: bytes
    stale: int = 0
    unsaid: int = 0


@dataclass(frozen=True, slots=True)
class NotExported:
    """Why there is no text, for a person, and the exit code of that."""

    says: str
    code: int = REFUSED


def exported(
    places: Sequence[Place], prefix: str, path: str = "", *, everything: bool = False
) -> Exported | NotExported:
    """Return one file of a proposal with its changes marked; blocks.

    `prefix` is the beginning of its id, or "latest" for the latest one still to decide or save.
    Raises StoreFault.
    """
    found = _found(places, prefix)
    if isinstance(found, NotExported):
        return found
    review = found.kept.review
    files = [change for change in review.proposal.files if path in ("", change.path)]
    if not files:
        return NotExported(f"It changes no {path}." if path else "It changes nothing.", UNCLEAR)
    if len(files) > 1:
        names = ", ".join(change.path for change in files)
        return NotExported(f"It changes several files; --file names one of: {names}", UNCLEAR)
    return marked(review, files[0], everything=everything)


def marked(
    review: Review, change: FileChange, *, everything: bool = False
) -> Exported | NotExported:
    """Return a file with what is open in it marked, and what was taken or rewritten made.

    With `everything`, each change that was not saved is marked, rejected ones too.
    """
    if any(hunk.kind != "text" for hunk in change.hunks):
        return NotExported(f"{change.path}: deleting, renaming or running a file has no mark.")
    base = change.base.data if isinstance(change.base, Present) else b""
    states = {hunk.id: review.state(hunk.id) for hunk in change.hunks}
    made = () if everything else ("taken", "edited")
    wanted = ("open", "taken", "edited", "rejected") if everything else ("open",)
    changes: list[Change] = []
    pieces = []
    shift = 0
    for hunk in change.hunks:
        state = states[hunk.id]
        if state in made:
            pieces.append((hunk, review.new_bytes(hunk)))
            shift += len(pieces[-1][1]) - len(hunk.old)
        elif state in wanted:
            new = hunk.new if state == "rejected" else review.new_bytes(hunk)
            changes.append(Change(hunk.start + shift, hunk.end + shift, new, hunk.reason))
    text = splice(base, tuple(pieces))
    found = written(text, changes)
    if isinstance(found, Trouble):
        return NotExported(f"{change.path}, line {found.line}: {found.says}.")
    unsaid = sum(unwritable(one.reason) for one in changes if one.reason)
    return Exported(found, sum(state == "stale" for state in states.values()), unsaid)


def _found(places: Sequence[Place], prefix: str) -> Shown | NotExported:
    if prefix == "latest":
        cards = (entry.card for entry in history(places, "", LATEST).entries)
        latest = next((card.id for card in cards if card and card.pending), "")
        if not latest:
            return NotExported("No proposal here is still to be decided or saved.")
        prefix = latest
    found = look_up(places, prefix)
    if isinstance(found, Shown):
        return found
    if found:
        return NotExported(f"{prefix} is the beginning of several ids.", UNCLEAR)
    return NotExported(f"No proposal that is kept here begins with {prefix or 'nothing'}.")
