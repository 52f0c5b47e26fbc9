"""Receipt: what was compared after a save, and what turned out otherwise."""

from __future__ import annotations

from dataclasses import replace

from pairtui.landing import Landed
from pairtui.repo.files import read_all
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.glance import Glance, glance
from pairtui.repo.others import Others, compared, others
from pairtui.repo.settle import Settled


def checked(repo: Repo, landed: Landed, settled: Settled, before: Others, seen: Glance) -> Landed:
    """Return the receipt with what was compared: the files, the commit, and all other files.

    What git had before the save is what was `seen`.
    """
    here = seen.branch
    try:
        now = glance(repo, (), seen.settings)
        here = now.branch
        found = _found(repo, landed, before, now)
    except RepoError as error:
        found = Settled(notes=(f"It could not be compared afterwards: {error.says}",))
    return replace(
        landed,
        branch=here,
        checked=(*found.checked, *settled.checked),
        notes=(*landed.notes, *settled.notes, *found.notes),
        restaged=settled.restaged,
    )


def _found(repo: Repo, landed: Landed, before: Others, now: Glance) -> Settled:
    there = read_all(repo, (file.path for file in landed.files))
    moved = [file.path for file in landed.files if there[file.path] != file.after]
    notes = [f"{path} was changed again on disk, by a hook or another program." for path in moved]
    exact = () if moved else ("What is on disk is exactly what was shown (checked).",)
    after = others(repo, now, [file.path for file in landed.files])
    same, different = compared(before, after)
    return Settled(
        checked=tuple(filter(None, (*exact, same))), notes=tuple(filter(None, (*notes, different)))
    )
