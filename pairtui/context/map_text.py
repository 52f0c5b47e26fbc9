"""The map as text: paths, and under each the heads of definitions with their lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from pairtui.context.map_rank import Ranked
from pairtui.context.outline.definition import Definition

_LEAST = 12
"""Tokens below which no map says anything."""


def fit(ranked: Sequence[Ranked], budget: int, count: Callable[[str], int]) -> str:
    """Return the map of as many of the ranked definitions as fit, or nothing."""
    if budget < _LEAST:
        return ""
    placed = [(one, _around(one)) for one in ranked]
    fits = bisect_left(
        range(1, len(placed) + 1),
        True,
        key=lambda number: count(_draw(placed[:number])) > budget,
    )
    while fits and count(_draw(placed[:fits])) > budget:
        fits -= 1  # a longer text may have counted less
    return _draw(placed[:fits])


def _draw(placed: Sequence[tuple[Ranked, Sequence[int]]]) -> str:
    """Return the map of these definitions, file by file in the order of their names.

    Each stands on its line's number, deeper than what it stands in, which is shown as well.
    """
    files: dict[str, set[int]] = {}
    found: dict[str, tuple[Definition, ...]] = {}
    for one, around in placed:
        files.setdefault(one.path, set()).update(around)
        found[one.path] = one.found
    return "\n\n".join(
        f"{path}\n{_lines([found[path][at] for at in sorted(files[path])])}"
        for path in sorted(files)
    )


def _around(one: Ranked) -> list[int]:
    """Return where a definition and those it stands in are among all of its file."""
    inner = one.definition
    return [at for at, other in enumerate(one.found) if at == one.at or _encloses(other, inner)]


def _encloses(outer: Definition, inner: Definition) -> bool:
    if outer.kind in ("function", "method") or outer.line >= inner.line:
        return False
    return outer.line <= inner.line and inner.last <= outer.last


def _lines(shown: Sequence[Definition]) -> str:
    """Return definitions as lines, each as deep as there are others around it."""
    width = len(str(max(one.line for one in shown)))
    lines: list[str] = []
    around: list[Definition] = []
    for one in shown:
        while around and not _encloses(around[-1], one):
            around.pop()
        lines.append(f"{one.line:>{width}} {'  ' * len(around)}{one.text}")
        around.append(one)
    return "\n".join(lines)
