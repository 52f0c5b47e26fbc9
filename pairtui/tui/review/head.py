"""Head: the line a file begins with in the scroll: its path, what becomes of it, its counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review
from pairtui.review.result import EXECUTABLE
from pairtui.review.visible import one_line
from pairtui.tui.review.bits import Bit, Row, words
from pairtui.tui.review.blocks import Block, Rows
from pairtui.tui.review.care import open_with_care, says_hidden
from pairtui.tui.review.labels import SIGNS
from pairtui.tui.review.setting import WHOLE_FILE


def head(review: Review, path: str, changes: Sequence[FileChange], height: int) -> Block:
    """Return the head of a file, the last of `height` rows; those above it are empty."""
    line: list[Bit] = [*words(one_line(path), "strong")]
    for change in changes:
        line += words("".join(f"  {says}" for says in becomes(review, change)), "same")
    lost = sum(one.edit.path == path for one in review.proposal.unplaced)
    lost += sum(one.path == path for one in review.proposal.cut_off)
    lost += sum(open_with_care(review, change) for change in changes)
    tally = signs(review, (hunk for change in changes for hunk in change.hunks), lost)
    counted = "".join(f"  {sign}{count}" for sign, count in tally.items())
    counted += "".join(f"  {says}" for one in changes if (says := says_hidden(review, one)))
    rows = (Row("blank"),) * (height - 1)
    return Rows(WHOLE_FILE, (*rows, Row("head", (*line, *words(counted)), sign="■")))


def becomes(review: Review, change: FileChange) -> list[str]:
    """Return what is to become of a file itself, in a word or two each; what was refused is not."""
    says = ["new file"] if change.creates else []
    for hunk in change.hunks:
        if review.state(hunk.id) in ("rejected", "stale"):
            continue
        match hunk.kind:
            case "delete":
                says.append("deleted")
            case "rename":
                says.append(f"→ {one_line(hunk.to)}")
            case "mode":
                says.append("can be run" if hunk.to == EXECUTABLE else "can no longer be run")
            case "text":
                pass
    return says


def signs(review: Review, hunks: Iterable[Hunk], lost: int) -> Counter[str]:
    """Return how often each sign stands for a change.

    `!` also stands for what is `lost`: what cannot be taken, and what is open and needs care.
    """
    tally = Counter(SIGNS[review.state(hunk.id)] for hunk in hunks)
    return tally + Counter({SIGNS["stale"]: lost})
