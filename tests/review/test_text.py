from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from pairtui.review.fold import Index, exact, untrailed
from pairtui.review.lines import body, cut_lines, line_end
from pairtui.review.text import Runs, hashed, indexed
from tests.review.made import texts

MARK = b"\xef\xbb\xbf"


@given(texts())
def test_a_text_has_the_lines_of_its_file(data: bytes) -> None:
    text = indexed(data)
    lines = cut_lines(data.removeprefix(MARK))
    assert list(text.bodies) == text.bodies[:] == [body(line) for line in lines]
    assert [
        text.data[low:high] for low, high in zip(text.starts, text.starts[1:], strict=False)
    ] == lines
    assert len(text.bodies) == len(lines)
    ends = [line_end(line) for line in lines if line_end(line)]
    assert text.end == (
        max(ends, key=lambda end: (ends.count(end), -ends.index(end))) if ends else b"\n"
    )


@given(st.lists(st.sampled_from([b"", b"a", b"b"]), max_size=12), st.data())
def test_a_run_of_lines_is_found_wherever_it_stands(
    lines: list[bytes], data: st.DataObject
) -> None:
    low = data.draw(st.integers(0, len(lines)))
    run = data.draw(st.sampled_from([lines[low:high] for high in range(low, len(lines) + 1)]))
    places = [at for at in range(len(lines)) if run and lines[at : at + len(run)] == run]
    found = hashed(lines)
    assert found.find(run) == places
    assert found.find(run, 1) == places[:1]
    assert found.find([*run, b"c"]) == []


def test_a_line_is_one_of_a_text_or_not() -> None:
    text = indexed(b"a\r\nb")
    assert b"a" in text
    assert b"b" in text
    assert b"a\r" not in text
    assert "a" not in text


def test_equal_hashes_do_not_make_lines_equal() -> None:
    """The hashes say that the lines are b and a, and they are c and a."""
    deceived = Index([b"c", b"a "], hashed([b"b", b"a"]), untrailed)
    assert deceived.find([b"b", b"a"]) == [0]
    assert not deceived.reads(0, [b"b", b"a"])
    assert deceived.reads(0, [b"c ", b"a"])
    assert not deceived.reads(1, [b"a", b"b"])


def test_an_index_is_small_beside_its_file() -> None:
    data = b"".join(b"    value_%d = other(%d)\n" % (at, at) for at in range(20_000))
    tracemalloc.start()
    text = indexed(data)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(text.runs, Runs)
    assert Index(text.bodies, text.runs, exact).find([text.bodies[7]]) == [7]
    assert kept < 0.6 * len(data)
    assert peak < len(data)
