"""A key that a slow line brings in two pieces neither types nor decides anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.providers.server import Reply
from tests.terminal.conftest import SitDown
from tests.terminal.desk import ESC, Desk
from tests.terminal.terminal import Terminal
from tests.terminal.test_journeys import ASK, two_edits

ARROWS = [f"\x1b{start}{end}" for start in ("[", "O", "[1;2", "[1;5") for end in "ABCD"]
PLACES = ["\x1b[H", "\x1b[F", "\x1b[1~", "\x1b[4~", "\x1b[5~", "\x1b[6~"]
FUNCTIONS = ["\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[11~", "\x1b[14~"] + [
    f"\x1b[{number}~" for number in (15, 17, 18, 19, 20, 21, 23, 24)
]
FEW = ["\x1b[A", "\x1bOB", "\x1b[1;2C", "\x1bOQ", "\x1b[15~"]
ESCAPE_DELAY = 0.1
"""How long Textual waits for the rest of a key, in seconds."""
SLOW, GAPS = 0.15, (0.02, 0.06, 0.15, 0.4, 0.9)
WORDS = "keep this"


def splits(keys: list[str]) -> Iterator[tuple[bytes, int]]:
    """Yield every key with every place at which it can be torn apart."""
    for key in keys:
        yield from ((key.encode(), at) for at in range(1, len(key)))


def torn_in_the_prompt(desk: Desk, keys: list[str], gap: float) -> list[str]:
    """Tear keys apart over a half-written prompt; return what went wrong."""
    wrong = []
    shown = desk.terminal
    for key, at in splits(keys):
        _tear(shown, key, at, gap)
        if desk.server.requests or not _prompt_is(desk, WORDS):
            wrong.append(f"{key!r} torn at {at} for {gap * 1000:g} ms:\n{shown.screen}")
            shown.send(ESC)
            shown.settle(1200)
    return wrong


def torn_in_the_review(desk: Desk, keys: list[str], gap: float) -> list[str]:
    """Tear keys apart over a review; return what went wrong."""
    wrong = []
    shown = desk.terminal
    for key, at in splits(keys):
        _tear(shown, key, at, gap)
        if not _nothing_decided(desk):
            wrong.append(f"{key!r} torn at {at} for {gap * 1000:g} ms:\n{shown.screen}")
            shown.send(ESC)
            shown.settle(1200)
    return wrong


def _tear(shown: Terminal, key: bytes, at: int, gap: float) -> None:
    """Send a key in two pieces; where the gap is too short to tear it, close what it opened."""
    shown.send_split(key, at, gap)
    shown.settle(150)
    if gap < ESCAPE_DELAY:
        shown.send(ESC)
        shown.settle(250)


def _prompt_is(desk: Desk, words: str) -> bool:
    row = next((line for line in desk.terminal.lines if "›" in line), "")
    return row.partition("›")[2].partition("│")[0].strip() == words


def _nothing_decided(desk: Desk) -> bool:
    screen = desk.terminal.screen
    sheet = "Esc" in screen
    return "2 open" in screen and not sheet and not re.search(r"\d (taken|rejected)", screen)


@pytest.fixture
def writing(sit_down: SitDown) -> Desk:
    desk = sit_down(Reply("hello"))
    desk.terminal.settle(300)
    desk.terminal.send(WORDS)
    desk.terminal.wait_for(WORDS)
    return desk


@pytest.fixture
def reviewing(sit_down: SitDown) -> Desk:
    desk = sit_down(two_edits)
    desk.ask(ASK)
    desk.terminal.wait_for("2 open")
    desk.to_review()
    desk.terminal.settle(700)
    return desk


def test_a_torn_key_types_nothing(writing: Desk) -> None:
    assert torn_in_the_prompt(writing, FEW, SLOW) == []
    assert torn_in_the_prompt(writing, FEW[:1], GAPS[-1]) == []


def test_a_torn_key_decides_nothing(reviewing: Desk) -> None:
    assert torn_in_the_review(reviewing, FEW, SLOW) == []
    assert torn_in_the_review(reviewing, FEW[:1], GAPS[-1]) == []
    reviewing.press("a", "1 taken")


@pytest.mark.sweep
@pytest.mark.parametrize("gap", GAPS)
def test_every_key_torn_everywhere_types_nothing(writing: Desk, gap: float) -> None:
    assert torn_in_the_prompt(writing, ARROWS + PLACES + FUNCTIONS, gap) == []


@pytest.mark.sweep
@pytest.mark.parametrize("gap", GAPS)
def test_every_key_torn_everywhere_decides_nothing(reviewing: Desk, gap: float) -> None:
    assert torn_in_the_review(reviewing, ARROWS + PLACES + FUNCTIONS, gap) == []
