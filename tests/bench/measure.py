"""Measure one program in a terminal, from the far end of its line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import mean

from tests.bench.goals import Figures
from tests.terminal.terminal import Terminal

HERE = Path(__file__).parent
PROGRAM = (str(Path(sys.executable).with_name("pairtui")),)
BARE = (sys.executable, str(HERE / "bare.py"))
COLUMNS, ROWS = 120, 40
LETTERS = "qzjxkvwbyfgpqhmzjxvkwqbfyzgjxq"
"""Typed one by one; they appear in this order nowhere else."""
KNOWN = 3
"""From so many letters on, what was typed cannot be mistaken for something else."""
END = "ENDOFREPLY"
CTRL_Q = b"\x11"
MIB = 1 << 20


def environment(home: Path, server: str = "") -> dict[str, str]:
    """Return an environment with nothing of the person's in it but the way to the programs."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    if server:
        env |= {"OPENAI_BASE_URL": server, "OPENAI_API_KEY": "made-up", "PAIRTUI_MODEL": "model-a"}
    return env


@contextmanager
def paced_server(folder: Path, tokens: int, rate: float) -> Iterator[str]:
    """Run the loopback server in a process of its own; it answers with so many tokens."""
    reply = folder / "reply.md"
    reply.write_text(reply_of(tokens), encoding="utf-8")
    command = [sys.executable, str(HERE.parent / "providers" / "server.py")]
    options = ["--reply", str(reply), "--rate", str(rate), "--piece", "4", "--seconds", "3600"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def reply_of(tokens: int) -> str:
    """Return a reply in Markdown of so many tokens of four characters, ending with END."""
    parts: list[str] = []
    number = 0
    while len("".join(parts)) < tokens * 4:
        number += 1
        parts.append(
            f"## Part {number} of the answer\n\n"
            f"The shelves of part {number} hold *old* and **new** books side by side, and whoever "
            "looks for one of them finds two that he did not look for. That is how it was meant "
            "to be, and nobody has complained so far.\n\n"
            "- the key hangs behind the `door`\n- tea is in the tin\n- the sign is on the hook\n\n"
            f"```python\ndef shelf_{number}(book: str) -> int:\n"
            '    """Return where a book stands."""\n'
            f"    return len(book) % {number + 6}\n```\n\n"
        )
    end = f"\n\n{END}\n"
    return "".join(parts)[: tokens * 4 - len(end)] + end


def start(command: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> Terminal:
    """Start a program in the terminal all figures are measured in."""
    return Terminal(command, columns=COLUMNS, rows=ROWS, env=env, cwd=cwd)


def painted(terminal: Terminal) -> float:
    """Wait for the first visible character on the full screen; return the milliseconds it took."""
    emulator = terminal.emulator
    seen = terminal.wait_until(
        lambda: emulator.alternate and any(emulator.lines), 30, "the first paint"
    )
    return (seen - terminal.started) * 1000


def echoed(terminal: Terminal, text: str) -> float:
    """Wait until a text is on the screen; return when its bytes came."""
    emulator = terminal.emulator
    return terminal.wait_until(lambda: text in "\n".join(emulator.lines), 30, f"{text!r}")


def opening(terminal: Terminal, figures: Figures, name: str = "", *, types: bool = True) -> None:
    """Measure the start: the first paint, and the echo of what is typed right after it."""
    _add(figures, f"{name}paint", painted(terminal))
    if types:
        terminal.send(LETTERS[:KNOWN])
        seen = echoed(terminal, LETTERS[:KNOWN])
        _add(figures, f"{name}ready", (seen - terminal.started) * 1000)
        terminal.send(b"\x7f" * KNOWN)
    terminal.settle(1000, 30)


def idling(terminal: Terminal, figures: Figures, name: str = "", seconds: float = 5) -> None:
    """Measure doing nothing, and the memory it takes."""
    mark, spent = terminal.mark(), terminal.cpu()
    terminal.pause(seconds)
    _add(figures, f"{name}idle bytes", len(terminal.bytes_since(mark)))
    _add(figures, f"{name}idle cpu", terminal.cpu() - spent)
    _add(figures, f"{name}memory", terminal.memory() / MIB)


def typing(terminal: Terminal, figures: Figures, name: str = "") -> None:
    """Type one row; measure each key's way to the screen and the bytes it costs."""
    terminal.send(LETTERS[:KNOWN])
    echoed(terminal, LETTERS[:KNOWN])
    terminal.settle(200)
    bytes_per_key: list[int] = []
    for count in range(KNOWN + 1, len(LETTERS) + 1):
        mark = terminal.mark()
        figures.setdefault(f"{name}key", []).append(_one_key(terminal, LETTERS[:count]))
        terminal.settle(60)
        bytes_per_key.append(len(terminal.bytes_since(mark)))
    _add(figures, f"{name}key bytes", mean(bytes_per_key))
    terminal.send(b"\x7f" * len(LETTERS))
    terminal.settle(200)


def streaming(terminal: Terminal, figures: Figures, tokens: int) -> None:
    """Ask, and measure the reply until its end is on the screen, by 1,000 tokens."""
    terminal.send("Tell me about it")
    echoed(terminal, "Tell me about it")
    terminal.settle(200)
    mark, spent = terminal.mark(), terminal.cpu()
    terminal.send("\r")
    terminal.wait_for(END, 120)
    terminal.settle(300)
    share = 1000 / tokens
    _add(figures, "stream bytes", len(terminal.bytes_since(mark)) / 1000 * share)
    _add(figures, "stream cpu", (terminal.cpu() - spent) * share)
    terminal.pause(2)
    _add(figures, "memory after", terminal.memory() / MIB)


def leaving(terminal: Terminal, figures: Figures, name: str = "") -> None:
    """Quit where nothing is pending; measure the key to the end of the process."""
    sent = time.monotonic()
    terminal.send(CTRL_Q)
    terminal.wait_exit()
    assert terminal.exited_at is not None
    _add(figures, f"{name}quit", (terminal.exited_at - sent) * 1000)


def _one_key(terminal: Terminal, typed: str) -> float:
    sent = time.monotonic()
    terminal.send(typed[-1])
    return (echoed(terminal, typed) - sent) * 1000


def _add(figures: Figures, name: str, value: float) -> None:
    figures.setdefault(name, []).append(value)
