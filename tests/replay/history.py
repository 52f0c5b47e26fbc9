"""History: what the commits of a repository changed, told by git itself."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

CONTEXT = 3
LARGEST = 2_000_000
NO_NEWLINE = b"\n\\ No newline at end of file\n"
REGULAR = {b"100644": False, b"100755": True}
Span: TypeAlias = tuple[int, int, bytes]
_HEADER = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")


@dataclass(frozen=True)
class Passage:
    """A hunk of git's diff: line `line` (from 1) on, and what stands there before and after."""

    line: int
    old: bytes
    new: bytes


@dataclass(frozen=True)
class Change:
    """What a commit did to one file; None stands for no file, `patch` is git's diff of it."""

    path: str
    to: str
    old: bytes | None
    new: bytes | None
    executable: tuple[bool, bool]
    passages: tuple[Passage, ...]
    patch: bytes


@dataclass(frozen=True)
class Run:
    """Lines `low` to `high` of a file, from 0, and the bytes that come in their place."""

    low: int
    high: int
    new: bytes


def git(folder: Path, *arguments: str, feed: bytes = b"", strict: bool = True) -> bytes:
    """Return what git says; with none of the person's settings."""
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(folder), "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, input=feed, capture_output=True, check=False, env=env)
    assert not strict or done.returncode == 0, done.stderr.decode()
    return done.stdout


def commits(folder: Path, most: int) -> list[str]:
    """Return the last commits with one parent, the newest first."""
    return git(folder, "log", "--no-merges", f"-{most}", "--format=%H").decode().split()


def changes(folder: Path, commit: str) -> tuple[list[Change], int]:
    """Return what a commit did to each text file, and how many files are none."""
    options = ("--root", "-r", "-M", "-z", "--no-commit-id", "--abbrev=40")
    fields = git(folder, "diff-tree", *options, commit).split(b"\0")
    found: list[Change] = []
    skipped, at = 0, 0
    while at + 1 < len(fields):
        old_mode, new_mode, old_id, new_id, status = fields[at].removeprefix(b":").split(b" ")
        names = fields[at + 1 : at + (3 if status[:1] in b"RC" else 2)]
        at += 1 + len(names)
        modes = [mode for mode in (old_mode, new_mode) if mode != b"000000"]
        old, new = _blob(folder, old_id), _blob(folder, new_id)
        if any(mode not in REGULAR for mode in modes) or not (_text(old) and _text(new)):
            skipped += 1
            continue
        bits = (REGULAR.get(old_mode, False), REGULAR.get(new_mode, False))
        paths = [name.decode() for name in (names[0], names[-1])]
        patch = _patch(folder, commit, paths)
        passages = tuple(_passages(patch))
        found.append(Change(paths[0], paths[1], old, new, bits, passages, patch))
    return found, skipped


def _blob(folder: Path, name: bytes) -> bytes | None:
    if not name.strip(b"0"):
        return None
    return git(folder, "cat-file", "blob", name.decode(), strict=False)


def _text(data: bytes | None) -> bool:
    """Tell whether some bytes are what the program reviews: UTF-8 text of a bearable size."""
    if data is None:
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data and len(data) <= LARGEST


def _patch(folder: Path, commit: str, paths: Sequence[str]) -> bytes:
    options = ("--root", "-r", "-M", "-p", f"-U{CONTEXT}", "--no-commit-id", "--no-ext-diff")
    only = [f":(literal){path}" for path in dict.fromkeys(paths)]
    return git(folder, "diff-tree", *options, commit, "--", *only)


def _passages(patch: bytes) -> Iterator[Passage]:
    """Yield the hunks of a diff, as its signs say."""
    lines = patch.split(b"\n")
    starts = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        header = _HEADER.match(lines[start])
        assert header
        old: list[bytes] = []
        new: list[bytes] = []
        last: tuple[list[bytes], ...] = ()
        for line in filter(None, lines[start + 1 : end]):
            sides = {b" ": (old, new), b"-": (old,), b"+": (new,), b"\\": last}[line[:1]]
            for side in sides:
                if line.startswith(b"\\"):
                    side[-1] = side[-1].removesuffix(b"\n")
                else:
                    side.append(line[1:] + b"\n")
            last = sides
        yield Passage(int(header[1]), b"".join(old), b"".join(new))


def applied(files: Mapping[str, bytes], patch: bytes) -> dict[str, bytes]:
    """Return some files once git has applied a patch to them, in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        git(folder, "apply", "--whitespace=nowarn", feed=patch)
        return {path: (folder / path).read_bytes() for path in files}


def patched(path: str, base: bytes, spans: Sequence[Span]) -> bytes:
    """Return a patch, with context, that replaces these spans of a file by other bytes."""
    lines = _lines(base)
    parts = [f"--- a/{path}\n+++ b/{path}\n".encode()]
    shift = 0
    for group in _near(_runs(base, lines, spans)):
        low, high = max(0, group[0].low - CONTEXT), min(len(lines), group[-1].high + CONTEXT)
        body: list[bytes] = []
        at = low
        for run in group:
            body += [b" " + line for line in lines[at : run.low]]
            body += [b"-" + line for line in lines[run.low : run.high]]
            body += [b"+" + line for line in _lines(run.new)]
            at = run.high
        body += [b" " + line for line in lines[at:high]]
        before = high - low
        after = before + sum(len(_lines(run.new)) - run.high + run.low for run in group)
        numbers = (low + bool(before), before, low + shift + bool(after), after)
        parts.append(b"@@ -%d,%d +%d,%d @@\n" % numbers)
        parts += [line if line.endswith(b"\n") else line + NO_NEWLINE for line in body]
        shift += after - before
    return b"".join(parts)


def _lines(data: bytes) -> list[bytes]:
    *whole, rest = data.split(b"\n")
    return [line + b"\n" for line in whole] + ([rest] if rest else [])


def _runs(base: bytes, lines: Sequence[bytes], spans: Sequence[Span]) -> list[Run]:
    """Return spans as runs of whole lines; those that share a line are one."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    runs: list[Run] = []
    for start, end, new in sorted(spans):
        low = bisect_right(starts, start) - 1
        high = bisect_left(starts, end)
        before, after = base[starts[low] : start], base[end : starts[high]]
        whole = before + new + after
        if whole and not whole.endswith(b"\n") and high < len(lines):
            whole, high = whole + lines[high], high + 1
        assert not runs or runs[-1].high <= low, "two hunks in one line"
        runs.append(Run(low, high, whole))
    return runs


def _near(runs: Sequence[Run]) -> list[list[Run]]:
    """Return runs in groups whose context meets."""
    groups: list[list[Run]] = []
    for run in runs:
        if groups and run.low - groups[-1][-1].high <= 2 * CONTEXT:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups
