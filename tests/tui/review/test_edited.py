"""A change in the person's own words: the file's, the AI's and theirs are told apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Hunk, Present, hunk_id
from pairtui.review.decide import Review, Rewrite
from pairtui.review.own import Own, owned
from pairtui.review.words import marked
from pairtui.tui.review.bits import spans
from pairtui.tui.review.blocks import Changed
from pairtui.tui.review.edited import edited_blocks, own_pieces
from pairtui.tui.review.page import page
from pairtui.tui.review.setting import Setting
from tests.tui.review.material import PRICE, code, decided, ids, prose
from tests.tui.review.test_rows import shown

MINE = (
    b"        s = sum((i.price * i.n for i in items), Decimal(0))\n"
    b"        # half even\n"
    b"        return s.quantize(CENT, ROUND_HALF_EVEN)\n"
)


def edited() -> Review:
    return decided(code(), Rewrite(ids(code())[0], MINE))


def turned(*keys: str, plain: bool = False) -> Setting:
    return Setting(turned=frozenset(keys), plain=plain)


def test_lines_of_code_have_the_sign_of_who_wrote_them() -> None:
    one = ids(code())[0]
    assert shown(edited(), setting=turned(one))[4:12] == [
        " ✎ edited   12-13  yours: s = sum((i.price * i.n for i in items), Decimal(0))",
        "   - the file's   + the AI's   ~ yours",
        " -  12             s = sum(i.price * i.n for i in items)",
        " -  13             return s",
        " +      12         s = sum((i.price * i.n for i in items), Decimal(0))",
        " ~      13         # half even",
        " ~      14         return s.quantize(CENT, ROUND_HALF_EVEN)",
        "   ⋯ 1 line of the AI's that you replaced · o shows",
    ]


def test_what_the_ai_wrote_is_shown_on_request() -> None:
    one = ids(code())[0]
    rows = shown(edited(), setting=turned(one, f"ai:{one}"))
    assert rows[11:13] == [
        "   ⋯ 1 line of the AI's that you replaced",
        " ×                 return s.quantize(CENT)",
    ]


def test_all_of_what_was_proposed_can_be_seen_so() -> None:
    one = ids(code())[0]
    hunk = code().proposal.hunk(one)
    rows = page(edited(), hunk.path, turned(one, f"ai:{one}")).rows()
    seen = {
        at for row in rows for name, low, high in spans(row) if name == one
        for at in range(low, high)
    }  # fmt: skip
    assert seen == set(range(len(hunk.old) + len(hunk.new)))


def test_words_of_prose_have_the_sign_of_who_wrote_them() -> None:
    three = ids(prose())[2]
    mine = decided(prose(), Rewrite(three, b"Two men in hats watched her."))
    plain = shown(mine, "ch01.md", turned(three, plain=True))
    row = " ✎   [-There were two-]{+Two+} men [-who-]{✎in hats✎} watched her[- from the"
    assert row in plain
    coloured = "\n".join(shown(mine, "ch01.md", turned(three)))
    assert "Two men who✎in hats watched her" in coloured
    assert "⋯ the AI's words, which you replaced · o shows" in coloured
    both = shown(mine, "ch01.md", turned(three, f"ai:{three}"))
    assert " × Two men watched her from the door." in both


def test_what_is_all_one_s_own_is_the_person_s_only() -> None:
    name = hunk_id("cart/price.py", Present(PRICE).digest, 0, b"", b"import math\n")
    own = Hunk(name, "cart/price.py", 0, 0, b"", b"import math\n", own=True)
    rows = shown(owned(code(), Own((own,))), setting=turned(name))
    assert rows[:3] == [
        " ✎ edited   1      yours: import math",
        "   - the file's   + the AI's   ~ yours",
        " ~       1 import math",
    ]
    assert not any("you replaced" in row for row in rows)


LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c d\n", b"e\r\n"]), max_size=6).map(b"".join)


@settings(deadline=None, max_examples=100)
@given(LINES, LINES, LINES)
def test_every_line_is_there_once(old: bytes, new: bytes, mine: bytes) -> None:
    hunk = Hunk("h", "a.py", 0, len(old), old, new)
    made = list(edited_blocks(Changed(hunk, mine, 1, 1), turned("ai:h")))
    rows = [block.row(index) for block in made for index in range(block.height)]
    there = {sign: [row.text for row in rows if row.sign == sign] for sign in "-+~×"}
    cut = {side: [line.decode().strip() for line in data.split(b"\n")[:-1]]
           for side, data in (("-", old), ("ai", new), ("~", mine))}  # fmt: skip
    assert len(there["-"]) == len(cut["-"])
    assert len(there["+"]) + len(there["×"]) == len(cut["ai"])
    assert len(there["+"]) + len(there["~"]) == len(cut["~"])
    for offset in range(len(old) + len(new)):
        assert any(block.find("h", offset) is not None for block in made)


TEXT = st.text(alphabet="ab .\n", max_size=20)


@settings(deadline=None, max_examples=150)
@given(TEXT, TEXT, TEXT)
def test_the_pieces_are_the_two_texts(old: str, new: str, mine: str) -> None:
    pieces = list(own_pieces(marked(old, mine), new, mine))
    assert "".join(piece.text for piece, _ in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece, _ in pieces if piece.kind != "cut") == mine
    assert not any(own for piece, own in pieces if piece.kind != "added")
    theirs = "".join(piece.text for piece, own in pieces if piece.kind == "added" and not own)
    assert set(theirs) <= set(new)
