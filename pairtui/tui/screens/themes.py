"""Themes: the colours, chosen from those in which every text can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from textual.app import App

from pairtui.config import Theme
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.sheet import Option

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen

THEMES: tuple[str, ...] = get_args(Theme)
REMARKS = {
    "ansi-dark": "your terminal's own colours, on dark",
    "ansi-light": "your terminal's own colours, on light",
}


def wear(app: App[Any], name: str) -> None:
    """Put on other colours, unless there are to be none."""
    if not app.no_color and app.theme != name:
        app.theme = name


async def choose_theme(screen: MainScreen) -> None:
    """Let the person choose the colours for now, and say how to keep them."""
    if screen.app.no_color:
        screen.say("note", "there are no colours to choose: NO_COLOR is set")
        return
    now = screen.app.theme
    rows = [
        Option(name, name, "on now" if name == now else REMARKS.get(name, "")) for name in THEMES
    ]
    picked = await screen.app.push_screen_wait(ChoiceSheet("Which colours?", rows))
    if picked is not None:
        wear(screen.app, picked)
        screen.say("note", f'to keep these colours, write theme = "{picked}" into config.toml')
