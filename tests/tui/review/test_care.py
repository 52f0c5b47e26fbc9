"""What needs care, where a person sees it: beside the change, in the sheets, before a save."""

from __future__ import annotations

import anyio
import pytest

from pairtui.landing import Ground, Plan, PlannedFile
from pairtui.proposal import Absent, FileChange, Hunk
from pairtui.review.decide import Batch, Reject, Review, Rewrite, Take
from pairtui.tui.review import care
from pairtui.tui.review.care import open_with_care, signs_of, signs_shown
from pairtui.tui.review.head import head
from pairtui.tui.review.sheets import FilesSheet, WhySheet
from pairtui.tui.review.verdicts import LeftOut, rest
from pairtui.tui.screens.save import SaveSheet
from tests.line.line import seen
from tests.tui.review.material import (
    changed,
    code,
    decided,
    ids,
    review,
    screen,
    showing,
)
from tests.tui.review.test_rows import shown

TESTS = b"def test_a():\n    assert a()\n\n\ndef test_b():\n    assert b()\n\n\nx = 1\n"


def weaker() -> Review:
    """Return a proposal that removes a test and changes something beside it."""
    gone = b"def test_a():\n    assert a()\n"
    return review(changed("tests/test_a.py", TESTS, (gone, b"", ""), (b"x = 1\n", b"x = 2\n", "")))


def test_the_line_of_a_change_says_it_and_what_was_taken_says_it_still() -> None:
    one, two = ids(weaker())
    assert shown(weaker(), "tests/test_a.py")[0] == " ! needs care: removes test_a"
    rows = shown(decided(weaker(), Take(one), Take(two)), "tests/test_a.py")
    assert rows[0].endswith("! needs care: removes test_a")
    assert sum("needs care" in row for row in rows) == 1
    rows = shown(decided(weaker(), Reject(one)), "tests/test_a.py")
    assert not any("needs care" in row for row in rows)


def test_one_s_own_words_are_looked_at_again() -> None:
    one, _ = ids(weaker())
    kept = decided(weaker(), Rewrite(one, b"def test_a():\n    assert a(1)\n"))
    assert not any("needs care" in row for row in shown(kept, "tests/test_a.py"))
    change = kept.proposal.files[0]
    assert signs_of(kept, change, change.hunks[0]) == ()
    worse = decided(weaker(), Rewrite(one, b"def test_a():\n    assert True\n"))
    assert "asserts what is always true" in shown(worse, "tests/test_a.py")[0]


@pytest.mark.parametrize("prose", [False, True])
def test_a_sign_of_each_kind_of_page(prose: bool) -> None:
    path, base = ("a.md", b"One day.\n") if prose else ("a.py", b"one = 1\n")
    made = review(changed(path, base, (base, base[:3] + "\u202e".encode() + base[3:], "")))
    assert (
        shown(made, path)[0].strip() == "! needs care: U+202E at line 1: it turns the text around"
    )


def test_a_bulk_decision_leaves_out_what_needs_care_and_counts_it() -> None:
    one, two = ids(weaker())
    assert rest(seen(weaker()), "tests/test_a.py", "take") == (Batch((Take(two),)), LeftOut(care=1))
    assert rest(weaker(), "tests/test_a.py", "take") == (Batch(()), LeftOut(unseen=2))
    fine = decided(seen(weaker()), Rewrite(one, b""))
    assert rest(fine, "tests/test_a.py", "reject") == (Batch((Reject(two),)), LeftOut())


@pytest.mark.anyio
async def test_the_sheet_says_how_many_are_left_out_and_why() -> None:
    async with showing(weaker(), (80, 40)) as (host, hand):
        await hand.press("A")
        text = "\n".join(screen(host))
        assert "Take 1 open change in tests/test_a.py?" in text
        assert "Left out: 1 change that needs care" in text
        await hand.press("escape", "n", "a", "A")
        assert "left out: 1 change that needs care" in "\n".join(screen(host))


def test_the_sheets_list_and_count_it() -> None:
    made = weaker()
    (option,) = FilesSheet(made, "tests/test_a.py").options()
    assert option.remark == "?2 !1 needs care"
    taken = decided(made, Take(ids(made)[0]))
    assert FilesSheet(taken, "tests/test_a.py").options()[0].remark == "✔1 ?1"
    assert (
        "! Needs care: removes test_a" in WhySheet(made, made.proposal.hunk(ids(made)[0])).notes()
    )
    new = Hunk("n", "node_modules/a.js", 0, 0, b"", b"b" * 2000)
    copied = review(FileChange("node_modules/a.js", Absent(), (new,)))
    notes = WhySheet(copied, new).notes()
    assert "Note: a copy of something that others keep" in notes
    assert "Note: line 1 is 2000 bytes long" in notes


def test_a_file_says_how_many_characters_of_its_changes_cannot_be_seen() -> None:
    base = "x\u200b = 1\nمرحبا\n".encode()
    made = changed("a.py", base, (base, base + "y = '\u200b\u202e'\n".encode(), ""))
    much = changed("b.py", b"z\n", (b"z\n", b"\x01" * 5000, ""))
    both = review(made, much)
    first, second = FilesSheet(both, "a.py").options()
    assert first.remark == "?1 !1 needs care 2 hidden characters"
    assert second.remark == "?1 !1 needs care 1000 or more hidden characters"
    assert head(both, "a.py", (made,), 1).row(0).text == "a.py  ?1  !1  2 hidden characters"
    taken = decided(both, Take(made.hunks[0].id))
    assert head(taken, "a.py", (made,), 1).row(0).text == "a.py  ✔1"


@pytest.mark.anyio
async def test_before_a_save_what_is_taken_and_needs_care_is_named() -> None:
    many = tuple(f"removes test_{number}" for number in range(7))
    files = (PlannedFile("ci.yml", 1, care=("\x1b[31m runs",)), PlannedFile("a.py", 7, care=many))
    plan = Plan(files, Ground("main", "0" * 40), "Title")
    async with showing(code(), (80, 40)) as (host, hand):
        host.push_screen(SaveSheet(plan, clock=hand.clock))
        await hand.pilot.pause()
        text = "\n".join(row.strip() for row in screen(host))
        assert "! needs care: \\x1b[31m runs" in text
        assert "! needs care: removes test_4" in text
        assert "removes test_5" not in text
        assert "and 2 more signs" in text


def large() -> Review:
    """Return a proposal with more text in one file than a frame would wait for."""
    lines = b"".join(b"value_%d = %d\n" % (number, number) for number in range(20_000))
    new = Hunk("n", "made/large.py", 0, 0, b"", lines + b"key = '\xe2\x80\xae'\n")
    return review(FileChange("made/large.py", Absent(), (new,)), code().proposal.files[0])


def test_a_frame_waits_for_no_large_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "_known", {})
    monkeypatch.setattr(care, "_caring", {})
    made = large()
    change = made.proposal.files[0]
    (new,) = change.hunks
    assert (signs_shown(made, change, new), open_with_care(made, change)) == ((), 0)
    assert [sign.name for sign in signs_of(made, change, new)] == ["turned"]
    assert [sign.name for sign in signs_shown(made, change, new)] == ["turned"]
    assert open_with_care(made, change) == 1


@pytest.mark.anyio
async def test_what_a_frame_did_not_wait_for_is_shown_as_soon_as_it_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(care, "_known", {})
    monkeypatch.setattr(care, "_caring", {})
    async with showing(large(), (78, 40)) as (host, hand):
        with anyio.fail_after(20):
            while "needs care: U+202E at line 20001" not in "\n".join(screen(host)):
                await hand.pilot.pause()
        assert "large.py ?1 !1" in screen(host)[2]
        await hand.press("g")
        assert "made/large.py  new file  ?1  !1" in "\n".join(screen(host))


@pytest.mark.anyio
async def test_many_files_are_looked_at_before_their_list_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(care, "_known", {})
    monkeypatch.setattr(care, "_caring", {})
    monkeypatch.setattr(care, "MANY", 3)
    files = [changed(f"{name}.py", b"x\n", (b"x\n", b"\x01\n", "")) for name in range(9)]
    assert not await care.look_ahead(review(*files)), "no frame waits for it"
    assert care.is_much(review(*files))
    assert not care.is_much(review(*files[:3]))
    assert {hunk.path for hunk in care._known} == {one.path for one in files}


def test_a_test_that_comes_back_later_in_an_answer_was_not_removed() -> None:
    made = weaker()
    (change,) = made.proposal.files
    assert signs_of(made, change, change.hunks[0])
    back = Hunk("b", "tests/test_b.py", 0, 0, b"", b"def test_a():\n    assert a()\n")
    grown = review(change, FileChange("tests/test_b.py", Absent(), (back,)))
    assert signs_of(grown, change, change.hunks[0]) == ()
