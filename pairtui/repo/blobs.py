"""Blobs: what git stores for some text, and how taken changes get into another version of it."""

from __future__ import annotations

from collections.abc import Mapping

from pairtui.proposal import Present
from pairtui.repo.entries import Entry
from pairtui.repo.git import Repo
from pairtui.review.merge import Conflict, transplant
from pairtui.review.result import FileResult

FILES = ("100644", "100755")
"""The modes of entries that are files, and not links or other repositories."""


def blob_of(repo: Repo, path: str, data: bytes, *, raw: bool = False) -> str:
    """Store some bytes as git would store this file, and return the id.

    That means line ends and filters as `git add` applies them; `raw` means byte for byte.
    """
    how = "--no-filters" if raw else f"--path={path}"
    return repo.save("hash-object", "-w", how, "--stdin", feed=data).decode().strip()


def text_of(repo: Repo, path: str, oid: str, *, raw: bool = False) -> bytes:
    """Return a stored file as a checkout would write it; `raw` means byte for byte."""
    if raw:
        return repo.save("cat-file", "blob", oid)
    return repo.save("cat-file", "--filters", f"--path={path}", oid)


def compose(repo: Repo, entry: Entry | None, result: FileResult) -> Entry | Conflict:
    """Return a stored version of a file with exactly the taken changes put into it.

    Where the stored version is what the changes were made on, the result is stored as it is;
    otherwise the changes are carried over, or conflict. Without a stored version, a new file is
    stored whole. There must be a file in the end.
    """
    base, data = result.base, result.data
    conflict = Conflict(tuple(hunk.id for hunk, _ in result.hunks))
    if data is None or (entry and entry.mode not in FILES):
        return conflict
    if entry is None:
        mode = "100755" if result.mode & 0o100 else "100644"
        return Entry(mode, blob_of(repo, result.goal, data))
    mode = result.git_mode or entry.mode
    if isinstance(base, Present) and blob_of(repo, result.path, base.data) == entry.oid:
        return Entry(mode, blob_of(repo, result.goal, data))
    raw, text = _plain(repo, result.path, entry.oid)
    if not isinstance(base, Present):
        return entry if text == data else conflict
    if base.data == text:
        return Entry(mode, blob_of(repo, result.goal, data, raw=raw))
    carried = transplant(result.hunks, base.data, text)
    if isinstance(carried, Conflict):
        return carried
    return Entry(mode, blob_of(repo, result.goal, carried, raw=raw))


def carried(
    repo: Repo, entries: Mapping[str, Entry], result: FileResult
) -> dict[str, Entry | None] | Conflict:
    """Return what other stored versions become by a result, by path; None is no entry.

    Only the very version that was shown is deleted: any other holds what nobody has seen. Nor is
    anything put in the place of a file that has the new name.
    """
    entry = entries.get(result.path)
    conflict = Conflict(tuple(hunk.id for hunk, _ in result.hunks))
    if entry is None or result.to in entries:
        return conflict
    if result.data is None:
        base = result.base
        shown = isinstance(base, Present) and blob_of(repo, result.path, base.data) == entry.oid
        return {result.path: None} if shown else conflict
    made = compose(repo, entry, result)
    if isinstance(made, Conflict):
        return made
    return {**dict.fromkeys(result.paths), result.goal: made}


def _plain(repo: Repo, path: str, oid: str) -> tuple[bool, bytes]:
    """Return a stored file's text, and whether it must be stored byte for byte.

    A file whose line ends were never normalised would otherwise change in every line.
    """
    text = text_of(repo, path, oid)
    if blob_of(repo, path, text) == oid:
        return False, text
    return True, text_of(repo, path, oid, raw=True)
