"""Past: a turn of before, cut into the pieces in which it was shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pairtui.conversation import Turn
from pairtui.events import Drafting, Said
from pairtui.session.retelling import retold
from pairtui.tui.conversation.blocks import cut
from pairtui.tui.conversation.pieces import Past, Piece


def past(turn: Turn) -> Past:
    """Return a turn that came earlier; its answer is read when someone looks there."""
    return Past((turn.words, turn.reply), partial(_pieces, turn))


def _pieces(turn: Turn) -> Iterator[Piece]:
    yield Piece("you", turn.words)
    if turn.reply:
        yield Piece("ai", "ai:")
    said: list[str] = []
    for told in retold(turn.reply):
        match told:
            case Said(text=text):
                said.append(text)
            case Drafting(path=path):
                yield from _blocks(said)
                said = []
                yield Piece("draft", f"change in {path}")
    yield from _blocks(said)
    if turn.ending != "done":
        says = "it broke off here" if turn.reply or turn.proposal else "no answer came"
        yield Piece("ending", "stopped" if turn.ending == "stopped" else says)


def _blocks(said: list[str]) -> Iterator[Piece]:
    found = cut("".join(said))
    for block in (*found.done, *([found.open] if found.open else [])):
        yield Piece(block.kind, block.text)
