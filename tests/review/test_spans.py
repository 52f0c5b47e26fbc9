import itertools

from hypothesis import given
from hypothesis import strategies as st

from pairtui.review.spans import Spans, add, total

RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


@given(RANGES)
def test_spans_hold_exactly_the_numbers_that_were_added(ranges: list[tuple[int, int]]) -> None:
    spans: Spans = ()
    numbers: set[int] = set()
    for start, end in ranges:
        spans = add(spans, start, end)
        numbers |= set(range(start, end))
    assert {number for low, high in spans for number in range(low, high)} == numbers
    assert total(spans) == len(numbers)
    assert all(high < low for (_, high), (low, _) in itertools.pairwise(spans))


def test_touching_ranges_become_one() -> None:
    assert add(add((), 0, 3), 3, 5) == ((0, 5),)
    assert add(((1, 2),), 7, 7) == ((1, 2),)
