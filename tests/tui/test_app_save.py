"""Deciding, saving and undoing on the whole app, with real git."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path

import pytest

from pairtui.review.counts import counts
from pairtui.tui.app import PairApp
from pairtui.tui.review.strips import Strips
from pairtui.tui.screens import desk as desks
from tests.line.line import edit
from tests.tui.review.material import screen
from tests.tui.stage import FIRST, PRICE, SECOND, TWO_CHANGES, Stage, git, on_stage, repository

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sheets be answered at once; the gate's own tests show that it waits."""
    monkeypatch.setattr("pairtui.tui.review.gate.QUIET", 0.0)


async def take_first_reject_second(stage: Stage) -> None:
    await stage.press("ctrl+g")
    await stage.press("a")
    await stage.until(lambda: counts(stage.review).taken == 1)
    await stage.press("x")
    await stage.until(lambda: counts(stage.review).rejected == 1)


def bar(stage: Stage) -> str:
    """Return what the bar says Enter does."""
    footer = stage.app.query_one("#review-footer", Strips)
    return "".join(bit.text for bit in footer.lines[1].left)


def shown(stage: Stage) -> str:
    return " ".join(str(part.render()) for part in stage.app.screen.query("Static"))


async def save(stage: Stage) -> None:
    await stage.press("enter")
    await stage.sheet("SaveSheet")
    await stage.press("enter")
    await stage.until(lambda: "Saved commit" in stage.said)


async def test_what_was_taken_is_committed_and_undone(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await take_first_reject_second(stage)
        assert stage.main.pane.told == "1 taken, 1 refused"
        assert git(root, "status", "--porcelain") == ""
        await save(stage)
        assert (root / "price.py").read_text() == PRICE.replace(
            "sum(items)\n", "round(sum(items), 2)\n"
        )
        assert git(root, "log", "-1", "--format=%s") == "Fix rounding\n"
        assert counts(stage.review).saved == 1
        assert bar(stage) == "all saved"
        await stage.press("U")
        await stage.sheet("UndoSheet")
        await stage.press("enter")
        await stage.until(lambda: "is undone" in stage.said)
        assert (root / "price.py").read_text() == PRICE
        assert git(root, "status", "--porcelain") == ""
        assert counts(stage.review).taken == 1
        await stage.press("U")
        await stage.sheet("UndoSheet")
        assert "Save again what was saved 22:13?" in shown(stage)
        await stage.press("enter")
        await stage.until(lambda: "is saved again" in stage.said)
        assert (root / "price.py").read_text() != PRICE
        assert git(root, "log", "-1", "--format=%s") == "Fix rounding\n"
        assert git(root, "status", "--porcelain") == ""
        assert (counts(stage.review).saved, counts(stage.review).rejected) == (1, 1)
        await stage.press("U")
        await stage.sheet("UndoSheet")
        await stage.press("enter")
        await stage.until(lambda: stage.said.count("is undone") == 2)
        assert (root / "price.py").read_text() == PRICE


async def test_where_nothing_was_saved_there_is_nothing_to_undo(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "U")
        await stage.until(lambda: "no save to undo" in stage.desk.reviewing._notice)


async def test_nothing_taken_opens_no_sheet(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "enter")
        await stage.until(lambda: "nothing is taken yet" in stage.desk.reviewing._notice)
        assert stage.app.screen is stage.main


async def test_the_next_words_tell_what_was_decided(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, "I see.") as stage:
        await stage.say("fix @price.py")
        await take_first_reject_second(stage)
        assert "AI will be told: 1 taken, 1 refused" in str(
            stage.main.pane.query_one("#facts").render()
        )
        await stage.press("ctrl+g")
        await stage.say("and now?")
        assert stage.main.pane.told == ""
        assert stage.main.pane.conversation is not None
        told = stage.main.pane.conversation.turns[-1].told
        assert "price.py (5): taken" in told, "what goes to the model again with later turns"
        assert "reject" in str(stage.provider.requests[-1].messages[-1])  # type: ignore[attr-defined]


async def test_a_second_proposal_waits_and_is_chosen_from_the_list(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    replies = (f"TITLE: One\n\n{FIRST}", f"TITLE: Two\n\n{SECOND}")
    async with on_stage(root, *replies) as stage:
        await stage.say("first @price.py")
        await stage.say("second")
        assert stage.review.proposal.title == "One"
        assert stage.desk.reviewing.heading.waiting == 1
        assert "“Two” waits for the review: Ctrl+O opens it" in stage.said
        await stage.press("ctrl+g", "x")
        await stage.until(lambda: "rejected" in stage.desk.reviewing.just_now)
        await stage.press("ctrl+o")
        await stage.sheet("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: stage.review.proposal.title == "Two")
        assert stage.desk.reviewing.just_now == "", "it was about the other proposal"


async def test_a_save_places_what_waits_again_and_says_so(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    replies = (f"TITLE: One\n\n{FIRST}", f"TITLE: Two\n\n{SECOND}")
    async with on_stage(root, *replies) as stage:
        await stage.say("first @price.py")
        await stage.say("second")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await save(stage)
        placed = "“Two” was placed again on price.py: 1 change still fits"
        await stage.until(lambda: placed in stage.said)
        assert "changed on disk" not in stage.said


async def test_a_file_that_changed_is_noticed_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "LOOK_EVERY", 0.05)
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        mine = PRICE.replace("    return sum(items)", "    return max(items)")
        (root / "price.py").write_text(mine)
        await stage.until(lambda: counts(stage.review).stale == 1)
        news = r"price\.py changed on disk at \d\d:\d\d: 1 change still fits, 1 moved on"
        assert re.search(news, stage.said)
        short = "price.py changed on disk: 1 change still fits, 1 moved on"
        assert stage.desk.reviewing._notice == short
        await stage.press("enter")
        await stage.until(lambda: "nothing is taken yet" in stage.desk.reviewing._notice)
        assert (root / "price.py").read_text() == mine


async def test_a_change_that_moved_on_is_named_on_the_save_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "LOOK_EVERY", 0.05)
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        (root / "price.py").write_text(PRICE.replace("    return sum(items)", "    return 0"))
        await stage.until(lambda: counts(stage.review).stale == 1)
        await stage.press("ctrl+g", "n", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("enter")
        await stage.sheet("SaveSheet")
        assert "Left out: 1 change that moved on" in shown(stage)


async def test_a_file_of_a_waiting_proposal_that_changed_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "LOOK_EVERY", 0.05)
    root = repository(tmp_path / "shop", **{"note.txt": "Some words.\n"})
    second = edit("note.txt", "Some words.", "Few words.")
    replies = (f"TITLE: One\n\n{FIRST}", f"TITLE: Two\n\n{second}")
    async with on_stage(root, *replies) as stage:
        await stage.say("first @price.py")
        await stage.say("second @note.txt")
        with (root / "note.txt").open("a") as note:
            note.write("Mine.\n")
        news = r"“Two”: note\.txt changed on disk at \d\d:\d\d: 1 change still fits"
        await stage.until(lambda: re.search(news, stage.said))


async def test_another_branch_turns_saving_off_until_use_here(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        git(root, "switch", "-qc", "other")
        await stage.press("enter")
        await stage.sheet("ChoiceSheet")
        warning = "saving is off: proposed on main, now on other"
        assert stage.desk.reviewing.heading.warning == warning
        header = stage.app.query_one("#review-header", Strips)
        assert "".join(bit.text for bit in header.lines[0].left).startswith(warning)
        assert bar(stage) == "Enter: saving is off…"
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.main and not stage.desk.strayed)
        await save(stage)
        assert git(root, "log", "-1", "--format=%s", "other") == "Fix rounding\n"
        assert git(root, "log", "-1", "--format=%s", "main") == "Begin\n"


def failing_hook(root: Path) -> Path:
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho 'no \x1b[31mtabs' >&2\nexit 1\n")
    hook.chmod(0o755)
    return hook


async def test_a_failed_hook_offers_to_put_the_files_back(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    failing_hook(root)
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a", "enter")
        await stage.sheet("SaveSheet")
        await stage.press("enter")
        await stage.sheet("FailedSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: "put back as before" in stage.said)
        assert (root / "price.py").read_text() == PRICE
        assert counts(stage.review).taken == 1
        assert stage.desk.reviewing.just_now == "1 file put back · Enter saves again"


async def test_a_folder_made_before_a_second_try_goes_when_the_file_is_put_back(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    failing_hook(root)
    async with on_stage(root, f"TITLE: New\n\n{edit('new/in/tax.py', '', 'RATE = 19')}") as stage:
        await stage.say("make it")
        await stage.press("ctrl+g", "a", "enter")
        await stage.sheet("SaveSheet")
        await stage.press("enter")
        await stage.sheet("FailedSheet")
        first = stage.app.screen
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen not in (first, stage.main))
        await stage.sheet("FailedSheet")
        assert (root / "new/in/tax.py").exists()
        await stage.press("down", "enter")
        await stage.until(lambda: "put back as before" in stage.said)
        assert not (root / "new").exists()


async def test_after_a_failed_hook_the_bar_says_what_is_so_and_enter_tries_again(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, size=(80, 24)) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        hook = failing_hook(root)
        stage.desk.reviewing.just_now = "the save is undone · Enter saves again"
        await stage.press("enter")
        await stage.sheet("SaveSheet")
        await stage.press("enter")
        await stage.sheet("FailedSheet")
        await stage.press("escape")
        says = "1 file written, not committed · Enter tries again"
        await stage.until(lambda: says in "\n".join(screen(stage.app)))
        hook.unlink()
        await save(stage)
        assert stage.desk.reviewing.just_now == "saved · U undoes"


async def test_the_leave_sheet_says_what_is_forgotten(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("ctrl+q")
        await stage.sheet("ChoiceSheet")
        assert "1 taken, not saved: leaving forgets it" in shown(stage)
        await stage.press("ctrl+q", "escape")
        await stage.until(lambda: stage.app.screen is stage.main)
        await stage.press("ctrl+q")
        await stage.sheet("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: not stage.app.is_running)
    assert stage.app.return_code == 0


async def test_an_earlier_save_is_chosen_and_undone_and_the_later_one_stays(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g")
        for number in (1, 2):
            await stage.press("a")
            await stage.until(lambda: counts(stage.review).taken == 1)
            await stage.press("enter")
            await stage.looked_at("SaveSheet")
            await stage.press("enter")
            await stage.until(lambda: stage.said.count("Saved commit") == number)  # noqa: B023 - awaited here
        await stage.press("U")
        await stage.looked_at("SavesSheet")
        assert shown(stage).count("Fix rounding") == 2
        await stage.press("down", "enter")
        await stage.looked_at("UndoSheet")
        await stage.press("enter")
        await stage.until(lambda: "is undone" in stage.said)
        assert (counts(stage.review).saved, counts(stage.review).taken) == (1, 1)
    assert (root / "price.py").read_text() == PRICE.replace(
        "    return total(items) * 2", "    return total(items) * 3"
    )
    assert len(git(root, "log", "--format=%s").splitlines()) == 4  # undone by a new commit


async def test_save_first_saves_every_proposal_and_then_leaves(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    replies = (f"TITLE: One\n\n{FIRST}", f"TITLE: Two\n\n{SECOND}")
    async with on_stage(root, *replies) as stage:
        await stage.say("first @price.py")
        await stage.say("second")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("ctrl+o")
        await stage.sheet("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: stage.review.proposal.title == "Two")
        await stage.press("ctrl+q")
        await stage.sheet("ChoiceSheet")
        await stage.press("enter")
        await stage.sheet("SaveSheet")
        assert stage.review.proposal.title == "One"
        await stage.press("escape")
        await stage.until(lambda: not stage.main.leaving)
        assert stage.app.is_running, "Esc: nothing happened"
        await stage.press("ctrl+o")
        await stage.sheet("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: stage.review.proposal.title == "Two")
        await stage.press("a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.press("ctrl+q")
        await stage.sheet("ChoiceSheet")
        await stage.press("enter")
        await stage.sheet("SaveSheet")
        await stage.press("enter")
        await stage.until(lambda: "Saved commit" in stage.said)
        await stage.sheet("SaveSheet")
        assert stage.review.proposal.title == "One"
        await stage.press("enter")
        await stage.until(lambda: not stage.app.is_running)
    assert stage.app.return_code == 0
    assert git(root, "log", "--format=%s").split() == ["One", "Two", "Begin"]


async def test_with_nothing_to_lose_leaving_asks_nothing(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop")) as stage:
        await stage.press("ctrl+q")
        await stage.until(lambda: not stage.app.is_running)
    assert stage.app.return_code == 0


async def test_a_change_is_written_in_the_persons_own_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i s/round/floor/ "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.setattr(PairApp, "suspend", nullcontext)  # a headless app has nothing to lend
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "E")
        await stage.until(lambda: counts(stage.review).edited == 1)
        hunk = next(iter(stage.review.proposal.hunks))
        assert stage.review.new_bytes(hunk) == b"    return floor(sum(items), 2)\n"


async def test_what_is_written_beside_a_change_is_shown_before_it_lands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "vi"
    sed = "s/round/floor/;s/^import decimal/import math/;s/total(items) . 3/total(items) * 4/"
    editor.write_text(f'#!/bin/sh\necho "$1" > "$0.line"\nsed -i "{sed}" "$2"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.setattr(PairApp, "suspend", nullcontext)  # a headless app has nothing to lend
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "E")
        await stage.until(lambda: counts(stage.review).edited == 3)
        assert (tmp_path / "vi.line").read_text() == "+5\n"
        seen = "\n".join(screen(stage.app))
        assert "edited 2 changes, 1 change of your own · u undoes" in seen
        assert "-   1     import decimal" in seen
        await stage.press("u")
        assert counts(stage.review).open == 3
        assert "your own, beside what was proposed" in "\n".join(screen(stage.app))
        await stage.press("ctrl+y")
        await save(stage)
        assert git(root, "show", "HEAD:price.py") == (
            PRICE.replace("import decimal", "import math")
            .replace("sum(items)", "floor(sum(items), 2)")
            .replace("total(items) * 2", "total(items) * 4")
        )


async def test_without_an_editor_no_other_program_is_started(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("f4")
        assert "no editor is set" in stage.main.pane.remark
        await stage.press("ctrl+g", "E")
        assert "no editor is set" in stage.desk.reviewing._notice
        assert counts(stage.review).edited == 0


async def test_an_edit_that_fits_nowhere_is_shown_and_never_taken(tmp_path: Path) -> None:
    lost = edit("price.py", "    return nowhere", "    return here")
    async with on_stage(repository(tmp_path / "shop"), f"TITLE: Lost\n\n{lost}") as stage:
        await stage.say("fix @price.py")
        assert len(stage.review.proposal.unplaced) == 1
        await stage.press("ctrl+g", "a")
        assert counts(stage.review).taken == 0


async def test_what_a_hook_said_to_an_undo_is_shown_and_it_can_be_tried_again(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await save(stage)
        git(root, "commit", "--quiet", "--allow-empty", "--message=Later")
        hook = failing_hook(root)
        await stage.press("U")
        await stage.sheet("UndoSheet")
        await stage.press("enter")
        await stage.sheet("ChoiceSheet")
        said = shown(stage)
        assert "The pre-commit hook said no." in said
        assert "no \\x1b[31mtabs" in said
        assert (root / "price.py").read_text() != PRICE
        hook.unlink()
        await stage.press("enter")
        await stage.until(lambda: "is undone" in stage.said)
    assert (root / "price.py").read_text() == PRICE
