"""What two made of one text, put together where it does not collide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.review.weave import merged, weave

BASE = b"The train was late that day, and nobody on the long platform looked up from the paper.\n"


@pytest.mark.parametrize(
    ("yours", "wanted", "want"),
    [
        ((b"train", b"tram"), (b"looked up", b"glanced up"), b"tram glanced"),
        ((b"train", b"tram"), (b"train", b"bus"), None),
        ((b"that day", b"that night"), (b"that day", b"that night"), None),
    ],
)
def test_what_does_not_collide_is_in_both(
    yours: tuple[bytes, bytes], wanted: tuple[bytes, bytes], want: bytes | None
) -> None:
    mine, theirs = BASE.replace(*yours), BASE.replace(*wanted)
    both = mine.replace(*wanted) if want else None
    assert merged(BASE, mine, theirs, "yours") == both
    assert merged(BASE, mine, theirs, "wanted") == both


def test_only_the_words_that_collide_are_one_side_s() -> None:
    mine = BASE.replace(b"late", b"very late").replace(b"paper", b"book")
    theirs = BASE.replace(b"late", b"not on time").replace(b"The train", b"A train")
    strands = weave(*(data.decode() for data in (BASE, mine, theirs)))
    assert [strand.base for strand in strands if strand.collides] == ["late"]
    assert merged(BASE, mine, theirs, "yours") == mine.replace(b"The train", b"A train")
    assert merged(BASE, mine, theirs, "wanted") == theirs.replace(b"paper", b"book")


def test_words_beside_each_other_collide() -> None:
    mine, theirs = BASE.replace(b"long", b"short"), BASE.replace(b"platform", b"bench")
    assert merged(BASE, mine, theirs, "yours") is None


TEXTS = st.lists(
    st.sampled_from(["one", "two", "the", " ", " ", "\n", ".", "x\udcff", "é", "\r\n"])
).map("".join)


@given(TEXTS, TEXTS, TEXTS)
def test_the_strands_are_each_side_s_text(base: str, yours: str, wanted: str) -> None:
    strands = weave(base, yours, wanted)
    assert "".join(strand.base for strand in strands) == base
    assert "".join(strand.yours for strand in strands) == yours
    assert "".join(strand.wanted for strand in strands) == wanted
    alone = "".join(strand.kept("yours") for strand in weave(base, base, wanted))
    assert alone == wanted
