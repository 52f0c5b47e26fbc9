"""Typeset: a piece of the transcript becomes lines of a given width.

Everything passes through `safe` before and after Markdown is read, so nothing of unknown origin
reaches the terminal as a control code. Raw HTML, images, autolinks and entities stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from pairtui.review.visible import safe
from pairtui.tui.conversation.pieces import Piece, PieceKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from rich.console import Console

Looks = Mapping[str, Style]
"""The styles of the transcript, by the last word of its component classes."""

_LABELS: Mapping[PieceKind, str] = {"you": "you: ", "draft": "→ ", "error": "! ", "receipt": "✔ "}
_AS_WRITTEN = ["html_block", "html_inline", "image", "autolink", "entity", "reference"]
_TAB = 4
_IMAGE = re.compile(r"(`+).*?\1|!\[", re.DOTALL)


def typeset(piece: Piece, width: int, looks: Looks) -> list[Strip]:
    """Return the lines of one piece; none is wider than `width` cells."""
    text = piece.text.replace("\r\n", "\n")
    match piece.kind:
        case "prose" | "table":
            return _markdown(text, width, looks)
        case "fence":
            return _fence(text, width, looks["code"])
        case kind:
            label = Text(_LABELS.get(kind, ""), looks[kind])
            return _flow(
                label.append(_clean(text), looks["said" if kind == "you" else kind]), width
            )


def typeset_open(piece: Piece, width: int, looks: Looks) -> list[Strip]:
    """Return the lines of a piece that is still growing: a table stays plain until it closes."""
    if piece.kind == "table":
        return _flow(Text(_clean(piece.text)), width)
    return typeset(piece, width, looks)


def _as_written(match: re.Match[str]) -> str:
    """Keep code as it is, and take its meaning from the beginning of an image."""
    return match[0] if match[1] else "!\\["


def _clean(text: str) -> str:
    return safe(text).expandtabs(_TAB)


def _fence(text: str, width: int, style: Style) -> list[Strip]:
    lines = text.split("\n")
    last = lines[-1].strip()
    closed = len(lines) > 1 and bool(last) and not last.strip("`~")
    inside = lines[1 : -1 if closed else None]
    return [strip for line in inside for strip in _code_line(line, width, style)]


def _code_line(line: str, width: int, style: Style) -> list[Strip]:
    """Return one line of code, folded where it is too long; nothing of it is left out."""
    strip = Strip([Segment("  "), Segment(_clean(line), style)])
    if strip.cell_length <= width:
        return [strip]
    return [strip.crop(start, start + width) for start in range(0, strip.cell_length, width)]


def _flow(text: Text, width: int) -> list[Strip]:
    lines = text.wrap(_console(), width)
    return [_strip(list(line.render(_console())), Style.null()) for line in lines]


def _markdown(text: str, width: int, looks: Looks) -> list[Strip]:
    from rich.markdown import Markdown  # noqa: PLC0415  not before the first paint
    from rich.theme import Theme  # noqa: PLC0415  not before the first paint

    console = _console()
    document = Markdown("", hyperlinks=False)
    document.parsed = _parser().parse(_IMAGE.sub(_as_written, _clean(text)))
    for token in document.parsed:
        token.tag = "h2" if token.tag == "h1" else token.tag  # which would be centred
    theme = {f"markdown.{name}": looks[look] for name, look in _MARKDOWN.items()}
    with console.use_theme(Theme(theme)):
        options = console.options.update(width=width)
        lines = console.render_lines(document, options, pad=False)
    strips = [_strip(line, Style.null()) for line in lines]
    while strips and not strips[-1].text.strip():
        strips.pop()
    while strips and not strips[0].text.strip():
        strips.pop(0)
    return strips


_MARKDOWN: Mapping[str, str] = {
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "code": "code",
    "code_block": "code",
    "block_quote": "quote",
    "item.number": "quote",
    "item.bullet": "quote",
    "link": "quote",
    "link_url": "quote",
    "table.border": "quote",
    "table.header": "heading",
}


def _strip(segments: list[Segment], base: Style) -> Strip:
    """Return one line without the blanks at its end, safe once more after Markdown was read."""
    cleaned = [
        Segment(safe(segment.text), (base + segment.style) if segment.style else base)
        for segment in segments
        if segment.text and not segment.control
    ]
    while cleaned and not cleaned[-1].text.strip(" \n"):
        cleaned.pop()
    if cleaned:
        last = cleaned[-1]
        cleaned[-1] = Segment(last.text.rstrip(" \n"), last.style)
    return Strip(Segment.simplify(cleaned))


@cache
def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415  Textual has it loaded; typing does not need it

    return Console(file=StringIO(), width=80, color_system=None, legacy_windows=False, emoji=False)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  not before the first paint

    parser = MarkdownIt().enable("strikethrough").enable("table")
    return parser.disable(_AS_WRITTEN)
