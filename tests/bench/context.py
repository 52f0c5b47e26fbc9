"""How long a request takes in a large repository, by hand: `python -m tests.bench.context`.

It makes a repository of 50,000 files and prints the milliseconds of what a person waits for: making
a request, the first and those after it, and completing a path and a name, key by key. The index is
made beside that; its time, its size, and what it costs the program in memory are printed as well.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from pairtui.context.assemble import Assembled
from pairtui.conversation import Asked, Attachment, Conversation
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Model
from pairtui.session.preparing import prepare
from pairtui.session.session import Session
from tests.line.line import session_on

FILES = 50_000
RUNS = 9
MODEL = Model("bench", "scripted", budget=60_000)
GOALS = {"request, later": 300.0, "@ and a key": 30.0, "name and a key": 30.0}
"""Milliseconds, at most."""
PATH, NAME = "part_2/group_3/account", "account_of_15"
WORDS = (
    "account", "amount", "basket", "bill", "book", "box", "cart", "chart", "city", "claim",
    "client", "code", "copy", "cost", "count",
)  # fmt: skip


def make(root: Path, files: int) -> None:
    """Make a repository of so many modules that use each other, twenty to a folder."""
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    random = Random(6)
    for number in range(files):
        path = root / place(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(module(number, files, random), encoding="utf-8")
    subprocess.run(["git", "-C", str(root), "add", "-A"], check=True)


def place(number: int) -> str:
    """Return where a module lies."""
    return f"part_{number // 1000}/group_{number // 20 % 50}/{WORDS[number % 15]}_{number}.py"


def module(number: int, files: int, random: Random) -> str:
    """Return the text of a module: two functions, a class of two methods, four uses of others."""
    others = [random.randrange(files) for _ in range(4)]
    used = "\n".join(f"    {WORDS[one % 15]}_of_{one}(first)" for one in others)
    return (
        f"LIMIT_{number} = {number}\n\n\n"
        f"def {WORDS[number % 15]}_of_{number}(first: int) -> int:\n{used}\n    return first\n\n\n"
        f"class Model{number}:\n    def load(self) -> None: ...\n\n"
        f"    def save_{number}(self) -> None: ...\n\n\n"
        f"def _hidden_{number}() -> None:\n    return None\n"
    )


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Return the milliseconds something takes."""
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


async def measure(root: Path, files: int) -> dict[str, float]:
    """Return what was measured, by name."""
    session = session_on(root, ScriptedProvider([Reply("No.")]), maps=True)
    mapping = session._parts.mapping
    assert mapping is not None
    found: dict[str, float] = {}
    began = time.perf_counter()
    found["request, with no index"] = await timed(lambda: request(session, files, 0))
    assert mapping._updating is not None
    await mapping._updating
    found["index, seconds"] = time.perf_counter() - began
    found["index, MB"] = mapping._target.stat().st_size / 1e6
    before = memory()
    found["request, first"] = await timed(lambda: request(session, files, 1))
    found["memory for it, MB"] = memory() - before
    later = [await timed(partial(request, session, files, at)) for at in range(2, RUNS + 2)]
    found["request, later"] = median(later)
    await session.attaching.complete("p")
    keys = [await timed(partial(session.attaching.complete, PATH[:at])) for at in range(1, 22)]
    found["@ and a key"] = max(keys)
    typed = [NAME[:at] for at in range(1, len(NAME))]
    keys = [await timed(partial(asyncio.to_thread, mapping.symbols, start)) for start in typed]
    found["name and a key"] = max(keys)
    found["a name"] = await timed(partial(asyncio.to_thread, mapping.find, NAME))
    await session.aclose()
    return found


async def request(session: Session, files: int, at: int) -> None:
    """Make a request about three files."""
    inside = tuple(Attachment(place((at * 7919 + step * 104_729) % files)) for step in range(3))
    words = f"What does {WORDS[at % 15]}_of_{at * 15 + at % 15} do?"
    made = await prepare(session._parts, MODEL, Asked(words, Conversation((), inside)))
    assert isinstance(made.found, Assembled)


def memory() -> float:
    """Return the megabytes that are this process's own, and not a file's."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (anonymous,) = (line.split()[1] for line in lines if line.startswith("RssAnon"))
    return int(anonymous) / 1024


def main() -> int:
    """Run the benchmark as the command line says; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=FILES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "large"
        make(root, given.files)
        found = asyncio.run(measure(root, given.files))
    missed = [name for name, most in GOALS.items() if found[name] > most]
    for name, value in found.items():
        goal = f"  (at most {GOALS[name]:.0f})" if name in GOALS else ""
        print(f"{name:24} {value:10.1f}{goal}{'  MISSED' if name in missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
