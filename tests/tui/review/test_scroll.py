"""One scroll over all files: lazy, steady under the cursor, and the same however it is walked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import Absent, CutOff, FileChange, Hunk, Present
from pairtui.review.counts import counts
from pairtui.review.decide import (
    Decision,
    Redo,
    Reject,
    Reopen,
    Review,
    Seen,
    Take,
    Undo,
    decide,
)
from pairtui.review.growing import grown
from pairtui.review.seen import unseen_lines
from pairtui.tui.review.eye import Move
from pairtui.tui.review.scroll import scroll
from pairtui.tui.review.setting import WHOLE_FILE, Setting
from pairtui.tui.review.sight import (
    Sight,
    arranged,
    at_head,
    at_hunk,
    at_row,
    opened,
    renewed,
    stepped,
    wheeled,
    wholly,
)
from pairtui.tui.review.tally import SAVEABLE, Tally
from tests.tui.review.material import code, decided, ids, prose, review, showing, whole_files

HEIGHT = 10
MOVES: list[Move] = ["line down", "line up", "page down", "page up", "half down", "half up",
                     "top", "bottom"]  # fmt: skip


def many_files(count: int = 12, changes: int = 4) -> Review:
    """Return a proposal of files of code and prose, with more changes in the later ones."""
    files = []
    for number in range(count):
        path = f"part/{number}.{'md' if number % 3 == 2 else 'py'}"
        lines = [b"line %d of %d\n" % (line, number) for line in range(60)]
        starts = [sum(map(len, lines[:line])) for line in range(61)]
        hunks = []
        for index in range(1 + number % changes):
            first = 3 + index * 14
            old = b"".join(lines[first : first + 2])
            new = b"new %d\n" % index * (1 + index)
            name = f"{number}:{index}"
            hunks.append(Hunk(name, path, starts[first], starts[first + 2], old, new))
        files.append(FileChange(path, Present(b"".join(lines)), tuple(hunks)))
    return review(*files)


def seen(shown: Review) -> Sight:
    sight = opened(shown, Setting(), HEIGHT)
    assert sight is not None
    return sight


def later(sight: Sight, shown: Review) -> Sight:
    after = renewed(sight, shown)
    assert after is not None
    return after


def on_screen(sight: Sight) -> list[str]:
    rows = range(sight.eye.top, min(sight.eye.top + sight.height, sight.scroll.height))
    return [sight.scroll.row(y).text for y in rows]


def all_rows(shown: Review, setting: Setting | None = None) -> list[str]:
    whole = scroll(shown, setting or Setting())
    whole = whole.laid(range(len(whole.leaves)))
    return [whole.row(y).text for y in range(whole.height)]


def test_each_file_has_a_head_with_what_becomes_of_it_and_its_counts() -> None:
    after = decided(whole_files(), Take(ids(whole_files())[0]))
    heads = [row for row in all_rows(after) if "?" in row and not row.startswith("open")]
    assert heads == [
        "cart/price.py  → cart/money.py  can be run  ✔1  ?2  !1",
        "old.py  deleted  ?1",
        "ch01.md  deleted  ?1",
        "run.sh  new file  can be run  ?2  !1",
    ]
    refused = decided(whole_files(), Reject(ids(whole_files())[0]))
    assert all_rows(refused)[0] == "cart/price.py  can be run  ✘1  ?2  !1"


def test_the_only_file_has_none_as_it_is_named_above() -> None:
    assert all_rows(prose())[0] == "# Chapter 1"


def test_a_file_of_which_nothing_can_be_taken_has_a_head_too() -> None:
    shown = review(*code().proposal.files, cut_off=(CutOff("b.py", "x = 1"),))
    assert "b.py  !1" in all_rows(shown)


def test_opening_two_thousand_files_lays_out_what_is_on_the_screen() -> None:
    shown = many_files(2_000, 2)
    sight = stepped(seen(shown), "page down")
    sight = stepped(stepped(sight, "bottom"), "page up")
    sight = at_head(at_hunk(sight, "1000:0"), "part/501.py")
    assert sum(leaf.known for leaf in sight.scroll.leaves) < 40


def test_a_decision_makes_only_its_own_file_anew() -> None:
    sight = stepped(seen(many_files()), "page down")
    after = later(sight, decide(sight.review, Take("0:0")))
    fresh = [
        one is not two for one, two in zip(sight.scroll.leaves, after.scroll.leaves, strict=True)
    ]
    assert fresh == [True] + [False] * 11
    looked = later(after, decide(after.review, Seen("3:0", 0, 5)))
    assert looked.scroll.leaves is after.scroll.leaves
    unfolded = arranged(after, after.setting.toggled("part/3.py", WHOLE_FILE), HEIGHT)
    assert (
        sum(a is not b for a, b in zip(after.scroll.leaves, unfolded.scroll.leaves, strict=True))
        == 1
    )


STEPS = st.one_of(
    st.sampled_from(MOVES),
    st.integers(-9, 9),
    st.sampled_from([f"part/{number}.py" for number in (0, 3, 6, 9, 10)]),
    st.sampled_from(["1:0", "5:1", "7:2", "11:3"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(STEPS, max_size=12))
def test_every_way_through_shows_rows_that_belong_together(steps: list[str | int]) -> None:
    shown = many_files()
    whole = all_rows(shown)
    sight = seen(shown)
    for step in steps:
        if isinstance(step, int):
            sight = wheeled(sight, step)
        elif step in sight.scroll.numbers:
            sight = at_head(sight, step)
        elif ":" in step:
            sight = at_hunk(sight, step)
            assert step in sight.row.hunks
        else:
            sight = stepped(sight, step)  # type: ignore[arg-type]  # one of the moves
        rows = on_screen(sight)
        assert 0 <= sight.eye.y - sight.eye.top < HEIGHT
        assert any(whole[at : at + len(rows)] == rows for at in range(len(whole))), (step, rows)


def test_the_end_is_the_last_row_and_the_screen_is_full() -> None:
    sight = stepped(seen(many_files()), "bottom")
    assert sight.eye.y == sight.scroll.height - 1
    assert on_screen(sight) == all_rows(many_files())[-HEIGHT:]
    assert on_screen(stepped(sight, "top")) == all_rows(many_files())[:HEIGHT]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_what_arrives_while_it_streams_moves_no_row_under_the_cursor(data: st.DataObject) -> None:
    whole = many_files(6)
    every = [hunk for hunk in whole.proposal.hunks if not hunk.path.endswith(".md")]
    first = data.draw(st.sets(st.sampled_from([hunk.id for hunk in every]), min_size=1))
    start = only(whole, first)
    sight = seen(start)
    for move in data.draw(
        st.lists(st.sampled_from(["page down", "line down", "page up"]), max_size=5)
    ):
        sight = stepped(sight, move)  # type: ignore[arg-type]  # one of the moves
    row, place = sight.row, sight.eye.y - sight.eye.top
    more = data.draw(st.sets(st.sampled_from([hunk.id for hunk in every])))
    after = later(sight, grown(start, only(whole, first | more).proposal))
    assert after.eye.hunk == sight.eye.hunk or not sight.eye.hunk
    assert after.eye.y - after.eye.top == place
    if row.hunks or (row.kind == "code" and after.row.kind == "code" and not after.row.hunks):
        assert after.row.text == row.text


def only(shown: Review, names: set[str]) -> Review:
    """Return a proposal with these changes only, as it may be on the way to all of them."""
    kept = [
        FileChange(change.path, change.base, hunks)
        for change in shown.proposal.files
        if (hunks := tuple(hunk for hunk in change.hunks if hunk.id in names))
    ]
    return review(*kept)


def test_a_line_that_stays_is_found_again_where_a_change_came_near_it() -> None:
    whole = many_files(1, 4)
    sight = seen(only(whole, {"0:0"}))
    y = next(y for y in range(sight.scroll.height) if sight.scroll.row(y).old == 6)
    sight = at_row(sight, y)
    near = Hunk("near", "part/0.py", 0, 9, b"line 0 of 0\n", b"")
    change = sight.review.proposal.files[0]
    more = FileChange(change.path, change.base, (near, *change.hunks))
    after = later(sight, Review(review(more).proposal))
    assert after.row.text == sight.row.text == "line 5 of 0"


def test_the_whole_file_and_back() -> None:
    sight = at_head(seen(many_files()), "part/3.py")
    whole = wholly(sight)
    assert whole.row == sight.row
    shown = [row.text for row in whole.page.rows()]
    assert [f"line {n} of 3" for n in range(60)] == [row for row in shown if row.startswith("line")]
    assert [row.text for row in wholly(whole).page.rows()] == [
        row.text for row in sight.page.rows()
    ]


DECISIONS = st.one_of(
    st.builds(Take, st.sampled_from(["0:0", "1:1", "3:3"])),
    st.builds(Reject, st.sampled_from(["0:0", "2:1", "3:2"])),
    st.builds(Reopen, st.sampled_from(["0:0", "1:1", "3:2"])),
    st.builds(Seen, st.sampled_from(["0:0", "1:1", "3:0"]), st.integers(0, 9), st.integers(5, 60)),
    st.just(Undo()),
    st.just(Redo()),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(DECISIONS, max_size=12), st.integers(1, 4))
def test_the_tally_is_what_counting_all_of_it_comes_to(made: list[Decision], first: int) -> None:
    whole, tally = many_files(4), Tally()
    shown = Review(review(*whole.proposal.files[:first]).proposal)
    for index, decision in enumerate(made):
        shown = decide(shown, decision)
        if index == 4:
            shown = grown(shown, whole.proposal)
        counted = tally.of(shown)
        assert counted.counts == counts(shown)
        left = [hunk for hunk in shown.proposal.hunks if shown.state(hunk.id) in SAVEABLE]
        assert counted.unseen == unseen_lines(shown, left)


def test_the_tally_of_another_proposal_begins_anew() -> None:
    tally = Tally()
    tally.of(code())
    other = Review(prose().proposal.__class__("p2", "", prose().proposal.provenance))
    assert tally.of(other).counts == counts(other)


@pytest.mark.anyio
async def test_o_on_a_head_and_the_key_for_it_show_the_whole_file() -> None:
    async with showing(code(), (80, 60)) as (host, hand):
        await hand.press("g", "o")
        assert host.pane._sight is not None
        assert host.pane._sight.page.at_line(1) is not None
        await hand.press("o", "n", "O")
        assert host.pane._sight.page.at_line(1) is not None
        await hand.press("O")
        assert host.pane._sight.page.at_line(1) is None


@pytest.mark.anyio
async def test_files_that_fit_stand_in_the_strip_and_the_others_are_counted() -> None:
    from tests.tui.review.material import screen

    async with showing(many_files(), (80, 40)) as (host, hand):
        assert screen(host)[2].startswith("0.py ?1   1.py ?2")
        assert screen(host)[2].endswith("+5 f files")
        await hand.press("G")
        assert screen(host)[2].startswith("6.py")
        assert "11.md ?4" in screen(host)[2]


def test_a_new_file_with_no_changes_of_its_own_is_still_there() -> None:
    empty = FileChange("b.py", Absent(), ())
    assert "b.py  new file" in all_rows(review(*code().proposal.files, empty))
