"""Faults: what stands in the way of a command, its exit code, and the one line that says it."""

from __future__ import annotations

import sys

NOTHING, USAGE, ENDPOINT, REPOSITORY = 1, 2, 3, 4


def in_the_way(error: Exception) -> tuple[int, str, str]:
    """Return exit code, words and remedy of what stands in the way; raises any other error."""
    from pairtui.config import ConfigError  # noqa: PLC0415 - only on the way out
    from pairtui.landing import JournalFault  # noqa: PLC0415 - only on the way out
    from pairtui.prompts import PromptError  # noqa: PLC0415 - only on the way out
    from pairtui.repo.git import RepoError  # noqa: PLC0415 - only on the way out
    from pairtui.request import Fault  # noqa: PLC0415 - only on the way out
    from pairtui.session.bringing import CannotBring  # noqa: PLC0415 - only on the way out
    from pairtui.session.talks import NoTalk  # noqa: PLC0415 - only on the way out

    match error:
        case ConfigError() | PromptError():
            return USAGE, str(error), ""
        case CannotBring(says=says, remedy=remedy, named=named):
            return NOTHING if named else USAGE, says, remedy
        case NoTalk(says=says, remedy=remedy):
            return NOTHING, says, remedy
        case RepoError(says=says, remedy=remedy):
            return REPOSITORY, says, remedy
        case JournalFault(says=says):
            return REPOSITORY, says, ""
        case Fault(says=says, remedy=remedy):
            return ENDPOINT, says, remedy
        case _:
            raise error


def complain(code: int, says: str, remedy: str = "") -> int:
    """Say in one line what stands in the way, and return the exit code."""
    print(line_of(says, remedy), file=sys.stderr)  # noqa: T201 - the door
    return code


def line_of(says: str, remedy: str) -> str:
    """Return the line that says it, made safe."""
    from pairtui.review.visible import one_line  # noqa: PLC0415 - only on the way out

    return one_line(f"pairtui: {says.rstrip('.')}. {remedy}".rstrip())
