"""The pane under a person's fingers: every key, and when it must do nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairtui.proposal import Absent, FileChange, Hunk, Present
from pairtui.review.decide import (
    Batch,
    Redo,
    Reject,
    Reopen,
    Review,
    Rewrite,
    Seen,
    Take,
    Undo,
    decide,
)
from pairtui.review.growing import grown
from pairtui.tui.review.pane import ReviewPane
from tests.tui.review.material import (
    PRICE,
    Host,
    changed,
    code,
    decided,
    ids,
    lost,
    prose,
    review,
    saved,
    screen,
    showing,
)

pytestmark = pytest.mark.anyio


def current(host: Host) -> str:
    sight = host.pane._sight
    assert sight is not None
    return sight.eye.hunk


def bar(host: Host) -> str:
    return screen(host)[-2]


async def test_take_and_reject_go_to_the_next_open_change() -> None:
    one, two, three, four = ids(code())
    async with showing(code()) as (host, hand):
        assert current(host) == one
        await hand.press("a")
        assert host.said == [Take(one)]
        assert current(host) == two
        assert "just now: took 12-13 · u undoes" in bar(host)
        await hand.press("x")
        assert host.said[1:] == [Reject(two)]
        await hand.press("y")
        assert host.said[2:] == [Take(three)]
        assert current(host) == four
        assert "tests/test_price.py" in screen(host)[1]
        assert "Enter: save 2 changes…" in bar(host)
        await hand.press("a")
        assert host.review.state(four) == "taken"


async def test_what_is_decided_already_is_said() -> None:
    one = ids(code())[0]
    async with showing(decide(code(), Take(one))) as (host, hand):
        await hand.press("g", *["j"] * 5, "a")
        assert current(host) == one
        assert host.said == []
        assert "taken already" in bar(host)
        await hand.press("backspace")
        assert host.said == [Reopen(one)]
        assert current(host) == one


async def test_space_pages_on_while_part_is_not_shown_and_then_takes() -> None:
    text = b"".join(b"line %d\n" % number for number in range(60))
    made = Hunk("new", "a.py", 0, 0, b"", text)
    async with showing(review(FileChange("a.py", Absent(), (made,)))) as (host, hand):
        assert "not shown yet" in screen(host)[-3]
        presses = 0
        while not host.said:
            await hand.press("space")
            presses += 1
            assert presses < 10
        assert host.said == [Take("new")]
        assert presses == 4
        assert "all shown" in screen(host)[-3]


async def test_space_scrolls_sideways_where_a_line_goes_on() -> None:
    made = changed("a.py", b"x = 1\n", (b"x = 1\n", b"x = 1" + b" " * 300 + b"; boom()\n", ""))
    async with showing(review(made)) as (host, hand):
        assert "boom" not in "\n".join(screen(host))
        await hand.press("space", "space", "space", "space")
        assert host.said == []
        assert "boom" in "\n".join(screen(host))
        await hand.press("space")
        assert host.said == [Take(made.hunks[0].id)]


async def test_two_keys_in_one_read_decide_once() -> None:
    one = ids(code())[0]
    async with showing(code()) as (host, hand):
        hand.clock.now += 1
        await hand.burst("a", "x", "a", "space")
        assert host.said == [Take(one)]
        assert "not yet" in bar(host)


async def test_going_to_a_change_and_deciding_in_one_read_does_not_decide() -> None:
    async with showing(code()) as (host, hand):
        hand.clock.now += 1
        await hand.burst("n", "a")
        assert host.said == []
        assert current(host) == ids(code())[1]
        await hand.press("a")
        assert host.said == [Take(ids(code())[1])]


async def test_a_held_key_decides_once() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("a")
        await hand.press("a", "a", "a", gap=0.03)
        assert host.said == [Take(ids(code())[0])]
        assert "held" in bar(host)
        await hand.press("a")
        assert len(host.said) == 2


async def test_what_came_unasked_is_dead_for_half_a_second() -> None:
    async with showing(None) as (host, hand):
        host.pane.review = code()
        await hand.pilot.pause()
        await hand.press("a", gap=0.3)
        assert host.said == []
        assert "not yet" in bar(host)
        await hand.press("a", gap=0.4)
        assert host.said == []
        await hand.press("a", gap=0.6)
        assert host.said == [Take(ids(code())[0])]


async def test_streaming_moves_nothing_and_what_was_shown_stays_live() -> None:
    whole = code().proposal.files[0]
    first = FileChange(whole.path, whole.base, whole.hunks[1:2])
    start = review(first)
    async with showing(start) as (host, hand):
        await hand.pilot.pause()
        two = whole.hunks[1].id
        at = [y for y, row in enumerate(screen(host)) if "self.total(items) * 0.1" in row]
        hand.clock.now += 1
        host.pane.review = grown(host.review, start.proposal.with_file(whole))
        await hand.pilot.pause()
        assert current(host) == two
        assert [y for y, row in enumerate(screen(host)) if "self.total(items) * 0.1" in row] == at
        await hand.press("a", gap=0.01)
        assert host.said == [Take(two)]


async def test_a_change_that_arrives_under_the_cursor_is_dead_at_first() -> None:
    base = FileChange("cart/price.py", Present(PRICE), ())
    async with showing(review(base)) as (host, hand):
        assert current(host) == ""
        await hand.press("a")
        assert "no change on this row" in bar(host)
        host.pane.review = code()
        await hand.pilot.pause()
        await hand.press("n", gap=0.1)
        await hand.press("a", gap=0.2)  # reached by the person's own key
        assert len(host.said) == 1


async def test_after_a_sheet_the_change_must_be_painted_again() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("i")
        assert len(host.screen_stack) == 2
        await hand.press("escape", gap=1)
        assert len(host.screen_stack) == 1
        await hand.press("a")
        assert host.said == [Take(ids(code())[0])]


async def test_undo_and_redo() -> None:
    one, two, *_ = ids(code())
    async with showing(code()) as (host, hand):
        await hand.press("a", "x", "u")
        assert host.said == [Take(one), Reject(two), Undo()]
        assert current(host) == two
        assert host.review.state(two) == "open"
        await hand.press("ctrl+z")
        assert host.review.state(one) == "open"
        await hand.press("u")
        assert "nothing to undo" in bar(host)
        await hand.press("ctrl+y")
        assert host.said[-1] == Redo()
        assert host.review.state(one) == "taken"


async def test_moving() -> None:
    async with showing(code()) as (host, hand):

        def row() -> int:
            sight = host.pane._sight
            assert sight is not None
            return sight.eye.y

        await hand.press("g")
        assert row() == 0
        await hand.press("j", "down", "k")
        assert row() == 1
        await hand.press("G")
        assert row() == 31
        assert "tests/test_price.py" in screen(host)[1]
        await hand.press("home", "pagedown")
        assert row() == 17
        await hand.press("pageup", "ctrl+d", "ctrl+d", "ctrl+u")
        assert row() == 9
        await hand.press("end", "j")
        assert "the end of all 2 files" in bar(host)
        await hand.press("home", "right_square_bracket")
        assert "tests/test_price.py" in screen(host)[1]
        assert screen(host)[2] == " ■ tests/test_price.py  ?1"
        await hand.press("greater_than_sign")
        assert "this is the last file" in bar(host)
        await hand.press("left_square_bracket")
        assert "cart/price.py  file 1/2" in screen(host)[1]
        assert screen(host)[2] == " ■ cart/price.py  ?3"


async def test_next_and_previous_open_change() -> None:
    one, two, three, four = ids(code())
    async with showing(decide(code(), Take(two))) as (host, hand):
        await hand.press("n")
        assert current(host) == three
        await hand.press("n")
        assert current(host) == four
        await hand.press("n")
        assert current(host) == one
        await hand.press("p")
        assert current(host) == four


async def test_marks_in_a_paragraph() -> None:
    one, two, three = ids(prose())
    async with showing(prose()) as (host, hand):
        assert current(host) == one
        await hand.press("right")
        assert current(host) == two
        await hand.press("right")
        assert current(host) == three
        await hand.press("left", "left")
        assert current(host) == one
        await hand.press("a")
        assert host.said == [Take(one)]
        assert current(host) == two
        assert "words" in screen(host)[1]


async def test_sideways_in_code() -> None:
    made = changed("a.py", b"x\n", (b"x\n", b"abc" * 60 + b"\n", ""))
    async with showing(review(made)) as (host, hand):
        before = screen(host)[3]
        assert before.endswith("›")
        await hand.press("right")
        assert screen(host)[3] != before
        await hand.press("left")
        assert screen(host)[3] == before


async def test_the_rest_of_a_file_after_a_sheet() -> None:
    one, two, three, _ = ids(code())
    async with showing(code(), (80, 40)) as (host, hand):
        await hand.press("A")
        assert "Take 3 open changes in cart/price.py?" in "\n".join(screen(host))
        assert host.said == []
        await hand.press("escape")
        assert host.said == []
        await hand.press("X")
        await hand.press("enter", gap=0.3)
        assert host.said == []
        await hand.press("enter")
        assert host.said == [Batch((Reject(one), Reject(two), Reject(three)))]
        await hand.press("u")
        assert host.review.state(one) == "open"


async def test_the_rest_leaves_out_what_was_not_shown() -> None:
    async with showing(code(), (80, 15)) as (host, hand):
        await hand.press("A")
        text = "\n".join(screen(host))
        assert "Take 1 open change in cart/price.py?" in text
        assert "Left out: 2 changes not shown whole yet" in text


async def test_reject_with_a_reason() -> None:
    one = ids(code())[0]
    async with showing(code()) as (host, hand):
        await hand.press("r")
        await hand.press("n", "o", "ctrl+j", "X", gap=0.2)
        assert host.said == []
        await hand.press("enter")
        assert host.said == [Reject(one, "no\nX")]
        await hand.press("p", "r", "escape")
        assert "nothing happened" in bar(host)
        assert len(host.said) == 1


async def test_a_reason_is_offered_again_to_add_to() -> None:
    one = ids(code())[0]
    async with showing(decide(code(), Reject(one, "no"))) as (host, hand):
        await hand.press("g", *["j"] * 5, "r")
        await hand.press("!", "enter")
        assert host.said == [Reject(one, "no!")]


async def test_edit_in_place() -> None:
    three = ids(code())[2]
    async with showing(code()) as (host, hand):
        await hand.press("n", "n", "e")
        await hand.press("ctrl+s")
        assert host.said == []
        assert "nothing changed" in bar(host)
        await hand.press("e", "#", "ctrl+s")
        assert host.said == [Rewrite(three, b"#    return Decimal(text)\n")]


async def test_what_is_saved_opens_in_no_editor() -> None:
    one = ids(code())[0]
    landed = saved(decided(code(), Take(one)))
    async with showing(landed) as (host, hand):
        await hand.press("g", *["j"] * 5)
        assert current(host) == one
        for key in ("e", "E"):
            await hand.press(key)
            assert "saved already · U asks to undo the save" in bar(host)
        assert host.asked == []


async def test_an_edit_that_is_left_is_kept_as_a_draft_and_not_taken() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("e", "#", "escape")
        assert len(host.screen_stack) == 2
        assert "Esc again leaves" in "\n".join(screen(host))
        await hand.press("escape")
        assert len(host.screen_stack) == 1
        assert host.said == []
        assert "e offers your draft" in bar(host)
        await hand.press("e")
        assert "#        s = sum((i.price" in "\n".join(screen(host))
        assert "your draft from before" in "\n".join(screen(host))


async def test_what_cannot_be_seen_has_a_sign_in_the_editor_and_is_kept() -> None:
    made = changed("a.py", b"x\n", (b"x\n", b"a\x0cb\r\n\xff\n", ""))
    async with showing(review(made)) as (host, hand):
        await hand.press("e")
        text = "\n".join(screen(host))
        assert "a␌b␍" in text
        assert "cannot be seen: ␌ \\x0c · ␍ \\r · ⍰ \\xff" in text
        await hand.press("down", "shift+right", "ctrl+c", "right", "ctrl+v", "#", "ctrl+s")
        assert host.said == [Rewrite(ids(host.review)[0], b"a\x0cb\r\n\xff\xff#\n")]


async def test_what_is_copied_from_an_editor_is_written_out_for_others() -> None:
    made = changed("a.py", b"x\n", (b"x\n", b"a\x0cb\n", ""))
    async with showing(review(made)) as (host, hand):
        await hand.press("e", "ctrl+x")
        assert host.clipboard.rstrip() == "a\\x0cb"
        await hand.press("ctrl+v", "ctrl+s")
        assert "nothing changed" in bar(host)


async def test_what_is_hardly_a_text_opens_outside_only() -> None:
    many = "".join(map(chr, range(0xE100, 0xE300))).encode()
    async with showing(review(changed("a.py", b"x\n", (b"x\n", many, "")))) as (host, hand):
        await hand.press("e")
        assert len(host.screen_stack) == 1
        assert "E opens it in $EDITOR" in bar(host)
        await hand.press("E")
        asked = host.asked[-1]
        assert isinstance(asked, ReviewPane.ExternalEditAsked)
        assert asked.text == many


async def test_why_and_files_and_folds() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("i")
        text = "\n".join(screen(host))
        assert "round half even, not up" in text
        assert "From: AI, qwen3 at localhost" in text
        assert "What it saw: cart/price.py" in text
        await hand.press("escape", "f")
        await hand.press("down", "enter")
        assert "tests/test_price.py" in screen(host)[1]
        await hand.press("left_square_bracket", "g", "o")
        assert "Prices of a cart" in "\n".join(screen(host))
        await hand.press("g", "k")
        assert "the top of all 2 files" in bar(host)


async def test_word_marks_and_context() -> None:
    async with showing(code(), (80, 40)) as (host, hand):
        before = len([row for row in screen(host) if row.strip()])
        await hand.press("minus")
        assert "0 lines around each change" in bar(host)
        assert len([row for row in screen(host) if row.strip()]) < before
        await hand.press("plus", "plus")
        assert "6 lines around each change" in bar(host)
        await hand.press("w")
        assert "no word marks" in bar(host)


async def test_what_is_asked_of_the_screen() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("enter", "ctrl+s", "U", "q", "tab", "question_mark")
        assert [type(message) for message in host.asked] == [
            ReviewPane.SaveAsked,
            ReviewPane.SaveAsked,
            ReviewPane.UndoLandingAsked,
            ReviewPane.LeaveAsked,
            ReviewPane.WriteAsked,
            ReviewPane.HelpAsked,
        ]


async def test_an_unbound_letter_says_so() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("d")
        assert "nothing here on d · ? shows keys" in bar(host)
        await hand.press("5")
        assert "nothing here on 5 · ? shows keys" in bar(host)


async def test_pasted_text_never_decides() -> None:
    from textual.events import Paste

    async with showing(code()) as (host, hand):
        hand.clock.now += 5
        host.post_message(Paste("aaaxx yA\n"))
        await hand.pilot.pause()
        assert host.said == []
        assert len(host.screen_stack) == 1


async def test_a_card_can_never_be_taken() -> None:
    async with showing(lost()) as (host, hand):
        await hand.press("G", "a")
        assert host.said == []
        assert "can never be taken" in bar(host)


async def test_full_size_and_back() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("z")
        assert [host.screen.maximized] == [host.pane]
        await hand.press("z")
        assert [host.screen.maximized] == [None]
        await hand.press("a")
        assert len(host.said) == 1


async def test_what_is_painted_is_said_to_be_seen_and_nothing_else() -> None:
    seen: list[Seen] = []

    class Watching(Host):
        def on_review_pane_decided(self, event: ReviewPane.Decided) -> None:
            if isinstance(event.decision, Seen):
                seen.append(event.decision)

    host = Watching(code())
    async with host.run_test(size=(80, 15)) as pilot:
        await pilot.pause()
        assert {item.hunk for item in seen} == {ids(code())[0]}
        await pilot.press("G")
        await pilot.pause()
        assert ids(code())[2] in {item.hunk for item in seen}


async def test_the_unseen_part_of_what_is_taken_can_be_jumped_to() -> None:
    text = b"".join(b"line %d\n" % number for number in range(60))
    made = Hunk("new", "a.py", 0, 0, b"", text)
    async with showing(review(FileChange("a.py", Absent(), (made,)))) as (host, hand):
        await hand.press("a")
        assert "not shown yet" in screen(host)[-3]
        for _ in range(6):
            host.pane.show_unseen()
            await hand.pilot.pause()
        assert "all shown" in screen(host)[-3]


async def test_switching_to_another_proposal_and_back_to_none() -> None:
    async with showing(code()) as (host, hand):
        host.pane.review = Review(prose().proposal)
        await hand.pilot.pause()
        host.pane.review = None
        await hand.pilot.pause()
        assert "nothing to review yet" in screen(host)[1]
        await hand.press("a", "j", "n", "A", "e", "i", "o", "space", "u")
        assert host.said == []


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (78, 40), (120, 40)])
async def test_every_size_has_its_five_rows(size: tuple[int, int]) -> None:
    for shown in (code(), prose(), lost()):
        async with showing(shown, size) as (host, _hand):
            rows = screen(host)
            assert "shop" in rows[0]
            assert "file" in rows[1] or "change" in rows[1]
            assert "open" in rows[-3]
            assert "a take" in rows[-1]
            assert all(len(row) <= size[0] for row in rows)


def folded_pair() -> Review:
    """Return the chapter with the two changes of its first paragraph decided."""
    one, two, _ = ids(prose())
    return decided(prose(), Take(one), Rewrite(two, b"Maria folded it."))


async def test_a_key_on_a_fold_of_several_opens_it_and_decides_nothing() -> None:
    for key in ("backspace", "x", "a", "space", "r", "e", "E"):
        async with showing(folded_pair()) as (host, hand):
            await hand.press("g", "j", "j", key)
            assert host.said == []
            assert host.asked == []
            assert len(host.screen_stack) == 1
            assert "opened: 2 changes are decided here" in bar(host)
            assert current(host) == ids(folded_pair())[0]


async def test_one_of_a_fold_is_made_open_and_the_cursor_stays_on_it() -> None:
    two = ids(folded_pair())[1]
    async with showing(folded_pair()) as (host, hand):
        await hand.press("g", "j", "j", "backspace", "right")
        assert current(host) == two
        await hand.press("backspace")
        assert host.said == [Reopen(two)]
        assert current(host) == two
        assert host.pane._sight is not None
        assert two in host.pane._sight.row.hunks
        await hand.press("a")
        assert host.said[1:] == [Take(two)]


async def test_a_fold_of_one_that_is_made_open_keeps_the_cursor() -> None:
    three = ids(prose())[2]
    async with showing(decided(prose(), Take(three))) as (host, hand):
        await hand.press("G")
        while current(host) != three:
            await hand.press("k")
        await hand.press("backspace")
        assert host.said == [Reopen(three)]
        assert host.pane._sight is not None
        assert three in host.pane._sight.row.hunks


async def test_opening_and_folding_answer() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("a", "o")
        assert "nothing is folded here" in bar(host)
        assert "just now" not in bar(host)
        await hand.press("g", "o")
        assert "opened · o folds it again" in bar(host)
        await hand.press("o")
        assert "folded · o opens it" in bar(host)
        assert "Prices of a cart" not in "\n".join(screen(host))


async def test_o_on_an_open_change_does_not_keep_it_unfolded_later() -> None:
    async with showing(code()) as (host, hand):
        await hand.press("o", "a")
        assert "? taken" not in "\n".join(screen(host))
        assert any("✔ taken    12-13" in row for row in screen(host))
        assert not any("s = sum(i.price" in row for row in screen(host))


async def test_the_key_that_undoes_can_be_read_at_80_columns() -> None:
    made = decided(prose(), *(Take(name) for name in ids(prose())[1:]))
    async with showing(made) as (host, hand):
        await hand.press("r", "n", "enter")
        assert bar(host).endswith("· u undoes")
        await hand.press("u")
        assert bar(host).endswith("· Ctrl+Y redoes")
        host.pane.say("something very long " * 5 + "· u undoes")
        await hand.pilot.pause()
        assert "something very long" in bar(host)
        assert bar(host).endswith("… · u undoes")


async def test_what_is_said_until_the_next_key_has_the_whole_row_if_it_needs_it() -> None:
    async with showing(decided(code(), Take(ids(code())[0])), (80, 24)) as (host, hand):
        says = "price.py changed on disk at 14:02: 1 change still fits, 12 moved on"
        host.pane.say(says)
        await hand.pilot.pause()
        assert bar(host).strip() == says
        host.pane.just_now = "4 files written, not committed · Enter tries again"
        await hand.pilot.pause()
        both = " ".join(bar(host).split())
        assert both == "Enter: save 1 change… 4 files written, not committed · Enter tries again"


async def test_what_was_done_twice_is_said_twice() -> None:
    async with showing(code(), (80, 24)) as (host, hand):
        host.pane.just_now = "the save is undone · Enter saves again"
        await hand.press("g", "o")
        assert "opened · o folds it again" in bar(host)
        host.pane.just_now = "the save is undone · Enter saves again"
        await hand.pilot.pause()
        assert "just now: the save is undone · Enter saves again" in bar(host)


async def test_prose_says_yours_and_code_says_edited() -> None:
    async with showing(decided(prose(), Rewrite(ids(prose())[0], b"No."))) as (host, _hand):
        assert "1 yours" in screen(host)[-3]
    async with showing(decided(code(), Rewrite(ids(code())[0], b"No.\n"))) as (host, _hand):
        assert "1 edited" in screen(host)[-3]


async def test_cards_are_counted_in_the_bar_and_the_strip() -> None:
    made = lost().proposal
    shown = Review(replace(made, files=code().proposal.files))
    async with showing(shown, (80, 40)) as (host, _hand):
        assert "4 open  1 could not be placed  1 cut off" in screen(host)[-3]
        assert "price.py ?3 !2   test_price.py ?1" in screen(host)[2]
