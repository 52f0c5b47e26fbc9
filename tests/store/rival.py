"""One of two processes that keep things in the same store: `python rival.py FOLDER NAME COUNT`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from pairtui.conversation import Turn
from pairtui.proposal import Proposal, Provenance
from pairtui.review.decide import Review, Take
from pairtui.review.replay import Standing, advance
from pairtui.store.nouns import Exchange
from pairtui.store.opening import open_kept
from pairtui.store.place import Place
from tests.review.happened import ONE, PROPOSAL

SHARED = "shared"


def main(folder: Path, name: str, count: int) -> None:
    """Wait for a line on standing input, so that both begin at once; then keep things."""
    sys.stdin.readline()
    kept = open_kept((Place(folder / "kept"),))
    own = Standing(Review(replace(PROPOSAL, id=name)))
    kept.store.record(name, own)
    kept.store.record(name, advance(own, Take(ONE)), Take(ONE))
    for number in range(count):
        turn = Turn(f"{name} {number}", "", "done")
        kept.store.record_turn(SHARED, Exchange(turn, float(number)))
        kept.journal.mark(SHARED, f"{name} {number}")
    empty = Proposal(f"of {name}", "", Provenance(name, "", ""))
    kept.store.record(SHARED, Standing(Review(empty)))
    kept.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
