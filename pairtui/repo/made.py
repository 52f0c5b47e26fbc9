"""Made: what a save whose commit failed has left: the texts it wrote, and folders for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pairtui.landing import JournalFault, Operation
from pairtui.proposal import Absent, FileState, Present
from pairtui.repo.journal import Journal
from pairtui.repo.perform import WRITTEN
from pairtui.review.result import FileResult


def made_earlier(operations: Iterable[Operation]) -> dict[str, tuple[str, ...]]:
    """Return the folders made by saves whose files were written and are still only that, by path.

    A save whose commit failed leaves its files. When it is tried again they are there already, and
    so are their folders; to undo it, both have to go.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in operations:
        outcome = one.result.outcome if one.result else ""
        for file in one.intent.files:
            if file.made and _stays(one):
                found[file.path] = file.made
            elif outcome == "finished":
                found.pop(file.path, None)
    return found


def left_written(
    journal: Journal, results: Iterable[FileResult], now: Mapping[str, FileState]
) -> dict[str, Present]:
    """Return the files that hold what saves wrote whose commit failed, by path.

    Only those that are, as they are `now`, just what such a save made of what the result is based
    on: it is no one else's text, and another result can be written over it. One that is renamed or
    deleted is not among them.
    """
    known: dict[str, list[Present | Absent]] = {
        one.path: [one.base]
        for one in results
        if one.data is not None and not one.to and now[one.path] != one.base
    }
    try:
        begun = [one for one in journal.outlines() if _stays(one)] if known else []
        for one in begun:
            if known.keys().isdisjoint(file.path for file in one.intent.files):
                continue
            whole = journal.operation(one.intent.id)
            for file in whole.intent.files if whole else ():
                if file.before in known.get(file.path, ()):
                    known[file.path].append(file.after)
    except JournalFault:
        return {}
    found = ((path, now[path]) for path, states in known.items() if now[path] in states)
    return {path: state for path, state in found if isinstance(state, Present)}


def _stays(one: Operation) -> bool:
    """Tell whether a save failed once its files were written, and left them."""
    failed = one.result is not None and one.result.outcome == "failed"
    return failed and one.intent.kind == "landing" and WRITTEN in one.steps
