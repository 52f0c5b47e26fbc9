"""Trusting: the commands that a repository brings along, shown in full before they are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pairtui.session.team import TeamFile
from pairtui.tui.review.labels import many
from pairtui.tui.screens.sheet import Option, Sheet

if TYPE_CHECKING:
    from pairtui.session.session import Session
    from pairtui.tui.screens.main import MainScreen


class TrustSheet(Sheet[bool]):
    """Show each file to the last line, and ask whether it may be sent for the person."""

    KEYS = "PgDn reads on · Enter trust these files as they are now · Esc back, nothing is used"

    def __init__(self, files: Sequence[TeamFile]) -> None:
        super().__init__()
        self._files = tuple(files)

    def title_line(self) -> str:
        """Return what is asked."""
        return "This repository brings commands along. Use them?"

    def options(self) -> tuple[Option[bool], ...]:
        """Return the one thing to say yes to."""
        return (Option(f"Trust {many(len(self._files), 'file')} as shown", True),)

    def notes(self) -> tuple[str, ...]:
        """Return all of every file."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        yield (
            "What stands in them is sent to the model when you use the command. You are asked "
            "again when one of them changes. They run nothing and change no setting."
        )
        for one in self._files:
            yield ""
            changed = " (changed since you trusted it)" if one.stands == "changed" else ""
            yield f"── {one.path}{changed}"
            yield from one.text.split("\n")


async def trusted(screen: MainScreen, session: Session, files: Sequence[TeamFile]) -> bool:
    """Ask whether these files may be used, and keep that; tell whether they may."""
    if not await screen.app.push_screen_wait(TrustSheet(files)):
        screen.say("note", "nothing of the repository's was used")
        return False
    try:
        await session.commanding.trust(files)
    except OSError as error:
        screen.say("error", f"That cannot be kept: {error.strerror}. Nothing was used.")
        return False
    return True
