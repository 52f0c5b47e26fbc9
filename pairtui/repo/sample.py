"""Sample: a small throw-away repository to try the product on."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pairtui.repo.git import RepoError, find_git, last_words, run

NAME = "library"
AUTHOR = ("Sample Author", "sample@example.org")
SETTINGS = (
    ("user.name", AUTHOR[0]),
    ("user.email", AUTHOR[1]),
    ("commit.gpgSign", "false"),
    ("core.hooksPath", "/dev/null"),
    ("core.autocrlf", "false"),
)
"""Kept in the sample's own configuration, so that saving works where git was never set up,
and nothing of the person's own (hooks, a key's passphrase) is called on for a sample."""


def make_sample(folder: str) -> str:
    """Make the sample repository inside a folder and return its root.

    It holds a wordy article, a small module with one bug, and the test that shows it, all in one
    commit. Raises RepoError where git fails, FileExistsError where there is one already.
    """
    root = Path(folder) / NAME
    root.mkdir(parents=True)
    for source in files("pairtui.repo").joinpath("sample").iterdir():
        (root / source.name.removesuffix(".txt")).write_bytes(source.read_bytes())
    _git(root, "-c", "init.defaultBranch=main", "init", "--quiet", "--template=")
    for name, value in SETTINGS:
        _git(root, "config", "--local", name, value)
    _git(root, "add", "--force", "--all")
    _git(root, "commit", "--quiet", "--message", "A library, its article and its fines")
    return str(root)


def _git(root: Path, *arguments: str) -> None:
    name, email = AUTHOR
    identity = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", email))
    }
    done = run(find_git(), str(root), arguments, env=identity)
    if done.code or done.stopped:
        raise RepoError(f"The sample could not be made: {last_words(done)}")
