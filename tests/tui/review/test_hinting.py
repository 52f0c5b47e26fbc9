"""The last line: each key it names does something where the cursor is."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from pairtui.review.decide import Review, Take
from pairtui.tui.keynames import shown_key
from pairtui.tui.review.bindings import REVIEW_BINDINGS
from pairtui.tui.review.hinting import ON, PROSE, On, hints
from tests.tui.review.material import code, decided, ids, lost, prose, saved, screen, showing
from tests.tui.review.test_pictures import stale


def last(rows: list[str]) -> str:
    return rows[-1]


@pytest.mark.parametrize("what", get_args(On))
@pytest.mark.parametrize("manuscript", [False, True])
def test_what_is_named_is_bound_and_fits(what: On, manuscript: bool) -> None:
    bound = {
        (one.id or "").removeprefix("review."): [shown_key(key) for key in one.key.split(",")]
        for one in REVIEW_BINDINGS
    }
    for name, key, _ in (PROSE if manuscript and what in PROSE else ON)[what]:
        assert key in bound[name]
    for width in (60, 80):
        line = hints(what, prose=manuscript, undoes=True, own_keys={}, width=width).left
        assert len("".join(bit.text for bit in line)) <= width


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("made", "keys", "says"),
    [
        (code, ("g",), "n next change  ] next file  c comment"),
        (code, (), "a take  x reject  r say why"),
        (code, ("v", "down"), "a take these  x reject these"),
        (code, ("v", "escape"), "a take  x reject"),
        (code, ("a", "g", *"jjjjj"), "Backspace open again  r say why"),
        (prose, ("m",), "m other view  n next"),
        (prose, (), "a take  x reject  r say why  e rewrite  s smaller  → next mark  ? keys"),
        (lost, ("end",), "n next change"),
        (stale, ("n",), "h by hand  x reject"),
        (lambda: saved(decided(code(), Take(ids(code())[0]))), ("g", *"jjjjj"), "n next change  o"),
    ],
)
async def test_the_keys_are_those_of_the_place(
    made: Callable[[], Review], keys: tuple[str, ...], says: str
) -> None:
    async with showing(made()) as (host, hand):
        await hand.press(*keys)
        assert last(screen(host)).startswith(says)


@pytest.mark.anyio
async def test_undo_is_named_once_there_is_something_to_undo() -> None:
    async with showing(prose()) as (host, hand):
        assert "u undo" not in last(screen(host))
        await hand.press("x")
        assert "u undo" in last(screen(host))


@pytest.mark.anyio
async def test_what_is_above_prose_is_not_cut_for_how_much_comes_below() -> None:
    async with showing(prose(), (60, 16)) as (host, _):
        assert screen(host)[1].startswith("ch01.md  paragraph 1/4  change 1/3  words 75→61")
        assert "below" not in screen(host)[1]
