"""Indexing: a child process that outlines a repository's files, beside the keys and not for long.

It is told which files may be read, keeps what it knows of those that did not change, reads the
others, those near the conversation first, and writes the index anew now and then: what is there
can be used while the rest is still being read. It leaves when it is done, or asked to, or when
nobody is there any more to ask it; what it has read by then is kept.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from pairtui import atomic
from pairtui.context.map_index import Damaged, MapIndex, Stamp, can_be_filed, encode, record
from pairtui.context.outline.definition import Outline
from pairtui.context.outline.read import outline
from pairtui.context.outline.registry import language
from pairtui.proposal import Present
from pairtui.repo.files import read
from pairtui.repo.git import Repo

MOST_FILES = 50_000
"""Files an index holds."""
LARGEST = 1_000_000
"""Bytes of a file beyond which nobody wrote it by hand."""
SECONDS_A_FILE = 5
"""After so long a lexer is given up; the file then has an empty outline."""
FIRST_WRITE = 0.5
"""Seconds after which what there is by then is written; each next time it is twice as long."""
DAYS_KEPT = 60
"""After so long without a change an index is taken away; it can be made anew at any time."""
NICE = 15
"""How far the child stands back behind everything else on the machine."""


class _TooLong(Exception):
    """A lexer took too long over one file."""


def build(
    repo: Repo,
    target: Path,
    listed: Sequence[str],
    near: Sequence[str],
    ends: Callable[[], bool] = lambda: False,
) -> None:
    """Bring the index in a file up to date with these files; `ends` tells it to leave off."""
    known, whole = _known(target)
    stamps = dict(_stamps(repo, listed))
    kept = {path: line for path, (stamp, line) in known.items() if stamps.get(path) == stamp}
    waiting = _in_order([path for path in stamps if path not in kept], near)
    skipped = max(0, len(kept) + len(waiting) - MOST_FILES)
    waiting = waiting[: max(0, MOST_FILES - len(kept))]
    if whole and not waiting and kept.keys() == known.keys():
        return
    due, pause = time.monotonic() + FIRST_WRITE, FIRST_WRITE
    left = len(waiting)
    for path in waiting:
        if ends():
            break
        kept[path] = record(stamps[path], _outlined(repo, path))
        left -= 1
        if left and time.monotonic() > due:
            _write(target, encode(kept, left=left, skipped=skipped))
            pause *= 2
            due = time.monotonic() + pause
    _write(target, encode(kept, left=left, skipped=skipped))


def _known(target: Path) -> tuple[dict[str, tuple[Stamp, bytes]], bool]:
    """Return what the last index says of each file, and whether it was finished.

    It says nothing where it is missing or damaged.
    """
    try:
        index = MapIndex(target.read_bytes())
    except (OSError, Damaged):
        return {}, False
    return {path: (stamp, line) for path, stamp, line in index.records()}, not index.left


def _stamps(repo: Repo, listed: Sequence[str]) -> Iterator[tuple[str, Stamp]]:
    """Yield the files that have an outline, as they are now."""
    for path in listed:
        if language(path) is None or not can_be_filed(path):
            continue
        try:
            facts = os.lstat(f"{repo.root}/{path}")
        except OSError:
            continue
        if stat.S_ISREG(facts.st_mode) and facts.st_size <= LARGEST:
            yield path, Stamp(facts.st_size, facts.st_mtime_ns)


def _in_order(paths: Sequence[str], near: Sequence[str]) -> list[str]:
    """Return files near the conversation first, then those further up, then the rest."""
    talk, folders = set(near), {path.rpartition("/")[0] for path in near}
    return sorted(
        paths,
        key=lambda path: (
            path not in talk,
            path.rpartition("/")[0] not in folders,
            path.count("/"),
            path,
        ),
    )


def _outlined(repo: Repo, path: str) -> Outline:
    """Return a file's outline, empty where it is no text or its lexer comes to no end."""
    state = read(repo, path)
    if not isinstance(state, Present):
        return Outline()
    try:
        with _limited(SECONDS_A_FILE):
            return outline(path, state.data.decode("utf-8")) or Outline()
    except Exception:  # noqa: BLE001 - whatever somebody else's lexer fails with costs one file
        return Outline()


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise _TooLong


def _write(target: Path, data: bytes) -> None:
    """Put an index in the place of the last one, whole; take away those that nobody uses."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for other in target.parent.iterdir():
        with suppress(FileNotFoundError):  # another child may have taken it away
            if time.time() - other.stat().st_mtime > DAYS_KEPT * 24 * 3600:
                other.unlink()
    atomic.put(target, data)


def main() -> None:
    """Do what one line of standard input says, for the files named behind it."""
    parent, asked = os.getppid(), False

    def leave(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, leave)
    os.nice(NICE)
    head, _, names = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(head)
    listed = [os.fsdecode(name) for name in names.split(b"\0") if name]
    build(
        Repo(**told["repo"]),
        Path(told["target"]),
        listed,
        told["near"],
        ends=lambda: asked or os.getppid() != parent,
    )


if __name__ == "__main__":
    main()
