from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pairtui.store.opening import open_kept
from pairtui.store.place import Place
from tests.review.happened import ONE
from tests.store.rival import SHARED

HERE = Path(__file__).parent
COUNT = 12


def killed(what: str, folder: Path, step: int) -> int:
    """Return at how many points a process was killed without any harm."""
    command = [sys.executable, str(HERE / "victim.py"), what, str(folder), str(step)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert found["wrong"] == {}
    assert found["said"] == {"store": 5, "journal": 3}[what]
    return int(found["points"])


@pytest.mark.parametrize(("what", "step"), [("store", 12), ("journal", 6)])
def test_a_process_killed_at_some_statement_has_kept_what_it_said(
    what: str, step: int, tmp_path: Path
) -> None:
    assert killed(what, tmp_path, step) >= 7


@pytest.mark.sweep
@pytest.mark.parametrize(("what", "least"), [("store", 100), ("journal", 40)])
def test_a_process_killed_at_any_statement_has_kept_what_it_said(
    what: str, least: int, tmp_path: Path
) -> None:
    assert killed(what, tmp_path, 1) >= least


def test_two_processes_that_begin_at_once_lose_nothing(tmp_path: Path) -> None:
    names = ("one", "two")
    script = str(HERE / "rival.py")
    rivals = [
        subprocess.Popen(
            [sys.executable, script, str(tmp_path), name, str(COUNT)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for rival in rivals:
        assert rival.stdin
        rival.stdin.write("go\n")
        rival.stdin.flush()
    for rival in rivals:
        _, errors = rival.communicate()
        assert (rival.returncode, errors) == (0, "")

    kept = open_kept((Place(tmp_path / "kept"),))
    shared = kept.store.resume(SHARED)
    assert shared is not None
    words = [exchange.turn.words for exchange in shared.exchanges]
    for name in names:
        mine = [said for said in words if said.startswith(name)]
        assert mine == [f"{name} {number}" for number in range(COUNT)]
        found = kept.store.resume(name)
        assert found is not None
        (proposal,) = found.proposals
        assert proposal.review.state(ONE) == "taken"
    assert {proposal.card.id for proposal in shared.proposals} == {"of one", "of two"}
    assert not [*kept.store.troubles, *kept.journal.troubles]
    kept.close()
