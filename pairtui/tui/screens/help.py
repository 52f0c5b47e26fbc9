"""Help: the keys of the place one is in, made from its bindings, and the slash commands."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import SystemModalScreen

from pairtui.review.visible import one_line
from pairtui.tui.keynames import shown_key
from pairtui.tui.screens.main import MainScreen
from pairtui.tui.screens.room import RoomSheet
from pairtui.tui.screens.sheet import Option, Sheet

_KEYS = 14
_WIDTH = 68
_SPARE = ("super+", "shift+enter")
"""Keys that only some terminals can send; they work where they can, and are not taught."""


def key_lines(bindings: Iterable[Binding]) -> tuple[str, ...]:
    """Return what each key does, by group; one key in several rows of bindings stands once."""
    groups: dict[str, dict[str, tuple[list[str], str]]] = {}
    for binding in bindings:
        if binding.id and binding.tooltip and not binding.key.startswith(_SPARE):
            group = binding.group.description if binding.group else ""
            keys, _ = groups.setdefault(group, {}).setdefault(binding.id, ([], binding.tooltip))
            keys.append(shown_key(binding.key))
    lines: list[str] = []
    for group, rows in groups.items():
        lines += ["", group]
        for keys, tip in rows.values():
            first = f"  {' '.join(keys):<{_KEYS}} "
            lines += wrap(tip, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))
    return tuple(lines[1:])


def command_lines(commands: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return what each slash command takes and does."""
    lines = ["", "Commands"]
    for name, argument, purpose in commands:
        first = f"  {one_line(f'/{name} {argument}'.rstrip()):<{_KEYS}} "
        indent = " " * (_KEYS + 3)
        lines += wrap(one_line(purpose), _WIDTH, initial_indent=first, subsequent_indent=indent)
    return tuple(lines)


class HelpSheet(Sheet[None]):
    """Show keys and commands; the moving keys scroll."""

    KEYS = "↑ ↓ PgUp PgDn scroll · Esc back · Ctrl+P every action in words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self._lines = lines

    def title_line(self) -> str:
        """Return the title."""
        return "Keys here"

    def options(self) -> tuple[Option[None], ...]:
        """Return no answers: there is nothing to choose."""
        return ()

    def notes(self) -> tuple[str, ...]:
        """Return the keys."""
        return self._lines

    def action_point(self, step: int) -> None:
        """Scroll by one row."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False, immediate=True)

    def action_page(self, step: int) -> None:
        """Scroll by one page."""
        body = self.query_one(VerticalScroll)
        body.scroll_relative(y=step * max(1, body.size.height - 1), animate=False, immediate=True)

    def action_pick(self) -> None:
        """Close; there is nothing else to do."""
        self.dismiss(None)


def show_keys(app: App[Any]) -> None:
    """Show the keys of the screen that is open; of these keys themselves there is no more."""
    if not isinstance(app.screen, HelpSheet | RoomSheet | SystemModalScreen):
        found = [active.binding for active in app.screen.active_bindings.values()]
        lines = key_lines(found)
        if isinstance(app.screen, MainScreen):
            lines += command_lines(app.screen.pane.commands)
        app.push_screen(HelpSheet(lines))
