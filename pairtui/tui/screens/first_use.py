"""The first-use sheet: before anything of a repository goes to a host, it says what would."""

from __future__ import annotations

from pairtui.session.first_use import NOT_SENT, Introduction
from pairtui.tui.screens.sheet import Option, Sheet


class FirstUseSheet(Sheet[bool]):
    """Ask once for each host and repository."""

    KEYS = "Enter send · PgDn reads on · Esc back, nothing is sent"

    def __init__(self, introduction: Introduction) -> None:
        super().__init__()
        self._about = introduction

    def title_line(self) -> str:
        """Return what is asked."""
        return f"Send this to {self._about.host}?"

    def options(self) -> tuple[Option[bool], ...]:
        """Return the one thing to say yes to."""
        return (Option(f"Send it to {self._about.host}, now and from now on", True),)

    def notes(self) -> tuple[str, ...]:
        """Return what would be sent."""
        once = (
            "You are asked once for each host and repository. `hosts` in your settings, or in a "
            ".pairtui.toml here, names the only ones that text may go to."
        )
        return (
            f"Nothing of this repository went there before. To {self._about.model} would go:",
            *(f"  {row}" for row in self._about.rows),
            "",
            NOT_SENT,
            "",
            once,
        )
