"""Comments in prose: which sentence they are about, and where they are shown."""

from __future__ import annotations

from dataclasses import replace

from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Review, Take
from pairtui.review.offer import Offer
from pairtui.review.round import Arrival
from pairtui.tui.review import sight as sights
from pairtui.tui.review.bits import Row
from pairtui.tui.review.commenting import place_at, spot_named
from pairtui.tui.review.page import page
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.sight import Sight
from tests.tui.review.material import changed, decided, prose, review

BASE = b"""# One

It was dark. Nobody came to the door, though she waited for hours. It was cold. She left.

She was in the process of going. It rained.

The end.
"""
NEW = b"She went. The rain, which had been falling for days, was cold and grey on her face. So?"


def story() -> Review:
    """Return a proposal of several sentences in the place of one."""
    old = b"She was in the process of going."
    return review(changed("one.md", BASE, (old, NEW, "")), title="One")


def on(shown: Review, words: str) -> Sight:
    """Return the sight with the cursor on the row that has these words."""
    sight = sights.opened(shown, Setting(width=60), 40)
    assert sight is not None
    every = range(sight.scroll.height)
    return sights.at_row(sight, next(y for y in every if words in sight.scroll.row(y).text))


def rows(shown: Review, path: str = "one.md") -> list[Row]:
    return list(page(shown, path, Setting(width=60)).rows())


def test_a_comment_where_nothing_changes_is_about_the_sentence_that_is_shown() -> None:
    made = place_at(on(story(), "Nobody came"))
    assert made.quote == b"Nobody came to the door, though she waited for hours."
    assert BASE[made.start : made.end] == made.quote
    assert spot_named(story(), made) == "one.md paragraph 1, “Nobody came to the door…”"
    lone = place_at(on(story(), "The end"))
    assert (lone.quote, lone.hunk) == (b"The end.", "")


def test_a_comment_on_a_change_of_several_sentences_is_about_the_one_that_is_shown() -> None:
    shown = story()
    (change,) = shown.proposal.hunks
    made = place_at(on(shown, "falling for days"))
    rain = b"The rain, which had been falling for days, was cold and grey on her face."
    assert (made.hunk, made.quote) == (change.id, rain)
    assert (change.old + change.new)[made.start : made.end] == rain


def test_a_comment_on_a_change_of_one_sentence_is_about_all_of_it() -> None:
    shown = prose()
    made = place_at(on(shown, "Two men"))
    assert made.start == made.end
    assert made.quote == b"Two men watched her from the door."


def test_what_is_selected_on_both_sides_is_about_what_is_proposed() -> None:
    shown = story()
    (change,) = shown.proposal.hunks
    size = len(change.old)
    made = place_at(on(shown, "falling"), (change.id, 4, size + 9))
    assert (made.start, made.end, made.quote) == (size, size + 9, b"She went.")


def test_a_comment_stands_below_its_paragraph_with_its_number_where_its_place_is() -> None:
    shown = story()
    still = replace(place_at(on(shown, "Nobody came")), text="who?")
    rain = replace(place_at(on(shown, "falling for days")), number=2, text="less")
    every = rows(decided(shown, Remark(still), Remark(rain)))
    texts = [row.text for row in every]
    first = next(at for at, row in enumerate(every) if "Nobody came" in row.text)
    below = next(at for at, row in enumerate(every) if row.comment == 1)
    assert every[first].sign == "»1"
    assert "She left." in texts[below - 1]
    second = next(at for at, row in enumerate(every) if row.comment == 2)
    assert "It rained." in texts[second - 1]
    assert any("»2" in row.sign and "face" in row.text for row in every)
    assert "who?" in texts[below]
    assert not texts[below + 1].strip()


def test_the_number_is_beside_the_text_and_not_beside_what_is_said_above_it() -> None:
    shown = story()
    (change,) = shown.proposal.hunks
    came = replace(shown, arrivals={change.id: Arrival(2)})
    every = rows(decided(came, Remark(Comment(1, "one.md", "x", hunk=change.id))))
    (marked,) = (row for row in every if row.sign.endswith("»1"))
    assert (marked.kind, marked.sign) == ("prose", "?»1")


def test_two_comments_at_one_place_are_not_read_as_one_number() -> None:
    shown = story()
    (change,) = shown.proposal.hunks
    about = Comment(1, "one.md", "x", hunk=change.id)
    both = decided(shown, Remark(about), Remark(replace(about, number=2, text="y")))
    assert "?»…" in [row.sign for row in rows(both)]


def test_many_signs_in_one_margin_are_cut_short() -> None:
    shown = prose()
    change = next(iter(shown.proposal.hunks))
    about = Comment(12, "ch01.md", "x", hunk=change.id)
    every = rows(decided(shown, Remark(about)), "ch01.md")
    assert "»12" in [row.sign for row in every]
    assert all(len(row.sign) <= 3 for row in every)


def test_a_paragraph_with_something_new_beside_what_was_taken_is_open_and_says_so() -> None:
    shown = story()
    (change,) = shown.proposal.hunks
    taken = decided(shown, Take(change.id))
    assert [row.kind for row in rows(taken) if change.id in row.hunks] == ["decided"]
    offered = replace(taken, offers={change.id: Offer(b"She left.", "", 2)})
    notes = [row for row in rows(offered) if row.kind == "note"]
    assert [(row.sign, row.text) for row in notes] == [("?", "new since you took it · a shows it")]
    assert any("She went." in row.text for row in rows(offered))
