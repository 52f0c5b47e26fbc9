"""Killed at any step, every file is old or new, and the next start makes it wholly one of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

VICTIM = Path(__file__).with_name("victim.py")


def killed(folder: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(VICTIM), str(folder / "tried"), *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["wrong"] == {}
    return found


@pytest.mark.parametrize(
    ("what", "steps"),
    [
        ("land", ["swap d/gone.txt", "commit", "stage"]),
        ("undo", ["swap a.txt", "moved"]),
        ("redo", ["swap a.txt", "moved"]),
    ],
)
def test_killed_at_some_steps(tmp_path: Path, what: str, steps: list[str]) -> None:
    found = killed(tmp_path, what, "commit", *steps)
    assert found["points"] == len(steps)


@pytest.mark.sweep
@pytest.mark.parametrize("what", ["finish", "put back"])
def test_killed_while_it_is_put_right(tmp_path: Path, what: str) -> None:
    found = killed(tmp_path, what, "commit")
    assert found["points"] >= 15


@pytest.mark.sweep
@pytest.mark.parametrize("mode", ["commit", "stage", "write"])
@pytest.mark.parametrize("what", ["land", "undo", "revert", "redo"])
def test_killed_at_every_step(tmp_path: Path, what: str, mode: str) -> None:
    found = killed(tmp_path, what, mode)
    assert found["points"] >= 58
