"""The fuzzer over a fixed run of replies; `python -m tests.fuzz` goes on by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.checks import Ground, check
from tests.fuzz.made import reply

REPLIES = 800


@pytest.mark.parametrize("first", [0, 1_000_000, 2_000_000, 3_000_000])
def test_no_reply_raises_or_breaks_what_must_hold(first: int, tmp_path: Path) -> None:
    ground = Ground.make(tmp_path)
    count: Counter[str] = Counter()
    for number in range(first, first + REPLIES):
        text = reply(Random(number))
        try:
            count += check(text, Random(number), ground)
        except Exception as error:
            error.add_note(f"number {number}: {text!r}")
            raise
    assert count["hunks"] > REPLIES / 4
    assert count["refused: path"]
    assert (tmp_path / "outside.txt").read_bytes() == b"outside\n"
