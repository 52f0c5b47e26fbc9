"""A person at a desk: the installed program in a terminal, a repository, and who answers."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.providers.server import Server
from tests.terminal.terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("pairtui"))
GRACE = 0.7
"""Seconds after which what came unasked takes a decision; a little more than it needs."""
OTHER_PANE, LEAVE, INTERRUPT, NEW_LINE, DONE, ESC = "\x07", "\x11", "\x03", "\n", "\x13", "\x1b"


@dataclass
class Desk:
    """What a person has before him; `root` is the repository, `server` who answers."""

    terminal: Terminal
    root: Path
    server: Server

    def ask(self, words: str) -> None:
        """Write into the prompt, see it there, and send it."""
        self.terminal.send(words)
        self.terminal.wait_for(re.escape(words.rsplit(maxsplit=1)[-1]))
        self.terminal.send("\r")

    def press(self, key: str, expect: str, *, grace: float = GRACE) -> None:
        """Look at the screen as a person does, press a key, and see what it did."""
        self.terminal.settle(50)
        self.terminal.pause(grace)
        self.terminal.send(key)
        self.terminal.wait_for(expect)

    @property
    def conversation(self) -> str:
        """Return what the left pane shows, its rows joined and white space made one."""
        return left_pane(self.terminal.lines)

    def wait_said(self, words: str) -> None:
        """Wait until the left pane says something, however it is wrapped."""
        self.terminal.wait_until(
            lambda: words in left_pane(self.terminal.emulator.lines), 10, f"{words!r}"
        )

    def to_review(self) -> None:
        """Go to the review and look at it."""
        self.press(OTHER_PANE, "a take")

    def to_prompt(self) -> None:
        """Go back to the prompt."""
        self.press(OTHER_PANE, "Enter sends")

    def leave(self) -> None:
        """Leave, by the sheet where there is one, and see that the terminal is given back."""
        shown = self.terminal
        shown.settle(50)
        shown.send(LEAVE)
        shown.wait_until(
            lambda: (
                "Leave pairtui?" in "\n".join(shown.emulator.lines) or not shown.emulator.alternate
            ),
            10,
            "the leave sheet or the end",
        )
        if shown.emulator.alternate:
            shown.pause(GRACE)
            shown.send("\x1b[B\r" if "Save first" in shown.screen else "\r")
        assert shown.wait_exit() == 0
        assert shown.restored() == []

    def git(self, *arguments: str) -> str:
        """Return what git says about the repository."""
        done = subprocess.run(
            ["git", "--no-optional-locks", "-C", str(self.root), *arguments],
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout

    def read(self, path: str) -> str:
        """Return the text of a file as it is on disk."""
        return (self.root / path).read_bytes().decode()

    def everything(self) -> dict[str, str]:
        """Return mode, time and content of every file, git's own ones too, but for our store."""
        store = self.root / ".git" / "pairtui"
        found = {}
        for path in sorted(self.root.rglob("*")):
            if path == store.parent or path.is_relative_to(store):
                continue
            facts = path.lstat()
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            name = str(path.relative_to(self.root))
            found[name] = f"{facts.st_mode:o} {facts.st_mtime_ns} {content}"
        return found


def endpoint(server: Server) -> dict[str, str]:
    """Return the environment that points the program at a loopback server."""
    return {
        **os.environ,
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": "made-up",
        "PAIRTUI_MODEL": "model-a",
        "COLORTERM": "truecolor",
    }


def edit(path: str, old: str, new: str, why: str) -> str:
    """Return an edit as a model writes it."""
    return f"{why}\n\n{path}\n```\n<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE\n```\n\n"


def left_pane(rows: list[str]) -> str:
    """Return what stands left of the line between the panes, as one line of words."""
    return " ".join(" ".join(row.partition("│")[0] for row in rows).split())
