"""Ignored: which files an ignore file keeps from a model, as git itself reads such files."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence

from pairtui.repo.entries import empty_tree
from pairtui.repo.git import Repo
from pairtui.repo.names import objection

NAMES = (".pairtuiignore", ".aiderignore", ".cursorignore", ".aiexclude", ".aiignore")
"""Ignore files that tools for AI read; each holds for tracked files too."""
FEW = 200
"""Paths up to which git is asked for these alone, and not for all there are."""


def ignored(repo: Repo, paths: Iterable[str], patterns: Sequence[str] = ()) -> dict[str, str]:
    """Return which of some files may not be sent, each with why, as in ".aiignore excludes it".

    `patterns` are more of them, from the top of the repository. What git ignores is among it, but
    not what it tracks all the same. A file of rules that cannot be read excludes all below it.
    """
    asked = tuple(path for path in dict.fromkeys(paths) if not objection(path))
    found: dict[str, str] = {}
    there = _rules_above(repo, asked, found)
    wanted = set(asked)
    few = asked if len(asked) <= FEW else ()
    rules = [(name, [f"--exclude-per-directory={name}"]) for name in NAMES if name in there]
    if patterns:
        rules.append((".pairtui.toml", [f"--exclude={pattern}" for pattern in patterns]))
    gone = [path for path in asked if not os.path.lexists(f"{repo.root}/{path}")] if rules else []
    for name, options in rules:
        listed = _listed(repo, few, *options, tracked=True)
        for path in wanted & (listed | _among(repo, gone, *options)):
            found.setdefault(path, f"{name} excludes it")
    for path in wanted & _listed(repo, few, "--exclude-standard") if asked else ():
        found.setdefault(path, "git ignores it")
    return found


def _listed(repo: Repo, few: Sequence[str], *options: str, tracked: bool = False) -> set[str]:
    """Return what git calls ignored by these rules, also `tracked` files where that is asked."""
    # Without an index every file is one git does not know, and it looks only where these few are;
    # with it, git would hold every tracked file there is against the rules.
    env = {"GIT_INDEX_FILE": f"{repo.git_dir}/pairtui-no-index"} if tracked else None
    command = ("ls-files", "-z", "-o", "-i", *options, "--")
    done = repo.try_look(*command, *few, env=env)
    # Of a path inside another repository git 2.39 dies; asked for all files it just leaves it out.
    out = repo.look(*command, env=env) if done.code or done.stopped else done.out
    return {os.fsdecode(name) for name in out.split(b"\0") if name}


def _among(repo: Repo, gone: Sequence[str], *options: str) -> set[str]:
    """Return which of some files that are not there these rules would be about."""
    if not gone:
        return set()
    some = empty_tree(repo)  # an index has to name some object for each; none is looked up
    known = set(gone)
    below = [path for path in gone if not known.isdisjoint(_folders(path))]
    rest = known.difference(below)  # a path cannot be a file and a folder in one index
    lines = [b"100644 %b 0\t%b" % (some.encode(), os.fsencode(path)) for path in rest]
    with tempfile.TemporaryDirectory(prefix="pairtui-names-") as folder:
        env = {"GIT_INDEX_FILE": f"{folder}/index"}
        feed = b"\0".join([*lines, b""])
        repo.look("update-index", "-z", "--index-info", feed=feed, env=env)
        out = repo.look("ls-files", "-z", "-c", "-i", *options, "--", env=env)
    found = {os.fsdecode(name) for name in out.split(b"\0") if name}
    return found | _among(repo, below, *options)


def _folders(path: str) -> Iterator[str]:
    """Yield the folders above a path."""
    while path := path.rpartition("/")[0]:
        yield path


def _rules_above(repo: Repo, paths: Iterable[str], found: dict[str, str]) -> set[str]:
    """Return which names of ignore files there are above some files.

    Files below one that cannot be read are put into `found`.
    """
    there: set[str] = set()
    seen: dict[str, str] = {"": _unreadable(repo, "", there)}
    for path in paths:
        folder = ""
        unreadable = seen[""]
        for part in path.split("/")[:-1]:
            folder += f"{part}/"
            if folder not in seen:
                seen[folder] = _unreadable(repo, folder, there)
            unreadable = unreadable or seen[folder]
        if unreadable:
            found[path] = f"{unreadable} cannot be read, so nothing it may be about is sent"
    return there


def _unreadable(repo: Repo, folder: str, there: set[str]) -> str:
    """Note the ignore files of a folder; return one that cannot be read, or ""."""
    for name in NAMES:
        try:
            facts = os.lstat(f"{repo.root}/{folder}{name}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return f"{folder}{name}"
        there.add(name)
        plain = stat.S_ISREG(facts.st_mode)
        if not plain or not os.access(f"{repo.root}/{folder}{name}", os.R_OK):
            return f"{folder}{name}"
    return ""
