from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.after import after_landing, after_undo, refreshed
from pairtui.review.counts import counts
from pairtui.review.decide import (
    Batch,
    Choice,
    Redo,
    Reject,
    Reopen,
    Review,
    Rewrite,
    Seen,
    Split,
    Take,
    Undo,
    decide,
    fold,
)
from pairtui.review.growing import grown
from pairtui.review.node import Node, name, tiles
from pairtui.review.result import results
from pairtui.review.seen import unseen_bytes
from tests.review.made import change, proposal

OLD = b"ab\ncd\nef\n"
NEW = b"AB\ncd\nEF\nGH\n"
BASE = b"first\n" + OLD + b"last\n"
FILE = change(BASE, (6, 6 + len(OLD), NEW), (len(BASE), len(BASE), b"more\n"))
WHOLE, OTHER = (hunk.id for hunk in FILE.hunks)
REVIEW = Review(proposal(FILE))
LINES = (Node(0, 3, 0, 3), Node(6, 9, 6, 9), Node(9, 9, 9, 12))
AB, EF, GH = (name(WHOLE, node) for node in LINES)
SPLIT = Split(WHOLE, LINES)


def came_to(review: Review) -> bytes:
    """Return what the file comes to, which is its base where nothing was taken."""
    found = list(results(review))
    return (found[0].data or b"") if found else BASE


@st.composite
def nodes(draw: st.DrawFn, old: bytes, new: bytes) -> tuple[Node, ...]:
    """Cut a change anywhere: between nodes only where both sides are the same."""
    cuts = draw(st.integers(1, 3))
    olds = sorted(draw(st.lists(st.integers(0, len(old)), min_size=cuts, max_size=cuts)))
    news = sorted(draw(st.lists(st.integers(0, len(new)), min_size=cuts, max_size=cuts)))
    edges = [(0, 0), *zip(olds, news, strict=True), (len(old), len(new))]
    found = [
        Node(low, high, low_new, high_new)
        for (low, low_new), (high, high_new) in itertools.pairwise(edges)
        if (low, low_new) != (high, high_new)
    ]
    assert tiles(found, old, new)
    return tuple(found)


@st.composite
def walks(draw: st.DrawFn) -> list[Choice | Batch]:
    """Random decisions at any mix of grains, with ids that may or may not be there."""
    review, steps = REVIEW, list[Choice | Batch]()
    for _ in range(draw(st.integers(0, 8))):
        hunks = list(review.proposal.hunks)
        hunk = draw(st.sampled_from(hunks))
        ids = [hunk.id, WHOLE, AB, EF, GH, name(WHOLE, Node(0, 6, 0, 6))]
        one = draw(st.sampled_from(ids))
        made: Choice | Batch = draw(
            st.one_of(
                st.just(Take(one)),
                st.just(Reject(one, "no")),
                st.just(Rewrite(one, b"mine\n")),
                st.just(Reopen(one)),
                st.builds(Split, st.just(hunk.id), nodes(hunk.old, hunk.new)),
                st.just(SPLIT),
                st.just(Batch((SPLIT, Take(one), Reject(GH)))),
            )
        )
        steps.append(made)
        review = decide(review, made)
    return steps


@given(walks())
def test_undo_and_redo_lead_back_and_forth_through_every_cut(steps: list[Choice | Batch]) -> None:
    review = fold(REVIEW.proposal, steps)
    undone = review
    for _ in review.past:
        undone = decide(undone, Undo())
    assert (undone.proposal, undone.verdicts, undone.cuts) == (REVIEW.proposal, {}, {})
    for _ in review.past:
        undone = decide(undone, Redo())
    assert undone == review


@given(walks())
def test_a_file_comes_to_what_each_piece_of_it_does(steps: list[Choice | Batch]) -> None:
    review = fold(REVIEW.proposal, steps)
    parts, place = list[bytes](), 0
    for hunk in review.proposal.files[0].hunks:
        wanted = review.state(hunk.id) in ("taken", "edited")
        parts += [BASE[place : hunk.start], review.new_bytes(hunk) if wanted else hunk.old]
        assert BASE[hunk.start : hunk.end] == hunk.old
        place = hunk.end
    assert came_to(review) == b"".join([*parts, BASE[place:]])


@given(walks())
def test_to_take_the_whole_is_to_take_all_of_it_whatever_was_decided_before(
    steps: list[Choice | Batch],
) -> None:
    review = fold(REVIEW.proposal, [*steps, Take(WHOLE), Take(OTHER)])
    assert came_to(review) == b"first\n" + NEW + b"last\nmore\n"
    back = fold(REVIEW.proposal, [*steps, Take(WHOLE), Reopen(WHOLE), Reopen(OTHER)])
    assert came_to(back) == BASE


@given(walks(), st.integers(0, 12))
def test_the_rest_stays_open_after_a_landing_and_undoing_it_restores_the_review(
    steps: list[Choice | Batch], also: int
) -> None:
    before = fold(REVIEW.proposal, steps)
    wanted = came_to(before)
    after = after_landing(before, {"a.txt": Present(wanted)})
    assert came_to(after) == BASE  # nothing more to save
    assert counts(after).open == counts(before).open
    open_ids = [hunk.id for hunk in after.proposal.hunks if after.state(hunk.id) == "open"]
    rest = fold(before.proposal, ())
    rest = replace(before, verdicts=dict(before.verdicts))
    for hunk in open_ids:
        after, rest = decide(after, Take(hunk)), decide(rest, Take(hunk))
    landed = came_to(after) if open_ids else wanted
    assert landed == came_to(rest)
    undone = after_undo(after_landing(before, {"a.txt": Present(wanted)}), before)
    assert undone.proposal == before.proposal
    assert undone.verdicts == before.verdicts


def test_a_piece_is_taken_alone_and_the_others_stay_as_they_are() -> None:
    review = fold(REVIEW.proposal, [SPLIT, Take(GH)])
    assert came_to(review) == b"first\nab\ncd\nef\nGH\nlast\n"
    review = decide(decide(review, Reject(AB)), Rewrite(EF, b"mine\n"))
    assert came_to(review) == b"first\nab\ncd\nmine\nGH\nlast\n"
    assert counts(review).open == 1


def test_a_cut_hands_its_verdict_down_and_joining_clears_what_was_below() -> None:
    review = fold(REVIEW.proposal, [Reject(WHOLE, "no"), SPLIT])
    assert [review.verdicts[hunk] for hunk in (AB, EF, GH)] == [
        Reject(hunk, "no") for hunk in (AB, EF, GH)
    ]
    review = fold(REVIEW.proposal, [SPLIT, Take(AB), Reject(WHOLE)])
    assert review.verdicts == {WHOLE: Reject(WHOLE)}
    assert review.proposal == REVIEW.proposal


def test_a_node_of_an_uncut_hunk_is_cut_out_of_it() -> None:
    review = fold(REVIEW.proposal, [Take(EF)])
    assert came_to(review) == b"first\nab\ncd\nEF\nlast\n"
    assert counts(review).open == 3
    review = fold(REVIEW.proposal, [Take(WHOLE), Reject(EF)])
    assert came_to(review) == b"first\nAB\ncd\nef\nGH\nlast\n"


def test_what_a_human_wrote_is_not_cut_and_no_part_of_it_decided() -> None:
    review = fold(REVIEW.proposal, [Rewrite(WHOLE, b"mine\n")])
    assert decide(review, SPLIT) is review
    assert decide(review, Take(AB)) is review


def test_nodes_that_do_not_make_up_the_hunk_cut_nothing() -> None:
    for wrong in (LINES[:2], LINES[:1], (*LINES[:2], Node(9, 9, 9, 99)), LINES[::-1]):
        assert decide(REVIEW, Split(WHOLE, wrong)) is REVIEW
    for named in ("/0-3", "/0-99+0-3", "/3-0+0-0", "/1-5+1-2", "/x", "/0-0+0-0"):
        review = fold(REVIEW.proposal, [SPLIT, Take(WHOLE + named)])
        assert came_to(review) == BASE


def test_what_was_painted_of_the_whole_is_painted_of_its_pieces() -> None:
    hunk = FILE.hunks[0]
    review = fold(REVIEW.proposal, [Seen(WHOLE, 0, 3), Seen(WHOLE, 9 + 6, 9 + 10), SPLIT])
    pieces = {part.id: part for part in review.proposal.hunks}
    assert [unseen_bytes(review, pieces[part]) for part in (AB, EF, GH)] == [3, 3, 2]
    for part in (AB, EF, GH):
        review = decide(review, Seen(part, 0, 99))
    review = decide(review, Reopen(WHOLE))
    assert review.proposal == REVIEW.proposal
    assert unseen_bytes(review, hunk) == 0


def test_the_pieces_stay_when_more_of_the_reply_comes() -> None:
    review = fold(proposal(replace(FILE, hunks=FILE.hunks[:1])), [SPLIT, Take(AB)])
    review = grown(review, REVIEW.proposal)
    assert [hunk.id for hunk in review.proposal.hunks] == [AB, EF, GH, OTHER]
    assert grown(review, REVIEW.proposal) == review


def test_pieces_move_with_the_file_and_come_back_together_in_it() -> None:
    later = Present(b"new\n" + BASE)
    moved = refreshed(fold(REVIEW.proposal, [SPLIT, Take(AB)]), "a.txt", later)
    assert [hunk.moved for hunk in moved.proposal.hunks] == [1, 1, 1, 1]
    assert came_to(moved) == b"new\nfirst\nAB\ncd\nef\nlast\n"
    whole = decide(moved, Take(WHOLE))
    assert came_to(whole) == b"new\nfirst\n" + NEW + b"last\n"
    back = refreshed(whole, "a.txt", Present(BASE))
    assert came_to(back) == b"first\n" + NEW + b"last\n"


def test_a_hunk_is_cut_also_after_its_file_moved_on() -> None:
    later = Present(b"new\n" + BASE)
    moved = decide(refreshed(REVIEW, "a.txt", later), SPLIT)
    moved = decide(moved, Take(EF))
    assert came_to(refreshed(moved, "a.txt", Present(BASE))) == b"first\nab\ncd\nEF\nlast\n"


def test_pieces_around_text_that_changed_are_not_put_together_but_decided_alike() -> None:
    review = fold(REVIEW.proposal, [SPLIT])
    review = refreshed(review, "a.txt", Present(BASE.replace(b"cd\n", b"xy\n")))
    standing = [hunk for hunk in review.proposal.hunks if review.state(hunk.id) == "open"]
    taken = decide(review, Take(WHOLE))
    ids = [hunk.id for hunk in standing if hunk.id != OTHER]
    assert taken.verdicts == {hunk: Take(hunk) for hunk in ids}
    assert b"cd" not in came_to(taken)


def test_a_cut_of_a_new_file_makes_the_file_with_what_was_taken() -> None:
    made = Hunk("h", "new.txt", 0, 0, b"", b"one\ntwo\nthree\n")
    review = Review(proposal(FileChange("new.txt", Absent(), (made,))))
    lines = (Node(0, 0, 0, 4), Node(0, 0, 4, 8), Node(0, 0, 8, 14))
    review = fold(review.proposal, [Split("h", lines), Take(name("h", lines[1]))])
    assert came_to(review) == b"two\n"
    review = decide(review, Take(name("h", lines[0])))
    assert came_to(review) == b"one\ntwo\n"
    landed = after_landing(review, {"new.txt": Present(b"one\ntwo\n")})
    assert came_to(decide(landed, Take(name("h", lines[2])))) == b"one\ntwo\nthree\n"
