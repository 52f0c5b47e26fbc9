"""Made: the folders that a save which failed had made, for files that it left."""

from __future__ import annotations

from collections.abc import Iterable

from pairtui.landing import Operation
from pairtui.repo.perform import WRITTEN


def made_earlier(operations: Iterable[Operation]) -> dict[str, tuple[str, ...]]:
    """Return the folders made by saves whose files were written and are still only that, by path.

    A save whose commit failed leaves its files. When it is tried again they are there already, and
    so are their folders; to undo it, both have to go.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in operations:
        outcome = one.result.outcome if one.result else ""
        stays = one.intent.kind == "landing" and outcome == "failed" and WRITTEN in one.steps
        for file in one.intent.files:
            if stays and file.made:
                found[file.path] = file.made
            elif outcome == "finished":
                found.pop(file.path, None)
    return found
