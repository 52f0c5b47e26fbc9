"""Back: put written files back to what they were, if nobody changed them since."""

from __future__ import annotations

from collections.abc import Iterable

from pairtui.landing import LandedFile
from pairtui.repo.files import read
from pairtui.repo.folders import drop_folders
from pairtui.repo.git import Repo
from pairtui.repo.write import Write, write_all


def write_back(repo: Repo, files: Iterable[LandedFile]) -> None:
    """Put old bytes and permissions back, and remove the files and folders that were made.

    All or none; NotWritten where one of them is neither what was written nor what was before.
    """
    files = tuple(files)
    changed = [file for file in files if read(repo, file.path) != file.before]
    write_all(repo, [Write(file.path, file.after, file.before) for file in changed])
    for file in reversed(files):
        drop_folders(repo, file.made)


def write_again(repo: Repo, files: Iterable[LandedFile]) -> None:
    """Write once more what had just been put back."""
    write_all(repo, [Write(file.path, file.before, file.after) for file in files])
