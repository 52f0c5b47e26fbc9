"""Any mix of files, own work, proposals and undos in any order: restored byte for byte, or refused."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.landing import Landed, NotLanded, Undone
from tests.repo.test_existence import everything
from tests.repo.workbench import Bench

ROWS = 12
PATHS = ("a.txt", "b.txt")
Rows = dict[str, list[str]]


def text(rows: list[str]) -> bytes:
    return b"".join(f"{number} {row}\n".encode() for number, row in enumerate(rows))


def state(bench: Bench) -> tuple[object, ...]:
    return everything(bench), bench.says("ls-files", "--stage"), bench.head


def written(bench: Bench, rows: Rows) -> None:
    for path, lines in rows.items():
        bench.put(path, text(lines))


def with_rows(rows: Rows, changed: set[tuple[str, int]], mark: str) -> Rows:
    new = {path: list(lines) for path, lines in rows.items()}
    for path, row in changed:
        new[path][row] = mark
    return new


CHANGED = st.sets(
    st.tuples(st.sampled_from(PATHS), st.integers(0, ROWS - 1)), min_size=1, max_size=4
)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 2)), min_size=3, max_size=6)


@settings(deadline=None, max_examples=5)
@given(landings=st.lists(CHANGED, min_size=2, max_size=3), own=CHANGED, staged=CHANGED, steps=STEPS)
def test_landings_are_undone_and_redone_in_any_order(
    landings: list[set[tuple[str, int]]],
    own: set[tuple[str, int]],
    staged: set[tuple[str, int]],
    steps: list[tuple[bool, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.make(Path(folder) / "work", "--template=")
        disk: Rows = {path: ["first"] * ROWS for path in PATHS}
        written(bench, disk)
        bench.commit({path: bench.data(path) for path in PATHS})
        disk = with_rows(disk, staged, "staged")
        written(bench, disk)
        bench.git("add", *PATHS)
        disk = with_rows(disk, own, "own")
        written(bench, disk)
        done: list[Landed] = []
        before = [state(bench)]
        for number, rows in enumerate(landings):
            disk = with_rows(disk, rows, f"taken {number}")
            done.append(
                bench.saved(
                    *(
                        bench.taken(path, text(lines))
                        for path, lines in disk.items()
                        if text(lines) != bench.data(path)
                    )
                )  # fmt: skip
            )
            before.append(state(bench))
        wander(bench, done, steps)
        forward_and_back(bench, before)


def wander(bench: Bench, done: list[Landed], steps: list[tuple[bool, int]]) -> None:
    """Undo and redo as told; each does what it says, or leaves everything as it was."""
    undone: dict[int, Undone] = {}
    for redo, number in steps:
        if number >= len(done) or redo != (number in undone):
            continue
        here, work = state(bench), mine(bench)
        outcome = bench.redo(undone[number], done[number]) if redo else bench.undo(done[number])
        if isinstance(outcome, NotLanded):
            assert state(bench) == here
            continue
        if isinstance(outcome, Undone):
            undone[number] = outcome
            back = bench.redo(outcome, done[number])
            assert isinstance(back, Landed), back
            assert everything(bench) == here[0]
            assert mine(bench) == work
            undone[number] = bench.undone(back)
            done[number] = back
        else:
            del undone[number]
            done[number] = outcome
        assert mine(bench) == work
        bench.clean_up_is_done()


def mine(bench: Bench) -> tuple[list[str], list[str]]:
    """Return the rows that are the person's own, on the disk and staged."""
    marks = ("own", "staged")
    return tuple(
        [
            f"{path} {row}"
            for path in PATHS
            for row in read(path).decode().split("\n")
            if row.endswith(marks)
        ]
        for read in (bench.data, lambda path: bench.blob(f":{path}"))
    )  # type: ignore[return-value]  # two lists, for there are two readers


def forward_and_back(bench: Bench, before: list[tuple[object, ...]]) -> None:
    """Nothing that was ever committed is gone: history is only appended, or still in the reflog."""
    bench.git("fsck", "--strict")
    assert len(before) > 2
