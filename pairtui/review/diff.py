"""Diff: what changes come to, as a unified diff that `git apply` takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pairtui.proposal import Absent, Present, Proposal
from pairtui.review.decide import Review
from pairtui.review.lines import cut_lines, line_of, line_starts
from pairtui.review.result import FileResult, file_result

CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes (or lines) `old` to `old_end` of the base that became `new` to `new_end`."""

    old: int
    old_end: int
    new: int
    new_end: int


def unified(results: Iterable[FileResult]) -> bytes:
    """Return results as one unified diff with three lines of context, as git writes it.

    A new file has no old side, a deleted one no new side; a new path or mode is in the head.
    The runs of changed lines are the ones of the hunks, not of a comparison afterwards.
    """
    return b"".join(part for result in results for part in _file(result))


def proposal_diff(proposal: Proposal) -> bytes:
    """Return the unified diff of a proposal as if all of it were taken."""
    review = Review(proposal)
    return unified(file_result(change, review, lambda state: True) for change in proposal.files)


def _file(result: FileResult) -> Iterator[bytes]:
    head = list(_head(result))
    base, data = _data(result.base), _data(result.after)
    if base == data and not head:
        return
    old, new = _name("a/" + result.path), _name("b/" + result.goal)
    yield b"diff --git %s %s\n" % (old, new)
    yield from head
    if base == data:
        return
    old = b"/dev/null" if isinstance(result.base, Absent) else old
    new = b"/dev/null" if result.data is None else new
    yield b"--- %s\n+++ %s\n" % (_tabbed(old), _tabbed(new))
    runs = list(_line_runs(base, data, _byte_runs(result)))
    yield from _hunks(base, data, runs)


def _head(result: FileResult) -> Iterator[bytes]:
    """Yield git's extended header lines: what happens to the file itself."""
    if isinstance(result.base, Absent):
        yield b"new file mode %s\n" % _mode(result.mode)
    elif result.data is None:
        yield b"deleted file mode %s\n" % _mode(result.base.mode)
    elif result.git_mode:
        yield b"old mode %s\nnew mode %s\n" % (_mode(result.base.mode), _mode(result.mode))
    if result.to:
        yield b"rename from %s\nrename to %s\n" % (_name(result.path), _name(result.to))


def _mode(bits: int) -> bytes:
    return b"100755" if bits & 0o100 else b"100644"


def _data(state: Present | Absent) -> bytes:
    return b"" if isinstance(state, Absent) else state.data


def _line_runs(base: bytes, data: bytes, runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs of whole lines that hold these runs of bytes; they do not touch."""
    starts, new_starts = line_starts(base), line_starts(data)
    for run in _whole_lines(base, data, runs):
        yield Run(
            _line(starts, run.old, len(base)),
            _line(starts, run.old_end, len(base)),
            _line(new_starts, run.new, len(data)),
            _line(new_starts, run.new_end, len(data)),
        )


def _line(starts: list[int], offset: int, size: int) -> int:
    """Return how many lines begin before an offset, which is itself at the edge of a line."""
    if offset == size:
        return len(starts) if size else 0
    return line_of(starts, offset) - 1


def _byte_runs(result: FileResult) -> Iterator[Run]:
    shift = 0
    for hunk, new in result.hunks:
        if new != hunk.old:
            start = hunk.start + shift
            yield Run(hunk.start, hunk.end, start, start + len(new))
        shift += len(new) - (hunk.end - hunk.start)


def _whole_lines(base: bytes, data: bytes, runs: Iterable[Run]) -> list[Run]:
    """Return the runs widened to whole lines on both sides; runs that then touch become one."""
    whole: list[Run] = []
    for run in runs:
        back = run.old - (base.rfind(b"\n", 0, run.old) + 1)
        wide = Run(run.old - back, run.old_end, run.new - back, run.new_end)
        if whole and wide.old <= whole[-1].old_end:
            wide = Run(whole[-1].old, wide.old_end, whole[-1].new, wide.new_end)
            whole.pop()
        if not (_at_edge(base, wide.old_end) and _at_edge(data, wide.new_end)):
            end = base.find(b"\n", wide.old_end)
            more = (end + 1 if end >= 0 else len(base)) - wide.old_end
            wide = Run(wide.old, wide.old_end + more, wide.new, wide.new_end + more)
        whole.append(wide)
    return whole


def _at_edge(data: bytes, offset: int) -> bool:
    return offset in {0, len(data)} or data[offset - 1 : offset] == b"\n"


def _hunks(base: bytes, data: bytes, runs: list[Run]) -> Iterator[bytes]:
    lines, new_lines = cut_lines(base), cut_lines(data)
    for group in _groups(runs):
        first, last = group[0], group[-1]
        before = min(CONTEXT, first.old)
        after = min(CONTEXT, len(lines) - last.old_end)
        yield b"@@ -%s +%s @@\n" % (
            _range(first.old - before, last.old_end + after),
            _range(first.new - before, last.new_end + after),
        )
        place = first.old - before
        for run in group:
            yield from _marked(b" ", lines[place : run.old])
            yield from _marked(b"-", lines[run.old : run.old_end])
            yield from _marked(b"+", new_lines[run.new : run.new_end])
            place = run.old_end
        yield from _marked(b" ", lines[place : place + after])


def _groups(runs: list[Run]) -> Iterator[list[Run]]:
    """Yield the runs that share their context lines."""
    group: list[Run] = []
    for run in runs:
        if group and run.old - group[-1].old_end > 2 * CONTEXT:
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _range(low: int, high: int) -> bytes:
    """Return a range of lines as a hunk's head has it: an empty one names the line before it."""
    return b"%d,%d" % (low + 1 if high > low else low, high - low)


def _marked(sign: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield sign + line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"


def _name(path: str) -> bytes:
    """Return a path as git writes it: in quotes, with escapes, where it has unusual bytes."""
    raw = path.encode("utf-8", "surrogateescape")
    try:
        raw.decode()
    except UnicodeDecodeError:
        strange = True
    else:
        strange = not path.isprintable() or '"' in path or "\\" in path
    if not strange:
        return raw
    plain = frozenset(range(0x20, 0x7F)) - {0x22, 0x5C}
    return b'"%s"' % b"".join(b"%c" % byte if byte in plain else b"\\%03o" % byte for byte in raw)


def _tabbed(name: bytes) -> bytes:
    """Return a name with the tab that git puts behind one with spaces."""
    return name + b"\t" if b" " in name and not name.startswith(b'"') else name
