"""Commands in words, in plain lines: what a leading slash or question mark asks for."""

from __future__ import annotations

from typing import TextIO

from pairtui.commands.parse import Run, Say, parse
from pairtui.commands.registry import COMMANDS
from pairtui.plain.lines import put_line
from pairtui.session.session import Session


async def commanded(session: Session, text: str, err: TextIO) -> tuple[str, str] | None:
    """Return the command some words begin with, or "", and the words; None where it cannot be.

    Why is said then.
    """
    listed = {name: usage for name, usage, _ in session.commanding.listing()}
    parsed = parse(text, listed)
    if isinstance(parsed, Say):
        return "", parsed.words
    says = await _problem(session, parsed) if isinstance(parsed, Run) else ""
    if isinstance(parsed, Run) and not says:
        return parsed.name, parsed.argument
    if not says:
        mine = any(one.name == parsed.name for one in COMMANDS)
        why = "works on the screen: run `pairtui`" if mine else "is no command"
        says = f"/{parsed.name} {why}; here there are /{', /'.join(listed)}"
        for trouble in session.commanding.troubles:
            put_line(err, f"pairtui: {trouble}")
    put_line(err, f"pairtui: {says}")
    return None


async def _problem(session: Session, parsed: Run) -> str:
    """Return why a command in words cannot be used here, or nothing."""
    commanding = session.commanding
    if await commanding.distrusted(parsed.name):
        return f"/{parsed.name} is this repository's and not trusted yet: run it once in `pairtui`"
    if commanding.wants_changes(parsed.name):
        return f"/{parsed.name} is about what is taken in the review: run `pairtui`"
    return commanding.lacks(parsed.name, parsed.argument)
