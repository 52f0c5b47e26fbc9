"""How long the store takes, by hand: `python -m tests.bench.store` in the project's folder.

A store of 10,000 proposals, each with a base of 2 KB and three decisions. Opening it and its first
answer are compared with a bare `sqlite3` connection that does one lookup in the same file, in
turns in the same run; keeping a decision is compared with a bare durable row.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from pairtui.conversation import Turn
from pairtui.review.decide import Reject, Review, Take
from pairtui.review.replay import Event, Standing, advance
from pairtui.store import proposals, sessions
from pairtui.store.nouns import Exchange
from pairtui.store.store import Store
from tests.review.made import change, proposal

PROPOSALS = 10_000
EACH = 20
"""Proposals in one session."""
RUNS = 15


def made(number: int) -> Standing:
    """Return a proposal of its own, with three changes of a small file."""
    text = b"".join(b"line %d of file %d says something\n" % (at, number) for at in range(60))
    ends = [at + 1 for at, byte in enumerate(text) if byte == 10]
    spans = [(ends[at], ends[at + 1], b"changed line %d\n" % at) for at in (3, 20, 40)]
    title = f"Round item {number} half even"
    file = change(text, *spans, path=f"src/module_{number}.py")
    return Standing(Review(replace(proposal(file), id=f"{number:012x}", title=title)))


def fill(store: Store) -> str:
    """Keep everything in one transaction; return the last session."""

    def work(connection: sqlite3.Connection) -> str:
        session = ""
        for number in range(PROPOSALS):
            session, now = f"s{number // EACH}", float(number)
            standing = made(number)
            named = {"latest": None, "branch": None, "now": now}
            proposals.record(connection, session, standing, (), **named)  # type: ignore[arg-type] # three kinds
            for event in decisions(standing):
                standing = advance(standing, event)
                proposals.record(connection, session, standing, (event,), **named)  # type: ignore[arg-type] # as above
            sessions.touch(connection, session, now)
            turn = Turn(f"please look at module {number}", "Here it is. " * 20, "done")
            sessions.keep_turn(connection, session, Exchange(turn, now), None)
        return session

    return store._database.write(work)


def decisions(standing: Standing) -> tuple[Event, ...]:
    """Return a decision about each change; one in a hundred proposals stays open."""
    one, two, three = standing.review.proposal.hunks
    open_ = int(standing.review.proposal.id, 16) % 100 == 0
    return (Reject(one.id), Reject(two.id, "too wide"), *(() if open_ else (Reject(three.id),)))


def timed(work: Callable[[], object]) -> float:
    """Return how long some work takes, in milliseconds: the median of several runs."""
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return median(took)


def bare(path: Path) -> None:
    """Open the file with nothing but sqlite3, and look up one row."""
    connection = sqlite3.connect(path)
    connection.execute("SELECT card FROM proposals WHERE id = 'x'").fetchone()
    connection.close()


def ours(path: Path) -> None:
    """Open the file as the program does, and look up one row."""
    store = Store(path)
    store.proposal("x")
    store.close()


def bare_row(folder: Path) -> Callable[[], object]:
    """Return what keeps one small row as durably."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("CREATE TABLE rows (body BLOB)")
    return lambda: connection.execute("INSERT INTO rows VALUES (zeroblob(100))")


def start(code: str) -> float:
    """Return how long a fresh Python takes to do something, without its own start; in ms."""
    script = f"import time; t = time.perf_counter(); {code}; print((time.perf_counter() - t) * 1e3)"
    return median(
        float(
            subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
        )
        for _ in range(5)
    )


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "store.db"
        store = Store(path)
        begun = time.perf_counter()
        session = fill(store)
        print(f"{PROPOSALS:,} proposals, kept in {time.perf_counter() - begun:.1f} s")
        store.close()
        print(f"{path.stat().st_size / 1e6:.1f} MB on the disk")
        one, other = timed(lambda: ours(path)), timed(lambda: bare(path))
        print(
            f"open and look up:        {one:8.2f} ms, bare sqlite3 {other:.2f}: {one / other:.1f}x"
        )
        store = Store(path)
        for says, work in (
            ("resume a session of 20", lambda: store.resume(session)),
            ("list 100 pending", lambda: store.proposals(1000, pending=True)),
            ("list the last 100", lambda: store.proposals(100)),
            ("find by an id's beginning", lambda: store.proposal("00000000270f")),
            ("search, one found", lambda: store.search("item 4321 half")),
            ("search, all alike", lambda: store.search("half even")),
            ("search, nothing indexed", lambda: store.search("odule_4321")),
            ("look through the file", store.check),
        ):
            print(f"{says + ':':24} {timed(work):8.2f} ms")
        take = Take(next(iter(made(0).review.proposal.hunks)).id)
        taken = advance(made(0), take)
        one = timed(lambda: store.record("s0", taken, take))
        other = timed(bare_row(Path(name)))
        print(
            f"keep a decision:         {one:8.2f} ms, bare sqlite3 {other:.2f}: {one / other:.1f}x"
        )
        store.close()
    importing = start("import pairtui.store.opening")
    print(f"import the room:         {importing:8.2f} ms, with proposal and review")
    print(f"of that sqlite3:         {start('import sqlite3'):8.2f} ms")
    print(f"cattrs, when first used: {start('import cattrs'):8.2f} ms")


if __name__ == "__main__":
    main()
