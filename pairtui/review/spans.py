"""Spans: sorted, disjoint, half-open ranges of whole numbers."""

from __future__ import annotations

from typing import TypeAlias

Spans: TypeAlias = tuple[tuple[int, int], ...]


def add(spans: Spans, start: int, end: int) -> Spans:
    """Return the spans with one more range in them; touching ranges become one."""
    if start >= end:
        return spans
    merged: list[tuple[int, int]] = []
    for low, high in sorted((*spans, (start, end))):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def total(spans: Spans) -> int:
    """Return how many numbers the spans hold."""
    return sum(high - low for low, high in spans)
