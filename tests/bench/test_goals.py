from __future__ import annotations

import pytest

from tests.bench.goals import GOALS, Figures, report
from tests.bench.measure import END, reply_of


def figures(paint: float, key_bytes: float) -> Figures:
    return {
        "paint": [paint, 900, 100],
        "hello paint": [200, 200, 200],
        "key bytes": [key_bytes],
        "typing key bytes": [150],
    }


@pytest.mark.parametrize(
    ("paint", "key_bytes", "words", "good"),
    [
        (240, 270, ("1.20×  1.2×  1.35×  aim", "1.80×   270    300  aim"), True),
        (250, 300, ("1.25×  1.2×  1.35×  must", "must"), True),
        (280, 12, ("1.40×  1.2×  1.35×  NO", "aim"), False),
        (240, 301, ("aim", "NO"), False),
    ],
)
def test_the_report_compares_medians_with_the_limits(
    paint: float, key_bytes: float, words: tuple[str, str], good: bool
) -> None:
    table, holds = report(figures(paint, key_bytes))
    assert holds is good
    rows = table.splitlines()
    assert len(rows) == 3
    for row, part in zip(rows[1:], words, strict=True):
        assert part in row


def test_a_must_is_never_stricter_than_its_aim() -> None:
    for goal in GOALS:
        if goal.aim is not None and goal.must is not None:
            assert goal.aim <= goal.must


def test_the_reply_has_the_length_asked_for() -> None:
    reply = reply_of(250)
    assert len(reply) == 1000
    assert reply.endswith(f"\n{END}\n")
