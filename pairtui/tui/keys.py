"""Keys that a slow line tore apart: the tail of an escape sequence is no typing.

Where the bytes of an arrow key arrive far apart, what was one key comes as `escape`, `[`, `A`; torn
one byte later, as `[`, `A`, without an Escape. Pure: times are passed in, in seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

WINDOW = 1.0
"""How long the next piece of a torn sequence is waited for."""
BURST = 0.01
"""Keys closer together than this came in one piece; no hand types so fast."""

BEGINNING = re.compile(r"(\[\[?|\[<?[0-9;:]*|\[\?[0-9;]*|O[0-9;]*)")
WHOLE = re.compile(
    r"\[\[[A-E]"  # F1 to F5 on the Linux console
    r"|\[[0-9;:]*[A-DEFHPQRSZ]"  # arrows, Home, End, F1 to F4, Shift+Tab
    r"|\[[0-9;:]+[u~^$@]"  # the other keys of the keypad, kitty's and rxvt's keys
    r"|\[<[0-9;]+[Mm]"  # the mouse
    r"|O[0-9;]*[A-DEFHMPQRSjklmnopqrstuvwxyX]"  # the same in application mode
)
FRAGMENT = "alt+shift+o"
"""What Textual makes of an Escape and an O whose tail did not come in time; no hand types it."""
RARE = {"[I", "[O", "[a", "[b", "[c", "[d", "Oa", "Ob", "Oc", "Od"}
"""The focus won or lost, and rxvt's arrows; too much like typing to be swallowed unless sure."""


@dataclass(frozen=True, slots=True)
class Press:
    """A key as the program gets it: its name, and the character it types, if any."""

    key: str
    character: str | None = None

    @property
    def typed(self) -> str:
        """Return the character, if it is one that can be seen."""
        return self.character if self.character and self.character.isprintable() else ""


@dataclass(frozen=True, slots=True)
class Tail:
    """What may be the rest of a sequence: its text so far, and the keys that are held for it.

    `sure` says that an Escape came before it, or that it came faster than a hand types.
    """

    text: str
    held: tuple[Press, ...]
    last: float
    sure: bool
    boxed: bool

    @property
    def whole(self) -> bool:
        """Tell whether it is a known sequence."""
        return bool(WHOLE.fullmatch(self.text)) or (self.sure and self.text in RARE)


class EscapeTail:
    """Tell the torn tails of escape sequences from keys that were pressed.

    In a text box a possible tail is held: dropped once it is a whole sequence, typed once it
    cannot become one. Elsewhere its first key does what it does, and the rest is swallowed. A
    `[` without an Escape can be a person's own: in a text box, what would make it a sequence is
    dropped only if no typing follows within a second.
    """

    def __init__(self) -> None:
        self._tail: Tail | None = None

    @property
    def deadline(self) -> float | None:
        """Return when `expire` has to be called; None while nothing is held."""
        return self._tail.last + WINDOW if self._tail and self._tail.held else None

    def expire(self, now: float) -> tuple[Press, ...]:
        """Return what was held and turns out to be typing, once its time is over."""
        tail = self._tail
        if tail is None or now < tail.last + WINDOW:
            return ()
        self._tail = None
        return () if tail.whole else tail.held

    def feed(
        self, key: str, character: str | None, now: float, *, in_text_box: bool
    ) -> tuple[Press, ...]:
        """Return the keys to act on now that this one came: often just itself, or none."""
        press = Press(key, character)
        before = self.expire(now)
        tail = self._tail
        if tail is not None and tail.boxed != in_text_box:
            self._tail = tail = None
        if key == "escape":
            before += tail.held if tail and not tail.whole else ()
            self._tail = Tail("", (), now, sure=True, boxed=in_text_box)
            return (*before, press)
        if tail is None:
            return before + self._outside(press, now, boxed=in_text_box)
        return before + self._inside(press, tail, now)

    def _outside(self, press: Press, now: float, *, boxed: bool) -> tuple[Press, ...]:
        """Begin a tail where a key may be one; else let the key through."""
        if press.key != FRAGMENT and press.typed != "[":
            return (press,)
        sure = press.key == FRAGMENT
        held = (Press("O", "O") if sure else press,)
        self._tail = Tail(press.typed, held if boxed else (), now, sure=sure, boxed=boxed)
        return () if boxed or sure else held

    def _inside(self, press: Press, tail: Tail, now: float) -> tuple[Press, ...]:
        """Go on with a tail, end it, or find that it was none."""
        sure = tail.sure or (bool(tail.text) and now - tail.last < BURST)
        text = tail.text + press.typed
        again = press.typed == "[" and not sure and not tail.boxed  # two files back, say
        if tail.whole or not press.typed or again:
            return self._after(press, tail, now)
        held = (*tail.held, press) if tail.boxed else ()
        longer = replace(tail, text=text, held=held, last=now, sure=sure)
        if longer.whole:
            self._tail = None if sure or not tail.boxed else longer
            return ()
        if BEGINNING.fullmatch(text):
            self._tail = longer
            return ()
        return self._after(press, tail, now)

    def _after(self, press: Press, tail: Tail, now: float) -> tuple[Press, ...]:
        """Give up a tail: what was held was typing, unless a whole sequence was not typed on."""
        self._tail = None
        torn = tail.whole and (not press.typed or press.typed == "[")
        return (() if torn else tail.held) + self._outside(press, now, boxed=tail.boxed)
