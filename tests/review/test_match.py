import time

from hypothesis import given
from hypothesis import strategies as st

from pairtui.review.match import Block, blocks, gaps

LISTS = st.lists(st.sampled_from("abcdex"), max_size=25)


@given(LISTS, LISTS)
def test_blocks_are_equal_runs_in_order(old: list[str], new: list[str]) -> None:
    place = place_new = 0
    for block in blocks(old, new):
        assert block.size > 0
        assert block.old >= place
        assert block.new >= place_new
        place, place_new = block.old + block.size, block.new + block.size
        assert old[block.old : place] == new[block.new : place_new]


@given(LISTS, LISTS)
def test_gaps_make_the_new_from_the_old(old: list[str], new: list[str]) -> None:
    made: list[str] = []
    place = 0
    for gap in gaps(old, new):
        assert gap.old < gap.old_end or gap.new < gap.new_end
        made += [*old[place : gap.old], *new[gap.new : gap.new_end]]
        place = gap.old_end
    assert made + old[place:] == new


@given(LISTS)
def test_the_same_is_one_block(items: list[str]) -> None:
    assert blocks(items, items) == ([Block(0, 0, len(items))] if items else [])


def test_lines_that_occur_once_hold_the_rest_together() -> None:
    old = ["}", "def a", "}", "def b", "}"]
    new = ["}", "def b", "}", "def c", "}", "def a", "}"]
    assert any(old[block.old] == "def b" or old[block.old] == "def a" for block in blocks(old, new))


def test_runs_that_occur_once_are_found_where_no_element_does() -> None:
    old = list("abcabdacdbca")
    new = [item for item in old if item != "d"]
    assert sum(block.size for block in blocks(old, new)) == len(new)


def test_a_large_gap_of_repeats_is_not_waited_for() -> None:
    old = ["a", "b", "c"] * 5000
    new = ["b", "a", "a", "c"] * 5000
    began = time.process_time()
    assert blocks(["x", *old], ["x", *new])[0].old == 0
    assert time.process_time() - began < 5


def test_a_text_of_repeated_words_keeps_what_it_keeps() -> None:
    old = [f"word{at % 400}" if at % 3 else "the" for at in range(2000)]
    new = [word for at, word in enumerate(old) if at % 7]
    assert sum(block.size for block in blocks(old, new)) >= 0.9 * len(new)
