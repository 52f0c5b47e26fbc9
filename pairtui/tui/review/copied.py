"""Copied: what of a review leaves it as text: exactly which bytes, and what they are; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pairtui.proposal import FileChange, SearchReplace
from pairtui.review.decide import Review
from pairtui.review.diff import unified
from pairtui.review.lines import cut_lines
from pairtui.review.result import file_result
from pairtui.review.visible import safe
from pairtui.tui.review.bits import encoded
from pairtui.tui.review.cards import is_card, unplaced_at
from pairtui.tui.review.external import file_name
from pairtui.tui.review.labels import many
from pairtui.tui.review.selection import Chosen
from pairtui.tui.review.sight import Sight

MOST = 74_994
"""Bytes that a terminal copies: 100,000 in base64 with what is around them (xterm, tmux, hterm)."""
NOTHING = "nothing here to copy"
PENDING = ("open", "taken", "edited")
"""The states of what the diff of a file has in it."""
DEAF: Mapping[tuple[str, str], str] = {
    ("TERM", "linux"): "the Linux console has no clipboard",
    ("TERM_PROGRAM", "Apple_Terminal"): "Apple's Terminal lets no program copy",
    ("STY", ""): "GNU screen passes no copy on",
}
"""Variables by which a terminal is known that copies nothing; an empty value stands for any."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Bytes to be copied; what they are in words, and how a file of them may be called."""

    data: bytes
    what: str
    name: str

    @property
    def text(self) -> str | None:
        """Return them as text; None where they are not UTF-8."""
        try:
            return self.data.decode()
        except UnicodeDecodeError:
            return None


def copied(sight: Sight, selected: Iterable[Chosen]) -> Copied | None:
    """Return what is meant where the cursor is; None where there is nothing to copy.

    What is selected goes before the change: the lines that come, or, where none do, those that go.
    Beside the changes of a file, and on its head, it is the diff of the file, as far as it is not
    saved or rejected.
    """
    review, path = sight.review, sight.page.path
    some = tuple(selected)
    if some:
        come = b"".join(_part(one, new=True) for one in some)
        return _copied(come, b"".join(_part(one, new=False) for one in some), path)
    hunk = sight.hunk
    if hunk is not None and hunk.kind == "text":
        rejected = review.state(hunk.id) == "rejected"
        return _copied(hunk.new if rejected else review.new_bytes(hunk), hunk.old, path)
    lost = unplaced_at(review.proposal, sight.eye.hunk)
    if lost is not None and isinstance(lost.edit, SearchReplace):
        return _copied(encoded(lost.edit.replace), encoded(lost.edit.search), path)
    changes = tuple(one for one in review.proposal.files if one.path == path)
    return None if is_card(sight.eye.hunk) else _diff(review, changes, path)


def hindrance(found: Copied) -> str:
    """Return why a text is not simply copied by the terminal, whichever it is; or nothing."""
    text = found.text
    if text is None:
        return "it is not UTF-8, which is all a terminal copies"
    if too_long(found):
        return f"it has {len(found.data):,} bytes; terminals copy {MOST:,} at most"
    unended = text.replace("\r\n", "\n")
    if safe(unended) != unended:
        return "it holds characters that cannot be seen, and pasted elsewhere they may act"
    return ""


def too_long(found: Copied) -> bool:
    """Tell whether it is more than a terminal copies."""
    return len(found.data) > MOST


def deaf(environment: Mapping[str, str]) -> str:
    """Return why the terminal copies nothing, as far as that is known; else nothing."""
    for (name, value), says in DEAF.items():
        if environment.get(name) and (not value or environment[name] == value):
            return says
    return ""


def doubtful(environment: Mapping[str, str]) -> str:
    """Return on what it depends whether the terminal copied; else nothing."""
    if environment.get("TMUX"):
        return ", if tmux has set-clipboard on"
    return ", if this terminal allows it" if environment.get("VTE_VERSION") else ""


def _copied(come: bytes, go: bytes, path: str) -> Copied | None:
    data = come or go
    if not data:
        return None
    size = many(len(cut_lines(data)), "line")
    return Copied(data, size if come else f"{size} that {_goes(data)}", file_name(path))


def _goes(data: bytes) -> str:
    return "goes" if len(cut_lines(data)) == 1 else "go"


def _part(one: Chosen, *, new: bool) -> bytes:
    """Return the selected bytes of one side of a change."""
    edge = len(one.hunk.old)
    text = one.hunk.old + one.hunk.new
    low, high = (edge, len(text)) if new else (0, edge)
    return b"".join(text[max(start, low) : min(end, high)] for start, end in one.spans)


def _diff(review: Review, changes: tuple[FileChange, ...], path: str) -> Copied | None:
    pending = PENDING.__contains__
    data = unified(file_result(change, review, pending) for change in changes)
    if not data:
        return None
    size = many(len(cut_lines(data)), "line")
    return Copied(data, f"the diff of this file, {size}", f"{file_name(path)}.diff")
