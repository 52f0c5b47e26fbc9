"""Taking: what of the conversation leaves it as text; pure."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.review.lines import cut_lines
from pairtui.tui.conversation.blocks import inside
from pairtui.tui.conversation.pieces import Piece, PieceKind
from pairtui.tui.review.copied import Copied
from pairtui.tui.review.labels import many

_WHAT: dict[PieceKind, str] = {
    "you": "your words", "fence": "this code", "table": "this table", "prose": "this paragraph",
}  # fmt: skip
_SAID: frozenset[PieceKind] = frozenset({"prose", "fence", "table"})


def taken(pieces: Sequence[Piece]) -> Copied | None:
    """Return the text of one piece as it came, or of a whole answer; None where there is none.

    Code comes without its fences; an answer is Markdown, without the changes that were made of it.
    """
    if not pieces:
        return None
    first = pieces[0]
    if first.kind == "ai":
        text = "\n\n".join(piece.text for piece in pieces if piece.kind in _SAID)
        what = "the answer"
    else:
        text = inside(first.text) if first.kind == "fence" else first.text
        what = _WHAT.get(first.kind, "this line")
    if not text:
        return None
    data = text.encode(errors="surrogateescape")
    name = "code.txt" if first.kind == "fence" else "talk.md"
    return Copied(data, f"{what}, {many(len(cut_lines(data)), 'line')}", name)
