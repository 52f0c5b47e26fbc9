"""Assemble: a conversation and its files into exactly one request, within the budget.

Stable parts come first, because servers keep the beginning of a request they have seen before:
system, format; then earlier turns, verdicts, the files as they are now, and the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pairtui.context.excerpt import show
from pairtui.context.rendered import Render, Rendered
from pairtui.conversation import Attachment, Turn
from pairtui.proposal import Present, Snapshot
from pairtui.request import Message, Model, Request

PER_MESSAGE = 4
"""Tokens that the frame of a message costs, about; servers differ by one or two."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """A request within the budget; `says` tells the person of turns that were left out, or ""."""

    request: Request
    tokens: int
    left_out: int = 0
    says: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """The templates around a request: who the model is, and what its files are.

    Without `edits` it is told of no format to write them in.
    """

    system: str = "system/pair"
    files: str = "format/files"
    edits: bool = True

    def frame(self, model: Model, render: Render) -> list[Rendered]:
        """Return what the request begins with."""
        written = [render(f"format/{model.format}")] if self.edits else []
        return [render(self.system), *written]


ASKED = Setting()
"""What words of the person are asked in."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The files and words alone exceed the budget; `says` is for the person."""

    says: str
    tokens: int


def assemble(
    words: str,
    *,
    model: Model,
    render: Render,
    count: Callable[[str], int],
    snapshot: Snapshot,
    attached: Sequence[Attachment] = (),
    turns: Sequence[Turn] = (),
    verdicts: Rendered | None = None,
    command: Rendered | None = None,
    setting: Setting = ASKED,
) -> Assembled | TooLarge:
    """Return the request for these words, the oldest turns left out whole where it is too large.

    `command` is a slash command's template, rendered with the words; it then stands for them.
    """
    frame = setting.frame(model, render)
    last = _before(verdicts, shown_files(snapshot, attached, render, setting.files))
    system = Message("system", _join(part.text for part in frame))
    said = command.text if command else words
    asked = Message("user", _join([*(one.text for one in last), said]))
    fixed = sum(count(message.text) + PER_MESSAGE for message in (system, asked))
    if fixed > model.budget:
        return _too_large(fixed, model, snapshot, attached, render=render, count=count)
    answered = [turn for turn in turns if turn.reply]
    kept, cost = _newest(answered, model.budget - fixed, count)
    if len(kept) < len(answered):
        frame.append(shortened := render("system/shortened"))
        fixed += count(shortened.text) + PER_MESSAGE
        kept, cost = _newest(answered, model.budget - fixed, count)
    system = Message("system", _join(part.text for part in frame))
    parts = (*frame, *last, *((command,) if command else ()))
    request = Request(
        messages=(system, *(message for turn in kept for message in _messages(turn)), asked),
        model=model.name,
        prompts=tuple(dict.fromkeys(part.use for part in parts)),
        saw=tuple(item.spec for item in attached if _is_present(snapshot, item)),
    )
    return _assembled(request, fixed + cost, len(answered) - len(kept))


def shown_files(
    snapshot: Snapshot,
    attached: Sequence[Attachment],
    render: Render,
    template: str = "format/files",
) -> Rendered | None:
    """Return how the attached files are shown to a model, or None if there are none to show."""
    blocks = [
        show(item, state.data, render)
        for item in attached
        if isinstance(state := snapshot.files.get(item.path), Present)
    ]
    return render(template, files="\n\n".join(blocks)) if blocks else None


def _before(*parts: Rendered | None) -> list[Rendered]:
    """Return what is said right before the words, where there is any of it."""
    return [part for part in parts if part]


def _is_present(snapshot: Snapshot, item: Attachment) -> bool:
    return isinstance(snapshot.files.get(item.path), Present)


def _newest(
    turns: Sequence[Turn], budget: int, count: Callable[[str], int]
) -> tuple[list[Turn], int]:
    """Return the newest turns that fit, and what they cost."""
    kept: list[Turn] = []
    cost = 0
    for turn in reversed(turns):
        more = sum(count(message.text) + PER_MESSAGE for message in _messages(turn))
        if cost + more > budget:
            break
        kept.insert(0, turn)
        cost += more
    return kept, cost


def _messages(turn: Turn) -> tuple[Message, Message]:
    return Message("user", _join([turn.told, turn.words])), Message("assistant", turn.reply)


def _join(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _assembled(request: Request, tokens: int, left_out: int) -> Assembled:
    if not left_out:
        return Assembled(request, tokens)
    oldest = "turn" if left_out == 1 else f"{left_out} turns"
    says = f"The conversation is long: the AI no longer sees the oldest {oldest}."
    return Assembled(request, tokens, left_out, says)


def _too_large(
    tokens: int,
    model: Model,
    snapshot: Snapshot,
    attached: Sequence[Attachment],
    *,
    render: Render,
    count: Callable[[str], int],
) -> TooLarge:
    says = f"This comes to about {tokens:,} tokens; {model.name} is sent at most {model.budget:,}."
    sizes = {
        item.spec: count(show(item, state.data, render))
        for item in attached
        if isinstance(state := snapshot.files.get(item.path), Present)
    }
    if not sizes:
        return TooLarge(f"{says} Say it in fewer words.", tokens)
    largest = max(sizes, key=lambda spec: sizes[spec])
    path = largest.partition(":")[0]
    says = (
        f"{says} The largest part is {largest} ({sizes[largest]:,}): "
        f"leave it out with /drop {path}, or bring in only the lines that matter: @{path}:10-80."
    )
    return TooLarge(says, tokens)
