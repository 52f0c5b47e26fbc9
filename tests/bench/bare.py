"""Bare Textual apps, the yardstick: `python tests/bench/bare.py hello` or `... typing`."""

from __future__ import annotations

import sys
from typing import Any, ClassVar

from textual.app import App, ComposeResult


class Hello(App[None]):
    """One line of text and nothing else."""

    def compose(self) -> ComposeResult:
        from textual.widgets import Static

        yield Static("hello")


class Typing(App[None]):
    """A line of text, and a box of one row to type in, without a border and without blinking."""

    CSS = "TextArea, TextArea:focus { border: none; padding: 0; height: 1; }"

    def compose(self) -> ComposeResult:
        from textual.widgets import Static, TextArea

        yield Static("type:")
        box = TextArea()
        box.cursor_blink = False
        yield box


class Apps:
    """The apps by name."""

    BY_NAME: ClassVar[dict[str, type[App[Any]]]] = {"hello": Hello, "typing": Typing}


if __name__ == "__main__":
    Apps.BY_NAME[sys.argv[1]]().run()
