"""Stand-ins: what an editor cannot hold or show, each held by a code point the text has no use for.

A text editor in the terminal cuts lines at more than line feeds, drops what it does not know, and
shows nothing where a character cannot be seen. So each such character is held as a code point of
the private use areas, one for one, that is found neither in the text nor under any key, and is
shown as a sign of one cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pairtui.review.visible import safe, visible

PRIVATE = range(0xE000, 0xF900)
"""The code points for private use, of the Basic Multilingual Plane (Unicode, 23.5)."""
PICTURES = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "␡", "\x85": "␤"}
"""Unicode's own pictures of control characters."""
SIGNS = "⍰⍁⍂⍃⍄⍇⍈⍌⍍⍐⍓⍔⍗⍞⍠⍯" + "".join(map(chr, range(0x2801, 0x2900)))
"""Signs of one cell that hardly any text has: boxed ones, then patterns of dots."""


class TooMany(Exception):
    """A text has more kinds of unseen characters than there are signs for."""


@dataclass(frozen=True, slots=True)
class StandIns:
    """The code points that stand for unseen characters, and the sign that each is shown as."""

    codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    signs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def hold(self, text: str) -> str:
        """Return a text as an editor holds it; what has no stand-in is written out."""
        return "".join(
            self.codes.get(raw, shown) if escaped else shown
            for shown, raw, escaped in _unseen(text)
        )

    def real(self, text: str) -> str:
        """Return the text that is meant by one an editor holds."""
        return text.translate({ord(code): raw for raw, code in self.codes.items()})

    def spelled(self, text: str) -> str:
        """Return a text that an editor holds for use elsewhere, with all unseen written out."""
        return safe(self.real(text))

    def legend(self, text: str, here: str = "") -> str:
        """Return what each sign in a held text stands for, and what is not seen in it at all.

        `here` is the character at the cursor, which is named too: not every font tells all signs
        apart.
        """
        counted = Counter(text)
        parts = [
            f"{self.signs[code]} {safe(raw)}" + (f" ×{counted[code]}" if counted[code] > 1 else "")
            for raw, code in self.codes.items()
            if counted[code]
        ]
        strays = Counter(shown for shown, _, escaped in _unseen(self._bare(text)) if escaped)
        parts += [f"{shown} without a sign" for shown in strays]
        parts += [f"at the cursor {safe(self.real(here))}"] if here in self.signs else []
        return "cannot be seen: " + " · ".join(parts) if parts else ""

    def _bare(self, text: str) -> str:
        return text.translate(dict.fromkeys(map(ord, self.signs), "x"))


def stand_ins(*texts: str) -> StandIns:
    """Return stand-ins for all that cannot be seen in some texts; raises TooMany."""
    letters = set().union(*texts)
    kinds = dict.fromkeys(raw for text in texts for _, raw, escaped in _unseen(text) if escaped)
    free = (chr(code) for code in PRIVATE if chr(code) not in letters)
    pool = (sign for sign in SIGNS if sign not in letters)
    codes: dict[str, str] = {}
    signs: dict[str, str] = {}
    for raw in kinds:
        picture = PICTURES.get(raw, "")
        sign = picture if picture and picture not in letters else next(pool, "")
        if not sign:
            raise TooMany
        codes[raw] = next(free)
        signs[codes[raw]] = sign
    return StandIns(codes, signs)


def _unseen(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield a text in pieces: as it is shown, as it is, and whether it cannot be seen."""
    place = 0
    for span in visible(text):
        size = 1 if span.escaped else len(span.text)
        yield span.text, text[place : place + size], span.escaped
        place += size
