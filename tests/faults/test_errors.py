"""What fails at any step is never reported as saved, and leaves the old files and nothing else."""

from __future__ import annotations

import errno
import itertools
import os
from pathlib import Path

import pytest

from pairtui.landing import Landed, NotLanded
from pairtui.repo.journal import InMemory
from pairtui.repo.undo import undo
from tests.repo.test_existence import everything
from tests.repo.workbench import NOW, Bench

LINES = b"one\ntwo\nthree\n"
NEW = LINES.replace(b"two", b"2")
CODES = (errno.ENOSPC, errno.EIO, errno.EROFS)


class Failing:
    """A point that raises an error at one step; `hit` is the name of that step, once it came."""

    def __init__(self, number: int, code: int) -> None:
        self.hit = ""
        self._count, self._number, self._code = 0, number, code

    def __call__(self, name: str) -> None:
        self._count += 1
        if self._count == self._number:
            self.hit = name
            raise OSError(self._code, os.strerror(self._code))


@pytest.fixture
def on(tmp_path: Path) -> Bench:
    bench = Bench.make(tmp_path / "work", "--template=")
    bench.commit({"a.txt": LINES})
    bench.put("mine.txt", b"mine\n")
    return bench


def state(bench: Bench) -> tuple[object, ...]:
    return everything(bench), bench.head, bench.says("ls-files", "--stage")


def save(on: Bench, failing: Failing) -> Landed | None:
    """Save with an error at one step, and see that nothing was saved, or else all of it."""
    before = state(on)
    results = [on.taken("a.txt", NEW), on.taken("x/new.txt", b"new\n")]
    outcome = on.land(*results, point=failing)
    assert not list(on.root.rglob(".pairtui-*")), failing.hit
    if isinstance(outcome, NotLanded):
        if outcome.written:
            assert failing.hit == "commit"
            assert (on.head, on.data("a.txt")) == (before[1], NEW)
            assert on.put_back(outcome) == ()
        assert state(on) == before, failing.hit
        return None
    # It is saved, and what could not be done after that is said.
    assert on.data("a.txt") == on.blob("HEAD:a.txt") == NEW
    assert bool(outcome.notes) == (failing.hit in ("stage", "result"))
    return outcome


def take_back(on: Bench, landed: Landed, code: int, step: int = 1) -> None:
    """Undo with an error at each step, until it comes through."""
    before = state(on)
    for number in itertools.count(1, step):
        failing = Failing(number, code)
        outcome = undo(on.repo, landed, now=NOW, journal=InMemory(), point=failing)
        assert not list(on.root.rglob(".pairtui-*")), failing.hit
        if not isinstance(outcome, NotLanded):
            assert failing.hit in ("", "clean a.txt", "clean x/new.txt", "written", "moved")
            assert number > 15
            return
        assert state(on) == before, failing.hit


def test_an_error_at_some_steps(on: Bench) -> None:
    before = state(on)
    for number in itertools.count(1, 4):
        failing = Failing(number, CODES[number % len(CODES)])
        landed = save(on, failing)
        if landed is not None and not failing.hit:
            break
        if landed is not None:
            on.undone(landed)
            on.git("reset", "--quiet")
        assert state(on) == before, failing.hit
    assert number > 25
    assert landed is not None
    take_back(on, landed, errno.EIO, 4)
    assert state(on) == before


@pytest.mark.sweep
@pytest.mark.parametrize("code", CODES)
def test_any_error_at_every_step(on: Bench, code: int) -> None:
    before = state(on)
    for number in itertools.count(1):
        failing = Failing(number, code)
        landed = save(on, failing)
        if landed is not None:
            take_back(on, landed, code)
            on.git("reset", "--quiet")
            assert state(on) == before
            if not failing.hit:
                break
