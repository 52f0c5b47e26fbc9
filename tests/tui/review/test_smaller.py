"""Smaller: a change in pieces, how they read, and what the keys do about each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.counts import counts
from pairtui.review.decide import Review, Rewrite, Split, Take, Undo, decide
from pairtui.review.node import Node, root_of
from pairtui.tui.review.hinting import hints
from pairtui.tui.review.labels import told, where
from pairtui.tui.review.pieces import part_of
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.sight import at_hunk, opened, renewed
from pairtui.tui.review.verdicts import said, smaller, step_hunk, step_said
from tests.tui.pictures import Picture
from tests.tui.review.material import (
    PRICE,
    STORY,
    Host,
    about,
    changed,
    code,
    decided,
    ids,
    prose,
    review,
    screen,
    showing,
    whole_files,
)
from tests.tui.review.test_rows import plain, shown

LETTER = 1
"""The sentence about the letter, in `prose`."""


def cut(shown_: Review, at: int, *, manuscript: bool = False) -> Review:
    """Return the review with one change in its next smaller pieces."""
    item = list(shown_.proposal.hunks)[at]
    split = smaller(shown_, item, prose=manuscript)
    assert isinstance(split, Split), split
    return decide(shown_, split)


RATES = b"""from decimal import Decimal

def rates(country):
    low = rate(country, "low")
    high = rate(country, "high")
    return low, high

# The end.
"""


def rates() -> Review:
    """Return a proposal that changes two lines beside each other."""
    old = RATES[RATES.index(b"    low =") : RATES.index(b"    return")]
    both = old.replace(b"(country", b"(country.code")
    pair = changed("cart/price.py", RATES, (old, both, "by its code"))
    return review(pair, code().proposal.files[1])


def test_the_lines_of_a_change_of_code_are_drawn_in_pairs_as_one_block() -> None:
    assert shown(cut(rates(), 0)) == [
        "     1     from decimal import Decimal",
        "     2",
        "     3     def rates(country):",
        ' -   4         low = rate(country, "low")',
        ' +       4     low = rate(country.code, "low")',
        ' -   5         high = rate(country, "high")',
        ' +       5     high = rate(country.code, "high")',
        "     6         return low, high",
        "     7",
        "     8     # The end.",
    ]


def test_a_line_that_is_decided_says_its_own_words_and_not_the_reason_of_all() -> None:
    pieces = cut(rates(), 0)
    first, second, *_ = ids(pieces)
    rows = shown(decided(pieces, Take(first)))
    assert ' ✔ taken    4      low = rate(country.code, "low")' in rows
    assert ' -   5         high = rate(country, "high")' in rows
    assert said(pieces, Take(second)) == "took 5"


def test_a_piece_that_ends_before_a_line_end_that_stays_is_not_said_to_have_none() -> None:
    start = review(changed("a.py", b"one\ntwo\n", (b"one", b"eins", "")))
    assert shown(start, "a.py")[:2] == [" -   1     one", " +       1 eins"]


def test_what_goes_without_anything_instead_is_told_so() -> None:
    gone = review(changed("a.py", PRICE, (b"    return float(text)\n", b"", "")))
    item = next(gone.proposal.hunks)
    assert told(gone, item) == "without: return float(text)"


def test_a_sentence_in_pieces_stays_in_its_paragraph_and_each_is_named() -> None:
    pieces = cut(prose(), LETTER, manuscript=True)
    assert [row.replace("??…", "??") for row in plain(pieces)][2:6] == [
        "     The train was late. It had been late every day since the strike, and",
        " ??  [-there was -]nobody [-who -]looked up. Maria [-was in the process of",
        " ??  folding-]{+folded+} the letter [-in order -]to fit the [-very -]small",
        "     envelope.",
    ]
    very = next(item for item in pieces.proposal.hunks if item.old.strip() == b"very")
    change = pieces.proposal.file("ch01.md")
    assert where(change, very) == "paragraph 1, “very”"
    long = replace(very, old=b"a good many words that go")
    assert where(change, long) == "paragraph 1, “a good many words that…”"
    taken = plain(decided(pieces, Take(very.id)))
    assert "to fit the small" in "\n".join(taken)
    assert "[-in order -]" in "\n".join(taken)


def test_the_small_print_stands_once_above_all_the_pieces() -> None:
    start = rates()
    first = replace(start.proposal.files[0].hunks[0], placed="placed ignoring case", moved=2)
    change = replace(start.proposal.files[0], hunks=(first, *start.proposal.files[0].hunks[1:]))
    rows = shown(cut(review(change), 0))
    assert sum("placed ignoring case" in row for row in rows) == 1
    assert sum("moved, 2 lines down" in row for row in rows) == 1


def test_a_new_file_in_pieces_says_once_that_it_is_new() -> None:
    made = Hunk("n", "a.py", 0, 0, b"", b"one = 1\ntwo = 2\n")
    start = review(FileChange("a.py", Absent(), (made,)))
    half = decide(start, Split("n", (Node(0, 0, 0, 8), Node(0, 0, 8, 16))))
    assert shown(half, "a.py") == [
        " + a new file",
        " +       1 one = 1",
        " +       2 two = 2",
    ]


def test_why_not_smaller() -> None:
    one, *_ = code().proposal.hunks
    own = decide(code(), Rewrite(one.id, b"mine\n"))
    assert smaller(own, one, prose=False) == "these are your own words · e changes them"
    last = list(code().proposal.hunks)[2]
    assert smaller(code(), last, prose=False) == (
        "one line is as small as a change of code gets · e edits it"
    )
    renamed = next(whole_files().proposal.hunks)
    assert "whole file" in str(smaller(whole_files(), renamed, prose=False))
    base = Present(PRICE)
    gone = about("a.py", base, "delete")
    moved = Review(review(FileChange("a.py", base, (gone,))).proposal, stale={gone.id: "it moved"})
    assert smaller(moved, gone, prose=False) == "it moved · h decides"
    word = hunk_of_one_word()
    assert smaller(word, next(word.proposal.hunks), prose=True) == (
        "this is as small as a change gets · e edits it"
    )


def hunk_of_one_word() -> Review:
    return review(changed("ch01.md", STORY, (b"very ", b"", "")))


def test_a_taken_change_in_pieces_stays_taken_and_undo_says_what_it_joins() -> None:
    pieces = cut(decide(rates(), Take(ids(rates())[0])), 0)
    assert counts(pieces).taken == 2
    assert step_said(pieces, Undo()) == "undone: cut 4-5 into 2 pieces · Ctrl+Y redoes"


def test_the_place_on_the_screen_is_found_again_when_a_change_is_cut_elsewhere() -> None:
    sight = opened(rates(), Setting(), 20)
    assert sight is not None
    after = renewed(sight, cut(rates(), 0))
    assert after is not None
    assert after.hunk is not None
    assert root_of(after.hunk.id) == ids(rates())[0]
    back = renewed(after, rates())
    assert back is not None
    assert back.eye == sight.eye


WALK = (
    b"We were very late. The old train was really slow. "
    b"Nobody was in fact there to really look up. "
    b"It was in fact raining hard.\n"
)
WALKED = b"We were late. The train was slow. Nobody was there to look up. It rained hard.\n"


def walk() -> Review:
    """Return a proposal that changes every sentence of a paragraph in one line."""
    return review(changed("walk.md", WALK, (WALK, WALKED, "shorter")), title="Shorter")


def test_a_piece_cut_again_is_followed_to_its_own_pieces_and_named() -> None:
    sentences = cut(walk(), 0, manuscript=True)
    second = list(sentences.proposal.hunks)[1]
    assert second.old.strip().startswith(b"The old train")
    words = cut(sentences, 1, manuscript=True)
    assert part_of(words, second.id).old.strip() == b"old"
    assert step_hunk(words, Undo()) == part_of(words, second.id).id
    place = "paragraph 1, sentence 2"
    assert step_said(words, Undo()).startswith(f"undone: cut {place} into 2 pieces")
    really = next(item for item in words.proposal.hunks if b"really" in item.old)
    assert part_of(sentences, really.id) == second, "the one it is a part of, once joined again"
    assert part_of(walk(), really.id) == next(walk().proposal.hunks)
    sight = opened(sentences, Setting(), 20)
    assert sight is not None
    there = renewed(at_hunk(sight, second.id), words)
    assert there is not None
    assert there.eye.hunk == part_of(words, second.id).id


@pytest.mark.anyio
async def test_the_cursor_stays_in_the_sentence_that_is_cut() -> None:
    async with showing(walk()) as (host, hand):
        await hand.press("s", "n", "n")
        assert current_text(host).startswith("Nobody")
        await hand.press("s")
        assert current_text(host).strip() == "in fact"
        await hand.press("a")
        assert "took paragraph 1, “" in bar(host)
        taken = [
            item for item in host.review.proposal.hunks if host.review.state(item.id) == "taken"
        ]
        assert [item.start >= WALK.index(b"in fact there") for item in taken] == [True]
        await hand.press("u", "u")
        assert "undone: cut paragraph 1, sentence 3" in bar(host)
        assert current_text(host).startswith("Nobody")


@pytest.mark.parametrize(
    ("width", "manuscript", "gone"),
    [(80, False, ()), (60, False, ("smaller",)), (80, True, ()), (76, True, ("undo",))],
)
def test_keys_that_do_not_fit_are_left_out_and_help_never_is(
    width: int, manuscript: bool, gone: tuple[str, ...]
) -> None:
    line = hints("change", prose=manuscript, undoes=True, own_keys={}, width=width).left
    text = "".join(bit.text for bit in line)
    assert len(text) <= width
    assert text.endswith("? keys")
    assert [name for name in ("smaller", "undo", "files") if name not in text] == [
        *gone,
        "files" if manuscript else "undo",
    ]


def bar(host: Host) -> str:
    return screen(host)[-2]


@pytest.mark.anyio
async def test_half_a_sentence(picture: Picture) -> None:
    async with showing(prose()) as (host, hand):
        await hand.press("n", "s")
        assert "change 2/" in screen(host)[1]
        assert "pieces · u joins again" in bar(host)
        while "in order" not in current_text(host):
            await hand.press("right")
        picture(host, "review-pieces-prose-80x24")
        await hand.press("space")
        assert "the letter to fit" in " ".join(" ".join(screen(host)).split())
        assert "words 75→61" in screen(host)[1]
        assert "took paragraph 1, “in order” · u undoes" in bar(host)
        await hand.press("u", "u")
        assert "change 2/3" in screen(host)[1]
        assert "undone: cut paragraph 1, sentence 3 into" in bar(host)
        assert host.review.verdicts == {}
        assert ids(host.review) == ids(prose())


def current_text(host: Host) -> str:
    sight = host.pane._sight
    assert sight is not None
    assert sight.hunk is not None
    return sight.hunk.old.decode()


@pytest.mark.anyio
async def test_the_lines_of_a_change_one_by_one(picture: Picture) -> None:
    async with showing(rates()) as (host, hand):
        await hand.press("s")
        assert "change 1/3" in screen(host)[1]
        await hand.press("a")
        picture(host, "review-pieces-code-80x24")
        await hand.press("x")
        assert counts(host.review).taken == counts(host.review).rejected == 1
        await hand.press("g", *["j"] * 4, "backspace")
        assert counts(host.review).taken == 0
        await hand.press("s")
        assert "one line is as small" in bar(host)
