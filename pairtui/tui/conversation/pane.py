"""The conversation pane: heading, transcript, what is in, and the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Static

from pairtui.review.visible import one_line
from pairtui.tui.conversation.completing import Word
from pairtui.tui.conversation.facts import Facts
from pairtui.tui.conversation.prompt import Prompt
from pairtui.tui.conversation.reading_pane import ReadingPane
from pairtui.tui.conversation.transcript import Transcript

if TYPE_CHECKING:  # these nouns take a while to import, and the first paint needs none of them
    from pairtui.conversation import Conversation
    from pairtui.money import Bill
    from pairtui.session.status import Status
    from pairtui.tui.conversation.completions import Completions
    from pairtui.tui.conversation.earlier import Earlier
    from pairtui.tui.conversation.waiting import WaitingRows

Options = tuple[tuple[str, str], ...]
"""What a word can become, each with what it is for, or with an empty word."""

KEYS = "Enter sends · Ctrl+G review · F1 keys"
"""What the bar says while nothing else is to be said."""
COUNTING = "counting…"
"""What goes on while a request is made that is only looked at."""
STOPPABLE = ("asking…", "answering…", "asking again…", COUNTING)
"""What goes on that Esc stops."""
SOON = 0.9
"""Seconds after which a draft is kept, by a write that outlives a power cut."""


class ConversationPane(ReadingPane):
    """Show the talk and take the next words."""

    status: var[Status | None] = var(None, init=False)
    """Where we are and who answers; None until the session is open."""
    conversation: var[Conversation | None] = var(None, init=False)
    """What was said and which files are in; None until the session is open."""
    takes: var[int | None] = var(None, init=False)
    """How many tokens the next request takes without its words; None until it was weighed."""
    bill: var[Bill | None] = var(None, init=False)
    """What the turns took; None until the session is open."""
    told: var[str] = var("", init=False)
    """What the model will be told about earlier decisions; shown before it is sent."""
    busy: var[str] = var("starting…", init=False)
    """What is going on, such as "answering…"; empty while nothing is."""
    latest: var[str] = var("", init=False)
    """The last receipt or failure, until the next words are sent."""
    strip: var[str] = var("", init=False)
    """What the review holds, in one line; only shown while that pane is away."""
    commands: var[tuple[tuple[str, str, str], ...]] = var(())
    """Name, argument and purpose of every slash command; palette and help have them, too."""

    class Drafted(Message):
        """What stands in the prompt is another text than a second ago."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._completions: Completions | None = None
        self._waiting: WaitingRows | None = None
        self._width = 0
        self._soon: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the parts out from top to bottom."""
        yield Static("", id="heading", markup=False)
        yield Transcript(id="transcript")
        yield Facts()
        with Horizontal(id="entry"):
            yield Static("›", id="mark", markup=False)
            yield Prompt(id="prompt")
        yield Static(self.busy, id="bar", markup=False)

    def watch_status(self) -> None:
        """Name the model, and count against its room."""
        self._show("#heading", heading(self.status) if self.status else "")
        self.watch_conversation()

    def watch_busy(self) -> None:
        """Say what is going on."""
        busy = f"{self.busy} · Esc stops" if self.busy in STOPPABLE else self.busy
        self._show("#bar", self.remark or busy or KEYS)

    def watch_remark(self) -> None:
        """Answer a key."""
        self.watch_busy()

    def watch_conversation(self) -> None:
        """Show what is in."""
        self._show_facts()

    def _watch_takes(self) -> None:
        """Show how much room the next request takes."""
        self._show_facts()

    def watch_bill(self) -> None:
        """Show what the turns took."""
        self._show_facts()

    def watch_told(self) -> None:
        """Show what the model will be told."""
        self._show_facts()

    def watch_strip(self) -> None:
        """Show what the review holds."""
        self._show_facts()

    def on_resize(self) -> None:
        """Set the facts anew where there is another width for them."""
        if self.size.width != self._width:
            self._width = self.size.width
            self._show_facts()

    def _show_facts(self) -> None:
        """Show, above the prompt, what will be told, what is in, and what the review holds."""
        model = self.status.model if self.status else None
        facts = self.query_one(Facts)
        facts.show(
            self.conversation, model, self.told, self.strip, self._width,
            bill=self.bill, takes=self.takes,
        )  # fmt: skip

    @property
    def in_short(self) -> tuple[str, str]:
        """Return what was said last, and what became of it, in one line together."""
        turns = self.conversation.turns if self.conversation else ()
        said = f"you: {turns[-1].words}" if turns else "no words yet"
        became = f" · ai: {turns[-1].ending}" if turns else ""
        now = self.busy or self.latest
        return one_line(" ".join((now or said).split())), "" if now else became

    def _show(self, selector: str, text: str) -> None:
        line = self.query_one(selector, Static)
        line.set_class(not text, "-empty")
        line.update(one_line(text))

    def show_waiting(self, texts: tuple[str, ...], *, held: bool) -> None:
        """Show the words that wait for their turn, above the prompt."""
        from pairtui.tui.conversation.waiting import WaitingRows  # noqa: PLC0415 - rarely needed

        self.prompt.waiting = bool(texts)
        if self._waiting is None and texts:
            self._waiting = WaitingRows()
            self.mount(self._waiting, before="#entry")
        if self._waiting is not None:
            self._waiting.show(texts, held=held)

    # Completing

    @property
    def completions(self) -> Completions:
        """Return the completion list, which is made when it is first needed."""
        if self._completions is None:
            from pairtui.tui.conversation.completions import Completions  # noqa: PLC0415 - late

            self._completions = Completions(id="completions", markup=False)
            self.mount(self._completions, before="#entry")
        return self._completions

    def on_prompt_completing(self, event: Prompt.Completing) -> None:
        """Answer for commands at once; a path is looked up by the screen."""
        word = event.word
        if word is None or word.kind == "command":
            event.stop()
            self.offer(word, self._commands(word.prefix) if word else ())

    def _commands(self, start: str) -> Options:
        return tuple(
            (name, " · ".join(filter(None, (argument, purpose))))
            for name, argument, purpose in self.commands
            if name.startswith(start)
        )

    # Messages of before

    async def on_prompt_earlier_asked(self) -> None:
        """Open the bar in which one is looked for; the screen brings those of other days."""
        from pairtui.tui.conversation.earlier import Earlier  # noqa: PLC0415 - rarely needed

        if not self.query(Earlier):
            await self.mount(Earlier(self.prompt.remembered), before="#entry")

    def on_earlier_chosen(self, event: Earlier.Chosen) -> None:
        """Put it into the prompt; what stood there is one of the earlier ones now."""
        event.stop()
        self.prompt.give_back(event.text)

    async def on_earlier_closed(self, event: Earlier.Closed) -> None:
        """Take the bar away."""
        event.stop()
        if event.back:
            self.screen.set_focus(self.prompt)  # now, or the removal hands the keys to another
        await self.query("Earlier").remove()

    def offer(self, word: Word | None, options: Options) -> None:
        """Show what a word can become, unless it is already exactly that, or typed on since."""
        if word is not None and word != self.prompt.word:
            return
        if word is not None and [name for name, _ in options] == [word.prefix]:
            options = ()
        if options or self._completions is not None:
            self.completions.options = options
        self.prompt.offered(tuple(name for name, _ in options))

    def on_mount(self) -> None:
        """Keep the list and the prompt together."""
        self.watch(self.prompt, "options", self._follow_options, init=False)
        self.watch(self.prompt, "chosen", self._follow_choice, init=False)

    def _follow_options(self, options: tuple[str, ...]) -> None:
        if not options and self._completions is not None:
            self._completions.options = ()

    def _follow_choice(self, chosen: int | None) -> None:
        if self._completions is not None:
            self._completions.chosen = chosen

    @on(events.Click, "#facts")
    def _clicked(self, event: events.Click) -> None:
        """Go to the review by a click on its strip, which is the last of these lines."""
        if self.strip and event.y == self.query_one("#facts").size.height - 1:
            self.post_message(Prompt.PaneAsked())

    def on_prompt_pasted(self, event: Prompt.Pasted) -> None:
        """Say what became of a paste."""
        event.stop()
        folded = "folded, sent whole · F2 opens it" if event.folded else ""
        dropped = f"{event.dropped} control characters were left out" if event.dropped else ""
        self.remark = " · ".join(filter(None, (folded, dropped)))

    @on(Prompt.NothingFolded)
    def _nothing_folded(self, event: Prompt.NothingFolded) -> None:
        event.stop()
        self.remark = "nothing is folded here"

    def on_text_area_changed(self, event: Prompt.Changed) -> None:
        """Take the last remark away once the person goes on, and let the draft be kept soon."""
        event.stop()
        self.remark = ""
        if self._soon is None:
            self._soon = self.set_timer(SOON, self._say_draft)

    def _say_draft(self) -> None:
        self._soon = None
        self.post_message(self.Drafted())


def heading(status: Status) -> str:
    """Return the first row: repository, branch, and who answers."""
    branch = status.ground.branch or "no branch here"
    model = status.model
    answers = "no model yet" if model is None else f"ai {model.label}"
    return f"{status.name} ⎇ {branch} · {answers}"
