"""CriticMarkup: a text with its changes marked in it, read and written byte for byte.

The form is that of http://criticmarkup.com/spec.php: `{++added++}`, `{--cut--}`,
`{~~old~>new~~}`, `{>>comment<<}`, `{==highlighted==}`. It comes before any other markup, so a mark
is one inside of code too, and it has no escape: what looks like a mark is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pairtui.review.visible import show_bytes
from pairtui.sources.sent import Change, Remark, Sent, Trouble, applied

OPENING = re.compile(rb"\{(?:\+\+|--|~~|>>|==)")
CLOSING = {b"{++": b"++}", b"{--": b"--}", b"{~~": b"~~}", b"{>>": b"<<}", b"{==": b"==}"}
BECOMES = b"~>"
SIGNS = (*CLOSING, *CLOSING.values())


@dataclass(slots=True)
class _Reading:
    """What was read so far; `behind` is what a comment at this place would be about."""

    base: bytearray = field(default_factory=bytearray)
    changes: list[Change] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    behind: Change | bytes = b""

    def pass_on(self, text: bytes) -> None:
        """Take in text without marks."""
        self.base += text
        if text:
            self.behind = b""

    def changed(self, old: bytes, new: bytes) -> None:
        """Take in a change; one that touches the last without old text between goes with it."""
        start = len(self.base)
        self.base += old
        if old == new:
            self.behind = old
            return
        change = Change(start, len(self.base), new)
        last = self.changes[-1] if self.changes else None
        if last and last.end == start and (last.start == last.end or not old):
            self.changes.pop()
            change = replace(last, end=change.end, new=last.new + new)
        self.changes.append(change)
        self.behind = change

    def said(self, line: int, text: bytes) -> None:
        """Take in a comment: the reason of the change before it, or else a remark."""
        words = show_bytes(text).strip()
        if not words:
            return
        if isinstance(self.behind, Change):
            last = self.changes.pop()
            reason = f"{last.reason}; {words}" if last.reason else words
            self.behind = replace(last, reason=reason)
            self.changes.append(self.behind)
        else:
            self.remarks.append(Remark(line, words, show_bytes(self.behind)))


def read(data: bytes) -> Sent | Trouble | None:
    """Return the text with all marks rejected, and each mark as a change of it.

    Trouble for a mark that never ends, one inside another, and a substitution that does not say
    once what becomes of what; None for a text without any mark. A comment right behind a mark is
    its reason. Marks that change nothing are none; what only ends a mark is text.
    """
    reading = _Reading()
    place = counted = 0
    line = 1
    while opening := OPENING.search(data, place):
        line += data.count(b"\n", counted, opening.start())
        counted = opening.start()
        sign = opening[0]
        end = data.find(CLOSING[sign], opening.end())
        body = data[opening.end() : max(end, opening.end())]
        if says := _wrong(sign, body, ended=end >= 0):
            return Trouble(line, says)
        reading.pass_on(data[place : opening.start()])
        place = end + len(CLOSING[sign])
        _take_in(reading, sign, body, line)
    if not place:
        return None
    reading.pass_on(data[place:])
    return _whole(reading)


def _wrong(sign: bytes, body: bytes, *, ended: bool) -> str:
    """Return why a mark cannot be read, or nothing."""
    name = sign.decode()
    if not ended:
        return f"{name} begins a mark that never ends"
    if inner := OPENING.search(body):
        return f"{inner[0].decode()} begins a mark inside another, {name}"
    if sign == b"{~~" and body.count(BECOMES) != 1:
        count = "no" if BECOMES not in body else "more than one"
        return f"{name} has {count} ~> between what goes and what comes"
    return ""


def _take_in(reading: _Reading, sign: bytes, body: bytes, line: int) -> None:
    match sign:
        case b"{++":
            reading.changed(b"", body)
        case b"{--":
            reading.changed(body, b"")
        case b"{~~":
            old, _, new = body.partition(BECOMES)
            reading.changed(old, new)
        case b"{==":
            reading.pass_on(body)
            reading.behind = body
        case _:
            reading.said(line, body)


def _whole(reading: _Reading) -> Sent:
    """Return what was read; where marks side by side come to no change, a reason is a remark."""
    base = bytes(reading.base)
    changes, remarks = [], list(reading.remarks)
    for change in reading.changes:
        old = base[change.start : change.end]
        if old != change.new:
            changes.append(change)
        elif change.reason:
            line = base.count(b"\n", 0, change.start) + 1
            remarks.append(Remark(line, change.reason, show_bytes(old)))
    return Sent(base, tuple(changes), tuple(remarks))


def written(base: bytes, changes: Sequence[Change]) -> bytes | Trouble:
    """Return a text with its changes marked, which `read` reads as the same, byte for byte.

    Trouble where it cannot be: there is no way to write the signs of the marks themselves. A
    reason is written as a comment; one with such signs in it is left out, see `unwritable`.
    """
    text = b"".join(_marked(base, changes))
    again = read(text) or Sent(text)
    result = applied(base, changes)
    if isinstance(again, Sent) and (again.base, again.accepted) == (base, result):
        return text
    return _trouble(base, changes)


def unwritable(reason: str) -> bool:
    """Tell whether a reason cannot be a comment: it holds signs of marks."""
    return any(sign.decode() in f"{reason}<<" for sign in SIGNS)


def _marked(base: bytes, changes: Sequence[Change]) -> Iterator[bytes]:
    place = 0
    for change in changes:
        old, new = base[change.start : change.end], change.new
        yield base[place : change.start]
        if old and new and BECOMES not in old + new:
            yield b"{~~" + old + BECOMES + new + b"~~}"
        else:
            yield b"{--" + old + b"--}" if old else b""
            yield b"{++" + new + b"++}" if new else b""
        if change.reason and not unwritable(change.reason):
            yield b"{>>" + change.reason.encode("utf-8", "surrogateescape") + b"<<}"
        place = change.end
    yield base[place:]


def _trouble(base: bytes, changes: Sequence[Change]) -> Trouble:
    """Return the first place of a text that marks cannot be written around."""
    for change in changes:
        for side in (base[change.start : change.end], change.new):
            found = next((sign for sign in SIGNS if sign in side), None)
            if found:
                line = base.count(b"\n", 0, change.start) + 1
                return Trouble(line, f"a change holds {found.decode()}, a sign of CriticMarkup")
    if sign := OPENING.search(base):
        line = base.count(b"\n", 0, sign.start()) + 1
        return Trouble(line, f"the text holds {sign[0].decode()}, a sign of CriticMarkup")
    line = base.count(b"\n", 0, changes[0].start) + 1 if changes else 1
    return Trouble(line, "the text around a change would be read as a sign of CriticMarkup")
