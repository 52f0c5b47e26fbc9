"""Sheets: what a command opens, by its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pairtui.tui.screens import talks
from pairtui.tui.screens.cost import show_cost
from pairtui.tui.screens.opening import choose_model
from pairtui.tui.screens.themes import choose_theme
from pairtui.tui.screens.withheld import show_withheld

if TYPE_CHECKING:
    from pairtui.commands.outcome import SheetName
    from pairtui.tui.screens.main import MainScreen


def open_sheet(screen: MainScreen, sheet: SheetName) -> None:
    """Open a sheet beside the keys; what is picked in it is done there."""
    match sheet:
        case "help":
            screen.action_help()
        case "leave":
            screen.leave()
        case "models":
            screen.do(partial(choose_model, screen), "sheet")
        case "cost":
            screen.do(partial(show_cost, screen), "sheet")
        case "themes":
            screen.do(partial(choose_theme, screen), "sheet")
        case "withheld":
            screen.do(partial(show_withheld, screen), "sheet")
        case "sessions":
            screen.do(partial(talks.every, screen), "sheet")
        case "turns":
            screen.do(partial(talks.of_this_one, screen), "sheet")
        case "export":
            screen.do(partial(talks.export, screen), "sheet")
