"""Write: change several files so that each is the old one or the new one, and all or none.

Everything that can fail is done first, beside the files; then one rename a file makes the change.
The old file is kept under a second name until all is read back, so that going back needs no room
on the disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pairtui.proposal import Absent, Present
from pairtui.repo.files import read_all
from pairtui.repo.folders import Folders, Missing, Unusable
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.journal import Point, unwatched
from pairtui.repo.swap import Swap, words


@dataclass(frozen=True, slots=True)
class Write:
    """What a path must be now, and what it is to become; `after` absent removes the file.

    The permission bits of a file that is made anew are those of the person's umask, unless it
    `returns`; then they are exactly those of `after`. So they are where it is made `like` another
    file, a path whose owner and attributes it takes too.
    """

    path: str
    before: Present | Absent
    after: Present | Absent
    returns: bool = False
    like: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one path: the new state, which folders were made, how many names it had."""

    path: str
    before: Present | Absent
    after: Present | Absent
    made: tuple[str, ...] = ()
    links: int = 1


class NotWritten(Exception):
    """Files were not written; `path` is the one that failed, `left` could not be put back."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
        self.left: tuple[str, ...] = ()


def write_all(
    repo: Repo, writes: Iterable[Write], operation: str, point: Point = unwatched
) -> tuple[Written, ...]:
    """Write all files or none and return what was done; NotWritten if none was.

    A file that is no longer what it must be counts as a failure. What is made beside the files
    has names that follow from the `operation`.
    """
    swaps: list[Swap] = []
    with contextlib.ExitStack() as until:
        folders, done = Folders(repo, until), False
        try:
            for write in writes:
                swaps.append(_swap(repo, write, operation, point))
                with _naming(write.path):
                    swaps[-1].prepare(folders, write.like)
            for act in (Swap.sync, Swap.check, Swap.swap):
                for swap in swaps:
                    with _naming(swap.path):
                        act(swap)
            _settle(repo, swaps, point)
            done = True
        except NotWritten as error:
            error.left = _go_back(swaps)
            done = True
            raise
        finally:
            if not done:
                _go_back(swaps)
        for swap in swaps:
            swap.clean()
    return tuple(
        Written(swap.path, swap.before, swap.after, swap.made, swap.links) for swap in swaps
    )


def _settle(repo: Repo, swaps: list[Swap], point: Point) -> None:
    """Wait until the disk has it all, then read it back and compare."""
    for swap in {swap.here: swap for swap in reversed(swaps)}.values():
        with _naming(swap.path):
            swap.settle()
    for swap in swaps:
        with _naming(swap.path):
            point(f"read back {swap.path}")
    there = read_all(repo, (swap.path for swap in swaps))
    for swap in swaps:
        with _naming(swap.path):
            swap.compare(there[swap.path])


def _swap(repo: Repo, write: Write, operation: str, point: Point) -> Swap:
    exact = write.returns or bool(write.like)
    return Swap(repo, write.path, write.before, write.after, operation, exact=exact, point=point)


@contextlib.contextmanager
def _naming(path: str) -> Iterator[None]:
    """Turn whatever goes wrong with one file into NotWritten with its name."""
    try:
        yield
    except OSError as error:
        raise NotWritten(path, words(error)) from error
    except Unusable as error:
        raise NotWritten(path, error.reason) from error
    except Missing as error:
        raise NotWritten(path, "its folder is gone") from error
    except RepoError as error:
        raise NotWritten(path, error.says) from error


def _go_back(swaps: list[Swap]) -> tuple[str, ...]:
    """Undo every swap, the last one first, and return the paths that could not be put back."""
    return tuple(swap.path for swap in reversed(swaps) if not swap.go_back())
