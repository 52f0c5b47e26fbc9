"""Commit: let git make a commit as the person would, from an index of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pairtui.repo import hooks
from pairtui.repo.entries import Entry, write_index
from pairtui.repo.git import Repo, RepoError, last_words
from pairtui.repo.ground import head
from pairtui.repo.process import Done, Patience, never

QUIET = 2.0
"""For how long, in seconds, a commit runs without saying so."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a commit may take, in seconds; who may stop it; who hears what is running."""

    progress: Callable[[str], None]
    cancelled: Callable[[], bool] = never
    limit: float = 600.0


class NotCommitted(Exception):
    """git made no commit; `says` why, `output` is what git and the hooks printed."""

    def __init__(self, says: str, output: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.output = output


def commit(
    repo: Repo,
    parent: str,
    entries: Mapping[str, Entry | None],
    message: str,
    waiting: Waiting,
    *,
    operation: str,
) -> str:
    """Commit the parent's files with these entries changed, and return the commit's id.

    Hooks, signing and identity are the person's; nothing is read from standard input and no
    editor opens. The person's own index is not touched. NotCommitted where git made none. The
    name of the folder it is done in begins as the `operation` says.
    """
    with private_index(repo, parent, operation) as (folder, index):
        write_index(repo, entries, index)
        text = f"{folder}/message"
        Path(text).write_bytes(message.encode("utf-8", "surrogateescape"))
        trace = f"{folder}/trace"
        env = {**index, **_own_language(), "GIT_TRACE2_EVENT": trace}
        done = repo.try_save(
            "commit", "--quiet", f"--file={text}", env=env, patience=_patience(waiting, trace)
        )
        made = _made(repo, parent, index)
        failed = hooks.failed(trace)
    if made:
        return made
    if done.code == 0:
        _refuse_other_parent(repo)
    raise NotCommitted(_why(done, failed), _output(done))


def with_trailer(repo: Repo, message: str, trailer: str) -> str:
    """Return a message with a trailer at its end, unless it has that one already."""
    text = message.strip() + "\n"
    if not trailer:
        return text
    feed = text.encode("utf-8", "surrogateescape")
    # Not a look: settings of the repository can make git run a program for a trailer.
    done = repo.save(
        "interpret-trailers", "--no-divider", "--if-exists=addIfDifferent", "--where=end",
        "--trailer", trailer, feed=feed,
    )  # fmt: skip
    return done.decode("utf-8", "surrogateescape")


@contextlib.contextmanager
def private_index(repo: Repo, commit: str, operation: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Make an index that holds a commit's files, in a folder that only the person can open.

    Yields the folder and the environment that makes git use the index.
    """
    with tempfile.TemporaryDirectory(prefix=aside(operation)) as folder:
        index = f"{folder}/index"
        env = {"GIT_INDEX_FILE": index}
        # Starting from the person's own saves git from reading every file of the work tree again.
        with contextlib.suppress(OSError):
            shutil.copyfile(f"{repo.git_dir}/index", index)
        alone = ("-c", "core.splitIndex=false", "-c", "core.untrackedCache=false")
        tree = ("--reset", commit) if commit else ("--empty",)
        done = repo.try_save(*alone, "read-tree", *tree, env=env)
        if done.code:
            Path(index).unlink(missing_ok=True)
            repo.save(*alone, "read-tree", *tree, env=env)
        yield folder, env


def aside(operation: str) -> str:
    """Return how the name of an operation's folder for temporary files begins."""
    return f"pairtui-{operation}-"


def move(repo: Repo, old: str, new: str, why: str) -> None:
    """Move HEAD from one commit to another, only if it still is where it is thought to be.

    An empty id stands for a branch without a commit. RepoError if HEAD has moved on.
    """
    if new:
        repo.save("update-ref", "-m", why, "HEAD", new, old)
    else:
        repo.save("update-ref", "-m", why, "-d", "HEAD", old)


def _made(repo: Repo, parent: str, index: Mapping[str, str]) -> str:
    """Return the commit that follows the parent and holds what the index holds, or nothing.

    git may end badly and have committed, when it was stopped in a late hook; and others may have
    committed meanwhile, before us or after.
    """
    span = f"{parent}..HEAD" if parent else "HEAD"
    asked = ("rev-list", "--reverse", "--first-parent", "--format=%H %T %P", span, "--")
    # Where there was no commit and still is none, "HEAD" names nothing.
    listed = repo.look(*asked) if parent else repo.try_look(*asked).out
    lines = listed.decode().split("\n")[1:2]
    if not lines:
        return ""
    child, made, *parents = lines[0].split()
    tree = repo.save("write-tree", env=index).decode().strip()
    return child if made == tree and parents == ([parent] if parent else []) else ""


def _refuse_other_parent(repo: Repo) -> None:
    """Take back a commit that follows another one than it was made for, and say so.

    Whoever committed in that moment would otherwise see their work undone by ours.
    """
    made = head(repo)
    before = repo.try_look("rev-parse", "--verify", "--quiet", "HEAD^").out.decode().strip()
    with contextlib.suppress(RepoError):
        move(repo, made, before, "pairtui: the branch moved while committing")
    raise NotCommitted("The branch moved while the commit was made, so there is no commit.")


def _own_language() -> dict[str, str]:
    """Return the person's language settings: hooks run in them, not in ours."""
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or "C.UTF-8"
    return {"LC_ALL": language, "LANGUAGE": os.environ.get("LANGUAGE", "")}


def _patience(waiting: Waiting, trace: str) -> Patience:
    told = 0

    def tick(seconds: float) -> None:
        nonlocal told
        if seconds >= QUIET and int(seconds) != told:
            told = int(seconds)
            what = hooks.running(trace) or "git commit"
            waiting.progress(f"{what} is running, {told} s")

    return Patience(waiting.limit, waiting.cancelled, tick)


def _why(done: Done, failed: str) -> str:
    if done.stopped == "cancelled":
        return "You stopped the commit."
    if done.stopped == "time":
        return "The commit took too long and was stopped."
    if b"failed to write commit object" in done.err:
        return "The commit could not be signed."
    if failed:
        return f"The {failed} hook said no."
    return f"git made no commit: {last_words(done)}"


def _output(done: Done) -> str:
    return (done.out + done.err).decode("utf-8", "replace")
