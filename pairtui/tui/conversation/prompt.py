"""The prompt: a box of one row that grows, where Enter sends and nothing typed is ever lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var
from textual.widgets import TextArea

from pairtui.tui.conversation.completing import Word, word_at
from pairtui.tui.conversation.folding import FoldingArea
from pairtui.tui.conversation.recall import Recall

_GROUP = Binding.Group("Prompt")
_OWN_KEYS = frozenset({"enter", "tab", "escape"})
"""Keys that TextArea would take for typing where the person has bound them elsewhere."""


class Prompt(FoldingArea):
    """Take the person's words; Enter sends, Ctrl+J breaks the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", id="prompt.send", group=_GROUP, tooltip="Send"),
        Binding(
            "ctrl+j,shift+enter", "newline", "New line", id="prompt.newline", group=_GROUP,
            tooltip="Break the line",
        ),
        Binding(
            "tab", "complete", "Complete", id="prompt.complete", group=_GROUP,
            tooltip="Complete a path after @ or a command after /; in an empty prompt: other pane",
        ),
        Binding(
            "up", "back", "Earlier", id="prompt.back", group=_GROUP,
            tooltip="On the first line: what waits or was sent before; the draft is kept",
        ),
        Binding(
            "down", "forward", "Later", id="prompt.forward", group=_GROUP,
            tooltip="On the last line: what was sent after, and the draft again",
        ),
        Binding(
            "escape", "leave", "Close, stop", id="prompt.escape", group=_GROUP,
            tooltip="Close the list, drop the selection, then stop the answer",
        ),
        Binding(
            "ctrl+c,super+c", "interrupt", "Copy, stop, clear", id="prompt.interrupt",
            group=_GROUP, tooltip="Copy a selection; else stop the answer; else clear the prompt",
        ),
        Binding(
            "f4", "ask('editor')", "In $EDITOR", id="prompt.editor", group=_GROUP,
            tooltip="Write the message in $EDITOR",
        ),
        Binding(
            "f2", "unfold", "Open a paste", id="prompt.unfold", group=_GROUP,
            tooltip="Open the folded paste at the cursor, or the first one",
        ),
        Binding(
            "ctrl+r", "ask('earlier')", "Search", id="prompt.earlier", group=_GROUP,
            tooltip="Look for a message of before by its words; the draft is kept",
        ),
        Binding(
            "ctrl+t,ctrl+up", "ask('read')", "Read", id="prompt.read", group=_GROUP,
            tooltip="Into the conversation: jump between turns, search, fold, copy",
        ),
        Binding(
            "pageup", "page(-1)", "Page back", id="prompt.page_back", group=_GROUP,
            tooltip="Read back in the conversation",
        ),
        Binding(
            "pagedown", "page(1)", "Page on", id="prompt.page_on", group=_GROUP,
            tooltip="Read on in the conversation",
        ),
        Binding(
            "ctrl+end", "follow", "To the end", id="prompt.follow", group=_GROUP,
            tooltip="Go to the end of the conversation",
        ),
    ]  # fmt: skip
    DEFAULT_CSS = """
    Prompt {
        border: none;
        padding: 0;
        height: auto;
        max-height: 8;
        background: transparent;
        scrollbar-size: 0 0;
        &:focus { border: none; }
        .text-area--cursor { text-style: reverse; }
        .text-area--placeholder { color: $text-muted; }
    }
    """

    options: var[tuple[str, ...]] = var(())
    """What the word at the cursor can become; given from outside."""
    chosen: var[int | None] = var(None)
    """Which option the person moved to; None while they only type."""
    waiting: var[bool] = var(False)
    """Whether words that were sent wait for their turn; Up takes the last of them back."""

    @dataclass
    class Submitted(Message):
        """The person sent these words; the prompt is empty now."""

        text: str

    class Urged(Message):
        """Enter was pressed in an empty prompt: what waits is to go on."""

    class TakenBack(Message):
        """Up was pressed in an empty prompt, and words wait that were sent."""

    @dataclass
    class Completing(Message):
        """The word at the cursor is another one now; None when there is none to complete."""

        word: Word | None

    @dataclass
    class Paged(Message):
        """The person wants to read back (-1) or on (1), or to follow the end again (0)."""

        pages: int

    class Escaped(Message):
        """Esc was pressed with nothing open here."""

    class Interrupted(Message):
        """Ctrl+C was pressed and nothing is selected here."""

    class PaneAsked(Message):
        """Tab was pressed in an empty prompt."""

    class EditorAsked(Message):
        """The person wants to write in $EDITOR."""

    class NothingFolded(Message):
        """There is no folded paste to open."""

    class ReadingAsked(Message):
        """The person wants to go through the conversation with the keys."""

    class EarlierAsked(Message):
        """The person looks for a message of before."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own word
        super().__init__(
            id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False,
            highlight_cursor_line=False, placeholder="Ask for a change · @ brings a file in",
        )  # fmt: skip
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._recall = Recall()
        self._word: Word | None = None
        self._behind = False  # the list is not of this word yet
        self._early = False  # Tab came before the list of this word
        self._recalled: str | None = None

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        """Run a bound key here and now, so that keys that come at once keep their order."""
        if event.is_printable:
            return
        active = self.screen.active_bindings.get(event.key)
        if active is not None and active.node is self:
            event.stop()
            event.prevent_default()
            await self.run_action(active.binding.action)
        elif event.key in _OWN_KEYS:
            event.prevent_default()

    def action_send(self) -> None:
        """Send what is written, or take the completion the person moved to."""
        if self.chosen is not None:
            self.action_complete()
        elif self.text.strip():
            text = self.whole
            self._recall = self._recall.keep(text)
            self.load_text("")
            self.post_message(self.Submitted(text))
        elif not self.text:
            self.post_message(self.Urged())

    def action_newline(self) -> None:
        """Break the line."""
        self.insert("\n")

    def action_complete(self) -> None:
        """Take the chosen completion, the first if none was; in an empty prompt: other pane.

        Nothing is taken from a list that was made for fewer letters.
        """
        if self._behind:
            self._early = True
        elif self.options and self._word is not None:
            option = self.options[self.chosen or 0]
            row, column = self.cursor_location
            start = column - len(self._word.prefix) - self._word.quoted
            self.replace(
                self._word.taken(option), (row, start), (row, column),
                maintain_selection_offset=False,
            )  # fmt: skip
        elif not self.text:
            self.post_message(self.PaneAsked())

    def offered(self, options: tuple[str, ...]) -> None:
        """Have the list of the word at the cursor; take from it what an early Tab asked for."""
        early = self._early
        self.options = options
        self._behind = self._early = False
        if early and len(options) == 1:
            self.action_complete()

    def action_back(self) -> None:
        """Move up; on the first line, recall the text before."""
        if self.options:
            self._choose(-1)
        elif not self.text and self.waiting:
            self.post_message(self.TakenBack())
        elif not self.cursor_at_first_line:
            self.action_cursor_up()
        else:
            self._show(self._recall.back(self.whole))

    def action_forward(self) -> None:
        """Move down; on the last line, recall the text after, at last the draft."""
        if self.options:
            self._choose(1)
        elif not self.cursor_at_last_line:
            self.action_cursor_down()
        else:
            self._show(self._recall.forward(self.whole))

    def action_leave(self) -> None:
        """Close the list; else drop the selection; else hand Esc on."""
        if self.options:
            self.options = ()
        elif self.selected_text:
            self.move_cursor(self.cursor_location)
        else:
            self.post_message(self.Escaped())

    def action_interrupt(self) -> None:
        """Copy a selection made here; else hand Ctrl+C on."""
        if self.selected_text:
            self.app.copy_to_clipboard(self.pastes.whole(self.selected_text))
        else:
            self.post_message(self.Interrupted())

    def action_ask(self, what: Literal["editor", "earlier", "read"]) -> None:
        """Ask for $EDITOR, for the bar of earlier messages, or to go into the conversation."""
        self.options = ()
        asked = {
            "editor": self.EditorAsked,
            "earlier": self.EarlierAsked,
            "read": self.ReadingAsked,
        }
        self.post_message(asked[what]())

    def action_unfold(self) -> None:
        """Open what was pasted."""
        if not self.open_paste():
            self.post_message(self.NothingFolded())

    def action_page(self, pages: int) -> None:
        """Read back or on in the conversation."""
        self.post_message(self.Paged(pages))

    def action_follow(self) -> None:
        """Go to the end of the conversation."""
        self.post_message(self.Paged(0))

    # What others do with it

    def write_from(self, data: bytes) -> None:
        """Put in what an editor made of the text; raises UnicodeDecodeError."""
        text = data.decode()

        def write(clean: str) -> bool:
            self.write(clean.rstrip("\n"))
            return False

        self._put(text, write)

    def give_back(self, text: str) -> None:
        """Put words back that could not be sent; what was typed meanwhile is kept for Down."""
        self._recall = self._recall.keep(self.whole) if self.text.strip() else self._recall
        self.write(text)

    def remember(self, text: str) -> None:
        """Know a text that was sent or written earlier; Up brings it back."""
        self._recall = self._recall.keep(text)

    @property
    def remembered(self) -> tuple[str, ...]:
        """Return what was sent or written earlier, the latest first."""
        return self._recall.texts[::-1]

    def clear_kept(self) -> None:
        """Clear the prompt; Up brings the words back."""
        self._recall = self._recall.keep(self.whole)
        self.load_text("")

    # Inside

    def _choose(self, step: int) -> None:
        place = -1 if self.chosen is None and step > 0 else (self.chosen or 0)
        self.chosen = (place + step) % len(self.options)

    def _show(self, found: tuple[Recall, str] | None) -> None:
        if found is not None:
            self._recall, text = found
            self.write(text)
            self._recalled = self.text

    @property
    def word(self) -> Word | None:
        """Return the word at the cursor that can be completed, if there is one."""
        return self._word

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Notice the word to complete; say so only when it is another one.

        A recalled text has none until it is changed: the next Up goes further back.
        """
        if self._recalled is not None and self.text == self._recalled:
            word = None
        else:
            self._recalled = None
            row, column = self.cursor_location
            word = word_at(self.document.get_line(row)[:column], first=row == 0)
        if word != self._word:
            self._word = word
            self.chosen, self._behind, self._early = None, word is not None, False
            self.post_message(self.Completing(word))

    def watch_options(self) -> None:
        """Start choosing anew in a new list."""
        self.chosen, self._behind = None, False
