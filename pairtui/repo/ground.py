"""Ground: the state of the repository, looked at without running anything it names."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pairtui.landing import Ground, Tracking
from pairtui.repo.git import Repo, complaint
from pairtui.repo.glance import Glance, glance, on
from pairtui.repo.settings import Settings

UNMERGED = frozenset({"DD", "AU", "UD", "UA", "DU", "AA", "UU"})
"""git's letters for a file that a merge left in conflict."""
UNFINISHED = (
    ("rebase-merge", "rebase"),
    ("rebase-apply/applying", "patch series (git am)"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("sequencer", "cherry-pick or revert"),
    ("BISECT_LOG", "bisect"),
)


@dataclass(frozen=True, slots=True)
class Tracked:
    """How git knows a path, and whether the file also holds the person's own changes."""

    tracking: Tracking
    own: bool = False


def ground(
    repo: Repo,
    seen: Glance | None = None,
    *,
    now: float | None = None,
    besides: Collection[str] = frozenset(),
) -> Ground:
    """Return the state of the repository, as it was `seen` or is now.

    `now`, in seconds since the epoch, dates a lock. The paths in `besides` are not counted.
    """
    seen = seen or glance(repo)
    staged, unstaged, untracked = set(), set(), set()
    for kind, path in seen.changed:
        if path in besides:
            continue
        if kind == "?":
            untracked.add(path)
        else:
            if kind[0] != ".":
                staged.add(path)
            if kind[1] != ".":
                unstaged.add(path)
    return Ground(
        branch=seen.branch,
        head=seen.head,
        busy=busy(repo),
        locked=locked(repo, now, seen.branch),
        identity=has_identity(repo, seen.settings),
        staged=len(staged),
        unstaged=len(unstaged),
        untracked=len(untracked),
    )


def head(repo: Repo) -> str:
    """Return the id of the commit that HEAD names, or nothing where there is none yet."""
    done = repo.try_look("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return done.out.decode().strip() if done.code == 0 else ""


def branch(repo: Repo) -> str:
    """Return the name of the current branch, or nothing where HEAD is on none."""
    return on(repo)


def busy(repo: Repo) -> str:
    """Return the name of an operation that has begun and not ended, or nothing."""
    for marker, name in UNFINISHED:
        if os.path.lexists(f"{repo.git_dir}/{marker}"):
            return name
    return ""


def locked(repo: Repo, now: float | None = None, here: str | None = None) -> str:
    """Return a sentence about a lock that another git holds, or nothing.

    `here` is the branch, if it was asked for already.
    """
    locks = [
        f"{repo.git_dir}/index.lock",
        f"{repo.git_dir}/HEAD.lock",
        f"{repo.common_dir}/packed-refs.lock",
    ]
    here = branch(repo) if here is None else here
    if here:
        locks.append(f"{repo.common_dir}/refs/heads/{here}.lock")
    for lock in locks:
        try:
            since = os.lstat(lock).st_mtime
        except OSError:
            continue
        age = "" if now is None else f", made {_ago(now - since)} ago"
        return (
            f"git is locked by {lock}{age}: another git is at work, or one was killed. "
            f"If none is running, remove it: rm {shlex.quote(lock)}"
        )
    return ""


def has_identity(repo: Repo, told: Settings) -> bool:
    """Tell whether git was told the person's name and address, rather than guessing them."""
    if told.named:
        return True
    ask = ("-c", "user.useConfigOnly=true", "var")
    idents = ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")
    return all(repo.try_look(*ask, ident).code == 0 for ident in idents)


def tracking(repo: Repo, seen: Glance, paths: Iterable[str]) -> dict[str, Tracked]:
    """Return for each path how git knows it; "tracked" means that the last commit has it.

    They must be among those that were looked at in what was `seen`. A file that was only staged so
    far is "untracked" here: there is no earlier version of it that a commit could build on.
    """
    wanted = tuple(paths)
    committed = seen.committed
    changed = {path for kind, path in seen.changed if kind != "?"}
    ignored = _ignored(repo, tuple(path for path in wanted if path not in committed))
    facts = {}
    for path in wanted:
        if path in committed:
            facts[path] = Tracked("tracked", path in changed)
        elif os.path.lexists(f"{repo.root}/{path}"):
            untracked: Tracking = "ignored" if path in ignored else "untracked"
            facts[path] = Tracked(untracked, own=True)
        else:
            facts[path] = Tracked("ignored" if path in ignored else "new")
    return facts


def _ignored(repo: Repo, paths: tuple[str, ...]) -> set[str]:
    if not paths:
        return set()
    # This command knows no literal names; with "./" before it none can be taken for magic.
    feed = b"".join(b"./" + os.fsencode(path) + b"\0" for path in paths)
    done = repo.try_look("--no-literal-pathspecs", "check-ignore", "-z", "--stdin", feed=feed)
    if done.code > 1:
        raise complaint(("check-ignore",), done)
    return {os.fsdecode(path)[2:] for path in done.out.split(b"\0") if path}


def _ago(seconds: float) -> str:
    if seconds < 120:
        return f"{max(0, round(seconds))} seconds"
    if seconds < 7200:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"
