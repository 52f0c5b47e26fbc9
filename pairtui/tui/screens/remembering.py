"""Remembering: where the person is, so that the next start is there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairtui.store.nouns import Draft
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.comment import CommentSheet
from pairtui.tui.screens.edit import EditSheet
from pairtui.tui.screens.reason import ReasonSheet

if TYPE_CHECKING:
    from pairtui.tui.conversation.prompt import Prompt
    from pairtui.tui.screens.desk import Desk
    from pairtui.tui.screens.main import MainScreen


SENT = "sent"
"""What a draft of the prompt is about that was sent, and is no turn yet."""


def keep_sent(screen: MainScreen, words: str) -> None:
    """Keep words that are on their way to a model until they are a turn; empty ones are that.

    What stands in the prompt is kept at once, for these words do not stand there any more.
    """
    desk, prompt = screen.desk, screen.pane.prompt
    if desk is not None and desk.keep is not None and words != desk.sent:
        desk.sent = words
        desk.keep.drafted(Draft("prompt", SENT, words))
        keep_prompt(desk, prompt)


def remember(screen: MainScreen, *, lost: bool = False) -> None:
    """Keep the place on the screen, what stands in the prompt, and in the box that is open.

    `lost` says that the line to the terminal is lost.
    """
    desk, prompt = screen.desk, screen.pane.prompt
    if desk is None or desk.keep is None:
        return
    keep_prompt(desk, prompt)
    for box in screen.app.screen.query(Box):
        if box.draft is not None:
            said = box.draft
            desk.keep_draft(said.place, said.about, said.text, said.cursor)
    desk.keep_spot(_pane(screen), lost=lost)


def keep_prompt(desk: Desk, prompt: Prompt) -> None:
    """Keep what stands in the prompt, and before it what was pasted and is folded there."""
    if desk.keep is None:
        return
    here = {name: text for name, text in prompt.pastes.texts.items() if name in prompt.text}
    for name in {**desk.pasted, **here}:
        if desk.pasted.get(name) != here.get(name):
            desk.keep.drafted(Draft("paste", name, here.get(name, "")))
    desk.pasted = here
    desk.keep_draft("prompt", "", prompt.text, prompt.cursor_location)


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
