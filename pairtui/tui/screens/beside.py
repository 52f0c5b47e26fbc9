"""Beside: a change, or the file it is in, in the person's own editor, and what comes back."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from pairtui.review.decide import Rewrite
from pairtui.review.own import own_words
from pairtui.tui.editor import NoEditor, edit_outside
from pairtui.tui.review.external import SAME, file_name, read_back
from pairtui.tui.review.pane import ReviewPane

if TYPE_CHECKING:
    from pairtui.tui.screens.desk import Desk


def edit_beside(desk: Desk, asked: ReviewPane.ExternalEditAsked) -> None:
    """Hand the terminal to the person's editor, and decide as what comes back says.

    A failed editor, or a text that is the same, decides nothing.
    """
    before = list(takewhile(lambda passage: passage.hunk != asked.hunk, asked.whole))
    given = b"".join(passage.data for passage in asked.whole) if asked.whole else asked.text
    line = 1 + sum(passage.data.count(b"\n") for passage in before)
    found = edit_outside(desk.app, given, file_name(asked.hunk.path), line)
    if isinstance(found, NoEditor):
        desk.reviewing.say(found.says)
        return
    new = read_back(given, found)
    if new is None:
        desk.reviewing.say(SAME)
    elif not asked.whole:
        desk.reviewing.decided(Rewrite(asked.hunk.id, new))
    elif (own := own_words(asked.change, asked.whole, new, asked.hunk.id)) and desk.shelf.review:
        desk.happened(desk.shelf.review.proposal.id, own)
        desk.reviewing.wrote(own)
