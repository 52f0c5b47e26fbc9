from hypothesis import given
from hypothesis import strategies as st

from pairtui.review.lines import body, cut_lines, line_end, line_of, line_starts

BYTES = st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\r", b"\x0c", b"\xff"])).map(b"".join)


@given(BYTES)
def test_lines_joined_are_the_bytes(data: bytes) -> None:
    lines = cut_lines(data)
    assert b"".join(lines) == data
    assert all(line.count(b"\n") <= 1 and line for line in lines)
    assert all(body(line) + line_end(line) == line for line in lines)


@given(BYTES)
def test_every_offset_has_its_line(data: bytes) -> None:
    starts = line_starts(data)
    assert starts[0] == 0
    for offset in range(len(data)):
        assert line_of(starts, offset) == data[:offset].count(b"\n") + 1


def test_only_a_line_feed_ends_a_line() -> None:
    data = "a\rb\x0cc\u2028d\x85e\nf".encode()
    assert len(cut_lines(data)) == 2


def test_ends() -> None:
    assert [line_end(line) for line in (b"a\r\n", b"a\n", b"a", b"a\r")] == [
        b"\r\n",
        b"\n",
        b"",
        b"",
    ]
