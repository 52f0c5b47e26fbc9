"""The draft: a long answer costs what its length does, whatever the pieces are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pairtui.formats.reader import reader
from pairtui.proposal import Proposal, Provenance, Snapshot
from pairtui.request import TextDelta
from pairtui.session.draft import Draft
from pairtui.session.policy import Policy
from tests.repo.workbench import Bench


@pytest.mark.anyio
async def test_a_long_answer_is_heard_in_time_linear_in_its_length(tmp_path: Path) -> None:
    repo = Bench.make(tmp_path / "repo").repo

    async def seconds(count: int) -> float:
        draft = Draft(Policy(repo), Snapshot(), Proposal("p", "", Provenance("AI", "", "")))
        reading = reader("search_replace")
        began = time.process_time()
        for _ in range(count):
            await draft.hear(TextDelta("four"), reading)
        assert draft.reply == "four" * count
        return time.process_time() - began

    half, whole = await seconds(100_000), await seconds(200_000)
    assert whole < max(3 * half, 1)
