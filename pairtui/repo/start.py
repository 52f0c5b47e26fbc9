"""Start: make a folder a repository, after showing what its first commit will hold."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pairtui.repo.files import LIMIT
from pairtui.repo.git import LOOK, SAVE, Repo, RepoError, complaint, find_git, run

MESSAGE = "Begin the history"


@dataclass(frozen=True, slots=True)
class Preview:
    """What the first commit of a folder will hold: the files, their bytes, and what stays out.

    `large` are files over 2 MB, `inner` are folders that are repositories of their own.
    `name_needed` says that git does not know whom to name in the history.
    """

    root: str
    files: tuple[str, ...]
    size: int
    large: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    name_needed: bool = False


def init_preview(path: str) -> Preview:
    """Return what `init` would do in a folder, having changed nothing there.

    RepoError where there is no such folder, or it already lies in a repository.
    """
    root = os.path.realpath(path)
    program = find_git()
    refuse_inside(root)
    with tempfile.TemporaryDirectory(prefix="pairtui-") as aside:
        _run(program, aside, *LOOK, "init", "--quiet", "--bare", "--template=", aside)
        listed = _run(
            program, root, *LOOK, f"--git-dir={aside}", f"--work-tree={root}",
            "-c", "core.bare=false", "ls-files", "-z", "--others", "--exclude-standard",
        )  # fmt: skip
    files, large, inner, size = [], [], [], 0
    for name in sorted(os.fsdecode(part) for part in listed.split(b"\0") if part):
        facts = os.lstat(f"{root}/{name}")
        if name.endswith("/") or stat.S_ISDIR(facts.st_mode):
            inner.append(name)
        elif facts.st_size > LIMIT:
            large.append(name)
        elif stat.S_ISREG(facts.st_mode) or stat.S_ISLNK(facts.st_mode):
            files.append(name)
            size += facts.st_size
    needed = not _knows_name(program, root)
    return Preview(root, tuple(files), size, tuple(large), tuple(inner), needed)


def init(path: str, *, name: str = "", email: str = "") -> Repo:
    """Make a folder a repository whose first commit holds the files of its preview.

    `name` and `email`, where given, are set for this folder only. Nothing is uploaded. Raises
    RepoError, and leaves no repository behind, if it cannot be done.
    """
    preview = init_preview(path)
    program, root = find_git(), preview.root
    if preview.name_needed and not (name and email):
        raise RepoError("git does not know your name.", "Give a name and an address.")
    _run(program, root, *SAVE, "init", "--quiet", root)
    try:
        for key, value in (("user.name", name), ("user.email", email)):
            if value:
                _run(program, root, *SAVE, "config", "--local", key, value)
        repo = Repo.discover(root)
        if preview.files:
            feed = b"".join(os.fsencode(file) + b"\0" for file in preview.files)
            repo.save(
                "--literal-pathspecs", "add", "--force",
                "--pathspec-from-file=-", "--pathspec-file-nul", feed=feed,
            )  # fmt: skip
            repo.save("commit", "--quiet", f"--message={MESSAGE}")
    except RepoError:
        shutil.rmtree(f"{root}/.git", ignore_errors=True)
        raise
    return repo


def refuse_inside(root: str) -> None:
    """Raise RepoError with the reason why a history cannot begin in a folder, if there is one."""
    if not Path(root).is_dir():
        raise RepoError(f"There is no folder {root}.")
    if os.path.lexists(f"{root}/.git"):
        raise RepoError(f"{root} has git's folder already.", "Start: pairtui")
    try:
        repo = Repo.discover(root)
    except RepoError as error:
        if "is not in a git repository" in error.says:
            return
        raise
    raise RepoError(f"{root} already lies in the repository {repo.root}.", "Start: pairtui")


def _knows_name(program: str, root: str) -> bool:
    told = (*LOOK, "-c", "user.useConfigOnly=true", "var")
    idents = ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")
    return all(run(program, root, (*told, ident)).code == 0 for ident in idents)


def _run(program: str, folder: str, *arguments: str) -> bytes:
    done = run(program, folder, arguments)
    if done.code or done.stopped:
        raise complaint(arguments, done)
    return done.out
