"""Colours: everything can be read, nobody needs them, and few people mix up what goes and comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

import pytest
from rich.style import Style

from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.tui.review.body import GROUNDS, LOOKS, Body, palette_of
from pairtui.tui.screens.themes import THEMES
from tests.tui.review.material import (
    changed,
    code,
    decided,
    ids,
    lost,
    prose,
    review,
    saved,
    screen,
    showing,
)

pytestmark = pytest.mark.anyio
Rgb = tuple[float, float, float]
LEAST = 4.5
"""The contrast of text and its ground, at least (WCAG 2.2, 1.4.3)."""
OF_CODE = {"muted", "keyword", "string", "comment"}
"""What never stands on the ground of the one change that is meant, which only prose has."""
APART = 9.0
"""The difference of two grounds in CIE 1976 units; 2.3 can just be noticed side by side."""
BLIND: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What is seen of linear sRGB by people without one kind of cones (Machado and others, 2009)."""


def linear(style: Style, *, ground: bool = False) -> Rgb:
    colour = style.bgcolor if ground else style.color
    assert colour is not None
    parts = (part / 255 for part in colour.get_truecolor())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def luminance(colour: Rgb) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, two: Rgb) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def seen_by(colour: Rgb, who: str) -> Rgb:
    red, green, blue = (
        max(0.0, sum(weight * part for weight, part in zip(row, colour, strict=True)))
        for row in BLIND[who]
    )
    return red, green, blue


def lab(colour: Rgb) -> Rgb:
    red, green, blue = colour
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
            luminance(colour),
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: Rgb, two: Rgb) -> float:
    pairs = zip(lab(one), lab(two), strict=True)
    return sum((here - there) ** 2 for here, there in pairs) ** 0.5  # type: ignore[no-any-return] # of floats


@pytest.mark.parametrize("theme", [one for one in THEMES if not one.startswith("ansi")])
async def test_every_text_can_be_read_on_every_ground_and_what_goes_is_not_what_comes(
    theme: str,
) -> None:
    async with showing(code()) as (host, hand):
        host.theme = theme
        await hand.pilot.pause()
        found = palette_of(host.query_one(Body))
    page = found.styles["page"]
    grounds = {name: linear(page + found.styles[name], ground=True) for name in GROUNDS}
    grounds["page"] = linear(page, ground=True)
    texts = {look: linear(page + found.styles[look]) for look in LOOKS}
    poor = {
        (text, ground): round(contrast(colour, under), 2)
        for text, colour in texts.items()
        for ground, under in grounds.items()
        if contrast(colour, under) < LEAST and (ground != "here" or text not in OF_CODE)
    }
    assert poor == {}
    for who in BLIND:
        for one, two in combinations(("cut", "added", "page"), 2):
            assert apart(seen_by(grounds[one], who), seen_by(grounds[two], who)) > APART
        words = seen_by(texts["cut-word"], who), seen_by(texts["added-word"], who)
        assert apart(*words) > 2 * APART


def stale(shown: Review) -> Review:
    return Review(shown.proposal, stale={ids(shown)[0]: "the file moved on"})


def states(shown: Review) -> dict[str, Review]:
    """Return a review in each state of its first change, by the words in the bar that say so."""
    one = ids(shown)[0]
    return {
        "open": shown,
        "1 taken": decided(shown, Take(one)),
        "1 rejected": decided(shown, Reject(one)),
        "1 edited|1 yours": decided(shown, Rewrite(one, b"mine\n")),
        "1 saved": saved(decided(shown, Take(one))),
        "1 moved on": stale(shown),
    }


async def rows(shown: Review, keys: Iterable[str] = ()) -> tuple[str, ...]:
    async with showing(shown, (80, 30)) as (host, hand):
        await hand.press(*keys)
        return tuple(screen(host))


@pytest.mark.parametrize("make", [code, prose])
async def test_each_state_has_its_own_sign_and_word_without_any_colour(
    make: Callable[[], Review], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    pictures = {}
    for says, shown in states(make()).items():
        found = await rows(shown, ["g"])
        assert any(words in found[-3] for words in says.split("|"))
        pictures[says] = found[2:-3]
    if make is prose:  # a sentence that was saved stands there like any that was taken
        assert pictures.pop("1 saved") == pictures["1 taken"]
    assert len(set(pictures.values())) == len(pictures)


async def test_what_needs_care_is_selected_or_fits_nowhere_has_signs_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    tests = b"def test_a():\n    assert a\n"
    care = review(changed("tests/test_a.py", tests, (b"    assert a\n", b"    pass\n", "")))
    assert any(row.startswith("▶!") and "needs care" in row for row in await rows(care))
    plain, selected = await rows(code()), await rows(code(), ["v"])
    assert [row[0] for row in plain if "s = sum(i.price" in row] == ["▶"]
    assert [row[0] for row in selected if "s = sum(i.price" in row] == ["┃"]
    text = "\n".join(await rows(lost(), ["G"]))
    assert "could not be placed" in text
    assert "cut off: cannot be taken" in text
