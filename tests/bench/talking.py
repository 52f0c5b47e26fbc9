"""How a long conversation and a long answer behave: `python -m tests.bench.talking`.

The installed program in a real terminal of 120 by 40, against a loopback server in a process of
its own. A conversation of 1,000 turns is compared with an empty one, in turns in the same run.
Bytes are exact; times swing with the machine. Exit code 1 when a `must` fails.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from pairtui.conversation import Turn
from pairtui.repo.sample import make_sample
from pairtui.store.nouns import Draft, Exchange
from pairtui.store.place import Place, prepare
from pairtui.store.store import Store
from tests.bench import measure
from tests.terminal.terminal import Terminal

TURNS = 1000
RUNS = 5
KEYS = 24
KEPT = "ENDOFTALK"
"""What each answer of the kept conversation ends with."""
GAP = 0.3
"""Seconds between two keys that are typed while an answer comes in."""


@dataclass(frozen=True)
class Row:
    """A figure beside its limits; times in ms or s, sizes in KB, as its name says."""

    says: str
    value: float
    aim: float
    must: float

    def __str__(self) -> str:
        holds = "aim" if self.value <= self.aim else "must" if self.value <= self.must else "NO"
        return f"{self.says:58} {self.value:9.2f} {self.aim:7g} {self.must:7g}  {holds}"


class Server:
    """The loopback server, and when the last text of an answer went out."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        self._out = process.stdout
        self.url = self._out.readline().strip()

    def sent(self) -> float:
        """Return when the last text of the next answer went out."""
        return float(self._out.readline().split()[1])


@contextmanager
def server(folder: Path, tokens: int, rate: float) -> Iterator[Server]:
    """Run a server that answers with so many tokens, so many a second."""
    reply = folder / f"reply-{tokens}.md"
    reply.write_text(measure.reply_of(tokens), encoding="utf-8")
    program = Path(measure.HERE).parent / "providers" / "server.py"
    options = ["--reply", str(reply), "--rate", str(rate), "--piece", "4", "--seconds", "900"]
    with subprocess.Popen(
        [sys.executable, str(program), *options], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Server(process)
        finally:
            process.terminate()


def repository(folder: Path, turns: int) -> Path:
    """Make the sample with a conversation of so many turns, and a word half typed."""
    folder.mkdir()
    root = Path(make_sample(str(folder)))
    place = Place(root / ".git" / "pairtui")
    prepare(place)
    store = Store(place.folder / "store.db")
    session = store.begin_session(branch="main")
    said = measure.reply_of(300).replace(measure.END, KEPT)
    for number in range(turns):
        turn = Turn(f"question {number}", said, "done")
        store.record_turn(session, Exchange(turn, float(number)))
    store.keep_draft(session, Draft("prompt", "", "half"))
    store.close()
    return root


@contextmanager
def opened(
    root: Path, env: Mapping[str, str], shows: str = "half"
) -> Iterator[tuple[Terminal, float]]:
    """Start the program in a copy of a repository; the seconds until something is on the screen."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(shutil.copytree(root, Path(name) / root.name))
        with measure.start(measure.PROGRAM, copy, env) as terminal:
            seen = terminal.wait_for(shows, 60)
            yield terminal, seen - terminal.started


def typed(terminal: Terminal) -> tuple[float, float, float]:
    """Type; return ms to the echo (median), CPU ms and bytes a key."""
    terminal.send("\x15zq")
    measure.echoed(terminal, "zq")
    terminal.settle(400, 30)
    mark, spent, text = terminal.mark(), terminal.cpu(), "zq"
    took: list[float] = []
    for letter in measure.LETTERS[:KEYS]:
        text += letter
        sent = monotonic()
        terminal.send(letter)
        took.append((measure.echoed(terminal, text) - sent) * 1000)
        terminal.settle(60)
    cpu = (terminal.cpu() - spent) * 1000 / KEYS
    return median(took), cpu, len(terminal.bytes_since(mark)) / KEYS


def answered(terminal: Terminal, who: Server) -> tuple[float, float, float]:
    """Ask; return KB, CPU s, and ms from the last text sent to the last text on the screen."""
    terminal.send("\x15tell me")
    measure.echoed(terminal, "tell me")
    terminal.settle(400, 30)
    mark, spent = terminal.mark(), terminal.cpu()
    terminal.send("\r")
    seen = terminal.wait_for(measure.END, 300)
    lag = (seen - who.sent()) * 1000
    terminal.settle(300)
    return len(terminal.bytes_since(mark)) / 1000, terminal.cpu() - spent, lag


def typed_meanwhile(terminal: Terminal, who: Server) -> list[float]:
    """Ask, and type while the answer comes in; return the ms to each echo."""
    terminal.send("\x15tell me")
    measure.echoed(terminal, "tell me")
    terminal.settle(400, 30)
    terminal.send("\r")
    terminal.wait_for("Part 1 ", 60)
    took, text = [], ""
    for letter in measure.LETTERS:
        text += letter
        sent = monotonic()
        terminal.send(letter)
        took.append((measure.echoed(terminal, text) - sent) * 1000)
        terminal.pause(GAP)
    terminal.wait_for(measure.END, 60)
    who.sent()
    return sorted(took)


def long_talks(folder: Path) -> Iterator[Row]:
    """Compare a conversation of many turns with an empty one."""
    roots = {0: repository(folder / "none", 0), TURNS: repository(folder / "many", TURNS)}
    figures: dict[str, dict[int, list[float]]] = {}

    def note(name: str, turns: int, value: float) -> None:
        figures.setdefault(name, {}).setdefault(turns, []).append(value)

    with server(folder, 1000, 0) as who:
        env = measure.environment(folder / "home", who.url)
        for run in range(RUNS):
            for turns, root in roots.items():
                with opened(root, env, KEPT if turns else "half") as (terminal, took):
                    note("open", turns, took)
                    terminal.settle(1000, 30)
                    if run < 2:
                        for name, value in zip("ecb", typed(terminal), strict=True):
                            note(name, turns, value)
                        for name, value in zip("KCL", answered(terminal, who), strict=True):
                            note(name, turns, value)
            print(f"run {run + 1} of {RUNS}", file=sys.stderr)

    def ratio(name: str) -> float:
        return median(figures[name][TURNS]) / max(median(figures[name][0]), 0.001)

    yield Row("1,000 turns: start to the talk on the screen, × none", ratio("open"), 1.3, 1.5)
    yield Row("1,000 turns: a key's echo, × none", ratio("e"), 1.2, 1.5)
    yield Row("1,000 turns: bytes a key, × none", ratio("b"), 1.0, 1.05)
    yield Row("1,000 turns: last token sent to shown, × none", ratio("L"), 1.2, 1.5)
    yield Row("1,000 turns: CPU of a turn, its request included, × none", ratio("C"), 1.5, 2)
    yield Row("1,000 turns: bytes of 1,000 tokens at once, × none", ratio("K"), 1.2, 1.5)


def long_answers(folder: Path) -> Iterator[Row]:
    """Measure answers that come as fast as they can, and at 100 tokens a second."""
    root = repository(folder / "answers", 0)
    with server(folder, 20_000, 0) as who:
        env = measure.environment(folder / "home", who.url)
        with opened(root, env) as (terminal, _):
            terminal.settle(1000, 30)
            kilobytes, cpu, lag = answered(terminal, who)
    yield Row("20,000 tokens at once: last one sent to shown, ms", lag, 250, 600)
    yield Row("20,000 tokens at once: CPU, s", cpu, 6, 10)
    with server(folder, 2000, 100) as who:
        env = measure.environment(folder / "home", who.url)
        with opened(root, env) as (terminal, _):
            terminal.settle(1000, 30)
            kilobytes, cpu, lag = answered(terminal, who)
        yield Row("2,000 tokens at 100/s: KB to the terminal", kilobytes, 160, 300)
        yield Row("2,000 tokens at 100/s: CPU, s", cpu, 1.5, 3)
        yield Row("2,000 tokens at 100/s: last one sent to shown, ms", lag, 50, 100)
        with opened(root, env) as (terminal, _):
            terminal.settle(1000, 30)
            took = typed_meanwhile(terminal, who)
        p95 = took[int(len(took) * 0.95)]
        yield Row("2,000 tokens at 100/s: a key's echo, p95 ms", p95, 25, 40)


def main() -> int:
    """Print the figures."""
    holds = True
    print(f"{'figure':58} {'value':>9} {'aim':>7} {'must':>7}")
    with tempfile.TemporaryDirectory() as name:
        for rows in (long_talks, long_answers):
            (folder := Path(name) / rows.__name__).mkdir()
            for row in rows(folder):
                print(row, flush=True)
                holds &= row.value <= row.must
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
