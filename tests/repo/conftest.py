"""What the tests on real repositories share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repo.workbench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench.make(tmp_path / "work")
