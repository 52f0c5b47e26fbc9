"""Saves undone and done again in any order: byte for byte, or refused with nothing changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.landing import Landed, NotLanded, Undone
from tests.repo.test_existence import everything
from tests.repo.workbench import Bench

ROWS = 18
SAVES = ("first", "second", "third")
OWNERS = st.lists(
    st.sampled_from(["", "", "staged", "own", *SAVES, *SAVES]), min_size=ROWS, max_size=ROWS
)
STEPS = st.lists(st.integers(0, 2), min_size=2, max_size=5)


def apart(owners: list[str]) -> list[str]:
    """Return owners with a line of nobody's between any two, so that nothing is in doubt."""
    return [owner if row % 2 else "" for row, owner in enumerate(owners)]


def version(owners: list[str], *who: str) -> bytes:
    return b"".join(
        f"line {row} {owner if owner in who else ''}\n".encode() for row, owner in enumerate(owners)
    )


def begun(folder: str, owners: list[str]) -> tuple[Bench, dict[int, Landed]]:
    """Save three times in a file that holds staged and unstaged work; return the receipts."""
    bench = Bench.make(Path(folder) / "work", "--template=")
    bench.commit({"a.txt": version(owners)})
    bench.put("a.txt", version(owners, "staged"))
    bench.git("add", "a.txt")
    bench.put("a.txt", version(owners, "staged", "own"))
    landings = {}
    for number in range(3):
        there = version(owners, "staged", "own", *SAVES[: number + 1])
        if there != bench.data("a.txt"):
            landings[number] = bench.saved(bench.taken("a.txt", there))
    return bench, landings


def in_any_order(owners: list[str], steps: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench, done = begun(folder, owners)
        undone: dict[int, Undone] = {}
        for number in (step for step in steps if step in done):
            if number in undone:
                done[number] = bench.redone(undone.pop(number), done[number])
            else:
                undone[number] = bench.undone(done[number])
            saved = [name for at, name in enumerate(SAVES) if at not in undone]
            assert bench.data("a.txt") == version(owners, "staged", "own", *saved)
            assert bench.blob("HEAD:a.txt") == version(owners, *saved)
            assert bench.blob(":a.txt") == version(owners, "staged", *saved)
        bench.clean_up_is_done()


def state(bench: Bench) -> tuple[object, ...]:
    return everything(bench), bench.blob(":a.txt"), bench.blob("HEAD:a.txt")


def or_refused(owners: list[str], steps: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench, done = begun(folder, owners)
        for number in (step for step in steps if step in done):
            here, head = state(bench), bench.head
            outcome = bench.undo(done[number])
            if isinstance(outcome, NotLanded):
                assert (state(bench), bench.head) == (here, head)
                continue
            back = bench.redo(outcome, done.pop(number))
            assert isinstance(back, Landed), back
            assert state(bench) == here
        bench.clean_up_is_done()


@settings(deadline=None, max_examples=3)
@given(owners=OWNERS.map(apart), steps=STEPS)
def test_what_is_apart_is_exact(owners: list[str], steps: list[int]) -> None:
    in_any_order(owners, steps)


@settings(deadline=None, max_examples=3)
@given(owners=OWNERS, steps=STEPS)
def test_what_is_not_is_refused_or_exact(owners: list[str], steps: list[int]) -> None:
    or_refused(owners, steps)


@pytest.mark.sweep
@settings(deadline=None, max_examples=150)
@given(owners=OWNERS.map(apart), steps=STEPS)
def test_what_is_apart_is_exact_at_length(owners: list[str], steps: list[int]) -> None:
    in_any_order(owners, steps)


@pytest.mark.sweep
@settings(deadline=None, max_examples=150)
@given(owners=OWNERS, steps=STEPS)
def test_what_is_not_is_refused_or_exact_at_length(owners: list[str], steps: list[int]) -> None:
    or_refused(owners, steps)
