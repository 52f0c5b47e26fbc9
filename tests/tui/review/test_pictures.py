"""Each state of the review as a picture that someone looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from pairtui.landing import Ground, LandedFile, NotLanded, Plan, PlannedFile
from pairtui.proposal import Absent, Present
from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.tui.screens.save import FailedSheet, SaveSheet
from tests.tui.pictures import Picture
from tests.tui.review.material import (
    Hand,
    Host,
    changed,
    code,
    decided,
    ids,
    lost,
    prose,
    review,
    showing,
)

pytestmark = pytest.mark.anyio


def part_decided() -> Review:
    one, two, three, _ = ids(code())
    return decided(
        code(), Take(one), Reject(two, "keep the public API"), Rewrite(three, b"    return 0\n")
    )


def prose_part_decided() -> Review:
    one, two, _ = ids(prose())
    return decided(prose(), Rewrite(one, b"not a soul looked up."), Take(two))


def edited() -> Review:
    mine = b"""        s = sum((i.price * i.n for i in items), Decimal(0))
        # half even
        return s.quantize(CENT, ROUND_HALF_EVEN)
"""
    return decided(code(), Rewrite(ids(code())[0], mine))


def prose_edited() -> Review:
    return decided(prose(), Rewrite(ids(prose())[2], b"Two men in hats watched her."))


def stale() -> Review:
    two = ids(code())[1]
    return Review(code().proposal, stale={two: "the file moved on: it changed on disk at 14:02"})


def needs_care() -> Review:
    """Return a proposal with a test that goes and one that is skipped, and a pipeline."""
    tests = b"""import pytest


def test_total():
    assert total([]) == 0


def test_negative_total():
    assert total([-1]) == 0
"""
    made = changed(
        "tests/test_price.py",
        tests,
        (b"def test_total", b"@pytest.mark.skip\ndef test_total", "slow"),
        (b"def test_negative_total():\n    assert total([-1]) == 0\n", b"", "not needed"),
    )
    flow = b"on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
    pipeline = changed(".github/workflows/ci.yml", flow, (b"on: push\n", b"on: [push]\n", ""))
    return decided(review(made, pipeline), Take(made.hunks[0].id))


def hidden() -> Review:
    """Return a proposal with what cannot be seen, what turns text around, and what is fine."""
    base = b"def may(user):\n    return user.admin\n\n\ndef greet():\n    return 'Hello'\n"
    turned = "    # \u202e } \u2066if user.admin\u2069 \u2066\n    return user.\u0430dmin\u200b\n"
    fine = "    return 'مرحبا · नमस्ते · 你好 · שלום · 👩‍👩‍👧 ❤️'\n"
    made = changed(
        "may.py",
        base,
        (b"    return user.admin\n", turned.encode(), "clearer"),
        (b"    return 'Hello'\n", fine.encode(), "for all"),
    )
    return review(made)


def long_line() -> Review:
    """Return a proposal that changes a line which goes far beyond the edge of the screen."""
    table = b"TABLE = [" + b", ".join(b"%d" % number for number in range(400)) + b"]\n"
    return review(
        changed("data/table.py", table, (table, table.replace(b" 7,", b" 8,"), "one more")),
        changed("data/end.py", b"END = 1\n", (b"END = 1\n", b"END = 2\n", "")),
    )


STATES: dict[str, Callable[[], Review]] = {
    "proposed": code,
    "part-decided": part_decided,
    "prose": prose,
    "prose-part-decided": prose_part_decided,
    "unplaced": lost,
    "stale": stale,
    "needs-care": needs_care,
    "hidden": hidden,
    "long-line": long_line,
}
LOOKS = ("part-decided", "prose", "needs-care", "hidden", "stale", "unplaced")
"""States that are told apart by colour, too."""
PLAN = Plan(
    (PlannedFile("cart/price.py", 3, own=True), PlannedFile("notes.md", 1, "untracked")),
    Ground("main", "0" * 40, staged=2, unstaged=5),
    "Round half even in totals\n\nround half even, not up; no float in money",
    open=36,
    unseen_lines=3,
)
FAILED = NotLanded(
    "The hook pre-commit failed; the files are written, nothing is committed.",
    "Mend what it names, then try again.",
    written=(LandedFile("cart/price.py", Absent(), Present(b"")),),
    output="ruff.....................Failed\n\x1b[31mcart/price.py:13: E501\x1b[0m\n",
)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("size", [(80, 24), (78, 40)], ids=["80x24", "78x40"])
async def test_states(name: str, size: tuple[int, int], picture: Picture) -> None:
    async with showing(STATES[name](), size) as (host, hand):
        if name == "part-decided":
            await hand.press("left_square_bracket")
        picture(host, f"review-{name}-{size[0]}x{size[1]}")


@asynccontextmanager
async def dressed(
    shown: Review | None, look: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Host, Hand]]:
    """Show a review at a size, or in the terminal's own colours or without any."""
    with pytest.MonkeyPatch.context() as patch:
        if look == "no-color":
            patch.setenv("NO_COLOR", "1")
        async with showing(shown, (78, 40) if look == "78x40" else size) as (host, hand):
            host.theme = "ansi-dark" if look == "ansi" else host.theme
            yield host, hand


ALL_LOOKS = pytest.mark.parametrize("look", ["80x24", "78x40", "no-color", "ansi"])


@ALL_LOOKS
async def test_with_nothing_to_review(look: str, picture: Picture) -> None:
    async with dressed(None, look) as (host, _):
        picture(host, f"review-empty-{look}")


@ALL_LOOKS
async def test_further_along_a_long_line(look: str, picture: Picture) -> None:
    async with dressed(long_line(), look) as (host, hand):
        await hand.press("space", "space")
        picture(host, f"review-long-line-further-{look}")


async def test_side_by_side_where_it_is_asked_for(picture: Picture) -> None:
    async with showing(code()) as (host, hand):
        await hand.press("vertical_line")
        picture(host, "review-side-by-side-80x24")


@pytest.mark.parametrize("look", ["60x16", "no-color", "ansi"])
async def test_the_smallest(look: str, picture: Picture) -> None:
    async with dressed(part_decided(), look, (60, 16)) as (host, hand):
        await hand.press("left_square_bracket")
        picture(host, "review-60x16" if look == "60x16" else f"review-60x16-{look}")


@pytest.mark.parametrize("name", LOOKS)
async def test_without_colour(name: str, picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with showing(STATES[name]()) as (host, hand):
        await hand.press("end" if name == "unplaced" else "left_square_bracket")
        picture(host, f"review-{name}-no-color")


@pytest.mark.parametrize("name", LOOKS)
async def test_in_the_terminal_s_own_colours(name: str, picture: Picture) -> None:
    async with showing(STATES[name]()) as (host, hand):
        host.theme = "ansi-dark"
        await hand.press("end" if name == "unplaced" else "left_square_bracket")
        picture(host, f"review-{name}-ansi")


async def test_in_a_light_theme(picture: Picture) -> None:
    async with showing(part_decided()) as (host, hand):
        host.theme = "textual-light"
        await hand.press("left_square_bracket")
        picture(host, "review-part-decided-light")


@pytest.mark.parametrize("made", [edited, prose_edited])
@pytest.mark.parametrize("look", ["80x24", "78x40", "no-color", "ansi"])
async def test_what_is_edited(
    made: Callable[[], Review], look: str, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    size = (78, 40) if look == "78x40" else (80, 24)
    async with showing(made(), size) as (host, hand):
        host.theme = "ansi-dark" if look == "ansi" else host.theme
        host.pane.show_change(next(iter(made().verdicts)))
        await hand.press("o")
        picture(host, f"review-{made.__name__.replace('_', '-')}-{look}")


@pytest.mark.parametrize("look", ["160x40", "no-color", "ansi"])
async def test_side_by_side(look: str, picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    async with showing(edited(), (160, 40)) as (host, hand):
        host.theme = "ansi-dark" if look == "ansi" else host.theme
        host.pane.show_change(ids(edited())[0])
        await hand.press("o", "n")
        picture(host, f"review-side-by-side-{look}")


@pytest.mark.parametrize("made", [code, prose])
@pytest.mark.parametrize("look", ["80x24", "no-color", "ansi"])
async def test_what_is_selected(
    made: Callable[[], Review], look: str, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    async with showing(made()) as (host, hand):
        host.theme = "ansi-dark" if look == "ansi" else host.theme
        await hand.press("v", "down", "down")
        picture(host, f"review-selected-{made.__name__}-{look}")


async def test_the_edit_sheet_with_what_cannot_be_seen(picture: Picture) -> None:
    new = b"one\r\ntwo\x0c\nthr\xe9e\n\xef\xbb\xbffour\xe2\x80\xae\n"
    made = review(changed("a.py", b"x\n", (b"x\n", new, "")))
    async with showing(made) as (host, hand):
        await hand.press("e", "#")
        picture(host, "review-edit-unseen-80x24")


async def test_the_edit_sheet(picture: Picture) -> None:
    async with showing(code()) as (host, hand):
        await hand.press("e")
        picture(host, "review-edit-80x24")


async def test_the_save_sheet(picture: Picture) -> None:
    async with showing(part_decided()) as (host, hand):
        host.push_screen(SaveSheet(PLAN))
        await hand.pilot.pause()
        picture(host, "sheet-save-80x24")


async def test_the_sheet_of_a_failed_hook(picture: Picture) -> None:
    async with showing(part_decided()) as (host, hand):
        host.push_screen(FailedSheet(FAILED))
        await hand.pilot.pause()
        picture(host, "sheet-hook-failed-80x24")
