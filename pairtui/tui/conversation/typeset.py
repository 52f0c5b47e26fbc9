"""Typeset: a piece of the transcript becomes lines of a given width.

Everything passes through `safe` before and after Markdown is read, so nothing of unknown origin
reaches the terminal as a control code. Raw HTML, images, autolinks and entities stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from pairtui.review.visible import safe
from pairtui.tui.conversation.blocks import inside, language
from pairtui.tui.conversation.pieces import Piece, PieceKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from rich.console import Console
    from rich.markdown import Markdown

Looks = Mapping[str, Style]
"""The styles of the transcript, by the last word of its component classes."""

_LABELS: Mapping[PieceKind, str] = {"you": "you: ", "draft": "→ ", "error": "! ", "receipt": "✔ "}
_AS_WRITTEN = ["html_block", "html_inline", "image", "autolink", "entity", "reference"]
_TAB = 4
_LANGUAGE = 20
"""Letters that are shown of what a fence says its code is."""
_BETWEEN = 2
"""Cells between two columns of a table, and at its ends, for each column."""
_IMAGE = re.compile(r"(`+).*?\1|!\[", re.DOTALL)


def typeset(piece: Piece, width: int, looks: Looks) -> list[Strip]:
    """Return the lines of one piece; none is wider than `width` cells."""
    text = piece.text.replace("\r\n", "\n")
    match piece.kind:
        case "prose":
            return _markdown(text, width, looks)
        case "table":
            return _table(text, width, looks)
        case "fence":
            return _fence(text, width, looks)
        case kind:
            label = Text(_LABELS.get(kind, ""), looks[kind])
            return _flow(
                label.append(_clean(text), looks["said" if kind == "you" else kind]), width
            )


def make_ready() -> None:
    """Load what Markdown needs, in a thread before the first answer, which would wait for it."""
    _document()
    _parser()


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


def _fence(text: str, width: int, looks: Looks) -> list[Strip]:
    """Return code under a line that says that it is only text: changes are never shown here."""
    named = _clean(language(text))[:_LANGUAGE] or "code"
    lines = [Strip([Segment(f"  {named}, only text"[:width], looks["quote"])])]
    code = inside(text)
    for line in code.removesuffix("\n").split("\n") if code else ():
        lines += _code_line(line, width, looks["code"])
    return lines


def _code_line(line: str, width: int, style: Style) -> list[Strip]:
    """Return one line of code, folded where it is too long; nothing of it is left out."""
    strip = Strip([Segment("  "), Segment(_clean(line), style)])
    if strip.cell_length <= width:
        return [strip]
    return [strip.crop(start, start + width) for start in range(0, strip.cell_length, width)]


def _flow(text: Text, width: int) -> list[Strip]:
    lines = text.wrap(_console(), width)
    return [_strip(list(line.render(_console())), Style.null()) for line in lines]


def _table(text: str, width: int, looks: Looks) -> list[Strip]:
    """Return a table as one where it fits, else row by row with the heading before each value."""
    tokens = _parse(text)
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type in ("th_open", "td_open") and rows:
            rows[-1].append(token.content)
    if not rows or tokens[-1].type != "table_close":
        return _set(tokens, width, looks)
    widest = [max(map(cell_len, column)) for column in zip(*rows, strict=False)]
    if sum(widest) + _BETWEEN * len(widest) <= width:
        return _set(tokens, width, looks)
    heads, *rest = rows
    told: list[Token] = []
    for row in rest:
        lines = [
            f"{head}: {value}" if head else value for head, value in zip(heads, row, strict=False)
        ]
        told += _paragraph([line for line in lines if line])
    return _set(told, width, looks)


def _paragraph(lines: list[str]) -> list[Token]:
    """Return a paragraph of lines that stay lines; each is read as what can stand in one."""
    from markdown_it.token import Token  # noqa: PLC0415  not before the first paint

    said: list[Token] = []
    for number, line in enumerate(lines):
        if number:
            said.append(Token("hardbreak", "br", 0))
        said += _parser().parseInline(line)[0].children or []
    inline = Token("inline", "", 0, children=said)
    return [Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)]


def _markdown(text: str, width: int, looks: Looks) -> list[Strip]:
    return _set(_parse(text), width, looks)


def _parse(text: str) -> list[Token]:
    return _parser().parse(_IMAGE.sub(_as_written, _clean(text)))


def _set(tokens: list[Token], width: int, looks: Looks) -> list[Strip]:
    from rich.theme import Theme  # noqa: PLC0415  not before the first paint

    console = _console()
    document = _document()
    document.parsed = tokens
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
def _document() -> Markdown:
    """Return a document to be given its tokens; each one that is made makes a parser of its own."""
    from rich.markdown import Markdown  # noqa: PLC0415  not before the first paint

    return Markdown("", hyperlinks=False)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  not before the first paint

    parser = MarkdownIt().enable("strikethrough").enable("table")
    return parser.disable(_AS_WRITTEN)
