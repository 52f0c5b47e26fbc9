"""Visible: text of unknown origin, made safe to show, with everything invisible in plain sight."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

JOINERS = "\u200c\u200d"
SELECTORS = "\ufe0e\ufe0f"

SILENT = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065),
    (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Default-ignorable code points that the general category does not give away (Unicode, UAX #44)."""

DRAWN = (
    (0x0600, 0x0605), (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2),
    (0x110BD, 0x110BD), (0x110CD, 0x110CD),
)  # fmt: skip
"""Format characters that have a shape of their own: they stand before or around digits."""

LATER = ((0x1F000, 0x1FAFF), (0x20000, 0x2FA1F), (0x30000, 0x3347F))
"""Emoji and ideographs, of which Unicode assigns more each year than this Python may know."""

PICTURES = (
    (0x00A9, 0x00A9), (0x00AE, 0x00AE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122),
    (0x2139, 0x2139), (0x2190, 0x21FF), (0x2300, 0x23FF), (0x24C2, 0x24C2), (0x25A0, 0x27BF),
    (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x3030, 0x3030), (0x303D, 0x303D), (0x3297, 0x3299),
    (0x1F000, 0x1FAFF),
)  # fmt: skip
"""Characters that may be emoji."""

JOINING = (
    (0x0600, 0x08FF), (0x0900, 0x0DFF), (0x0F00, 0x109F), (0x1780, 0x18AF), (0x1A00, 0x1CFF),
    (0xA800, 0xABFF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0x10A00, 0x10FFF), (0x11000, 0x11FFF),
    (0x1E900, 0x1E95F),
)  # fmt: skip
"""Scripts whose spelling needs the two joiners: Arabic, Indic and their kin."""

FLAGS = re.compile(
    "\U0001f3f4(?:"
    + "|".join(
        "".join(chr(0xE0000 + ord(letter)) for letter in name)
        for name in ("gbeng", "gbsct", "gbwls")
    )
    + ")\U000e007f"
)
"""The three flags that are written with tag characters."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text that can be shown as it is; `escaped` if it stands for something unseen."""

    text: str
    escaped: bool = False


def visible(text: str) -> tuple[Span, ...]:
    r"""Return text as spans that are safe to show; newlines and tabs stay plain.

    Control characters become `\x1b` and `\r`, bytes that were no UTF-8 (lone surrogates) `\xff`,
    everything else that cannot be seen or that reorders its surroundings `U+202E`. By general
    category and default-ignorable code points, never by a short list. Joiners and selectors stay
    where emoji and scripts need them.
    """
    hidden = {letter for letter in set(text) if _hides(letter)} if not _plain(text) else set()
    if not hidden:
        return (Span(text),) if text else ()
    spans: list[Span] = []
    shown = 0
    flags = {at for flag in FLAGS.finditer(text) for at in range(flag.start(), flag.end())}
    for match in re.finditer("[" + re.escape("".join(sorted(hidden))) + "]", text):
        at = match.start()
        if at in flags or _belongs(text, at):
            continue
        if shown < at:
            spans.append(Span(text[shown:at]))
        spans.append(Span(_name(text[at]), escaped=True))
        shown = at + 1
    if shown < len(text):
        spans.append(Span(text[shown:]))
    return tuple(spans)


def safe(text: str) -> str:
    """Return text with everything invisible written out; see `visible`."""
    return "".join(span.text for span in visible(text))


def one_line(text: str) -> str:
    r"""Return text on one line: as `safe`, with newlines and tabs shown as `\n` and `\t`."""
    return safe(text).replace("\n", "\\n").replace("\t", "\\t")


def show_bytes(data: bytes) -> str:
    r"""Return bytes as text for `visible`, which shows the ones that are no UTF-8 as `\xff`.

    A carriage return stays one and is shown. For lines whose end is of no interest, show the
    `body` of each (pairtui.review.lines).
    """
    return data.decode("utf-8", "surrogateescape")


def _plain(text: str) -> bool:
    return text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()


@lru_cache(maxsize=4096)
def _hides(letter: str) -> bool:
    """Tell whether a character cannot be seen, wherever it stands."""
    if letter in "\n\t":
        return False
    code = ord(letter)
    if _in(code, SILENT):
        return True
    match unicodedata.category(letter):
        case "Cn":
            return not _in(code, LATER)
        case "Cf":
            return not _in(code, DRAWN)
        case "Cc" | "Cs" | "Co" | "Zl" | "Zp":
            return True
    return False


def _belongs(text: str, at: int) -> bool:
    """Tell whether a joiner or selector does at this place what it is there for."""
    letter, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if not before:
        return False
    if letter in SELECTORS:
        return _in(ord(before), PICTURES) or (before in "0123456789#*" and after == "\u20e3")
    if "\u180b" <= letter <= "\u180f" and letter != "\u180e":
        return "\u1820" <= before <= "\u18aa"
    if letter not in JOINERS:
        return False
    if letter == "\u200d" and _pictured(text, at) and after and _in(ord(after), PICTURES):
        return True
    if letter == "\u200d" and unicodedata.combining(before) == 9:
        return True
    return _joins(before) and bool(after) and _joins(after)


def _pictured(text: str, at: int) -> bool:
    """Tell whether an emoji ends before this place."""
    before = text[at - 1]
    if before == "\ufe0f" and at > 1:
        before = text[at - 2]
    return _in(ord(before), PICTURES)


def _joins(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LM" and _in(ord(letter), JOINING)


def _in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _name(letter: str) -> str:
    code = ord(letter)
    if letter == "\r":
        return "\\r"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0xA0 else f"U+{code:04X}"
