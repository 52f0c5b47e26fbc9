"""Tones: the few colours of code, by Pygments, only for the lines that are shown.

Keywords, strings and comments; everything else stays plain, for each change of colour costs bytes
on the way to the terminal and rest for the eye.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from time import thread_time
from typing import TYPE_CHECKING

from pairtui.review.lines import body
from pairtui.review.visible import show_bytes
from pairtui.tui.review.bits import Row, bits_of

if TYPE_CHECKING:
    from pygments.lexer import Lexer

Toned = tuple[tuple[str, str], ...]

CHUNK = 64
"""Lines that are looked at together, so that a string of several lines is one."""
LIMIT = 2_000
"""Lines longer than this get no colours: a lexer may take very long over one."""
LINE_TIME = 0.1
"""Seconds of the processor after which a lexer is given up that is still at one line."""
PLAIN = ("same", "cut", "added")
"""The looks of what can have colours: words that are marked have their own."""
KEPT = 400
"""Chunks remembered."""


class Tones:
    """Colour lines of code; each chunk of lines once."""

    def __init__(self, clock: Callable[[], float] = thread_time) -> None:
        self._clock = clock
        self._lexers: dict[str, Lexer | None] = {}
        self._chunks: dict[tuple[str, str, int, int], tuple[object, tuple[Toned, ...]]] = {}

    def of(self, row: Row, path: str) -> Iterator[tuple[str, str]]:
        """Yield a row's text in pieces with the tone of each; nothing where it has no colours."""
        column = 0
        for text, tone in self._line(row, path):
            for bit in bits_of(text, "same", column=column):
                column += bit.width
                yield bit.text, "escape" if bit.escaped else tone

    def prepare(self, row: Row, path: str) -> None:
        """Look at the lines a row is one of, so that it is coloured at once when it is shown."""
        self._line(row, path)

    def _line(self, row: Row, path: str) -> Toned:
        source = row.source
        shown = [bit.look for bit in row.bits if bit.text]
        if source is None or not shown or any(look not in PLAIN for look in shown):
            return ()
        lexer = self._lexer(path)
        if lexer is None:
            return ()
        chunk = source.index // CHUNK
        key = (path, source.name, chunk, len(source.lines))
        kept = self._chunks.get(key)
        if kept is None or kept[0] is not source.lines:
            if len(self._chunks) >= KEPT:
                self._chunks.clear()
            lines = source.lines[chunk * CHUNK : (chunk + 1) * CHUNK]
            kept = self._chunks[key] = (source.lines, _toned(lexer, lines, self._clock))
        return kept[1][source.index % CHUNK]

    def _lexer(self, path: str) -> Lexer | None:
        if path not in self._lexers:
            from pygments.lexers import find_lexer_class_for_filename  # noqa: PLC0415 - slow to load

            found = find_lexer_class_for_filename(path.rsplit("/", 1)[-1])
            self._lexers[path] = found(stripnl=False, ensurenl=False) if found else None
        return self._lexers[path]


def _toned(lexer: Lexer, lines: tuple[bytes, ...], clock: Callable[[], float]) -> tuple[Toned, ...]:
    texts = [show_bytes(body(line)) for line in lines]
    plain: tuple[Toned, ...] = tuple(() for _ in texts)
    if any(len(text) > LIMIT for text in texts):
        return plain
    rows: list[list[tuple[str, str]]] = [[]]
    until = clock() + LINE_TIME
    for token, text in lexer.get_tokens("\n".join(texts)):
        tone = _tone(token)
        first, *rest = text.split("\n")
        if first:
            rows[-1].append((first, tone))
        rows += [[(part, tone)] if part else [] for part in rest]
        if clock() > until:
            return plain
        if rest:
            until = clock() + LINE_TIME
    # A lexer may rewrite what it is given; colours for another text than is there are none.
    return tuple(
        tuple(row) if "".join(part for part, _ in row) == text else ()
        for row, text in zip(rows + [[]] * len(texts), texts, strict=False)
    )


@lru_cache(maxsize=1024)
def _tone(token: object) -> str:
    """Return one of three tones, or none, for a Pygments token such as `Token.Keyword.Type`."""
    name = str(token)
    for beginning, tone in (
        ("Token.Comment", "comment"),
        ("Token.Literal.String", "string"),
        ("Token.Keyword", "keyword"),
        ("Token.Name.Tag", "keyword"),
    ):
        if name.startswith(beginning):
            return tone
    return ""
