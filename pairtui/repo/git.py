"""Git: find a repository once, and run git in it by two fixed sets of options."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pairtui.repo.process import Done, Patience, talk

LOOK = (
    "--no-optional-locks", "--literal-pathspecs", "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "safe.bareRepository=explicit",
    "-c", "protocol.allow=never",
    "-c", "gc.auto=0",
    "-c", "maintenance.auto=false",
    "-c", "core.fsync=all",
)  # fmt: skip
"""Options under which git runs nothing that the repository names."""

SAVE = (
    "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", "gc.auto=0",
    "-c", "maintenance.auto=false",
    "-c", "core.fsync=all",
    "-c", "i18n.commitEncoding=UTF-8",
)  # fmt: skip
"""Options for saving: the person's hooks, filters and signing run, as they do in a shell.

Literal pathspecs are left out because git would hand them on to the hooks.
"""

KEPT = (
    "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH", "GIT_TEMPLATE_DIR", "GIT_SSH", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT",
    "GIT_PYTHON_",
)  # fmt: skip
"""Variables that say who the person is and where git lies; all other GIT_* are taken out."""


class RepoError(Exception):
    """Something about the repository stands in the way; `says` what, `remedy` what to do."""

    def __init__(self, says: str, remedy: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Repo:
    """One work tree, fixed when it was found.

    `root`, `git_dir` and `common_dir` are absolute; the last two differ in a linked work tree.
    `device` and `inode` are the root folder's, so that a folder put in its place is noticed.
    """

    root: str
    git_dir: str
    common_dir: str
    program: str
    device: int
    inode: int

    @staticmethod
    def discover(path: str) -> Repo:
        """Find the repository a file or folder lies in; RepoError where none can be used."""
        place = Path(path).absolute()
        folder = str(place if place.is_dir() else place.parent)
        program = find_git()
        bare, inside = _ask(program, folder, "--is-bare-repository", "--is-inside-work-tree")
        if bare == "true" or inside != "true":
            raise _no_files(folder)
        (root,) = _ask(program, folder, "--show-toplevel")
        (git_dir,) = _ask(program, folder, "--absolute-git-dir")
        (common,) = _ask(program, folder, "--path-format=absolute", "--git-common-dir")
        if common.startswith("--path-format"):
            raise RepoError("This git is too old.", "pairtui needs git 2.31 or newer.")
        facts = Path(root).stat()
        return Repo(root, git_dir, common, program, facts.st_dev, facts.st_ino)

    @property
    def name(self) -> str:
        """Return the name of the root folder."""
        return Path(self.root).name or self.root

    @property
    def tree(self) -> str:
        """Return where git keeps this work tree under its common folder, wherever that is moved."""
        return os.path.relpath(self.git_dir, self.common_dir)

    def check(self) -> None:
        """Raise RepoError if the folder is gone or another one has taken its place."""
        try:
            facts = Path(self.root).stat()
        except OSError:
            raise RepoError(f"The folder {self.root} is gone.", "Start again elsewhere.") from None
        if (facts.st_dev, facts.st_ino) != (self.device, self.inode):
            raise RepoError(f"Another folder has taken the place of {self.root}.", "Start again.")

    def look(
        self,
        *arguments: str,
        feed: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> bytes:
        """Run git to look at something and return what it printed; RepoError if it failed."""
        done = self.try_look(*arguments, feed=feed, env=env)
        if done.code or done.stopped:
            raise complaint(arguments, done)
        return done.out

    def try_look(
        self,
        *arguments: str,
        feed: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Done:
        """Run git to look at something whose failing is an answer too."""
        self.check()
        return run(self.program, self.root, (*LOOK, *arguments), feed=feed, env=env)

    def save(
        self,
        *arguments: str,
        feed: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> bytes:
        """Run git to change something and return what it printed; RepoError if it failed."""
        done = self.try_save(*arguments, feed=feed, env=env)
        if done.code or done.stopped:
            raise complaint(arguments, done)
        return done.out

    def try_save(
        self,
        *arguments: str,
        feed: bytes | None = None,
        env: Mapping[str, str] | None = None,
        patience: Patience | None = None,
    ) -> Done:
        """Run git to change something whose failing is an answer too."""
        self.check()
        patience = patience or Patience(limit=600)
        return run(
            self.program, self.root, (*SAVE, *arguments), feed=feed, env=env, patience=patience
        )


def find_git() -> str:
    """Return the absolute path of the git program; RepoError where there is none."""
    program = shutil.which("git")
    if program is None:
        raise RepoError("git is not installed.", "Install git, then start again.")
    return str(Path(program).absolute())


def run(
    program: str,
    folder: str,
    arguments: Sequence[str],
    *,
    feed: bytes | None = None,
    env: Mapping[str, str] | None = None,
    patience: Patience | None = None,
) -> Done:
    """Run git in a folder; standard input is empty unless something is fed to it."""
    # GitPython runs git when imported and fails where there is none; by now there is one.
    from git.cmd import Git  # noqa: PLC0415
    from git.exc import GitCommandNotFound  # noqa: PLC0415

    argv = [*_without_inherited(env or {}), program, "-C", folder, *arguments]
    try:
        process = Git(folder).execute(
            argv,
            istream=None if feed is None else subprocess.PIPE,
            as_process=True,
            env=env,
            start_new_session=True,
        )
    except (OSError, GitCommandNotFound) as error:
        raise RepoError(f"git could not be started: {error}") from error
    if process.proc is None:
        raise RepoError("git could not be started.")
    return talk(process.proc, feed or b"", patience or Patience())


def complaint(arguments: Sequence[str], done: Done) -> RepoError:
    """Return the error that says in git's own words why a command failed."""
    settings = [at + 1 for at, argument in enumerate(arguments) if argument in ("-c", "-C")]
    names = [
        argument
        for at, argument in enumerate(arguments)
        if at not in settings and not argument.startswith("-")
    ]
    what = names[0] if names else ""
    if done.stopped == "time":
        return RepoError(f"git {what} took too long and was stopped.")
    if done.stopped == "cancelled":
        return RepoError(f"git {what} was stopped.")
    return RepoError(f"git {what} failed: {last_words(done)}.")


def last_words(done: Done) -> str:
    """Return the lines that matter most of what git complained about: the cause, and the end."""
    # What a message is about may stand below it, each after a tab.
    lines = done.err.decode("utf-8", "replace").replace("\n\t", " ").splitlines()
    found = []
    for start in ("error: ", "fatal: "):
        found += [line.removeprefix(start) for line in lines if line.startswith(start)][:1]
    if found:
        return "; ".join(line.rstrip(".") for line in found)
    return lines[-1] if lines else f"exit code {done.code}"


def _without_inherited(ours: Mapping[str, str]) -> list[str]:
    """Return a prefix that unsets every inherited variable which could lead git elsewhere.

    GitPython can only add to the environment it hands on.
    """
    unset = [
        name
        for name in os.environ
        if name.startswith("GIT_") and not name.startswith(KEPT) and name not in ours
    ]
    if not unset:
        return []
    program = shutil.which("env") or "/usr/bin/env"
    return [program, *(part for name in unset for part in ("-u", name))]


def _ask(program: str, folder: str, *questions: str) -> list[str]:
    done = run(program, folder, (*LOOK, "rev-parse", *questions))
    if done.code or done.stopped:
        raise _why_not(folder, done)
    lines = os.fsdecode(done.out).removesuffix("\n")
    return lines.split("\n") if questions[-1].startswith("--is-") else [lines]


def _why_not(folder: str, done: Done) -> RepoError:
    words = last_words(done)
    if "dubious ownership" in words:
        return RepoError(
            f"The repository at {folder} belongs to someone else, so git will not open it.",
            "If you trust it: git config --global --add safe.directory <its folder>",
        )
    if "bare repository" in words:
        return _no_files(folder)
    if words.startswith("not a git repository (or any"):
        return RepoError(f"{folder} is not in a git repository.", "Make it one: pairtui init")
    if "cannot change to" in words:
        return RepoError(f"There is no folder {folder}.")
    return RepoError(f"git cannot open the repository at {folder}: {words}", "Try: git status")


def _no_files(folder: str) -> RepoError:
    return RepoError(
        f"{folder} is a bare repository or git's own folder, without files to change.",
        "Start in the folder where the files are.",
    )
