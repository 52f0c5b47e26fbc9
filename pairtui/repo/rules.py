"""Rules: how git stores a file where a save changes the rules for that too (.gitattributes)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pairtui.repo.blobs import RULES, Blobs
from pairtui.repo.folders import name_of
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.settings import Settings
from pairtui.review.result import FileResult


def stored(repo: Repo, told: Settings, results: Iterable[FileResult]) -> dict[str, str]:
    """Return the id git would store each result under by the rules on disk now, by path.

    Nothing is looked at, and nothing returned, where no rules are among the results. The id is
    empty where git cannot store the file by these rules.
    """
    results = tuple(results)
    if not any(name_of(path) == RULES for result in results for path in result.paths):
        return {}
    blobs = Blobs(repo, told, keep=False)
    texts = {
        result.goal: result.data
        for result in results
        if result.data is not None and name_of(result.goal) != RULES
    }
    blobs.ready(texts.items())
    return {path: _id(blobs, path, data) for path, data in texts.items()}


def changed(
    repo: Repo, told: Settings, before: Mapping[str, str], results: Iterable[FileResult]
) -> tuple[str, ...]:
    """Return a note if git stores files otherwise since rules were saved along with them.

    The commit was composed by the old rules, for before it nothing is written.
    """
    after = stored(repo, told, results) if before else {}
    paths = ", ".join(path for path, was in before.items() if after.get(path) != was)
    if not paths:
        return ()
    return (f"The new {RULES} makes git store {paths} otherwise, so it counts as changed.",)


def _id(blobs: Blobs, path: str, data: bytes) -> str:
    try:
        return blobs.of(path, data)
    except RepoError:
        return ""
