"""Noise in a reply: what keeps the meaning gives the same bytes or none, all else gives none."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Edit, SearchReplace, Selection, Unplaced, WholeFile
from pairtui.review.fold import fold
from pairtui.review.lines import body, cut_lines
from pairtui.review.place import place
from pairtui.review.propose import extend
from pairtui.review.result import splice
from tests.review.made import proposal, shown

SAID = ("value {n} = f(x{n})", "“{n} wide” – cafe\u0301 „so“…", "don’t go\u00a0to {n}, é is “é”")
INDENTS = ("", "    ", "    ", "        ")
TRAILS = ("", "", "  ", "\t")
MARK = "\ufeff"

Noise = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class Case:
    """A file, the lines quoted of it, what they become, and what the file then is."""

    base: bytes
    search: list[str]
    wanted: list[str]
    result: bytes
    low: int
    high: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Files of different lines in code and prose, and an exact edit of a few lines in a row."""
    count = draw(st.integers(3, 12))
    bodies = [
        draw(st.sampled_from(INDENTS)) + draw(st.sampled_from(SAID)) + draw(st.sampled_from(TRAILS))
        for _ in range(count)
    ]
    bodies = [line.format(n=100 + at) for at, line in enumerate(bodies)]
    ends = draw(st.lists(st.sampled_from(["\n", "\n", "\r\n"]), min_size=count, max_size=count))
    low = draw(st.integers(0, count - 1))
    high = draw(st.integers(low + 1, min(count, low + 5)))
    wanted: list[str] = []
    made: list[str] = []
    last = ends[low - 1] if low else ""
    commonest = max(["\n", "\r\n"], key=ends.count)
    for at in range(low, high):
        what = draw(st.sampled_from(["keep", "keep", "word", "add", "cut"]))
        line, end = bodies[at], ends[at]
        if what == "word":
            line = line.replace(str(100 + at), f"other{at}")
        if what != "cut":
            wanted.append(line)
            made.append(line + end)
        last = end
        if what == "add":
            wanted.append(INDENTS[1] + f"fresh line {at}")
            made.append(wanted[-1] + (last or commonest))
    lines = [one + end for one, end in zip(bodies, ends, strict=True)]
    head = MARK if draw(st.integers(0, 5)) == 0 else ""
    base = (head + "".join(lines)).encode()
    result = (head + "".join([*lines[:low], *made, *lines[high:]])).encode()
    return Case(base, bodies[low:high], wanted, result, low, high)


def outcome(case: Case, search: list[str], wanted: list[str]) -> bytes | Unplaced:
    edit = SearchReplace(
        "a.txt", "".join(f"{line}\n" for line in search), "".join(f"{line}\n" for line in wanted)
    )
    found = place(edit, shown(case.base))
    if isinstance(found, Unplaced):
        return found
    return splice(case.base, tuple((hunk, hunk.new) for hunk in found.hunks))


def dedented(lines: list[str]) -> list[str]:
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines]


def plain(lines: list[str]) -> list[str]:
    return [fold(line) for line in lines]


NOISES: dict[str, Noise] = {
    "none": lambda lines: lines,
    "trailing space": lambda lines: [line.rstrip(" \t") for line in lines],
    "more trailing space": lambda lines: [line + " " for line in lines],
    "crlf": lambda lines: [line + "\r" for line in lines],
    "composed": lambda lines: [unicodedata.normalize("NFC", line) for line in lines],
    "decomposed": lambda lines: [unicodedata.normalize("NFD", line) for line in lines],
    "plain": plain,
    "indented": lambda lines: ["  " + line for line in lines],
    "numbered": lambda lines: [f"{at} | {line}" for at, line in enumerate(lines, start=7000)],
    "blank edges": lambda lines: ["", *lines, ""],
    "plain, untrailed, indented": lambda lines: [
        "    " + fold(line).rstrip(" \t") for line in lines
    ],
}


@pytest.mark.parametrize("name", NOISES)
@given(case=cases())
@settings(max_examples=60, deadline=None)
def test_noise_that_keeps_the_meaning_gives_the_same_bytes_or_none(name: str, case: Case) -> None:
    noise = NOISES[name]
    made = outcome(case, noise(case.search), noise(case.wanted))
    if name in {"none", "crlf"} or not isinstance(made, Unplaced):
        assert made == case.result or _same_lines(case, made)


@given(case=cases())
def test_a_dedented_reply_gives_the_same_bytes_or_none(case: Case) -> None:
    lines = dedented([*case.search, *case.wanted])
    made = outcome(case, lines[: len(case.search)], lines[len(case.search) :])
    assert isinstance(made, Unplaced) or made == case.result or _same_lines(case, made)


def _same_lines(case: Case, made: bytes | Unplaced) -> bool:
    """Tell whether a result differs in line ends only, and only in lines that are new."""
    if isinstance(made, Unplaced):
        return False
    one, other = cut_lines(made), cut_lines(case.result)
    return [body(line) for line in one] == [body(line) for line in other]


@given(case=cases(), data=st.data())
def test_noise_that_changes_the_meaning_gives_a_refusal(case: Case, data: st.DataObject) -> None:
    search = list(case.search)
    at = data.draw(st.integers(0, len(search) - 1))
    what = data.draw(st.sampled_from(["digit", "word", "line"]))
    if what == "digit":
        search[at] = search[at].replace("1", data.draw(st.sampled_from("02x")), 1)
    elif what == "word":
        words = search[at].split()
        words.remove(data.draw(st.sampled_from(words)))
        search[at] = " ".join(words)
    elif 0 < at < len(search) - 1:
        del search[at]
    else:
        return
    noise = NOISES[data.draw(st.sampled_from(sorted(NOISES)))]
    made = outcome(case, noise(search), noise(case.wanted))
    assert isinstance(made, Unplaced)


@given(case=cases(), data=st.data())
def test_a_target_that_stands_twice_gives_a_refusal(case: Case, data: st.DataObject) -> None:
    lines = cut_lines(case.base)
    if not lines[-1].endswith(b"\n"):
        lines[-1] += b"\n"
    twin = [line.removeprefix(MARK.encode()) for line in lines[case.low : case.high]]
    twice = b"".join([*lines, b"between\n", *twin])
    noise = NOISES[data.draw(st.sampled_from(sorted(NOISES)))]
    found = outcome(replace(case, base=twice), noise(case.search), noise(case.wanted))
    assert isinstance(found, Unplaced)
    assert found.why in {"ambiguous", "not found"}


@given(case=cases(), data=st.data())
def test_loose_edits_of_one_file_may_come_in_any_order(case: Case, data: st.DataObject) -> None:
    noise = NOISES[data.draw(st.sampled_from(sorted(NOISES)))]
    edits: list[Edit] = [
        SearchReplace("a.txt", f"{one}\n", f"{other}\n")
        for one, other in zip(
            noise(case.search), noise([f"{x} more" for x in case.search]), strict=False
        )
    ]
    one = two = proposal()
    for edit in edits:
        one = extend(one, edit, shown(case.base))
    for edit in data.draw(st.permutations(edits)):
        two = extend(two, edit, shown(case.base))
    assert one.files == two.files
    assert {item.edit for item in one.unplaced} == {item.edit for item in two.unplaced}


SIGNS = 'ab1 \t\r\n\n\n…“"é\u0301\u1100\u1161\x0c\u2028\ufeff\ud800'
RUNS = ("...", "1 | ", "2 | ", "    ", "Ein Satz steht da. ", "# ... existing code ...\n")
PIECES = st.sampled_from([*SIGNS, *RUNS])
MESSES = st.lists(PIECES, max_size=25).map("".join)


@given(MESSES, MESSES, MESSES)
@settings(max_examples=400)
def test_nothing_raises_and_a_hunk_is_what_it_says(there: str, old: str, new: str) -> None:
    base = there.encode("utf-8", "surrogateescape" if "\udc80" in there else "replace")
    edits: tuple[Edit, ...] = (
        SearchReplace("a.txt", old, new),
        WholeFile("a.txt", new),
        Selection("a.txt", 0, len(old), new),
    )
    for edit in edits:
        found = place(edit, shown(base))
        if isinstance(found, Unplaced):
            assert found.says
            continue
        spans = [(hunk.start, hunk.end) for hunk in found.hunks]
        assert spans == sorted(spans)
        for hunk in found.hunks:
            assert base[hunk.start : hunk.end] == hunk.old != hunk.new


@given(MESSES, MESSES, MESSES, MESSES, st.data())
@settings(max_examples=400)
def test_what_is_placed_reads_as_it_was_written(
    before: str, there: str, new: str, after: str, data: st.DataObject
) -> None:
    """Whatever was ignored, the letters that come out are those of the reply."""
    base = f"{before}\n{there}\n{after}".encode("utf-8", "replace")
    noise = NOISES[data.draw(st.sampled_from(sorted(NOISES.keys() - {"numbered"})))]
    old = "".join(f"{line}\n" for line in noise(there.split("\n")))
    found = place(SearchReplace("a.txt", old, new), shown(base))
    if isinstance(found, Unplaced) or not found.hunks:
        return
    made = splice(base, tuple((hunk, hunk.new) for hunk in found.hunks))
    removed, added = _letters(old), _letters(new)
    assert _letters(made.decode()) - _letters(base.decode()) == added - removed
    assert _letters(base.decode()) - _letters(made.decode()) == removed - added


def _letters(text: str) -> Counter[str]:
    return Counter(sign for sign in fold(text) if not sign.isspace() and sign != MARK)
