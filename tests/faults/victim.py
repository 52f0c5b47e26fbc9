"""End a save, an undo or a redo at each of its steps in turn, and see how the next start goes on.

`python victim.py FOLDER land commit` tries each step; names after that, only those that begin so.

A process of its own with one thread, so that it may fork: each fork does the same work in a copy of
the same repository and is killed (SIGKILL) one step later than the last, until one run ends
unharmed. The method is SQLite's (its crash tests): only wholly old or wholly new will do, once the
next start has finished it or put it back.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from pairtui.landing import Landed, Mode, NotLanded, SaveChoice, Undone
from pairtui.proposal import ChangeMode, Delete, Present, Rename, SearchReplace, WholeFile
from pairtui.repo.files import read
from pairtui.repo.journal import Point, unwatched
from pairtui.repo.land import land
from pairtui.repo.recover import finish, interrupted, put_back
from pairtui.repo.undo import redo, undo
from pairtui.review.result import FileResult
from pairtui.store.journal import Journal
from tests.repo.test_existence import come_to, everything
from tests.repo.workbench import NOW, Bench

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n"
OLD = {"a.txt": LINES, "d/gone.txt": b"gone\n", "name.txt": b"name\n" * 3, "run": b"#!/bin/sh\n"}
EDITS = (
    SearchReplace("a.txt", "two", "2"),
    WholeFile("x/y/new.txt", "new\n"),
    Delete("d/gone.txt"),
    Rename("name.txt", "in/other.txt"),
    ChangeMode("run", executable=True),
)
State = tuple[object, ...]
Act = Callable[["Scene", Point], object]


@dataclass(frozen=True)
class Scene:
    """A repository with a journal beside it, the results to save, and what was done so far."""

    folder: Path
    mode: Mode
    results: tuple[FileResult, ...]
    done: tuple[Landed, ...] = ()

    @property
    def bench(self) -> Bench:
        return Bench(self.folder / "work")

    def journal(self) -> Journal:
        return Journal(self.folder / "journal.db", clock=lambda: NOW)

    def copied(self, to: Path) -> Scene:
        shutil.copytree(self.folder, to, symlinks=True)
        return Scene(to, self.mode, self.results, self.done)


def begun(folder: Path, mode: Mode) -> Scene:
    """Make a repository in which the person has work of every kind."""
    bench = Bench.make(folder / "work", "--template=")
    bench.commit(OLD)
    bench.put("a.txt", LINES.replace(b"nine", b"9 staged"))
    bench.git("add", "a.txt")
    bench.put("a.txt", bench.data("a.txt").replace(b"six", b"6 of mine"))
    bench.put("mine.txt", b"mine\n")
    return Scene(folder, mode, tuple(come_to(bench, *EDITS)))


def do_land(scene: Scene, point: Point = unwatched) -> Landed | NotLanded:
    return land(
        scene.bench.repo,
        scene.results,
        SaveChoice(scene.mode, "Say it better"),
        trailer="",
        now=NOW,
        progress=lambda _: None,
        head=scene.bench.head,
        journal=scene.journal(),
        point=point,
    )


def do_undo(scene: Scene, point: Point = unwatched) -> Undone | NotLanded:
    journal = scene.journal()
    return undo(scene.bench.repo, scene.done[0], now=NOW, journal=journal, point=point)


def do_redo(scene: Scene, point: Point = unwatched) -> Landed | NotLanded:
    landed, undone = scene.done
    journal = scene.journal()
    return redo(scene.bench.repo, undone, landed, now=NOW, journal=journal, point=point)


def end(scene: Scene, how: str, point: Point = unwatched) -> object:
    repo, journal = scene.bench.repo, scene.journal()
    (cut,) = interrupted(repo, journal)
    if how == "finish":
        return finish(repo, cut.intent, journal=journal, point=point)
    return put_back(repo, cut.intent, journal=journal, point=point)


def do_finish(scene: Scene, point: Point = unwatched) -> object:
    return end(scene, "finish", point)


def do_put_back(scene: Scene, point: Point = unwatched) -> object:
    return end(scene, "put back", point)


ACTS: dict[str, Act] = {
    "land": do_land,
    "undo": do_undo,
    "revert": do_undo,
    "redo": do_redo,
    "finish": do_finish,
    "put back": do_put_back,
}
CUT = {"finish": "swap d/gone.txt", "put back": "stage"}
"""Where a save is cut off that is then finished or put back, and cut off in that again."""


def scene_of(what: str, mode: Mode, folder: Path) -> Scene:
    """Return the repository as it is before the act."""
    scene = begun(folder / "scene", mode)
    if what in ("land", *CUT):
        return scene
    landed = do_land(scene)
    assert isinstance(landed, Landed), landed
    if what == "revert":
        scene.bench.git("tag", "keep")
    done: tuple[Landed, ...] = (landed,)
    if what == "redo":
        undone = do_undo(Scene(scene.folder, mode, scene.results, done))
        assert isinstance(undone, Undone), undone
        done = (landed, undone.receipt)
    return Scene(scene.folder, mode, scene.results, done)


def state(bench: Bench) -> State:
    """Return all that a save may change: files, folders, modes, the newest commit, the index."""
    said = bench.says("log", "-1", "--format=%T %P%n%B")
    return everything(bench), said, bench.says("ls-files", "--stage"), bench.status()


def strays(scene: Scene) -> list[str]:
    """Return what lies about that is not the person's."""
    here = [str(place) for place in scene.bench.root.rglob(".pairtui-*")]
    locks = [str(place) for place in (scene.bench.root / ".git").rglob("*.lock")]
    return [*here, *locks, *map(str, Path(tempfile.gettempdir()).iterdir())]


def mixed(scene: Scene, old: State, new: State) -> list[str]:
    """Return the paths that are neither old nor new."""
    before, after = old[0], new[0]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    now = {path: what for path, what in everything(scene.bench).items() if ".pairtui-" not in path}
    paths = {path for path in {*before, *after, *now} if (before.get(path) or after.get(path))}
    return [path for path in paths if now.get(path) not in (before.get(path), after.get(path))]


def check(scene: Scene, old: State, new: State) -> str:
    """Return what is wrong with what a killed act has left and the next start says, or nothing."""
    wrong = mixed(scene, old, new)
    if wrong:
        return f"neither old nor new: {wrong}"
    repo = scene.bench.repo
    found = interrupted(repo, scene.journal())
    if not found:
        whole = state(scene.bench) in (old, new)
        return (
            "" if whole and not strays(scene) else f"not whole, and nobody says so: {strays(scene)}"
        )
    (cut,) = found
    for file in cut.intent.files:
        now = read(repo, file.path)
        told = {"applied": file.after, "not applied": file.before}[cut.fates[file.path]]
        same = (
            now.data == told.data
            if isinstance(now, Present) and isinstance(told, Present)
            else (now == told)
        )
        if not same:
            return f"{file.path} is not {cut.fates[file.path]}"
    if cut.no_finish or cut.no_put_back:
        return f"it cannot be ended: {cut.no_finish} {cut.no_put_back}"
    return recovered(scene, "finish", new) or recovered(scene, "put back", old)


def recovered(scene: Scene, how: str, goal: State) -> str:
    """Return what is wrong once it is finished, or put back, in a copy; or nothing."""
    there = scene.copied(scene.folder.with_name(f"{scene.folder.name} {how}"))
    wrong = ended(there, how, goal)
    shutil.rmtree(there.folder)
    return wrong and f"{how}: {wrong}"


def ended(scene: Scene, how: str, goal: State) -> str:
    outcome = end(scene, how)
    if isinstance(outcome, NotLanded):
        return outcome.says
    now = state(scene.bench)
    if now != goal:
        return f"it is {now} where it should be {goal}"
    if strays(scene):
        return f"left: {strays(scene)}"
    if interrupted(scene.bench.repo, scene.journal()) or state(scene.bench) != now:
        return "a second start is not content"
    scene.bench.clean_up_is_done()
    return ""


def forked(work: Callable[[Point], object], wanted: int | str, names: list[str]) -> bool:
    """Do some work in a fork that is killed at one step, by number or name; tell whether it was."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        count = 0

        def point(name: str) -> None:
            nonlocal count
            count += 1
            if count == wanted or (isinstance(wanted, str) and name.startswith(wanted)):
                os.write(writing, name.encode())
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            outcome = work(point)
            if isinstance(outcome, NotLanded):
                os.write(writing, f"! {outcome.says}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        names.append(pipe.read())
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def sweep(folder: Path, what: str, mode: Mode, wanted: list[str]) -> dict[str, object]:
    """Kill an act at each step, or at some; return how many were tried and what went wrong."""
    scene = scene_of(what, mode, folder)
    old = state(scene.bench)
    whole = scene.copied(folder / "whole")
    act = ACTS[what]
    first = do_land if what in CUT else act
    assert not isinstance(first(whole, unwatched), NotLanded)
    new = state(whole.bench)
    wrong: dict[str, str] = {}
    names: list[str] = []
    points = 0
    if what in CUT:
        assert forked(partial(do_land, scene), CUT[what], [])
    steps: Iterable[int | str] = wanted or itertools.count(1)
    for number, one in enumerate(steps):
        here = scene.copied(folder / f"{number}")
        killed = forked(partial(act, here), one, names)
        found = check(here, old, new) or ("" if not names[-1].startswith("!") else names[-1])
        shutil.rmtree(here.folder)
        shutil.rmtree(tempfile.gettempdir())
        Path(tempfile.gettempdir()).mkdir()
        if found:
            wrong[f"{one} {names[-1]}"] = found
        if not killed:
            break
        points += 1
    return {"points": points, "wrong": wrong, "names": names}


def main(folder: Path, what: str, mode: Mode, wanted: list[str]) -> None:
    """Print how many steps were tried and what went wrong at which."""
    tempfile.tempdir = str(folder / "temporary")
    Path(tempfile.tempdir).mkdir(parents=True)
    print(json.dumps(sweep(folder, what, mode, wanted)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])  # type: ignore[arg-type]  # by hand
