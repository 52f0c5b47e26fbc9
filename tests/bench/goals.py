"""Goals: what each figure should be, what it must be, and how a figure is printed."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

Figures: TypeAlias = dict[str, list[float]]
"""What was measured: by name, one number a run (or a key)."""
Unit: TypeAlias = Literal["ms", "B", "KB", "s", "MiB"]


@dataclass(frozen=True)
class Goal:
    """One row of the report.

    `figure` is taken from the program, `against` from the bare app; with `against` the limits are
    ratios, without it they are in `unit`. None: no limit was set.
    """

    says: str
    unit: Unit
    figure: str
    against: str = ""
    aim: float | None = None
    must: float | None = None
    ratio: bool = False


GOALS = (
    Goal("start to first paint", "ms", "paint", "hello paint", 1.2, 1.35, ratio=True),
    Goal("start to a typed key's echo", "ms", "ready", "hello paint", 1.4, 1.6, ratio=True),
    Goal("key to echo, median", "ms", "key", "typing key"),
    Goal("bytes per typed key", "B", "key bytes", "typing key bytes", 270, 300),
    Goal("idle for 5 s: bytes", "B", "idle bytes", "hello idle bytes", 0, 0),
    Goal("idle for 5 s: CPU", "s", "idle cpu", "hello idle cpu", 0.01, 0.02),
    Goal("1,000 tokens at 100/s: bytes", "KB", "stream bytes", "", 62.5, 150),
    Goal("1,000 tokens at 100/s: CPU", "s", "stream cpu"),
    Goal("memory at the prompt (PSS)", "MiB", "memory", "hello memory", 60, 90),
    Goal("memory after a reply (PSS)", "MiB", "memory after", "", 75, 120),
    Goal("quit", "ms", "quit", "hello quit", 1.0, 1.3, ratio=True),
)


def report(figures: Figures) -> tuple[str, bool]:
    """Return the table as text, and whether every `must` holds."""
    rows: list[tuple[str, ...]] = [("figure", "pairtui", "bare", "ratio", "aim", "must", "holds")]
    rows += [row for goal in GOALS if (row := _row(goal, figures))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in {0, 6} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines), all(row[6] != "NO" for row in rows)


def _row(goal: Goal, figures: Figures) -> tuple[str, ...] | None:
    if not figures.get(goal.figure):
        return None
    ours = median(figures[goal.figure])
    bare = median(figures[goal.against]) if figures.get(goal.against) else None
    ratio = ours / bare if bare else None
    counts = ratio if goal.ratio else ours
    sign = "×" if goal.ratio else ""
    limits = [f"{limit:g}{sign}" if limit is not None else "–" for limit in (goal.aim, goal.must)]
    return (
        goal.says,
        _number(ours, goal.unit),
        _number(bare, goal.unit) if bare is not None else "–",
        f"{ratio:.2f}×" if ratio is not None else "–",
        *limits,
        _holds(goal, counts),
    )


def _holds(goal: Goal, value: float | None) -> str:
    if goal.must is None or goal.aim is None or value is None:
        return ""
    value = round(value, 3)
    if value <= goal.aim:
        return "aim"
    return "must" if value <= goal.must else "NO"


def _number(value: float, unit: Unit) -> str:
    digits = {"ms": 1, "B": 0, "KB": 1, "s": 2, "MiB": 1}[unit]
    return f"{value:,.{digits}f} {unit}"
