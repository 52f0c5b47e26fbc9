"""End a process at each statement in turn, and see what is left.

`python victim.py store FOLDER 1` tries each, with 5 each fifth one.

A process of its own with one thread, so that it may fork: each fork opens the file, does the same
work, says over a pipe what was kept, and is killed (SIGKILL) at one statement more than the last.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from pairtui.review.decide import Reject, Take
from pairtui.review.replay import Event, Grew, Standing, advance
from pairtui.store.journal import Journal
from pairtui.store.store import Store
from tests.review.happened import ONE, PROPOSAL, TWO, landed
from tests.store.made import Clock
from tests.store.test_journal import FILES, RECEIPT, intend
from tests.store.test_store import BEGUN

Point = Callable[[str], None]
Say = Callable[[str], None]
EVENTS: tuple[Event, ...] = (Take(ONE), Reject(TWO, "no"), Grew(PROPOSAL))


def stages() -> list[Standing]:
    """Return where the review stands after each thing that is kept."""
    found = [BEGUN]
    for event in EVENTS[:2]:
        found.append(advance(found[-1], event))
    found.append(advance(found[-1], landed(found[-1])[0]))
    return found


def keep_in_store(folder: Path, point: Point | None, say: Say) -> None:
    store = Store(folder / "store.db", clock=Clock(), point=point)
    session = store.begin_session()
    say(session)
    every = stages()
    store.record(session, every[0])
    say("arrived")
    for standing, event in zip(every[1:3], EVENTS, strict=False):
        store.record(session, standing, event)
        say("decided")
    store.record_landing(session, every[3], *landed(every[2]))
    say("landed")


def check_store(folder: Path, said: list[str]) -> str:
    """Return what is wrong with what was kept, or nothing."""
    store = Store(folder / "store.db", clock=Clock())
    try:
        if store.troubles or not store.check():
            return f"damaged: {store.troubles}"
        if not said:
            return ""
        found = store.resume(said[0])
        if found is None:
            return "the session is gone"
        standings = [kept.standing for kept in found.proposals]
        every = [[], *([one] for one in stages())]
        kept = every.index(standings) if standings in every else -1
        receipts = [len(kept.landings) for kept in found.proposals]
        if receipts not in ([], [int(kept == len(every) - 1)]):
            return "the receipt and the decision were not kept together"
        return "" if kept in (len(said) - 1, len(said)) else f"{len(said)} said, {kept} kept"
    finally:
        store.close()


def keep_in_journal(folder: Path, point: Point | None, say: Say) -> None:
    journal = Journal(folder / "journal.db", clock=Clock(), point=point)
    name = intend(journal)
    say(name)
    journal.mark(name, "written")
    say("written")
    journal.finish(name, "finished", RECEIPT)
    say("finished")


def check_journal(folder: Path, said: list[str]) -> str:
    """Return what is wrong with what was written down, or nothing."""
    journal = Journal(folder / "journal.db", clock=Clock())
    try:
        if journal.troubles or not journal.check():
            return f"damaged: {journal.troubles}"
        entries = journal.entries()
        stage = sum(
            (bool(entry.intent) + len(entry.steps) + bool(entry.result)) for entry in entries
        )
        if any(entry.intent.files != FILES for entry in entries):
            return "the files are not those that were written down"
        if stage == 3 and entries[0].result and entries[0].result.landed != RECEIPT:
            return "the receipt is not the one that was written down"
        return "" if stage in (len(said), len(said) + 1) else f"{len(said)} said, {stage} kept"
    finally:
        journal.close()


def killed_at(
    folder: Path, number: int, keep: Callable[[Path, Point | None, Say], None]
) -> tuple[list[str], bool]:
    """Do the work in a fork that ends at one statement; return what it said, and if it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        count = 0

        def point(_: str) -> None:
            nonlocal count
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            keep(folder, point, lambda text: (os.write(writing, f"{text}\n".encode()), None)[1])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read().split()
    _, status = os.waitpid(child, 0)
    return said, os.WIFSIGNALED(status)


def main(what: str, folder: Path, step: int) -> None:
    """Print how many points were tried and what went wrong at which."""
    keep, check = {
        "store": (keep_in_store, check_store),
        "journal": (keep_in_journal, check_journal),
    }[what]
    points, wrong = 0, {}
    for number in itertools.count(1, step):
        here = folder / f"{number}"
        here.mkdir()
        said, killed = killed_at(here, number, keep)
        found = check(here, said)
        if found:
            wrong[number] = found
        if not killed:
            break
        points += 1
    print(json.dumps({"points": points, "wrong": wrong, "said": len(said)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
