"""Prose read three ways: marked up, as it would read, as it was."""

from __future__ import annotations

import pytest

from pairtui.proposal import Absent, FileChange, Hunk
from pairtui.review.decide import Reject, Rewrite, Take
from pairtui.tui.review.labels import where
from pairtui.tui.review.page import page
from pairtui.tui.review.setting import Setting, View
from tests.tui.pictures import Picture
from tests.tui.review.material import (
    STORY,
    changed,
    code,
    decided,
    ids,
    prose,
    review,
    screen,
    showing,
)

pytestmark = pytest.mark.anyio


def read(view: View) -> str:
    """Return what one version of the chapter reads like, one sentence of each state in it."""
    one, two, three = ids(prose())
    shown = decided(prose(), Reject(one, "no"), Rewrite(three, b"Two men stood there."))
    assert shown.state(two) == "open"
    made = page(shown, "ch01.md", Setting(view=view))
    return " ".join(" ".join(row.text for row in made.rows()).split())


def test_final_has_what_is_open_taken_or_rewritten() -> None:
    text = read("final")
    assert "and there was nobody who looked up. Maria folded the letter to fit the small" in text
    assert "Two men stood there. One of them had a hat." in text


def test_original_is_the_file_as_it_was() -> None:
    text = read("original")
    assert "there was nobody who looked up. Maria was in the process of folding" in text
    assert "There were two men who watched her from the door. One of them had a hat." in text


def test_all_of_a_paragraph_is_there_to_read_though_it_is_decided() -> None:
    shown = decided(prose(), *(Take(name) for name in ids(prose())))
    rows = list(page(shown, "ch01.md", Setting()).rows())
    assert sum(row.kind == "decided" for row in rows) == 2
    rows = list(page(shown, "ch01.md", Setting(view="final")).rows())
    assert not any(row.kind == "decided" for row in rows)


@pytest.mark.parametrize("view", ["final", "original"])
def test_nothing_counts_as_shown_where_nothing_is_marked(view: View) -> None:
    rows = page(prose(), "ch01.md", Setting(view=view)).rows()
    assert not any(bit.at for row in rows for bit in row.bits)


def test_a_new_file_was_nothing() -> None:
    made = Hunk("n", "new.md", 0, 0, b"", b"All new.\n")
    shown = review(FileChange("new.md", Absent(), (made,)))
    found = page(shown, "new.md", Setting(view="original"))
    assert found.find("n") is not None
    assert not "".join(row.text for row in found.rows()).strip()


async def test_m_goes_round_and_the_deciding_keys_wait_for_the_marks() -> None:
    async with showing(prose()) as (host, hand):
        await hand.press("m")
        assert "final" in screen(host)[1]
        assert "Maria folded the letter to fit the small envelope." in " ".join(screen(host))
        for key in ("a", "x", "r", "s", "e", "E", "A", "X", "space", "backspace"):
            await hand.press(key)
            assert "m shows them" in screen(host)[-2], key
        await hand.press("m")
        assert "original" in screen(host)[1]
        assert not host.said
        await hand.press("m", "a")
        assert host.said == [Take(ids(prose())[0])]
        await hand.press("m", "u")
        assert host.review.state(ids(prose())[0]) == "open"


async def test_what_was_read_only_in_its_final_wording_was_not_shown() -> None:
    long = b"".join(b"Sentence number %d is here. " % number for number in range(400))
    made = Hunk("n", "new.md", 0, 0, b"", long + b"\n")
    async with showing(review(FileChange("new.md", Absent(), (made,)))) as (host, hand):
        before = host.review.seen
        assert before
        await hand.press("m", "G")
        assert host.review.seen == before


async def test_m_is_for_prose() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("m")
        assert "m is for prose" in screen(host)[-2]


async def test_the_figures_follow_each_decision() -> None:
    async with showing(prose()) as (host, hand):
        assert "words 75→61  per sentence 10→8" in screen(host)[1]
        await hand.press("x")
        assert "words 75→64" in screen(host)[1]
        await hand.press("u")
        assert "words 75→61" in screen(host)[1]


async def test_the_measure_is_the_person_s_own() -> None:
    async with showing(prose()) as (host, hand):
        host.pane.wrap_at(40)
        await hand.press("j")
        assert max(len(row) for row in screen(host)[2:-3]) <= 45


@pytest.mark.parametrize("size", [(80, 24), (78, 40)], ids=["80x24", "78x40"])
@pytest.mark.parametrize("view", ["final", "original"])
async def test_pictures(size: tuple[int, int], view: View, picture: Picture) -> None:
    one, two, _ = ids(prose())
    shown = decided(prose(), Rewrite(one, b"not a soul looked up."), Take(two))
    async with showing(shown, size) as (host, hand):
        await hand.press(*(["m"] if view == "final" else ["m", "m"]))
        picture(host, f"review-prose-{view}-{size[0]}x{size[1]}")


async def test_a_picture_without_colour(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with showing(decided(prose(), Take(ids(prose())[1]))) as (host, hand):
        await hand.press("m")
        picture(host, "review-prose-final-no-color")


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.rst", "a.adoc", "a.asciidoc", "a.tex"])
def test_what_is_written_to_be_read_is_wrapped(name: str) -> None:
    text = b"Some words that go on and on. " * 9 + b"\n"
    shown = review(changed(name, text, (b"Some words that go on and on. " * 9, b"Less.", "")))
    found = page(shown, name, Setting())
    assert found.prose
    assert max(row.width for row in found.rows()) <= 72


@pytest.mark.parametrize(
    ("old", "place"),
    [
        (b"Maria was in the process of folding the letter in order to fit the very small envelope.",
         "paragraph 1, sentence 3"),
        (b"It rained.", "paragraph 4"),
        (STORY[13:STORY.index(b" Maria")], "paragraph 1"),
        (b"very ", "paragraph 1, “very”"),
    ],
)  # fmt: skip
def test_a_place_in_prose_says_which_sentence(old: bytes, place: str) -> None:
    change = changed("ch01.md", STORY, (old, b"", ""))
    assert where(change, change.hunks[0]) == place
