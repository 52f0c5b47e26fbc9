"""Remembering: where the person is, so that the next start is there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairtui.tui.screens.box import Box
from pairtui.tui.screens.comment import CommentSheet
from pairtui.tui.screens.edit import EditSheet
from pairtui.tui.screens.reason import ReasonSheet

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen


def remember(screen: MainScreen, *, lost: bool = False) -> None:
    """Keep the place on the screen, what stands in the prompt, and in the box that is open.

    `lost` says that the line to the terminal is lost.
    """
    desk, prompt = screen.desk, screen.pane.prompt
    if desk is None or desk.keep is None:
        return
    desk.keep_draft("prompt", "", prompt.text, prompt.cursor_location)
    for box in screen.app.screen.query(Box):
        if box.draft is not None:
            said = box.draft
            desk.keep_draft(said.place, said.about, said.text, said.cursor)
    desk.keep_spot(_pane(screen), lost=lost)


def _pane(screen: MainScreen) -> str:
    match screen.app.screen:
        case CommentSheet():
            return "comment"
        case ReasonSheet():
            return "reason"
        case EditSheet():
            return "edit"
        case _:
            return "prompt" if screen.talking else "review"
