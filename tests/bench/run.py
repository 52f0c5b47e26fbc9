"""Benchmark: `python tests/bench/run.py` prints the figures beside a bare Textual app's.

Both are measured in turns in the same run, so that what else the machine does falls on both.
Compare ratios, bytes and counts; times swing with the machine. Exit code 1 when a `must` fails.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from pairtui.repo.sample import make_sample
from tests.bench import measure
from tests.bench.goals import Figures, report


def measure_bare(figures: Figures, cwd: Path, env: Mapping[str, str], *, idle: bool) -> None:
    """Measure the two bare apps once."""
    with measure.start((*measure.BARE, "hello"), cwd, env) as hello:
        measure.opening(hello, figures, "hello ", types=False)
        if idle:
            measure.idling(hello, figures, "hello ")
        measure.leaving(hello, figures, "hello ")
    with measure.start((*measure.BARE, "typing"), cwd, env) as box:
        measure.opening(box, figures, "typing ")
        measure.typing(box, figures, "typing ")


def measure_ours(figures: Figures, cwd: Path, env: Mapping[str, str], *, idle: bool) -> None:
    """Measure the program once, up to a quit with nothing pending."""
    with measure.start(measure.PROGRAM, cwd, env) as ours:
        measure.opening(ours, figures)
        if idle:
            measure.idling(ours, figures)
        measure.typing(ours, figures)
        measure.leaving(ours, figures)


def measure_stream(figures: Figures, cwd: Path, env: Mapping[str, str], tokens: int) -> None:
    """Measure one streamed reply."""
    with measure.start(measure.PROGRAM, cwd, env) as ours:
        measure.painted(ours)
        ours.settle(1000, 30)
        measure.streaming(ours, figures, tokens)


def main() -> int:
    """Run the benchmark as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each start is measured")
    parser.add_argument("--tokens", type=int, default=1000, help="tokens of the streamed reply")
    parser.add_argument("--json", type=Path, help="also write every number to this file")
    given = parser.parse_args()
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cwd = Path(make_sample(folder))
        with measure.paced_server(home, given.tokens, rate=100) as server:
            env = measure.environment(home, server)
            for run in range(given.runs):
                measure_bare(figures, cwd, env, idle=run == 0)
                measure_ours(figures, cwd, env, idle=run == 0)
                print(f"run {run + 1} of {given.runs}", file=sys.stderr)
            measure_stream(figures, cwd, env, given.tokens)
    table, holds = report(figures)
    print(table)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
