"""Intend: a save in full, before it begins: files, commit, message, and what is staged."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace

from pairtui.landing import Intent, LandedFile, Restaged, SaveChoice
from pairtui.proposal import Absent
from pairtui.repo.commit import with_trailer
from pairtui.repo.compose import Composition
from pairtui.repo.folders import missing
from pairtui.repo.git import Repo
from pairtui.repo.glance import Glance
from pairtui.repo.perform import new_id, restaged
from pairtui.repo.settle import Change, brought_along
from pairtui.review.result import FileResult


def intended(
    repo: Repo,
    seen: Glance,
    results: tuple[FileResult, ...],
    choice: SaveChoice,
    composed: Composition,
    *,
    trailer: str,
    now: float,
) -> Intent:
    """Return everything that a save is about to do, so that it can be ended by whoever finds it.

    What git has was `seen` a moment ago. Stores blobs, and changes nothing else. `now` is in
    seconds since the epoch.
    """
    entries: tuple[Restaged, ...] = ()
    message = ""
    if choice.mode == "commit" and composed.news:
        message = with_trailer(repo, choice.message, trailer)
        entries = restaged(composed.before, composed.news)
        changes = {one: Change(composed.before[one], to) for one, to in composed.news.items()}
        index, wanted, _ = brought_along(repo, changes, results, seen.index)
        staged = restaged(index, wanted)
    else:
        staged = restaged(composed.before, composed.news)
    return Intent(
        new_id(),
        now,
        "landing",
        _planned(repo, results),
        seen.branch,
        seen.head,
        choice.mode,
        message,
        os.getpid(),
        tree=repo.tree,
        entries=entries,
        staged=staged,
        changes=sum(len(result.hunks) for result in results),
    )


def _planned(repo: Repo, results: Iterable[FileResult]) -> tuple[LandedFile, ...]:
    return tuple(
        replace(file, made=() if isinstance(file.after, Absent) else missing(repo, file.path))
        for result in results
        for file in halves(result)
    )


def halves(result: FileResult) -> tuple[LandedFile, ...]:
    """Return what a result writes, path by path: a renamed file has two halves."""
    if not result.to:
        return (LandedFile(result.path, result.base, result.after),)
    return (
        LandedFile(result.path, result.base, Absent(), other=result.to),
        LandedFile(result.to, Absent(), result.after, other=result.path),
    )
