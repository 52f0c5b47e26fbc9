"""Retrace: everything that undoing a save, or doing it again, comes to, before it begins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pairtui.landing import Intent, Landed, NotLanded
from pairtui.proposal import Absent
from pairtui.repo import ground
from pairtui.repo.back import drops_of, retreat
from pairtui.repo.blobs import carried, filtered
from pairtui.repo.entries import Entry, in_commit, in_index, parsed
from pairtui.repo.git import Repo
from pairtui.repo.inverse import inverses
from pairtui.repo.perform import new_id, restaged
from pairtui.repo.settle import Change, brought_along
from pairtui.repo.way import Way, way_back
from pairtui.review.merge import Conflict
from pairtui.review.result import FileResult

UNSURE = "git runs a filter for {}: whether its changes can be told apart shows when it is done."


@dataclass(frozen=True, slots=True)
class Plan:
    """An undo in full.

    `paths` are its files as they will be called, `merged` those of them that keep what was changed
    since, `results` the changes that lead back. `blind` are paths of which it cannot be said what
    git is to have, for only a filter could tell: none but where it is only `looking`.
    """

    intent: Intent
    way: Way
    results: tuple[FileResult, ...]
    paths: tuple[str, ...]
    merged: tuple[str, ...]
    notes: tuple[str, ...] = ()
    looking: bool = False
    blind: frozenset[str] = frozenset()


def plan(
    repo: Repo, landed: Landed, now: float, again: Landed | None = None, *, looking: bool = False
) -> Plan | NotLanded:
    """Return how to take back what a receipt says was done, or why that cannot be.

    What takes back an undo does a landing `again`. Stores blobs, and changes nothing else; where it
    is only `looking`, no filter runs and nothing is stored. `now` is in seconds since the epoch.
    """
    refused = _locked(repo, landed, now)
    if refused:
        return refused
    files = retreat(repo, landed.files)
    if files.refused:
        return NotLanded("Nothing was changed, because files changed since.", stale=files.refused)
    way = way_back(repo, landed)
    if isinstance(way, NotLanded):
        return way
    intent = Intent(
        new_id(),
        now,
        "landing" if again else "undo",
        files.files,
        ground.branch(repo),
        ground.head(repo),
        landed.mode,
        pid=os.getpid(),
        of=landed.id,
        tree=repo.tree,
        moves_to=way.to if way.kind == "move" else None,
        drops=drops_of(landed.files),
        changes=again.changes if again else 0,
        again=_history_of(again, way) if again else None,
    )
    results = inverses(landed.files)
    paths = tuple(result.goal for result in results)
    blind = filtered(repo, [one for result in results for one in result.paths]) if looking else ()
    made = Plan(intent, way, results, paths, files.merged, (), looking, frozenset(blind))
    if way.kind == "commit":
        return _committing(repo, landed, made, again.commit if again else "")
    return _staging(repo, landed, made)


def _history_of(again: Landed, way: Way) -> Landed:
    """Return a landing with its commit only where that very commit is to be in the history."""
    if way.kind != "commit" and way.of:
        return again
    return replace(again, commit="", parent="", committed=())


def _locked(repo: Repo, landed: Landed, now: float) -> NotLanded | None:
    if not (landed.commit or landed.took_back or landed.restaged):
        return None
    locked = ground.locked(repo, now)
    if locked:
        return NotLanded("Nothing was changed.", locked)
    busy = ground.busy(repo)
    if busy:
        return NotLanded(f"A {busy} is not finished, so nothing was changed.", "Finish it first.")
    return None


def _staging(repo: Repo, landed: Landed, made: Plan) -> Plan:
    """Plan how what is staged gets back to what it was."""
    recorded = {entry.path: entry for entry in landed.restaged}
    by_path = {result.path: result for result in made.results}
    changes = made.way.changes
    index = in_index(repo, {*recorded, *changes})
    wanted: dict[str, Entry | None] = {}
    more: dict[str, Entry | None] = {}
    notes = []
    for path in dict.fromkeys((*recorded, *changes)):
        now = index.get(path)
        if path in changes and now == changes[path].after:
            continue
        if path in recorded and now == parsed(recorded[path].after):
            wanted[path] = parsed(recorded[path].before)
        elif path in changes and now == changes[path].before:
            wanted[path] = changes[path].after
        elif path in made.blind:
            notes.append(UNSURE.format(path))
        elif now and path in by_path:
            back = carried(repo, index, by_path[path], keep=not made.looking)
            if isinstance(back, Conflict):
                notes.append(f"What you have staged in {path} still holds these changes.")
            else:
                more |= back
    staged = restaged(index, wanted | more)
    return replace(made, intent=replace(made.intent, staged=staged), notes=tuple(notes))


def _committing(repo: Repo, landed: Landed, made: Plan, first: str) -> Plan | NotLanded:
    """Plan a commit: the newest version of each file without what was done.

    `first` is the commit of the save that is done again, or empty.
    """
    way = made.way
    files = [file for file in landed.files if file.path in way.changes]
    results = inverses(files)
    new = {file.path for file in files if isinstance(file.before, Absent) and not file.other}
    newest = in_commit(repo, way.head, [file.path for file in files])
    entries: dict[str, Entry | None] = {}
    notes = []
    for result in results:
        back = _entries(repo, made, result, newest, new=result.path in new)
        if back is None:
            notes.append(UNSURE.format(result.path))
            continue
        if isinstance(back, Conflict):
            return NotLanded(
                f"Nothing was changed: later commits changed the same lines of {result.path}.",
                f"Undo it by hand: git revert {way.of[:7]}",
            )
        entries |= back
    news = {path: entry for path, entry in entries.items() if entry != newest.get(path)}
    changes = {path: Change(newest.get(path), entry) for path, entry in news.items()}
    told = tuple(one for one in results if made.blind.isdisjoint(one.paths))
    index, wanted, _ = brought_along(repo, changes, told, keep=not made.looking)
    intent = replace(
        made.intent,
        mode="commit",
        message=_message(repo, made, first) if news or notes else "",
        entries=restaged(newest, news),
        staged=restaged(index, wanted),
    )
    return replace(made, intent=intent, results=results, notes=tuple(notes))


def _entries(
    repo: Repo, made: Plan, result: FileResult, newest: Mapping[str, Entry], *, new: bool
) -> dict[str, Entry | None] | Conflict | None:
    """Return what git is to have of a file, or None where only a filter could tell."""
    way = made.way
    mine = {path: way.changes[path] for path in result.paths}
    exact = way.loose.isdisjoint(mine)
    if exact and all(newest.get(path) in (one.before, one.after) for path, one in mine.items()):
        return {path: one.after for path, one in mine.items()}
    # What a save made never goes once others have built on it.
    if new:
        return Conflict(tuple(hunk.id for hunk, _ in result.hunks))
    if not made.blind.isdisjoint(result.paths):
        return None
    return carried(repo, newest, result, keep=not made.looking)


def _message(repo: Repo, made: Plan, first: str) -> str:
    """Return the message of the commit that is made again, or one that says what is undone."""
    found = repo.try_look("cat-file", "commit", first) if first else None
    whole = found.out if found and not found.code else repo.look("cat-file", "commit", made.way.of)
    message = whole.decode("utf-8", "surrogateescape").partition("\n\n")[2]
    if made.intent.kind == "landing":
        return message
    title = message.strip().split("\n")[0]
    return f'Undo "{title}"\n\nThis reverts commit {made.way.of}.\n'
