"""What can be done about an edit that fits nowhere: the key, the sheet, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.proposal import Nearest, SearchReplace, Unplaced, WholeFile
from pairtui.review.counts import counts
from pairtui.review.decide import Review
from pairtui.session.by_hand import ByHand
from pairtui.tui.review.page import page
from pairtui.tui.review.pane import ReviewPane
from pairtui.tui.review.setting import Setting
from pairtui.tui.screens.by_hand import sheet, words
from pairtui.tui.screens.choosing import ChoiceSheet
from tests.line.line import edit
from tests.tui.pictures import Picture
from tests.tui.review.material import PRICE, hunk, lost, screen, showing
from tests.tui.review.test_rows import shown
from tests.tui.stage import on_stage, repository

pytestmark = pytest.mark.anyio


def near() -> Review:
    """Return a review with an edit that nearly fits."""
    one = replace(lost().proposal.unplaced[0], nearest=Nearest(11, 3, 93))
    return replace(lost(), proposal=replace(lost().proposal, unplaced=(one,)))


def unplaced() -> Unplaced:
    return near().proposal.unplaced[0]


def found() -> ByHand:
    item = hunk("cart/price.py", PRICE, b"        return s\n", b"\treturn round(s)\x1b[31m\n")
    return ByHand(near(), (item,), PRICE, 93)


def test_the_card_names_the_key() -> None:
    says = " ! nearest text: line 11, 93 % alike · h places it there by hand"
    assert says in shown(near())


def test_the_sheet_shows_what_would_change_before_it_is_placed() -> None:
    asked = sheet(unplaced(), found())
    assert asked.title_line() == "What fits nowhere in cart/price.py"
    assert [option.value for option in asked.options()] == ["place", "ask", "away"]
    assert asked.options()[0].says == "Place it at line 13: 93 % alike"
    assert asked.notes() == (
        "these lines are not in cart/price.py",
        "",
        "Placed there it would change:",
        "  line 13",
        "  -         return s",
        "  +     return round(s)\x1b[31m",  # the sheet makes it safe, like all its words
    )
    fits = sheet(unplaced(), replace(found(), alike=100))
    assert fits.options()[0].says == "Place it at line 13: it fits there now"


def test_without_a_place_the_sheet_says_why_and_offers_the_rest() -> None:
    asked = sheet(unplaced(), ByHand(near(), says="It is not there."))
    assert [option.value for option in asked.options()] == ["ask", "away"]
    assert asked.notes()[-1] == "It is not there."


def test_the_words_that_ask_again_name_the_edit_and_are_one_safe_line() -> None:
    assert words(unplaced()) == (
        "One change of @cart/price.py could not be placed: these lines are not in cart/price.py "
        "It quoted “def totals(self):”. Please send that one again, for the file as it is now."
    )
    odd = replace(unplaced(), edit=WholeFile("a b\x1b[1m\n", ""), says="No.\n")
    assert words(odd) == (
        "One change of a b\\x1b[1m\\n could not be placed: No.\\n "
        "Please send that one again, for the file as it is now."
    )


async def test_the_key_is_for_what_fits_nowhere_only() -> None:
    async with showing(near(), (80, 40)) as (host, hand):
        await hand.press("h")
        assert "h is for what could not be placed, or" in screen(host)[-2]
        await hand.press("G", *["k"] * 4, "a")
        assert "this fits nowhere · h places it by hand" in screen(host)[-2]
        assert host.asked == []
        await hand.press("h")
        assert [
            message.lost for message in host.asked if isinstance(message, ReviewPane.ByHandAsked)
        ] == [unplaced()]
        await hand.press("G", "a")
        assert "never be taken" in screen(host)[-2]


MISQUOTED = edit(
    "price.py",
    "# Between the two stands enough\n# that is the sane,\n# so that they are shown",
    "# Between the two stands enough\n# that is the sane,\n# so that these are shown",
)


async def test_placed_by_hand_it_is_an_open_change_and_asking_again_writes_the_words(
    tmp_path: Path, picture: Picture
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, MISQUOTED, "I cannot.", size=(80, 24)) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "G", "h")
        await stage.sheet("ChoiceSheet")
        picture(stage.app, "sheet-by-hand-80x24")
        await stage.press("down", "down", "escape", "h")
        await stage.sheet("ChoiceSheet")
        assert isinstance(stage.app.screen, ChoiceSheet)
        stage.app.screen.dismiss("ask")
        await stage.until(lambda: "could not be placed" in stage.main.pane.prompt.text)
        assert stage.main.pane.prompt.has_focus
        await stage.press("ctrl+g", "h")
        await stage.sheet("ChoiceSheet")
        stage.app.screen.dismiss("place")
        await stage.until(lambda: counts(stage.review).open == 1)
        await stage.pilot.pause()
        item = next(stage.review.proposal.hunks)
        assert (item.old, item.new) == (
            b"# so that they are shown\n",
            b"# so that these are shown\n",
        )
        assert stage.review.proposal.unplaced == ()
        assert "placed at line 10" in "\n".join(screen(stage.app))


def test_on_a_card_no_word_is_cut_off_and_prose_is_wrapped() -> None:
    asked = SearchReplace("notes.md", "It was late. " * 12 + "\n", "Late.\n", "it is shorter " * 8)
    one = Unplaced(asked, "not found", "These lines do not stand there. " * 4)
    made = replace(near().proposal, unplaced=(one,))
    rows = list(page(replace(near(), proposal=made), "notes.md", Setting(width=60)).rows())
    assert all(row.width <= 57 for row in rows)
    text = " ".join(" ".join(row.text for row in rows).split())
    assert text.count("These lines do not stand there.") == 4
    assert text.count("it is shorter") == 8
    assert text.count("It was late.") == 12


async def test_once_its_file_changes_it_is_an_open_change_and_that_is_said(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, MISQUOTED) as stage:
        await stage.say("fix @price.py")
        assert [one.why for one in stage.review.proposal.unplaced] == ["not found"]
        text = (root / "price.py").read_text()
        (root / "price.py").write_text(text.replace("that is the same", "that is the sane"))
        await stage.desk.look_again()
        assert counts(stage.review).open == 1
        assert not stage.review.proposal.unplaced
        assert "could not be placed fits now" in stage.said
        await stage.pilot.pause()
        assert "placed now that the file changed" in "\n".join(screen(stage.app))
