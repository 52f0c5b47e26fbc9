"""The sheets: what they say, what they answer, and when they must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pairtui.landing import (
    Foretold,
    Ground,
    Intent,
    Landed,
    LandedFile,
    Mode,
    NotLanded,
    Plan,
    PlannedFile,
    SaveChoice,
)
from pairtui.proposal import Absent, Present
from pairtui.session.past_saves import PastSave
from pairtui.tui.screens.save import SHOW_UNSEEN, FailedSheet, SaveSheet
from pairtui.tui.screens.saving import receipt
from pairtui.tui.screens.sheet import Sheet
from pairtui.tui.screens.undo import SavesSheet, UndoSheet
from tests.tui.review.material import Hand, Host, code, screen, showing

pytestmark = pytest.mark.anyio

HEAD = "a" * 40
PLAN = Plan(
    (PlannedFile("cart/price.py", 4), PlannedFile("cart/tax.py", 1)),
    Ground("main", HEAD, staged=2, unstaged=5),
    "Round half even in totals\n\nno float in money",
    open=36,
)


async def opened(host: Host, hand: Hand, sheet: Sheet[Any]) -> list[object]:
    answers: list[object] = []
    host.push_screen(sheet, answers.append)
    await hand.pilot.pause()
    return answers


def text(host: Host) -> str:
    return "\n".join(row.strip() for row in screen(host))


async def test_the_save_sheet_says_what_will_happen_and_commits_on_enter() -> None:
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(PLAN, clock=hand.clock))
        shown = text(host)
        assert "Save 5 changes in 2 files on main" in shown
        assert '> Save as commit "Round half even in totals"   e edits it' in shown
        assert "cart/price.py  4 changes" in shown
        assert "Untouched: your 2 staged, 5 unstaged files" in shown
        assert "Stays open: 36 changes" in shown
        assert "not seen yet" not in shown
        await hand.press("enter")
        assert answers == [SaveChoice("commit", PLAN.message)]


async def test_what_was_not_seen_comes_first_so_that_enter_twice_saves_nothing() -> None:
    async with showing(code()) as (host, hand):
        sheet = SaveSheet(replace(PLAN, unseen_lines=3), clock=hand.clock)
        answers = await opened(host, hand, sheet)
        assert "> Show the 3 lines not seen yet" in text(host)
        await hand.press("enter")
        assert answers == [SHOW_UNSEEN]


async def test_enter_enter_saves_nothing() -> None:
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(PLAN, clock=hand.clock))
        await hand.press("enter", "enter", "enter", gap=0.3)
        assert answers == []
        assert "not yet" in text(host)
        await hand.press("enter", gap=0.6)
        assert len(answers) == 1


async def test_esc_writes_nothing() -> None:
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(PLAN, clock=hand.clock))
        await hand.press("escape", gap=0.01)
        assert answers == [None]


@pytest.mark.parametrize(("presses", "mode"), [(0, "commit"), (1, "stage"), (2, "write")])
async def test_the_other_ways_to_save(presses: int, mode: Mode) -> None:
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(PLAN, clock=hand.clock))
        await hand.press(*["down"] * presses, "enter")
        message = PLAN.message if mode == "commit" else ""
        assert answers == [SaveChoice(mode, message)]


async def test_the_message_can_be_edited_and_is_needed() -> None:
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(replace(PLAN, message=""), clock=hand.clock))
        await hand.press("enter")
        assert answers == []
        assert "a commit needs a message" in text(host)
        await hand.press("e", "A", "space", "j", "ctrl+j", "e", "ctrl+s")
        assert 'Save as commit "A j"' in text(host)
        await hand.press("e", "!", "escape")
        await hand.press("enter")
        assert answers == [SaveChoice("commit", "!A j\ne")]


async def test_an_untracked_file_can_go_into_the_history_whole() -> None:
    plan = replace(PLAN, files=(PlannedFile("notes.md", 1, "untracked"),))
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(plan, clock=hand.clock))
        assert "only written: it is not in the history yet · Space puts all of it in" in text(host)
        assert "Save as commit" not in text(host), "nothing of it would be in one"
        await hand.press("space")
        assert "all of it goes into the history, your own text too" in text(host)
        assert "only written" not in text(host)
        assert "the commit holds only" not in text(host)
        assert "> Save as commit" in text(host)
        await hand.press("enter")
        assert answers == [SaveChoice("commit", PLAN.message, frozenset({"notes.md"}))]


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (replace(PLAN, ground=Ground("", HEAD)), "a commit will belong to no branch"),
        (replace(PLAN, ground=Ground("main", "")), "Nothing saved yet in this history"),
        (replace(PLAN, ground=Ground("main", HEAD, busy="a merge")), "Unfinished here: a merge"),
        (replace(PLAN, files=(PlannedFile("a", 1, own=True),)), "your own changes stay yours"),
        (
            replace(PLAN, files=(PlannedFile("a", 1, own=True, left=True),)),
            "it was written already by a save whose commit was not made",
        ),
        (
            replace(PLAN, files=(*PLAN.files, PlannedFile("b", 1, stale="the file moved on"))),
            "b  left out: the file moved on",
        ),
        (replace(PLAN, ground=Ground("main", HEAD, locked="git is at work")), "git is at work"),
        (replace(PLAN, files=(PlannedFile("a", 1, unsure="git converts it"),)), "git converts it"),
        (replace(PLAN, files=(PlannedFile("a", 1, deletes=True),)), "a  is deleted  1 change"),
        (
            replace(PLAN, files=(PlannedFile("a", 1, own=True, deletes=True),)),
            "your own changes in it go with it, as they were shown",
        ),
        (
            replace(PLAN, files=(PlannedFile("a", 2, to="b\x1b[31m", mode="100755"),)),
            "a → b\\x1b[31m  can be run now  2 changes",
        ),
        (
            replace(PLAN, files=(PlannedFile("a", 1, mode="100644"),)),
            "a  cannot be run any more  1 change",
        ),
        (replace(PLAN, moved_on=1), "Left out: 1 change that moved on"),
        (
            replace(PLAN, ground=Ground("main", HEAD, staged=2, untracked=1)),
            "2 staged, 1 untracked file",
        ),
        (replace(PLAN, ground=Ground("ma\x1b[31min", HEAD)), "on ma\\x1b[31min"),
    ],
)
async def test_what_a_person_should_know_is_said(plan: Plan, says: str) -> None:
    async with showing(code(), (80, 40)) as (host, hand):
        await opened(host, hand, SaveSheet(plan, clock=hand.clock))
        assert says in text(host)


OUT = "your own uncommitted changes touch the same lines"


async def test_a_file_that_stays_out_of_the_commit_is_named_with_the_reason() -> None:
    out = PlannedFile("a.txt", 1, own=True, not_committed=OUT)
    plan = replace(PLAN, files=(*PLAN.files, out))
    async with showing(code()) as (host, hand):
        await opened(host, hand, SaveSheet(plan, clock=hand.clock))
        shown = text(host)
        assert '> Save 2 of 3 files as commit "Round half even in totals"' in shown
        assert f"not in the commit: {OUT}" in shown
        assert "your own changes stay yours" not in shown


async def test_where_git_gets_nothing_only_writing_is_offered_and_the_reason_said_once() -> None:
    out = PlannedFile("a.txt", 1, own=True, not_committed=OUT, not_staged=OUT)
    plan = replace(PLAN, files=(out,), no_commit=OUT, modes=("stage", "write"))
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(plan, clock=hand.clock))
        assert "> Write the files only" in text(host)
        assert f"No commit: {OUT}" in text(host)
        await hand.press("enter")
        assert answers == [SaveChoice("write", "")]


async def test_what_cannot_be_saved_offers_no_saving() -> None:
    plan = replace(PLAN, refused="a rebase is in progress", unseen_lines=2)
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(plan, clock=hand.clock))
        assert "Cannot be saved now: a rebase is in progress" in text(host)
        assert "Save as commit" not in text(host)
        await hand.press("down", "enter")
        assert answers == [SHOW_UNSEEN]


LOCKED = "git is locked by index.lock: rm index.lock"
NAMELESS = "git has no name for you: git config user.name and user.email set one"


@pytest.mark.parametrize(
    ("plan", "once"),
    [
        (replace(PLAN, refused=LOCKED, ground=Ground("main", HEAD, locked=LOCKED)), "index.lock:"),
        (
            replace(
                PLAN,
                no_commit="a merge is in progress, so no commit is made inside it",
                ground=Ground("main", HEAD, busy="merge"),
            ),
            "merge",
        ),
        (
            replace(PLAN, no_commit=NAMELESS, ground=Ground("main", HEAD, identity=False)),
            "name for",
        ),
    ],
)
async def test_what_stands_in_the_way_is_said_once(plan: Plan, once: str) -> None:
    async with showing(code(), (80, 40)) as (host, hand):
        await opened(host, hand, SaveSheet(plan, clock=hand.clock))
        assert text(host).count(once) == 1
        assert ("Enter choose" in text(host)) == (not plan.refused)


async def test_without_a_commit_the_files_can_still_be_written() -> None:
    plan = replace(PLAN, no_commit="git has no name for you", modes=("commit", "write"))
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, SaveSheet(plan, clock=hand.clock))
        assert "No commit: git has no name for you" in text(host)
        await hand.press("enter")
        assert answers == [SaveChoice("write", "")]


async def test_the_sheet_of_a_failed_hook_shows_its_output_safely() -> None:
    failed = NotLanded(
        "The hook pre-commit failed.",
        "Mend it.",
        written=(LandedFile("a", Absent(), Present(b"")),),
        output="bad \x1b]52;c;AAAA\x07 line\n[red]not markup[/red]\n",
    )
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, FailedSheet(failed, clock=hand.clock))
        shown = text(host)
        assert "bad \\x1b]52;c;AAAA\\x07 line" in shown
        assert "[red]not markup[/red]" in shown
        await hand.press("down", "enter")
        assert answers == ["put back"]


async def test_rules_that_change_how_files_are_stored_are_said_before_the_save() -> None:
    says = "The new .gitattributes changes the rules by which git stores a.txt (eol)"
    async with showing(code()) as (host, hand):
        await opened(host, hand, SaveSheet(replace(PLAN, rules=(says,)), clock=hand.clock))
        assert says in " ".join(text(host).split())


async def test_long_output_scrolls() -> None:
    output = "\n".join(f"line {number}" for number in range(100))
    failed = NotLanded("The hook failed.", output=output)
    async with showing(code()) as (host, hand):
        await opened(host, hand, FailedSheet(failed, clock=hand.clock))
        assert "line 99" not in text(host)
        await hand.press(*["pagedown"] * 12)
        assert "line 99" in text(host)


SAVE = PastSave("id", 0.0, "Fix rounding", 2, "a1b2c3d4e5", ("a.py", "b"))
TOLD = Foretold(
    Intent("next", 0.0, "undo", ()),
    "Commit a1b2c3d is taken back: main goes back to 1234567.",
    ("a.py as before the save; what was changed in it since stays", "b goes away again"),
)


async def test_the_undo_sheet_names_commit_and_files() -> None:
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, UndoSheet(SAVE, TOLD, now=60.0, clock=hand.clock))
        shown = text(host)
        assert "Undo the save of 00:00?" in shown
        assert "> Undo commit a1b2c3d and put 2 files back" in shown
        assert TOLD.history in shown
        assert all(says in shown for says in TOLD.files)
        await hand.press("enter", gap=0.2)
        assert answers == []
        await hand.press("enter", gap=0.7)
        assert answers == [True]


async def test_what_cannot_be_undone_says_why_and_has_nothing_to_choose() -> None:
    stale = {"a.py": "it changed since it was saved, in the same lines"}
    refused = NotLanded("Nothing was changed, because files changed since.", stale=stale)
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, UndoSheet(SAVE, refused, now=60.0, clock=hand.clock))
        shown = text(host)
        assert "The save of 00:00 cannot be undone now" in shown
        assert "a.py: it changed since it was saved, in the same lines" in shown
        await hand.press("enter", gap=0.7)
        assert answers == []
        await hand.press("escape")
        assert answers == [None]


async def test_an_undone_save_is_offered_again() -> None:
    save = replace(SAVE, undone="u", session="other")
    async with showing(code()) as (host, hand):
        answers = await opened(host, hand, UndoSheet(save, TOLD, now=90_000.0, clock=hand.clock))
        shown = text(host)
        assert "Save again what was saved yesterday 00:00?" in shown
        assert "undone · commit a1b2c3d · of another conversation" in shown
        await hand.press("enter", gap=0.7)
        assert answers == [True]


async def test_many_saves_are_scrolled_and_searched() -> None:
    saves = [
        replace(SAVE, id=f"{number}", title=f"Number {number}", paths=(f"src/{number}.py",))
        for number in range(300)
    ]
    async with showing(code()) as (host, hand):
        sheet = SavesSheet(saves, now=60.0, clock=hand.clock)
        answers = await opened(host, hand, sheet)
        assert "(300)" in text(host)
        assert "100 more are not listed: / searches through all." in text(host)
        await hand.press("end")
        assert "> 00:00  Number 199" in text(host)
        await hand.press("home", "pagedown", "pagedown")
        assert "Number 0 " not in text(host)
        await hand.press("slash", *"257.py")
        assert "(1 of 300)" in text(host)
        assert "2 changes in src/257.py" in text(host)
        await hand.press(*"x")
        assert "No save has all of these words." in text(host)
        await hand.press("backspace", "enter")
        await hand.press("enter", gap=0.7)
        assert answers == [saves[257]]


async def test_titles_of_saves_are_shown_and_never_obeyed() -> None:
    hostile = replace(SAVE, title="[bold]x\x1b[2J\n" + "y" * 99, paths=("a\x1bb",))
    async with showing(code()) as (host, hand):
        await opened(host, hand, SavesSheet([hostile, SAVE], now=60.0, clock=hand.clock))
        shown = text(host)
        assert "[bold]x\\x1b[2J" in shown
        assert "2 changes in a\\x1bb" in shown


MOVED = (
    LandedFile("a.py", Present(b"x"), Absent(), other="b.py"),
    LandedFile("b.py", Absent(), Present(b"y"), other="a.py"),
    LandedFile("old.py", Present(b"x"), Absent()),
)


def test_the_receipt_counts_a_renamed_file_once() -> None:
    landed = Landed("id", 0.0, "commit", MOVED, 3, "a1b2c3d4e5", committed=("a.py", "b.py"))
    assert receipt(landed)[0][1] == (
        "Saved commit a1b2c3d: 3 changes, 2 files written, 1 of them in the commit. U undoes."
    )


def test_the_receipt_says_exactly_only_of_what_is_all_in_the_commit() -> None:
    files = tuple(LandedFile(path, Present(b"x"), Present(b"y")) for path in ("a", "b"))
    whole = Landed("id", 0.0, "commit", files, 3, "a1b2c3d4e5", HEAD, committed=("a", "b"))
    assert receipt(whole)[0][1] == "Saved commit a1b2c3d: exactly 3 changes, 2 files. U undoes."
    part = replace(whole, committed=("b",))
    assert receipt(part)[0][1] == (
        "Saved commit a1b2c3d: 3 changes, 2 files written, 1 of them in the commit. U undoes."
    )
