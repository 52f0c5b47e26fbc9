"""Blobs: what git stores for some text, and how taken changes get into another version of it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from pairtui.proposal import Present
from pairtui.repo.entries import Entry
from pairtui.repo.folders import folders_of, name_of
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.names import objection
from pairtui.repo.settings import Settings, settings
from pairtui.review.merge import Conflict, transplant
from pairtui.review.result import FileResult

FILES = ("100644", "100755")
"""The modes of entries that are files, and not links or other repositories."""
RULES = ".gitattributes"
"""The file that says how git stores others."""
CONVERTING = ("filter", "ident", "working-tree-encoding")
"""Attributes under which git stores other bytes than the file has, line ends aside."""
FEW = 2
"""So many texts at least are stored by one git together, from copies in a folder."""
Text: TypeAlias = tuple[str, bytes]
"""A path, and the bytes that git is to store for it."""


class Blobs:
    """What git stores for texts, by the rules for their paths; each is asked for once.

    That means line ends and filters as `git add` applies them. Many texts are stored by one git
    where no filter of a person's could run: line ends and encodings git converts by itself.
    Without `keep` they are not stored, only told.
    """

    def __init__(self, repo: Repo, told: Settings | None = None, *, keep: bool = True) -> None:
        self._repo = repo
        self._told = told
        self._how = ("hash-object", *(("-w",) if keep else ()))
        self._ids: dict[tuple[str, bytes, bool], str] = {}
        self._learned: dict[Text, str] = {}
        """Ids that were worked out of texts that need not be stored."""

    def of(self, path: str, data: bytes, *, raw: bool = False) -> str:
        """Store some bytes as git would store this file, and return the id.

        `raw` means byte for byte. RepoError where git cannot store it.
        """
        key = path, data, raw
        if key not in self._ids:
            how = "--no-filters" if raw else f"--path={path}"
            done = self._repo.save(*self._how, how, "--stdin", feed=data)
            self._ids[key] = done.decode().strip()
        return self._ids[key]

    def named(self, path: str, data: bytes) -> str:
        """Return the id alone, under which git stores these bytes or would store them."""
        return self._learned.get((path, data)) or self.of(path, data)

    def text(self, path: str, oid: str, *, raw: bool = False) -> bytes:
        """Return a stored file as a checkout would write it; `raw` means byte for byte."""
        if raw:
            return self._repo.save("cat-file", "blob", oid)
        return self._repo.save("cat-file", "--filters", f"--path={path}", oid)

    def learn(self, texts: Collection[Text]) -> list[Text]:
        """Work out the ids of texts that git takes as they are, and return the other texts."""
        # Without a carriage return there are no line ends to convert.
        some = [(path, data) for path, data in texts if b"\r" not in data]
        if len(some) < FEW:
            return list(texts)
        told = self._told or settings(self._repo)
        kind = told.get("extensions.objectformat") or "sha1"
        converted = _attributed(self._repo, [path for path, _ in some], CONVERTING)
        for path, data in some:
            if path not in converted:
                # As a blob is named (git's gitformat-loose): its kind, its length, a NUL, itself.
                head = b"blob %d\0" % len(data)
                found = hashlib.new(kind, head + data, usedforsecurity=False)
                self._learned[path, data] = found.hexdigest()
        return [one for one in texts if one not in self._learned]

    def ready(self, texts: Iterable[Text]) -> None:
        """Store texts of different paths all at once, as far as that can be done.

        Those that cannot be stored so are left for when they are asked for.
        """
        # A file of rules in the folder would be a rule for the others.
        some = [
            (path, data)
            for path, data in texts
            if (path, data, False) not in self._ids
            and name_of(path) != RULES
            and not objection(path)
            and not path.startswith('"')  # a quoted name, to git
        ]
        with suppress(RepoError, OSError):
            paths = [path for path, _ in some]
            barred = filtered(self._repo, paths, self._told) if len(paths) >= FEW else set()
            some = [one for one in some if one[0] not in barred]
            if len(some) >= FEW:
                names = _stored(self._repo, some, self._how)
                for (path, data), name in zip(some, names, strict=True):
                    self._ids[path, data, False] = name


def prepare(blobs: Blobs, before: Mapping[str, Entry], results: Iterable[FileResult]) -> None:
    """Store at once what `compose` will ask for: what was shown, then what that becomes."""
    results = [result for result in results if result.data is not None]
    shown = {
        one.path: one.base.data
        for one in results
        if isinstance(one.base, Present) and one.path in before
    }
    blobs.ready(blobs.learn(shown.items()))
    # What was made on another version than git has is carried over first, file by file.
    other = {path for path, data in shown.items() if blobs.named(path, data) != before[path].oid}
    blobs.ready(
        (one.goal, one.data) for one in results if one.data is not None and one.path not in other
    )


def compose(blobs: Blobs, entry: Entry | None, result: FileResult) -> Entry | Conflict:
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
        return Entry(mode, blobs.of(result.goal, data))
    mode = result.git_mode or entry.mode
    if isinstance(base, Present) and blobs.named(result.path, base.data) == entry.oid:
        return Entry(mode, blobs.of(result.goal, data))
    raw, text = _plain(blobs, result.path, entry.oid)
    if not isinstance(base, Present):
        return entry if text == data else conflict
    if base.data == text:
        return Entry(mode, blobs.of(result.goal, data, raw=raw))
    carried = transplant(result.hunks, base.data, text)
    if isinstance(carried, Conflict):
        return carried
    return Entry(mode, blobs.of(result.goal, carried, raw=raw))


def carried(
    repo: Repo, entries: Mapping[str, Entry], result: FileResult, *, keep: bool = True
) -> dict[str, Entry | None] | Conflict:
    """Return what other stored versions become by a result, by path; None is no entry.

    Without `keep` they are told and not stored.

    Only the very version that was shown is deleted: any other holds what nobody has seen. Nor is
    anything put in the place of a file that has the new name.
    """
    entry = entries.get(result.path)
    blobs, conflict = Blobs(repo, keep=keep), Conflict(tuple(hunk.id for hunk, _ in result.hunks))
    if entry is None or result.to in entries:
        return conflict
    if result.data is None:
        base = result.base
        shown = isinstance(base, Present) and blobs.of(result.path, base.data) == entry.oid
        return {result.path: None} if shown else conflict
    made = compose(blobs, entry, result)
    if isinstance(made, Conflict):
        return made
    return {**dict.fromkeys(result.paths), result.goal: made}


def _plain(blobs: Blobs, path: str, oid: str) -> tuple[bool, bytes]:
    """Return a stored file's text, and whether it must be stored byte for byte.

    A file whose line ends were never normalised would otherwise change in every line.
    """
    text = blobs.text(path, oid)
    if blobs.of(path, text) == oid:
        return False, text
    return True, blobs.text(path, oid, raw=True)


def filtered(repo: Repo, paths: Collection[str], told: Settings | None = None) -> set[str]:
    """Return the paths for which git could run a program: it runs where the person's files are."""
    if not paths or not (told or settings(repo)).filtering:
        return set()
    return _attributed(repo, paths, ("filter",))


def _attributed(repo: Repo, paths: Collection[str], names: Iterable[str]) -> set[str]:
    """Return the paths that have a value for any of these attributes."""
    feed = b"".join(os.fsencode(path) + b"\0" for path in paths)
    fields = repo.look("check-attr", "-z", "--stdin", *names, feed=feed).split(b"\0")
    return {
        os.fsdecode(path)
        for path, value in zip(fields[::3], fields[2::3], strict=False)
        if value not in (b"unspecified", b"unset")
    }


def _stored(repo: Repo, texts: Iterable[Text], how: Iterable[str]) -> list[str]:
    """Return the ids of texts that git stores, in a folder that it takes for the work tree.

    OSError where that cannot be made, as when two paths are one on this disk.
    """
    # Named by the process, so that a later save can tell what one that was killed has left.
    with tempfile.TemporaryDirectory(prefix=f"pairtui-texts-{os.getpid()}-") as made:
        folder = os.path.realpath(made)
        paths = []
        for path, data in texts:
            paths.append(path)
            _copy_rules(repo, folder, path)
            with Path(folder, path).open("xb") as file:
                file.write(data)
        feed = b"".join(os.fsencode(path) + b"\n" for path in paths)
        env = {"GIT_DIR": repo.git_dir, "GIT_WORK_TREE": folder}
        return repo.save("-C", folder, *how, "--stdin-paths", feed=feed, env=env).decode().split()


def _copy_rules(repo: Repo, folder: str, path: str) -> None:
    """Make the folders for a path, each with the rules that the work tree has there."""
    for step in ("", *folders_of(path)):
        there = Path(folder, step)
        if step:
            if there.is_dir():
                continue
            there.mkdir()
        elif (there / RULES).exists():
            continue
        rules = Path(repo.root, step, RULES)
        try:
            facts = rules.lstat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "the rules are no regular file")
        shutil.copyfile(rules, there / RULES, follow_symlinks=False)
