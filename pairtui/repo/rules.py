"""Rules: how git stores a file where a save changes the rules for that too (.gitattributes)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pairtui.repo.folders import name_of
from pairtui.repo.git import Repo
from pairtui.review.result import FileResult

RULES = ".gitattributes"


def stored(repo: Repo, results: Iterable[FileResult]) -> dict[str, str]:
    """Return the id git would store each result under by the rules on disk now, by path.

    Nothing is looked at, and nothing returned, where no rules are among the results. The id is
    empty where git cannot store the file by these rules.
    """
    results = tuple(results)
    if not any(name_of(path) == RULES for result in results for path in result.paths):
        return {}
    ids = {}
    for result in results:
        if result.data is not None and name_of(result.goal) != RULES:
            asked = ("hash-object", f"--path={result.goal}", "--stdin")
            ids[result.goal] = repo.try_save(*asked, feed=result.data).out.decode().strip()
    return ids


def changed(
    repo: Repo, before: Mapping[str, str], results: Iterable[FileResult]
) -> tuple[str, ...]:
    """Return a note if git stores files otherwise since rules were saved along with them.

    The commit was composed by the old rules, for before it nothing is written.
    """
    after = stored(repo, results) if before else {}
    paths = ", ".join(path for path, was in before.items() if after.get(path) != was)
    if not paths:
        return ()
    return (f"The new {RULES} makes git store {paths} otherwise, so it counts as changed.",)
