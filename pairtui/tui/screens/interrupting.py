"""Ctrl+C: copies, else stops what runs, else clears the prompt, else says how to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen


def interrupt(screen: MainScreen) -> str:
    """Do the first of these that there is a reason for, and return what was done in a few words.

    Nothing where it is said elsewhere. A prompt behind a sheet stays as it is.
    """
    shown = screen.app.screen
    if selected := shown.get_selected_text():
        screen.app.copy_to_clipboard(selected)
        return "copied"
    if screen.desk is not None and shown is screen and screen.desk.reviewing.copy_selected():
        return ""
    if screen.stop_saving():
        return "stopping the commit…"
    if screen.turning:
        screen.stop()
        return ""
    if screen.pane.prompt.text and shown is screen:
        screen.pane.prompt.clear_kept()
        screen.pane.query("Editing").remove()
        return "cleared · ↑ brings it back"
    return "Ctrl+Q leaves"
