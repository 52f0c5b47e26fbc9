"""Reading pane: the part of the conversation pane that goes through what was said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.getters import query_one
from textual.reactive import var
from textual.widgets import Input

from pairtui.tui.conversation.prompt import Prompt
from pairtui.tui.conversation.transcript import Transcript

if TYPE_CHECKING:
    from pairtui.tui.review.copied import Copied


class ReadingPane(Vertical):
    """Give the keys to the transcript and back, and tell what its keys do."""

    remark: var[str] = var("", init=False)
    """What the last key did, or why not; gone at the next one."""

    transcript = query_one(Transcript)
    prompt = query_one(Prompt)

    @on(Prompt.ReadingAsked)
    def _read(self, event: Prompt.ReadingAsked) -> None:
        event.stop()
        if self.transcript.said:
            self.transcript.focus()
        else:
            self.remark = "nothing was said yet"

    @on(Transcript.Remarked)
    def _remarked(self, event: Transcript.Remarked) -> None:
        event.stop()
        self.remark = event.says

    @on(Transcript.Left)
    def _left(self, event: Transcript.Left) -> None:
        event.stop()
        self.remark = ""
        self.prompt.focus()

    @on(Transcript.FindAsked)
    async def _find(self, event: Transcript.FindAsked) -> None:
        event.stop()
        from pairtui.tui.review.finder import Finder  # noqa: PLC0415 - rarely needed

        if not self.query(Finder):
            finder = Finder("", self.transcript)
            await self.mount(finder, before="#entry")
            finder.begin()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.transcript.look_for(event.value)

    @on(Transcript.FindEnded)
    async def _found(self, event: Transcript.FindEnded) -> None:
        event.stop()
        await self.query("Finder").remove()

    @on(Transcript.Handed)
    def _handed(self, event: Transcript.Handed) -> None:
        event.stop()
        self.hand_over(event.copied)

    def say(self, text: str) -> None:
        """Answer a key."""
        self.remark = text

    def hand_over(self, found: Copied) -> None:
        """Let the terminal copy a text, and say so; only it knows whether it does."""
        from pairtui.tui.review.copied import doubtful  # noqa: PLC0415 - rarely needed

        self.app.copy_to_clipboard(found.text or "")
        self.say(f"copied {found.what}{doubtful(os.environ)} · Y again: to a file")

    def on_prompt_paged(self, event: Prompt.Paged) -> None:
        """Read back or on; at the end, follow again."""
        event.stop()
        if event.pages == 0:
            self.transcript.follow()
        else:
            step = max(1, self.transcript.size.height - 2)
            self.transcript.scroll_relative(y=event.pages * step, animate=False, immediate=True)
