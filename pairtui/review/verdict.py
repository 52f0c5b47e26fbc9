"""Verdict: what became of a proposal, in the words the person and the model are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pairtui.proposal import Absent, FileChange, Hunk
from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.review.lines import line_of, line_starts
from pairtui.review.result import EXECUTABLE

WORDS = 32
"""Characters of a change that tell it apart from others of the same lines."""

Became: TypeAlias = Literal["taken", "edited", "rejected", "open"]


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """What became of one change.

    `lines` are lines of the file as it was ("31" or "31-33", and the first words where several
    changes are about the same ones), or "new file", or what was to happen
    to the file itself ("deletion"). `reason` is the person's for a rejection. `text` is what the
    person wrote in the place of an edited change. `saved` says that a change which was taken or
    edited is in the file.
    """

    path: str
    lines: str
    verdict: Became
    reason: str = ""
    text: str = ""
    saved: bool = False

    @property
    def became(self) -> str:
        """Return the verdict, and of what was taken whether the file has it."""
        if self.verdict in ("rejected", "open"):
            return self.verdict
        return "taken and saved" if self.saved else "taken, not saved yet"


def summary(review: Review) -> str:
    """Return what was decided in one line, such as "3 taken, 1 refused: keep the public API".

    Nothing decided is the empty string.
    """
    lines = account(review)
    count = {kind: sum(line.verdict == kind for line in lines) for kind in ("taken", "edited")}
    parts = [f"{count['taken']} taken"] if count["taken"] else []
    parts += [f"{count['edited']} as you rewrote it"] if count["edited"] else []
    refused = [" ".join(line.reason.split()) for line in lines if line.verdict == "rejected"]
    if refused:
        reasons = "; ".join(dict.fromkeys(filter(None, refused)))
        parts.append(f"{len(refused)} refused" + (f": {reasons}" if reasons else ""))
    return ", ".join(parts)


def account(review: Review) -> tuple[VerdictLine, ...]:
    """Return what became of every change, by file and place."""
    return tuple(line for change in review.proposal.files for line in _account_of(review, change))


def place_names(change: FileChange) -> dict[str, str]:
    """Return what each hunk of a file is about, by its id: "31", "31-33", "new file", ...

    Where several are about the same lines, the first words of each tell them apart.
    """
    data = None if isinstance(change.base, Absent) else change.base.data
    starts = line_starts(data or b"")
    if data and data.endswith(b"\n"):
        starts.append(len(data))
    names = {hunk.id: _about(hunk, starts, creates=data is None) for hunk in change.hunks}
    shared = Counter(names.values())
    return {
        hunk.id: _told_apart(names[hunk.id], hunk) if shared[names[hunk.id]] > 1 else names[hunk.id]
        for hunk in change.hunks
    }


def _told_apart(name: str, hunk: Hunk) -> str:
    """Return the name of a change that is not the only one of its lines: with its first words."""
    text = " ".join((hunk.old.strip() or hunk.new).decode("utf-8", "replace").split())
    short = text if len(text) <= WORDS else f"{text[:WORDS].rstrip()}…"
    return f"{name}, “{short}”" if short else name


def _account_of(review: Review, change: FileChange) -> Iterable[VerdictLine]:
    names = place_names(change)
    for hunk in change.hunks:
        saved = hunk.id in review.saved
        verdict = review.verdict(hunk.id)
        if review.state(hunk.id) == "stale":
            verdict = None
        match verdict:
            case Take():
                yield VerdictLine(change.path, names[hunk.id], "taken", saved=saved)
            case Rewrite(new=new):
                text = new.decode("utf-8", "surrogateescape")
                yield VerdictLine(change.path, names[hunk.id], "edited", text=text, saved=saved)
            case Reject(reason=reason):
                yield VerdictLine(change.path, names[hunk.id], "rejected", reason=reason)
            case None:
                yield VerdictLine(change.path, names[hunk.id], "open")


def _about(hunk: Hunk, starts: list[int], *, creates: bool) -> str:
    match hunk.kind:
        case "delete":
            return "deletion"
        case "rename":
            return f"rename to {hunk.to}"
        case "mode":
            return "made executable" if hunk.to == EXECUTABLE else "made not executable"
        case "text":
            return "new file" if creates else _lines(starts, hunk)


def _lines(starts: list[int], hunk: Hunk) -> str:
    first = line_of(starts, hunk.start)
    last = max(first, line_of(starts, hunk.end - 1))
    return str(first) if first == last else f"{first}-{last}"
