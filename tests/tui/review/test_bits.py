"""Every byte of every change is shown by some row, and what is clipped is not counted as shown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import FileChange, Hunk, Present
from pairtui.review.decide import Review, Take, decide
from pairtui.review.spans import Spans, add
from pairtui.review.visible import visible
from pairtui.tui.review.bits import Bit, Row, bits_of, encoded, spans
from pairtui.tui.review.page import page
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.unseen import first_gap, unseen
from pairtui.tui.review.wrap import wrapped
from tests.tui.review.material import review

PIECES = st.sampled_from(
    ["a", "word ", "  ", "\n", "\n\n", "\r\n", "\t", "\x1b[31m", "日本", "é", "👩‍👩‍👧", "\u202e",
     "It was. ", "x" * 90, "\u200b", " " * 100]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@st.composite
def changes(draw: st.DrawFn) -> FileChange:
    """Draw a file of several runs, some of which change."""
    parts = draw(st.lists(st.tuples(TEXTS, TEXTS, st.booleans()), min_size=1, max_size=5))
    base = b""
    found: list[Hunk] = []
    for old, new, wanted in parts:
        data, other = old.encode(), new.encode()
        if wanted and data != other and not (found and found[-1].end == len(base)):
            name = f"h{len(found)}"
            found.append(Hunk(name, "f", len(base), len(base) + len(data), data, other))
        base += data
    path = draw(st.sampled_from(["a.py", "a.md"]))
    return FileChange(path, Present(base), tuple(found))


def seen_in(
    shown: Review, path: str, setting: Setting, right: int | None = None
) -> dict[str, Spans]:
    found: dict[str, Spans] = {}
    for row in page(shown, path, setting).rows():
        for hunk, start, end in spans(row, 0, right):
            found[hunk] = add(found.get(hunk, ()), start, end)
    return found


@settings(deadline=None, max_examples=150)
@given(changes(), st.booleans(), st.integers(10, 90), st.booleans())
def test_rows_cover_every_byte_of_every_open_change(
    change: FileChange, plain: bool, cells: int, marks: bool
) -> None:
    setting = Setting(width=cells, plain=plain, marks=marks)
    found = seen_in(review(change), change.path, setting)
    for hunk in change.hunks:
        assert found[hunk.id] == ((0, len(hunk.old) + len(hunk.new)),)


@settings(deadline=None, max_examples=100)
@given(changes(), st.integers(16, 90))
def test_rows_of_prose_never_leave_the_page(change: FileChange, cells: int) -> None:
    setting = Setting(width=cells)
    for row in page(review(change), change.path, setting).rows():
        if row.kind == "prose":
            assert row.width <= setting.measure


@settings(deadline=None, max_examples=100)
@given(changes())
def test_what_is_kept_and_what_is_new_can_be_read_off_the_rows(change: FileChange) -> None:
    """The raw text of the rows of a manuscript, without what is new, is the file itself."""
    setting = Setting(context=3000)
    shown = page(review(change), change.path, setting)
    bits = [bit for row in shown.rows() for bit in row.bits]
    if shown.prose and not any(row.kind == "fold" for row in shown.rows()):
        old = "".join(bit.raw for bit in bits if bit.look != "added")
        assert isinstance(change.base, Present)
        assert encoded(old).replace(b"\r", b"") == change.base.data.replace(b"\r", b"")


@settings(deadline=None, max_examples=60)
@given(changes())
def test_nothing_raw_is_ever_in_a_row(change: FileChange) -> None:
    for row in page(review(change), change.path, Setting()).rows():
        assert not any(span.escaped for span in visible(row.text)), row.text
        assert "\n" not in row.text
        assert "\t" not in row.text


@settings(deadline=None, max_examples=60)
@given(changes())
def test_the_first_gap_is_found_on_the_page(change: FileChange) -> None:
    shown = review(change)
    there = page(shown, change.path, Setting())
    for hunk in change.hunks:
        gap = first_gap(shown, hunk)
        assert gap == 0
        y = there.find(hunk.id, gap)
        assert y is not None
        assert hunk.id in there.row(y).hunks


def test_only_the_columns_on_the_screen_count_as_shown() -> None:
    bits = tuple(bits_of("a" * 100 + "漢字", "added", "h", (7,)))
    row = Row("code", (*bits, Bit("", "added", "\n", "h", (113,))), ("h",))
    assert list(spans(row, 0, 40)) == [("h", 7, 47)]
    assert list(spans(row, 40, 80)) == [("h", 47, 87)]
    assert list(spans(row, 80, 101)) == [("h", 87, 107)]  # half a character is not shown
    assert list(spans(row, 80, 104)) == [("h", 87, 113), ("h", 113, 114)]
    assert list(spans(row)) == [("h", 7, 113), ("h", 113, 114)]


def test_a_character_made_visible_counts_only_when_all_of_it_shows() -> None:
    row = Row("code", tuple(bits_of("ab\x1bcd", "added", "h", (0,))), ("h",))
    assert row.text == "ab\\x1bcd"
    assert list(spans(row, 0, 4)) == [("h", 0, 2)]
    assert list(spans(row, 0, 6)) == [("h", 0, 2), ("h", 2, 3)]


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.integers(4, 30))
def test_wrapping_loses_nothing(text: str, room: int) -> None:
    line = text.replace("\n", " ").replace("\r", "")
    bits = list(bits_of(line, "same", "h", (0,)))
    rows = wrapped(bits, room)
    assert "".join(bit.raw for row in rows for bit in row) == line
    place = 0
    for row in rows:
        for bit in row:
            assert bit.at == (place,)
            place += len(encoded(bit.raw))


def test_words_are_not_torn_unless_they_are_wider_than_a_row() -> None:
    bits = list(bits_of("one two three " + "x" * 25 + " four", "same", "h", (0,)))
    rows = ["".join(bit.text for bit in row).rstrip() for row in wrapped(bits, 10)]
    assert rows == ["one two", "three", "x" * 10, "x" * 10, "xxxxx four"]


@settings(deadline=None, max_examples=100)
@given(TEXTS, TEXTS, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=5))
def test_unseen_lines_are_counted_as_the_review_counts_them(
    old: str, new: str, painted: list[tuple[int, int]]
) -> None:
    from pairtui.review.decide import Seen
    from pairtui.review.seen import unseen_lines

    hunk = Hunk("h", "a.py", 0, len(old.encode()), old.encode(), new.encode())
    change = FileChange("a.py", Present(old.encode()), (hunk,))
    shown = review(change)
    size = len(hunk.old) + len(hunk.new)
    for start, length in painted:
        shown = decide(shown, Seen("h", min(start, size), min(start + length, size)))
    missing = unseen(hunk, shown.seen.get("h", ()))
    assert missing == unseen_lines(shown, [hunk])
    assert (first_gap(shown, hunk) is None) == (missing == 0)


def test_a_decision_makes_only_its_own_rows_anew() -> None:
    base = b"".join(b"line %d\n" % number for number in range(400))
    hunks = []
    for number in range(0, 400, 40):
        old = b"line %d\n" % number
        at = base.index(old)
        hunks.append(Hunk(f"h{number}", "a.py", at, at + len(old), old, b"other\n"))
    shown = review(FileChange("a.py", Present(base), tuple(hunks)))
    before = page(shown, "a.py", Setting())
    after = page(decide(shown, Take("h80")), "a.py", Setting())
    assert [block.key for block in before.blocks] == [block.key for block in after.blocks]
    differing = [
        one.key
        for one, two in zip(before.blocks, after.blocks, strict=True)
        if [one.row(y) for y in range(one.height)] != [two.row(y) for y in range(two.height)]
    ]
    assert differing == ["h80"]
