"""Result: what a review comes to, byte for byte, for any set of decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import Review

EXECUTABLE = "100755"
PLAIN = "100644"
"""The two modes of a file in git's digits."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What a review comes to for one file.

    `base` is what the file was when it was shown; `data` is what is to be written, None where the
    file is to go. `hunks` are the hunks that make the difference, with the bytes each of them
    comes to. `to` is the new path of a file that is renamed, else empty.
    """

    path: str
    base: Present | Absent
    data: bytes | None
    mode: int
    hunks: tuple[tuple[Hunk, bytes], ...]
    to: str = ""

    @property
    def after(self) -> Present | Absent:
        """Return what is to be at the new path, or at the one path where there is one."""
        return Absent() if self.data is None else Present(self.data, self.mode)

    @property
    def goal(self) -> str:
        """Return the path that the result is written at."""
        return self.to or self.path

    @property
    def paths(self) -> tuple[str, ...]:
        """Return every path this concerns: a renamed file has two."""
        return (self.path, self.to) if self.to else (self.path,)

    @property
    def git_mode(self) -> str:
        """Return the mode that git is to note ("100755"), or nothing where it is to stay."""
        return next((hunk.to for hunk, _ in self.hunks if hunk.kind == "mode"), "")


def splice(base: bytes, pieces: tuple[tuple[Hunk, bytes], ...]) -> bytes:
    """Return the base with each hunk's span replaced; the hunks are sorted and do not overlap."""
    parts: list[bytes] = []
    place = 0
    for hunk, new in pieces:
        parts += [base[place : hunk.start], new]
        place = hunk.end
    return b"".join([*parts, base[place:]])


def file_result(change: FileChange, review: Review, wanted: Callable[[str], bool]) -> FileResult:
    """Return what one file comes to when the hunks in a wanted state are applied to its base.

    Where nothing is made, there is nothing whose mode could change.
    """
    base = change.base
    pieces = tuple(
        (hunk, review.new_bytes(hunk)) for hunk in change.hunks if wanted(review.state(hunk.id))
    )
    if isinstance(base, Absent) and not any(hunk.kind == "text" for hunk, _ in pieces):
        pieces = ()
    whole = {hunk.kind: hunk.to for hunk, _ in pieces}
    mode = 0o644 if isinstance(base, Absent) else base.mode
    if "mode" in whole:
        mode = with_bit(mode, executable=whole["mode"] == EXECUTABLE)
    data = None if "delete" in whole else splice(_data(base), pieces)
    return FileResult(change.path, base, data, mode, pieces, whole.get("rename", ""))


def with_bit(mode: int, *, executable: bool) -> int:
    """Return permission bits that let whoever may read a file run it, or that let nobody."""
    return mode | (mode & 0o444) >> 2 if executable else mode & ~0o111


def _data(base: Present | Absent) -> bytes:
    return b"" if isinstance(base, Absent) else base.data


def results(review: Review) -> Iterator[FileResult]:
    """Yield one result for each file in which something was taken or edited.

    Silence is not consent: what is open stays as it was.
    """
    for change in review.proposal.files:
        result = file_result(change, review, lambda state: state in ("taken", "edited"))
        if result.hunks:
            yield result
