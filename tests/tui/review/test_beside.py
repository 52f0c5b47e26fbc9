"""What is written about a change: the change can be read meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pairtui.review.decide import Review
from tests.tui.review.material import code, prose, screen, showing

pytestmark = pytest.mark.anyio
FIRST = "s = sum((i.price * i.n for i in items), Decimal(0))"


@pytest.mark.parametrize("key", ["r", "e", "c"])
@pytest.mark.parametrize(
    ("made", "keys", "words"),
    [
        (code, (), ("return s", FIRST)),
        (code, ("n", "n"), ("return float(text)", "return Decimal(text)")),
        (prose, (), ("nobody", "looked up.")),
        (prose, ("n", "n"), ("men", "watched her from the door")),
    ],
)
async def test_the_change_stays_in_view(
    made: Callable[[], Review], keys: tuple[str, ...], words: tuple[str, str], key: str
) -> None:
    async with showing(made()) as (host, hand):
        await hand.press(*keys)
        before = [row for row in screen(host) if row.startswith("▶")]
        await hand.press(key)
        assert type(host.screen).__name__ in ("ReasonSheet", "EditSheet", "CommentSheet")
        rows = screen(host)
        for row in before:
            assert row in rows
        assert all(any(word in row for row in rows) for word in words)


@pytest.mark.parametrize("key", ["r", "f", "A"])
async def test_without_colours_the_review_is_there_behind_a_sheet_too(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with showing(code()) as (host, hand):
        host.theme = "ansi-dark"
        first = screen(host)[0]
        await hand.press(key)
        assert host.screen is not host.screen_stack[0]
        assert screen(host)[0] == first
