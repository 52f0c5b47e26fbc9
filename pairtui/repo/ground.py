"""Ground: the state of the repository, looked at without running anything it names."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pairtui.landing import Ground, Tracking
from pairtui.repo.entries import in_commit
from pairtui.repo.git import Repo, complaint

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
    repo: Repo, *, now: float | None = None, besides: Collection[str] = frozenset()
) -> Ground:
    """Return the state of the repository; `now`, in seconds since the epoch, dates a lock.

    The paths in `besides` are not counted.
    """
    staged, unstaged, untracked = set(), set(), set()
    for kind, path in status(repo):
        if path in besides:
            continue
        if kind == "?":
            untracked.add(path)
        elif kind != "!":
            if kind[0] != ".":
                staged.add(path)
            if kind[1] != ".":
                unstaged.add(path)
    return Ground(
        branch=branch(repo),
        head=head(repo),
        busy=busy(repo),
        locked=locked(repo, now),
        identity=has_identity(repo),
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
    done = repo.try_look("symbolic-ref", "--quiet", "--short", "HEAD")
    return os.fsdecode(done.out).removesuffix("\n") if done.code == 0 else ""


def busy(repo: Repo) -> str:
    """Return the name of an operation that has begun and not ended, or nothing."""
    for marker, name in UNFINISHED:
        if os.path.lexists(f"{repo.git_dir}/{marker}"):
            return name
    return ""


def locked(repo: Repo, now: float | None = None) -> str:
    """Return a sentence about a lock that another git holds, or nothing."""
    locks = [
        f"{repo.git_dir}/index.lock",
        f"{repo.git_dir}/HEAD.lock",
        f"{repo.common_dir}/packed-refs.lock",
    ]
    here = branch(repo)
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


def has_identity(repo: Repo) -> bool:
    """Tell whether git was told the person's name and address, rather than guessing them."""
    told = ("-c", "user.useConfigOnly=true", "var")
    idents = ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")
    return all(repo.try_look(*told, ident).code == 0 for ident in idents)


def tracking(repo: Repo, paths: Iterable[str]) -> dict[str, Tracked]:
    """Return for each path how git knows it; "tracked" means that the last commit has it.

    A file that was only staged so far is "untracked" here: there is no earlier version of it
    that a commit could build on.
    """
    wanted = tuple(paths)
    if not wanted:
        return {}
    committed = in_commit(repo, head(repo), wanted)
    changed = {path for kind, path in status(repo, *wanted) if kind not in "?!"}
    ignored = _ignored(repo, wanted)
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


def status(repo: Repo, *paths: str) -> list[tuple[str, str]]:
    """Return the changed files as pairs of git's two letters (or "?") and the path.

    The format is the second version of `git status --porcelain`, with renames turned off.
    """
    listed = repo.look(
        "status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames",
        "--ignore-submodules=dirty", "--", *paths,
        env=without_filters(repo),
    )  # fmt: skip
    found = []
    for line in listed.split(b"\0"):
        match line[:1]:
            case b"1":
                found.append((line[2:4].decode(), os.fsdecode(line.split(b" ", 8)[8])))
            case b"u":
                found.append((line[2:4].decode(), os.fsdecode(line.split(b" ", 10)[10])))
            case b"?":
                found.append(("?", os.fsdecode(line[2:])))
    return found


def without_filters(repo: Repo) -> dict[str, str]:
    """Return an environment that turns off the filters which the repository's settings define.

    To compare a touched file, git would run them; the person's global filters (LFS) stay.
    """
    listed = repo.try_look(
        "config", "--null", "--show-scope", "--name-only", "--get-regexp", r"^filter\."
    )
    fields = os.fsdecode(listed.out).split("\0")
    scopes = zip(fields[::2], fields[1::2], strict=False)
    drivers = {key.rpartition(".")[0] for scope, key in scopes if scope in ("local", "worktree")}
    off = [
        (f"{driver}.{name}", value)
        for driver in sorted(drivers)
        for name, value in (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
    ]
    # Not by -c, which cuts at the first '=', even one in a driver's name.
    env = {"GIT_CONFIG_COUNT": str(len(off))}
    for number, (key, value) in enumerate(off):
        env[f"GIT_CONFIG_KEY_{number}"] = key
        env[f"GIT_CONFIG_VALUE_{number}"] = value
    return env


def _ignored(repo: Repo, paths: tuple[str, ...]) -> set[str]:
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
