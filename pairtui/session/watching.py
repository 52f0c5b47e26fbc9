"""Watching: notice that a file or the branch moved under a proposal that is being decided."""

from __future__ import annotations

import asyncio

from pairtui.proposal import Proposal
from pairtui.repo.compose import paths_of
from pairtui.repo.files import read, read_all
from pairtui.repo.git import Repo
from pairtui.repo.ground import branch
from pairtui.repo.journal import Journal
from pairtui.repo.made import left_written
from pairtui.repo.refuse import holds
from pairtui.repo.watch import Mark, mark
from pairtui.review.after import refreshed, targets
from pairtui.review.decide import Review
from pairtui.review.replay import Refreshed
from pairtui.review.result import results


class Watching:
    """What was last seen of the ground under each proposal.

    `moved` only asks the file system for times and sizes and says where to look again; what
    decides is always the bytes.
    """

    def __init__(self, repo: Repo, journal: Journal) -> None:
        self._repo = repo
        self._journal = journal
        self._marks: dict[str, Mark] = {}
        self._branches: dict[str, str] = {}

    async def begin(self, proposal: Proposal) -> None:
        """Remember the branch a proposal was made on."""
        if proposal.id not in self._branches:
            self._branches[proposal.id] = await asyncio.to_thread(branch, self._repo)

    async def moved(self, review: Review) -> bool:
        """Tell whether something may have changed since this was last asked; runs no git."""
        found = mark(self._repo, _watched(review.proposal))
        before = self._marks.get(review.proposal.id)
        self._marks[review.proposal.id] = found
        return before is not None and before != found

    async def refresh(self, review: Review) -> Review:
        """Return the review over the files as they are now: hunks moved along, or moved on."""
        for event in await self.look(review):
            review = refreshed(review, event.path, event.state)
        return review

    async def look(self, review: Review) -> tuple[Refreshed, ...]:
        """Return what the files of a review are now.

        A file that holds just what was taken, or what was when a save failed that had written it,
        has not moved on, and can still be committed.
        """
        there = await asyncio.to_thread(self._there, review)
        return tuple(
            [
                Refreshed(path, await asyncio.to_thread(read, self._repo, path))
                for path in _watched(review.proposal)
                if path not in there
            ]
        )

    async def left(self, review: Review) -> tuple[str, ...]:
        """Return the files that hold what was taken, by a save whose commit was not made."""
        return tuple(await asyncio.to_thread(self._left, review))

    def _left(self, review: Review) -> list[str]:
        wanted = tuple(results(review))
        return list(left_written(self._journal, wanted, read_all(self._repo, paths_of(wanted))))

    def _there(self, review: Review) -> set[str]:
        """Return the paths that hold what is taken, or what was by a save whose commit failed."""
        wanted = tuple(results(review))
        now = read_all(self._repo, paths_of(wanted))
        held = {path for one in wanted if holds(now, one) for path in one.paths}
        return held.union(left_written(self._journal, wanted, now))

    async def strayed(self, review: Review) -> str:
        """Return why a save is off because HEAD is elsewhere now, or nothing."""
        made_on = self._branches.get(review.proposal.id)
        here = await asyncio.to_thread(branch, self._repo)
        if made_on is None or made_on == here:
            return ""
        was, now = made_on or "no branch", here or "no branch"
        return f"proposed on {was}, now on {now}"

    async def use_here(self, proposal: str) -> str:
        """Let a proposal belong to the present branch from now on, and return its name."""
        here = await asyncio.to_thread(branch, self._repo)
        self.made_on(proposal, here)
        return here

    def made_on(self, proposal: str, branch: str) -> None:
        """Know which branch a proposal belongs to."""
        self._branches[proposal] = branch


def _watched(proposal: Proposal) -> tuple[str, ...]:
    """Return the paths of a proposal, what its files are to be renamed to, and of lost edits."""
    lost = (one.edit.path for one in proposal.unplaced if one.why != "path")
    files = (change.path for change in proposal.files)
    return tuple(dict.fromkeys((*files, *targets(proposal), *lost)))
