"""Back: put written files back to what they were, if nobody changed them since."""

from __future__ import annotations

from collections.abc import Iterable

from pairtui.landing import LandedFile
from pairtui.proposal import Absent
from pairtui.repo.files import read
from pairtui.repo.folders import drop_emptied, drop_folders
from pairtui.repo.git import Repo
from pairtui.repo.write import Write, write_all


def write_back(repo: Repo, files: Iterable[LandedFile]) -> None:
    """Put old bytes and permissions back, and remove the files and folders that were made.

    All or none; NotWritten where one of them is neither what was written nor what was before.
    """
    files = tuple(files)
    changed = [file for file in files if read(repo, file.path) != file.before]
    there = {file.path for file in changed if not isinstance(file.after, Absent)}
    write_all(
        repo,
        [
            Write(
                file.path,
                file.after,
                file.before,
                returns=True,
                like=file.other if file.other in there else "",
            )
            for file in in_order(changed)
        ],
    )
    for file in reversed(files):
        drop_folders(repo, file.made)


def write_again(repo: Repo, files: Iterable[LandedFile]) -> None:
    """Write once more what had just been put back."""
    files = tuple(files)
    write_all(
        repo,
        [
            Write(file.path, file.before, file.after, returns=True, like=_source(file))
            for file in reversed(in_order(files))
        ],
    )
    for file in files:
        if isinstance(file.after, Absent):
            drop_emptied(repo, file.path)


def in_order(files: Iterable[LandedFile]) -> list[LandedFile]:
    """Return files so that what comes back does so before what was made goes."""
    return sorted(files, key=lambda file: isinstance(file.before, Absent))


def _source(file: LandedFile) -> str:
    """Return the path that a renamed file came from, where this is its new one."""
    return file.other if isinstance(file.before, Absent) else ""
