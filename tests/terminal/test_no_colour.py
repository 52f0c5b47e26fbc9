"""NO_COLOR: not one colour is sent, and everything can still be told apart."""

from __future__ import annotations

import os
import re

from tests.terminal.conftest import SitDown
from tests.terminal.test_journeys import ASK, two_edits

STYLE = re.compile(rb"\x1b\[([\d;]*)m")


def colours(raw: bytes) -> set[bytes]:
    """Return the style sequences that set a colour other than the terminal's own."""
    found = set()
    for codes in STYLE.findall(raw):
        numbers = [int(code) for code in codes.split(b";") if code]
        if any(n in (38, 48) or 30 <= n <= 37 or 40 <= n <= 47 or n >= 90 for n in numbers):
            found.add(codes)
    return found


def test_no_colour_is_sent_and_the_marks_are_signs(sit_down: SitDown) -> None:
    desk = sit_down(two_edits, env={**os.environ, "NO_COLOR": "1", "COLORTERM": "truecolor"})
    desk.ask(ASK)
    desk.terminal.wait_for(r"(?s)→ change.*→ change")
    desk.to_review()
    assert "[-" in desk.terminal.screen
    assert "{+" in desk.terminal.screen
    desk.press("a", "1 taken")
    assert colours(bytes(desk.terminal.raw)) == set()


def test_colours_are_sent_otherwise(sit_down: SitDown) -> None:
    desk = sit_down(two_edits, env={**os.environ, "COLORTERM": "truecolor"})
    assert colours(bytes(desk.terminal.raw))
