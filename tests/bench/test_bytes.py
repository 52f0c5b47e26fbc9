"""The part of the benchmark that is exact on every machine: bytes and counts, never time."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.repo.sample import make_sample
from tests.bench import measure
from tests.bench.goals import Figures
from tests.providers.server import Reply, serve

MOST_BYTES_PER_KEY = 300


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    found: Figures = {}
    cwd = Path(make_sample(str(tmp_path)))
    with (
        serve(Reply("hello")) as server,
        measure.start(
            measure.PROGRAM, cwd, measure.environment(tmp_path / "home", server.url)
        ) as program,
    ):
        measure.opening(program, found)
        program.wait_for("nothing to review yet")  # on a busy machine the rest comes late
        program.settle(500)
        measure.idling(program, found, seconds=3)
        measure.typing(program, found)
    return found


def test_a_typed_key_costs_few_bytes_and_idling_none(figures: Figures) -> None:
    assert figures["key bytes"][0] <= MOST_BYTES_PER_KEY
    assert figures["idle bytes"] == [0]
