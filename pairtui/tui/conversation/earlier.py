"""Earlier: the bar in which a message of before is looked for; the draft stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from pairtui.review.visible import one_line, safe

ROWS = 5
KEYS = "Enter takes · ↑ older · Esc back"
STEPS = {"ctrl+r": 1, "up": 1, "down": -1}


def matching(texts: Iterable[str], words: str) -> tuple[str, ...]:
    """Return the texts that have all of some words, each text once; capitals do not count."""
    wanted = words.casefold().split()
    return tuple(
        text for text in dict.fromkeys(texts) if all(word in text.casefold() for word in wanted)
    )


class EarlierBox(Input):
    """Where the words are typed; its keys go to the bar it is in."""

    def __init__(self, bar: Earlier) -> None:
        super().__init__(compact=True)
        self.cursor_blink = False
        self._bar = bar

    async def _on_key(self, event: events.Key) -> None:
        step = STEPS.get(event.key)
        if step is not None:
            self._bar.go(step)
        elif event.key == "enter":
            self._bar.take()
        elif event.key == "escape" or (event.key == "ctrl+c" and not self.selected_text):
            self._bar.close()
        else:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    def on_blur(self) -> None:
        """End the search where the person went elsewhere."""
        if self.is_attached and self.app.screen is self.screen:
            self._bar.close(back=False)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(safe(event.text.partition("\n")[0]))


class Earlier(Vertical):
    """Look through messages, the latest first; what is chosen is put into the prompt, not sent."""

    DEFAULT_CSS = """
    Earlier { height: auto; background: $panel; }
    Earlier:ansi { background: ansi_default; }
    Earlier > Static { height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
    Earlier > Horizontal { height: 1; }
    Earlier > Horizontal > Static { width: 9; }
    EarlierBox { width: 1fr; background: $surface; }
    """

    class Chosen(Message):
        """A text was chosen."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Closed(Message):
        """The search is over; `back` says that the prompt is to have the keys again."""

        def __init__(self, *, back: bool) -> None:
            super().__init__()
            self.back = back

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__()
        self._texts = tuple(texts)
        self._at = 0
        self._open = True

    def compose(self) -> ComposeResult:
        """Make what is found, and the box."""
        yield Static("", markup=False)
        with Horizontal():
            yield Static("earlier: ", markup=False)
            yield EarlierBox(self)

    def on_mount(self) -> None:
        """Let the person type."""
        self.query_one(EarlierBox).focus()
        self._show()

    def know(self, texts: Iterable[str]) -> None:
        """Look through more texts, older than those before."""
        self._texts = (*self._texts, *texts)
        self._show()

    def go(self, step: int) -> None:
        """Go to an older or a newer one."""
        self._at = min(max(self._at + step, 0), max(len(self._found) - 1, 0))
        self._show()

    def take(self) -> None:
        """Choose the marked one; where nothing is found, nothing is chosen."""
        if self._found:
            self.post_message(self.Chosen(self._found[self._at]))
            self.close()

    def close(self, *, back: bool = True) -> None:
        """End the search, once."""
        if self._open:
            self._open = False
            self.post_message(self.Closed(back=back))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._at = 0
        self._show()

    @on(events.Click)
    def _clicked(self, event: events.Click) -> None:
        rows = self.query_one(Static)
        if event.widget is rows and event.y < min(len(self._found), ROWS):
            self._at = self._top + event.y
            self.take()

    @property
    def _found(self) -> tuple[str, ...]:
        return matching(self._texts, self.query_one(EarlierBox).value)

    @property
    def _top(self) -> int:
        return max(self._at - ROWS + 1, 0)

    def _show(self) -> None:
        found, top = self._found, self._top
        rows = [
            Content.styled(
                f"{'▸' if at == self._at else ' '} {one_line(text)}",
                "bold" if at == self._at else "",
            )
            for at, text in enumerate(found[top : top + ROWS], top)
        ]
        count = f"{self._at + 1} of {len(found)}" if found else "no message has all of these words"
        rows.append(Content.styled(f"{count} · {KEYS}" if found else f"{count} · Esc back", "dim"))
        self.query_one(Static).update(Content("\n").join(rows))
