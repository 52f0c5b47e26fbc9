"""Result: what a review comes to, byte for byte, for any set of decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import Review


@dataclass(frozen=True, slots=True)
class FileResult:
    """What a review comes to for one file.

    `base` is what the file was when it was shown, `data` what is to be written, `hunks` the hunks
    that make the difference with the bytes each of them comes to.
    """

    path: str
    base: Present | Absent
    data: bytes
    mode: int
    hunks: tuple[tuple[Hunk, bytes], ...]


def splice(base: bytes, pieces: tuple[tuple[Hunk, bytes], ...]) -> bytes:
    """Return the base with each hunk's span replaced; the hunks are sorted and do not overlap."""
    parts: list[bytes] = []
    place = 0
    for hunk, new in pieces:
        parts += [base[place : hunk.start], new]
        place = hunk.end
    return b"".join([*parts, base[place:]])


def file_result(change: FileChange, review: Review, wanted: Callable[[str], bool]) -> FileResult:
    """Return what one file comes to when the hunks in a wanted state are applied to its base."""
    pieces = tuple(
        (hunk, review.new_bytes(hunk)) for hunk in change.hunks if wanted(review.state(hunk.id))
    )
    if isinstance(change.base, Absent):
        return FileResult(change.path, change.base, splice(b"", pieces), 0o644, pieces)
    data = splice(change.base.data, pieces)
    return FileResult(change.path, change.base, data, change.base.mode, pieces)


def results(review: Review) -> Iterator[FileResult]:
    """Yield one result for each file in which something was taken or edited.

    Silence is not consent: what is open stays as it was.
    """
    for change in review.proposal.files:
        result = file_result(change, review, lambda state: state in ("taken", "edited"))
        if result.hunks:
            yield result
