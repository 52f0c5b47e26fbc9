"""Undo: the sheet before a save is undone; it names the commit and the files."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

from pairtui.landing import Landed, LandedFile
from pairtui.proposal import Absent
from pairtui.review.visible import one_line
from pairtui.tui.review.labels import many
from pairtui.tui.screens.sheet import Clock, Option, Sheet


class UndoSheet(Sheet[bool]):
    """Ask whether to undo a save: put its files back, and its commit away."""

    KEYS = "Enter choose · Esc back, nothing happens"

    def __init__(self, landed: Landed, *, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._landed = landed

    def title_line(self) -> str:
        """Return which save it is about."""
        at = datetime.fromtimestamp(self._landed.at).astimezone()
        return f"Undo the save of {at:%H:%M}?"

    def options(self) -> tuple[Option[bool], ...]:
        """Return the answers: do it, or not."""
        files = many(len(each(self._landed.files)), "file")
        commit = f"Undo commit {self._short} and put" if self._landed.commit else "Put"
        return (
            Option(f"{commit} {files} back", value=True),
            Option("Leave it saved", value=False),
        )

    def notes(self) -> tuple[str, ...]:
        """Return the commit and every file, with what happens to each."""
        landed = self._landed
        branch = f" on {one_line(landed.branch)}" if landed.branch else ""
        commit = [f"Commit {self._short}{branch}"] if landed.commit else ["No commit was made."]
        files = [f"  {_fate(file)}" for file in each(landed.files)]
        own = "What you changed since stays; where it cannot be told apart, nothing is done."
        return (*commit, *files, "", own)

    @property
    def _short(self) -> str:
        return self._landed.commit[:7]


def each(files: tuple[LandedFile, ...]) -> tuple[LandedFile, ...]:
    """Return the files of a save, each once: of a renamed one, what is at its new path."""
    return tuple(file for file in files if not (file.other and isinstance(file.after, Absent)))


def _fate(file: LandedFile) -> str:
    path = one_line(file.path)
    if file.other:
        return f"{path} is {one_line(file.other)} again"
    if isinstance(file.after, Absent):
        return f"{path} comes back"
    return f"{path} goes away again" if isinstance(file.before, Absent) else f"{path} as before"
