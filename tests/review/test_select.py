"""Some lines or words of a change are selected: which nodes they mean, and what comes of them."""

from __future__ import annotations

import subprocess
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Hunk
from pairtui.review.decide import Batch, Reject, Review, Split, Take, Undo, decide
from pairtui.review.diff import unified
from pairtui.review.lines import cut_lines
from pairtui.review.node import Node, name
from pairtui.review.result import results
from pairtui.review.select import leaves, named, picked, span_of
from pairtui.review.spans import Spans, add
from tests.review.made import BODIES, change, proposal

BEFORE, AFTER = b"before\n", b"after\n"
LINES = st.lists(st.sampled_from(BODIES).map(lambda body: body + b"\n"), max_size=6).map(b"".join)


def one(old: bytes, new: bytes, *, before: bytes = BEFORE, after: bytes = AFTER) -> Review:
    base = before + old + after
    return Review(proposal(change(base, (len(before), len(before) + len(old), new))))


def rows(old: bytes, new: bytes, *chosen: int) -> Spans:
    """Return the spans of these lines of a change, as they are shown: old ones, then new ones."""
    spans: Spans = ()
    place = 0
    for at, line in enumerate((*cut_lines(old), *cut_lines(new))):
        spans = add(spans, place, place + len(line)) if at in chosen else spans
        place += len(line)
    return spans


def naive(old: bytes, new: bytes, *chosen: int) -> bytes:
    """Return what `git add -p` makes of these lines: the chosen old ones go, the new ones come."""
    olds, news = cut_lines(old), cut_lines(new)
    kept = [line for at, line in enumerate(olds) if at not in chosen]
    come = [line for at, line in enumerate(news, len(olds)) if at in chosen]
    return b"".join(kept + come)


def taken(review: Review, spans: Spans, *, prose: bool = False) -> Review:
    hunk = review.proposal.files[0].hunks[0]
    return decide(review, Batch(tuple(Take(one) for one in names(review, hunk, spans, prose))))


def names(review: Review, hunk: Hunk, spans: Spans, prose: bool = False) -> tuple[str, ...]:
    return tuple(named(review, hunk, node) for node in picked(review, hunk, spans, prose=prose))


def landed(review: Review) -> bytes:
    return next((result.data or b"" for result in results(review)), b"")


OLD, NEW = b"a\nb\nc\n", b"x\ny\n"


@pytest.mark.parametrize(
    ("chosen", "comes"),
    [
        ((0,), b"b\nc\n"),
        ((0, 3), b"b\nc\nx\n"),
        ((1, 2, 3), b"a\nx\n"),
        ((4,), b"a\nb\nc\ny\n"),
        ((2, 3, 4), b"a\nb\nx\ny\n"),
        ((0, 1, 2, 3, 4), b"x\ny\n"),
    ],
)
def test_lines_go_and_come_as_they_are_shown(chosen: tuple[int, ...], comes: bytes) -> None:
    assert landed(taken(one(OLD, NEW), rows(OLD, NEW, *chosen))) == BEFORE + comes + AFTER


def test_all_of_a_change_is_the_change_and_nothing_is_nothing() -> None:
    review = one(OLD, NEW)
    hunk = review.proposal.files[0].hunks[0]
    assert names(review, hunk, rows(OLD, NEW, 0, 1, 2, 3, 4)) == (hunk.id,)
    assert picked(review, hunk, (), prose=False) == ()


def test_what_is_not_selected_stays_open_and_one_step_undoes_it() -> None:
    review = one(OLD, NEW)
    after = taken(review, rows(OLD, NEW, 1, 3))
    states = [after.state(hunk.id) for hunk in after.proposal.files[0].hunks]
    assert states == ["open", "taken", "open", "taken", "open"]
    assert decide(after, Undo()).proposal == review.proposal


def test_a_part_of_a_line_means_the_line() -> None:
    review = one(b"long line\nb\n", b"")
    assert landed(taken(review, ((2, 4),))) == BEFORE + b"b\n" + AFTER


def test_a_piece_of_a_change_can_be_selected_in() -> None:
    review = one(OLD, NEW)
    hunk = review.proposal.files[0].hunks[0]
    halves = (Node(0, 2, 0, 0), Node(2, 6, 0, 4))
    review = decide(review, Split(hunk.id, halves))
    second = review.proposal.files[0].hunks[1]
    (only,) = names(review, second, ((2, 6),))
    assert only == name(hunk.id, Node(4, 6, 0, 2))
    assert landed(decide(review, Take(only))) == BEFORE + b"a\nb\nx\n" + AFTER


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    [
        (b"", b"\xef\xbb\xbfa\nb\n", b"\xef\xbb\xbfx\ny\n", b"end\n"),
        (b"q\n", b"a\nb", b"x\ny", b""),
        (b"in ", b"a\nb\n", b"x\ny\n", b"end\n"),
        (b"q\n", b"a\nb", b"x\ny", b"\r\nend\n"),
    ],
)
def test_where_lines_hang_together_none_runs_into_the_next(
    before: bytes, old: bytes, new: bytes, after: bytes
) -> None:
    review = one(old, new, before=before, after=after)
    whole = before + old + after
    for chosen in range(len(cut_lines(old)) + len(cut_lines(new))):
        made = landed(taken(review, rows(old, new, chosen)))
        assert made.count(b"\xef\xbb\xbf") == whole.count(b"\xef\xbb\xbf")
        ends = {line.strip() for data in (before, old, new, after) for line in data.split(b"\n")}
        ends |= {before + line for line in (*old.split(b"\n"), *new.split(b"\n"))}
        bare = {line.removeprefix(b"\xef\xbb\xbf") for line in ends}
        assert {line.strip(b"\r\xef\xbb\xbf") for line in made.split(b"\n")} <= bare


def test_sentences_and_words_of_prose() -> None:
    old = b"The very old dog of my uncle ran home. It was in the process of barking at us."
    new = b"The old dog of my uncle ran home. It was barking."
    review = one(old, new, after=b"\n")
    hunk = review.proposal.files[0].hunks[0]
    every = leaves(hunk, prose=True)
    words = [old[node.old : node.old_end] for node in every]
    assert words == [b"The very old dog of my uncle ran home.", b"in the process of ", b" at us"]
    first = taken(review, span_of(every[0], len(old)), prose=True)
    assert b"The old dog of my uncle ran home. It was in the process" in landed(first)
    spans = add(span_of(every[1], len(old)), every[2].old, every[2].old_end)
    assert landed(taken(review, spans, prose=True)) == (
        BEFORE + b"The very old dog of my uncle ran home. It was barking.\n"
    )


@settings(deadline=None, max_examples=200)
@given(LINES, LINES, st.data())
def test_any_lines_are_chosen_as_git_would(old: bytes, new: bytes, data: st.DataObject) -> None:
    count = len(cut_lines(old)) + len(cut_lines(new))
    chosen = data.draw(st.sets(st.integers(0, max(count - 1, 0))))
    review = one(old, new)
    if old == new or not count or not chosen:
        return
    after = taken(review, rows(old, new, *chosen))
    expected = BEFORE + naive(old, new, *chosen) + AFTER
    assert (landed(after) or BEFORE + old + AFTER) == expected
    rest = [hunk.id for hunk in after.proposal.files[0].hunks if after.state(hunk.id) == "open"]
    assert landed(decide(after, Batch(tuple(map(Take, rest))))) == BEFORE + new + AFTER
    hunk = review.proposal.files[0].hunks[0]
    mine = names(review, hunk, rows(old, new, *chosen))
    refused = decide(review, Batch(tuple(map(Reject, mine))))
    others = [hunk.id for hunk in refused.proposal.files[0].hunks
              if refused.state(hunk.id) == "open"]  # fmt: skip
    left = set(range(count)) - chosen
    finally_ = decide(refused, Batch(tuple(map(Take, others))))
    assert (landed(finally_) or BEFORE + old + AFTER) == BEFORE + naive(old, new, *left) + AFTER


@settings(deadline=None, max_examples=150)
@given(LINES, LINES, st.data())
def test_side_by_side_a_line_comes_in_the_place_of_the_one_beside_it(
    old: bytes, new: bytes, data: st.DataObject
) -> None:
    olds, news = cut_lines(old), cut_lines(new)
    pairs = list(zip_longest(range(len(olds)), range(len(news))))
    if old == new or not pairs:
        return
    chosen = data.draw(st.sets(st.integers(0, len(pairs) - 1), min_size=1))
    review = one(old, new)
    hunk = review.proposal.files[0].hunks[0]
    lines = [(olds[a] if a is not None else b"", news[b] if b is not None else b"")
             for a, b in pairs]  # fmt: skip
    spans = rows(old, new, *(pairs[at][0] for at in chosen if pairs[at][0] is not None))
    for low, high in rows(old, new, *(
        len(olds) + pairs[at][1] for at in chosen if pairs[at][1] is not None
    )):  # fmt: skip
        spans = add(spans, low, high)
    nodes = picked(review, hunk, spans, prose=False, pairs=pairs)
    after = decide(review, Batch(tuple(Take(named(review, hunk, node)) for node in nodes)))
    comes = b"".join(line[at in chosen] for at, line in enumerate(lines))
    assert (landed(after) or BEFORE + old + AFTER) == BEFORE + comes + AFTER


@settings(deadline=None, max_examples=60)
@given(st.text("ab .\n", max_size=30), st.text("ab .\n", max_size=30), st.booleans(), st.data())
def test_what_is_decided_holds_what_was_selected(
    old: str, new: str, prose: bool, data: st.DataObject
) -> None:
    if old == new:
        return
    review = one(old.encode(), new.encode())
    hunk = review.proposal.files[0].hunks[0]
    size = len(old) + len(new)
    low, high = sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size))))
    after = taken(review, ((low, high),), prose=prose)
    if after is review:
        return
    made = [part for part in after.proposal.files[0].hunks if after.state(part.id) == "taken"]
    assert made
    assert decide(after, Undo()).proposal == review.proposal
    assert hunk.id == review.proposal.files[0].hunks[0].id


@pytest.mark.parametrize("chosen", [(0,), (1, 3), (4,), (0, 2, 4), (2, 3)])
def test_git_applies_the_patch_of_it(chosen: tuple[int, ...], tmp_path: Path) -> None:
    after = taken(one(OLD, NEW), rows(OLD, NEW, *chosen))
    (tmp_path / "a.txt").write_bytes(BEFORE + OLD + AFTER)
    subprocess.run(
        ["git", "apply", "-"], cwd=tmp_path, input=unified(results(after)), check=True
    )  # fmt: skip
    assert (tmp_path / "a.txt").read_bytes() == BEFORE + naive(OLD, NEW, *chosen) + AFTER
