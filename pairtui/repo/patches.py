"""Patches: what the work tree, or a commit, changed, as text to read; looking runs nothing.

git writes it, under options by which no external diff, text conversion or filter of the
repository runs; new files that git does not know yet are written like git would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pairtui.proposal import Absent, Present
from pairtui.repo.entries import empty_tree
from pairtui.repo.files import OURS, read_all
from pairtui.repo.git import Repo
from pairtui.repo.glance import glance
from pairtui.repo.inverse import pieces
from pairtui.repo.names import objection
from pairtui.repo.settings import settings
from pairtui.repo.settle import changes_in
from pairtui.review.diff import unified
from pairtui.review.result import FileResult

MOST = 300
"""How many files' changes are in a patch at most; the rest is only named."""
ROOM = 400_000
"""How many bytes of changes are in a patch at most; the rest is only named."""
KeptOut: TypeAlias = Callable[[Sequence[str]], Collection[str]]
"""Returns of some files those whose text may not be sent."""
_BLOCK = re.compile(rb"^(?=diff --git )", re.MULTILINE)
_FORM = (
    "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--no-relative", "--patch",
    "--unified=3", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", "-O/dev/null",
    "--ignore-submodules=dirty", "--submodule=short",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Patch:
    """The changes of each file as a unified diff, with its path; and the files only named."""

    files: tuple[tuple[str, str], ...] = ()
    named: tuple[str, ...] = ()


def since_commit(repo: Repo, kept_out: KeptOut) -> Patch:
    """Return what the work tree changed since the last commit, staged and new files too.

    RepoError where git cannot look.
    """
    told = settings(repo)
    seen = glance(repo, told=told)
    changed = [(kind, path) for kind, path in seen.changed if not OURS.search(path)]
    known, named = _apart([path for kind, path in changed if kind != "?"], kept_out)
    fresh, kept = _apart([path for kind, path in changed if kind == "?"], kept_out)
    blocks: list[bytes] = []
    if known:
        before = seen.head or empty_tree(repo)
        blocks += _written(repo, before, *known, env=told.unfiltered)
    added, unread = _new(repo, fresh)
    return _bounded([*blocks, *added], (*named, *kept, *unread))


def of_commit(repo: Repo, commit: str, parent: str, kept_out: KeptOut) -> Patch:
    """Return what a commit changed against its first parent, or against nothing.

    `commit` and `parent` are full ids, the parent "" where there is none. RepoError as above.
    """
    known, named = _apart(list(changes_in(repo, commit)), kept_out)
    before = parent or empty_tree(repo)
    blocks = _written(repo, before, *known, to=commit) if known else []
    return _bounded(blocks, named)


def _apart(paths: Sequence[str], kept_out: KeptOut) -> tuple[list[str], tuple[str, ...]]:
    """Return the files whose changes can be sent, and those that are only named."""
    sane = [path for path in paths if not objection(path)]
    barred = kept_out(sane)
    shown = [path for path in sane if path not in barred][:MOST]
    held = set(paths) - set(shown)
    return shown, tuple(path for path in paths if path in held)


def _written(
    repo: Repo, before: str, *paths: str, to: str = "", env: dict[str, str] | None = None
) -> list[bytes]:
    """Return the changes of each file; git takes files over 2 MB for binary here."""
    trees = (before, to) if to else (before,)
    told = repo.look(
        "-c", "core.bigFileThreshold=2m", "diff", *_FORM, *trees, "--", *paths, env=env
    )  # fmt: skip
    return [block for block in _BLOCK.split(told) if block]


def _new(repo: Repo, paths: Iterable[str]) -> tuple[list[bytes], tuple[str, ...]]:
    """Return files that git does not know as changes, and those that are no text."""
    blocks, unread = [], []
    for path, state in read_all(repo, paths).items():
        if isinstance(state, Present):
            made = FileResult(path, Absent(), state.data, state.mode, pieces(path, b"", state.data))
            blocks.append(unified([made]))
        else:
            unread.append(path)
    return blocks, tuple(unread)


def _bounded(blocks: Iterable[bytes], named: Iterable[str]) -> Patch:
    """Return as many files' changes as there is room for."""
    shown: list[tuple[str, str]] = []
    left = list(named)
    size = 0
    for block in blocks:
        if len(shown) < MOST and size + len(block) <= ROOM:
            shown.append((_path(block), block.decode("utf-8", "replace")))
            size += len(block)
        else:
            left.append(_path(block))
    return Patch(tuple(shown), tuple(sorted(left)))


def _path(block: bytes) -> str:
    """Return the path at the head of one file's changes: both sides name the same one."""
    head = block.partition(b"\n")[0].removeprefix(b"diff --git ")
    return head[len(head) // 2 + 1 :].removeprefix(b"b/").decode("utf-8", "surrogateescape")
