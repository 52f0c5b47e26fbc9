"""The main screen: the conversation now, and after the first paint everything else."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Resize
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from pairtui.review.visible import safe
from pairtui.tui.conversation.completing import Word
from pairtui.tui.conversation.pane import ConversationPane
from pairtui.tui.conversation.pieces import PieceKind
from pairtui.tui.conversation.prompt import Prompt
from pairtui.tui.conversation.transcript import Transcript
from pairtui.tui.conversation.typeset import make_ready
from pairtui.tui.screens.interrupting import interrupt

if TYPE_CHECKING:
    from pairtui.commands.outcome import SheetName
    from pairtui.config import Notify
    from pairtui.review.decide import Review
    from pairtui.session.session import Session
    from pairtui.tui.screens.again import Latest
    from pairtui.tui.screens.answer import Answer
    from pairtui.tui.screens.desk import Desk
    from pairtui.tui.screens.queue import Queue

WIDE = 100
"""From how many columns on the panes stand side by side."""
GRACE = 0.15
"""How long, in seconds, an answer may take to end by itself once it was stopped."""
_EVERYWHERE = Binding.Group("Everywhere")


class CannotStart(Exception):
    """There is nothing to work on; `says` is why and what to do, `code` the exit code."""

    def __init__(self, code: int, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


class MainScreen(Screen[None]):
    """Talk on the left, review on the right; below 100 columns one of them is a strip."""

    AUTO_FOCUS = "#prompt"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+g", "other_pane", "Other pane", id="main.pane", group=_EVERYWHERE,
            tooltip="Go to the other pane; drafts stay",
        ),
        Binding(
            "ctrl+o", "shelf", "Proposals", id="main.shelf", group=_EVERYWHERE,
            tooltip="List of proposals: on the screen, waiting, decided, saved",
        ),
    ]  # fmt: skip

    talking: var[bool] = var(True, init=False)
    """Whether the conversation has the keys."""

    focused: var[Widget | None] = var(None)
    """Which widget has the keys; in Textual itself each change of it repaints the whole screen."""

    pane = query_one(ConversationPane)

    def __init__(self, make_session: Callable[[], Session], welcome: str = "") -> None:
        super().__init__()
        self._make_session = make_session
        self.welcome = welcome
        """What the conversation begins with; Markdown."""
        self._session: Session | None = None
        self._opened = asyncio.Event()
        self._turn: Worker[None] | None = None
        self._leaving: Worker[None] | None = None
        self.answer: Answer | None = None
        self.rings: Notify = "off"
        """How the person wants to hear that an answer has ended."""
        self.desk: Desk | None = None
        self.latest: Latest | None = None
        """What was sent last, and what came of it; None until something was."""
        self.queue: Queue | None = None
        """Words that wait for their turn; there is one once the session is open."""

    def compose(self) -> ComposeResult:
        """Lay out the conversation; the desk comes after the first paint."""
        yield ConversationPane(id="conversation")

    # Opening

    def on_mount(self) -> None:
        """Give the prompt the keys at once; everything heavy comes after the first paint."""
        self.pane.prompt.focus()
        self.call_after_refresh(self.do, self._open, "open")

    async def _open(self) -> None:
        """Bring the rest in: the desk, then the session; the imports run beside the keys."""
        desk = await asyncio.to_thread(_import_desk)
        self.desk = desk(id="desk")
        await self.mount(self.desk)
        self.watch_talking()
        try:
            session = await asyncio.to_thread(self._make_session)
        except CannotStart as refusal:
            says = Text(safe(refusal.says))
            self.app.exit(refusal.code, return_code=refusal.code, message=says)
            return
        try:
            from pairtui.tui.screens.opening import show_session  # noqa: PLC0415 - it is heavy
            from pairtui.tui.screens.queue import Queue  # noqa: PLC0415 - the opening has it

            self._session = session
            self.queue = Queue(self, session, self._send)
            left = await show_session(self, session)
        finally:
            if not self.turning:
                self.pane.busy = ""
            gc.freeze()  # what was imported stays; from here on, collect what is dropped
            gc.enable()
        self._opened.set()
        from pairtui.tui.screens.resuming import settle  # noqa: PLC0415 - the opening has it

        await settle(self, session, left)
        if session.brought is not None:
            from pairtui.tui.screens.bringing import show_brought  # noqa: PLC0415 - rarely needed

            await show_brought(self, session, session.brought, left)
        await asyncio.to_thread(make_ready)

    async def close_session(self) -> None:
        """End what the session started, such as the model's process; once."""
        session, self._session = self._session, None
        if session is not None:
            await session.aclose()

    async def session(self) -> Session:
        """Return the session, waiting for it where it is not open yet."""
        await self._opened.wait()
        if self._session is None:
            raise RuntimeError("the session did not open")
        return self._session

    @on(ConversationPane.Drafted)
    def _drafted(self) -> None:
        if self.desk is not None:
            from pairtui.tui.screens.remembering import keep_prompt  # noqa: PLC0415 - with the desk

            keep_prompt(self.desk, self.pane.prompt)

    # Saying and doing

    def say(self, kind: PieceKind, text: str) -> None:
        """Put one piece into the conversation."""
        self.pane.transcript.add(kind, text)
        if kind in ("you", "receipt", "error"):
            self.pane.latest = "" if kind == "you" else text
            self.show_strips()

    def do(self, work: Callable[[], Coroutine[None, None, None]], group: str) -> Worker[None]:
        """Run some work beside the keys; a failure of it is told and ends nothing else."""
        worker = self.run_worker(work(), group=group, exclusive=True, exit_on_error=False)
        if group == "turn":
            self._turn = worker
        return worker

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """Tell what went wrong in a worker; the conversation goes on."""
        if event.state is WorkerState.ERROR:
            from pairtui.tui.screens.opening import went_wrong  # noqa: PLC0415 - rarely needed

            self.say("error", went_wrong(event.worker.error))
        if event.worker is self._turn and self.queue is not None:
            self.queue.go_on()

    # Talking

    @on(Prompt.Submitted)
    def _submitted(self, event: Prompt.Submitted) -> None:
        if self.turning:
            self.run_worker(self._take_aside(event.text), group="aside", exit_on_error=False)
        else:
            self._send(event.text)

    async def _take_aside(self, words: str) -> None:
        await self.session()
        from pairtui.tui.screens.turn import take_aside  # noqa: PLC0415 - it is heavy

        await take_aside(self, words)

    def _send(self, words: str) -> None:
        self.do(partial(self._take, words), "turn")

    async def _take(self, words: str) -> None:
        whole = False
        self.pane.busy = "starting…" if self._session is None else "asking…"
        try:
            await self.session()
            from pairtui.tui.screens.turn import take_words  # noqa: PLC0415 - it is heavy

            await take_words(self, words)
            whole = True
        finally:
            if not whole and self.is_running:
                self.pane.prompt.give_back(words)
                if self.queue is not None:
                    self.queue.hold()
            self.pane.busy = ""

    @property
    def turning(self) -> bool:
        """Tell whether words are on their way, or an answer is coming in."""
        return self._turn is not None and not self._turn.is_finished

    def stop(self) -> None:
        """Stop the answer; what it said stays. It has a moment to end by itself."""
        turn, answer = self._turn, self.answer
        if turn is None or answer is None:
            self.workers.cancel_group(self, "turn")
            return
        answer.stop.set()
        self.pane.busy = "stopping…"
        self.set_timer(GRACE, lambda: turn.cancel() if self.answer is answer else None)

    def stop_saving(self) -> bool:
        """Stop a commit that is running; tell whether there was one."""
        if self._session is None or self.desk is None or not self.desk.writing:
            return False
        self._session.stop_saving()
        return True

    @on(Prompt.Urged)
    def _urged(self) -> None:
        if self._session is None or self._session.patience.hurry() or self.queue is None:
            return
        self.queue.release()

    @on(Prompt.TakenBack)
    def _taken_back(self) -> None:
        if self.queue is not None and not self.pane.prompt.text:
            self.pane.prompt.write(self.queue.take_back())

    @on(Prompt.Escaped)
    def _escaped(self) -> None:
        if self.turning:
            self.stop()

    @on(Prompt.Interrupted)
    def _interrupted(self) -> None:
        self.pane.remark = interrupt(self)

    @on(Prompt.Completing)
    def _completing(self, event: Prompt.Completing) -> None:
        if event.word is not None:
            self.do(partial(self._complete, event.word), "complete")

    async def _complete(self, word: Word) -> None:
        session = await self.session()
        if word.kind == "dropped":
            talk = self.pane.conversation
            names = [item.spec for item in talk.attached] if talk else []
            self.pane.offer(word, tuple((one, "") for one in names if word.prefix in one))
        else:
            self.pane.offer(word, await session.attaching.complete(word.prefix))

    @on(Prompt.EarlierAsked)
    def _look_for_earlier(self) -> None:
        self.do(self._bring_earlier, "earlier")

    async def _bring_earlier(self) -> None:
        from pairtui.tui.conversation.earlier import Earlier  # noqa: PLC0415 - rarely needed

        session = await self.session()
        texts = await asyncio.to_thread(session.words_before)
        for bar in self.pane.query(Earlier):
            bar.know(texts)

    @on(Prompt.EditorAsked)
    def _write_outside(self) -> None:
        from pairtui.tui.editor import NoEditor, edit_outside  # noqa: PLC0415 - rarely needed

        text = edit_outside(self.app, self.pane.prompt.whole.encode(), "message.md")
        if isinstance(text, NoEditor):
            self.pane.remark = text.says
            return
        try:
            self.pane.prompt.write_from(text)
        except UnicodeDecodeError:
            self.pane.remark = "the editor wrote no UTF-8; the text is as it was"

    @on(Transcript.CopyAsked)
    def _copy(self, event: Transcript.CopyAsked) -> None:
        from pairtui.tui.screens.copying import copy_out  # noqa: PLC0415 - rarely needed

        self.do(partial(copy_out, self, self.pane, event.copied, event.why), "sheet")

    # What the panes know of each other

    def show_told(self, reviews: tuple[Review, ...]) -> None:
        """Show what the model will be told with the next words."""
        if self._session is not None:
            self.pane.told = self._session.told(reviews)

    def show_strips(self) -> None:
        """Say in one line what the pane that is away holds."""
        if self.desk is not None:
            self.pane.strip = self.desk.in_short if self.narrow else ""
            self.desk.show_strip(*(self.pane.in_short if self.narrow else ("", "")))

    # Panes

    @on(Prompt.PaneAsked)
    def action_other_pane(self) -> None:
        """Go to the other pane; what is half-written stays."""
        if self.desk is not None:
            self.talking = not self.talking
            (self.pane.prompt if self.talking else self.desk.reviewing).focus()

    @on(DescendantFocus)
    def _focus_moved(self, event: DescendantFocus) -> None:
        """Know which pane has the keys."""
        self.talking = self.pane in event.widget.ancestors_with_self

    @on(Resize)
    def _resized(self) -> None:
        """Show what there is room for."""
        self.watch_talking()

    @property
    def narrow(self) -> bool:
        """Tell whether there is room for one pane only."""
        return self.size.width < WIDE

    def watch_talking(self) -> None:
        """Show both panes where there is room, else the one that has the keys."""
        # A class for the rare case only: each change of one styles the whole screen again.
        self.set_class(self.narrow, "-narrow")
        self.pane.display = self.talking or not self.narrow
        if self.desk is not None:
            self.desk.display = not self.talking or not self.narrow
            self.desk.show_heading()
            self.show_strips()

    # Sheets

    def action_help(self) -> None:
        """Show the keys of this place."""
        from pairtui.tui.screens.help import show_keys  # noqa: PLC0415 - rarely needed

        show_keys(self.app)

    def action_shelf(self) -> None:
        """Show every proposal of this conversation."""
        if self.desk is not None:
            self.desk.list_proposals()

    def open(self, sheet: SheetName) -> None:
        """Open the sheet a command asks for."""
        from pairtui.tui.screens.sheets import open_sheet  # noqa: PLC0415 - rarely needed

        open_sheet(self, sheet)

    def leave(self) -> None:
        """Say what is not saved or would be lost, then leave or stay."""
        from pairtui.tui.screens.leave import leave  # noqa: PLC0415 - rarely needed

        self._leaving = self.do(partial(leave, self), "leave")

    @property
    def leaving(self) -> bool:
        """Tell whether the leave sheet is open already."""
        return self._leaving is not None and not self._leaving.is_finished


def _import_desk() -> type[Desk]:
    from pairtui.tui.screens.desk import Desk  # noqa: PLC0415 - after the first paint, in a thread

    return Desk
