"""What the sheet before an undo says is what the undo does, and nothing else is done than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.landing import Foretold, Landed, NotLanded, Undone
from pairtui.repo.chains import chains
from pairtui.repo.undo import foretell, redo, undo
from tests.repo.test_existence import LINES, NEW, come_to, state
from tests.repo.test_redo import EDITS
from tests.repo.workbench import NOW, Bench


@pytest.fixture
def on(bench: Bench) -> Bench:
    bench.commit({"a.txt": LINES, "x/y/old.txt": b"old\n", "run": b"#!\n", "other": b"other\n"})
    return bench


def told(on: Bench, landed: Landed, again: Landed | None = None) -> Foretold:
    found = foretell(on.repo, landed, now=NOW, journal=on.journal, again=again)
    assert isinstance(found, Foretold), found
    return found


def not_told(on: Bench, landed: Landed) -> NotLanded:
    found = foretell(on.repo, landed, now=NOW, journal=on.journal)
    assert isinstance(found, NotLanded), found
    return found


def test_every_kind_of_change_is_named_with_what_becomes_of_it(on: Bench) -> None:
    landed = on.saved(*come_to(on, *EDITS))
    before, short = state(on), landed.commit[:7]
    found = told(on, landed)
    assert state(on) == before
    assert found.history == f"Commit {short} is taken back: main goes back to {landed.parent[:7]}."
    assert found.files == (
        "in/b.txt is a.txt again",
        "x/y/old.txt comes back",
        "run can no longer be run",
        "n/new goes away again",
        "the folder in goes, as it was made for this",
        "the folder n goes, as it was made for this",
    )
    back = on.undone(landed)
    again = told(on, back.receipt, landed)
    assert again.history == f"Commit {short} comes back on main."
    assert "run can be run again" in again.files
    assert "x/y/old.txt goes away again" in again.files
    assert "n/new comes back" in again.files


def test_a_folder_with_more_in_it_stays_and_is_named(on: Bench) -> None:
    landed = on.saved(*come_to(on, *EDITS))
    on.put("n/mine", b"mine\n")
    assert "the folder n stays, for there is more in it" in told(on, landed).files
    on.undone(landed)
    assert on.data("n/mine") == b"mine\n"


def test_later_edits_of_the_persons_own_are_said_to_stay_or_to_stand_in_the_way(on: Bench) -> None:
    landed = on.saved(on.taken("a.txt", NEW))
    on.put("a.txt", NEW + b"mine\n")
    assert told(on, landed).files == (
        "a.txt as before the save; what was changed in it since stays",
    )
    on.put("a.txt", NEW.replace(b"2", b"II"))
    refused = not_told(on, landed)
    assert refused.stale == {"a.txt": "it changed since it was saved, in the same lines"}
    on.put("a.txt", LINES)
    assert told(on, landed).files == ("a.txt is so already; it stays as it is",)


def test_which_commit_it_comes_to_is_said(on: Bench) -> None:
    landed = on.saved(on.taken("a.txt", NEW))
    on.git("tag", "v1")
    short = landed.commit[:7]
    assert told(on, landed).history == f"A new commit undoes {short}: v1 has it too."
    back = on.undone(landed)
    revert = back.receipt.commit
    assert told(on, back.receipt, landed).history == (
        f"Commit {revert[:7]}, which undid it, is taken back: main goes back to {short}."
    )
    on.commit({"other": b"later\n"})
    assert told(on, back.receipt, landed).history == (
        f"A new commit undoes {revert[:7]}, which undid it: later commits build on it."
    )
    redone = on.redone(back, landed)
    assert on.says("log", "-1", "--format=%s") == "Say it better"
    assert redone.checked[0] == (
        f"The new commit {redone.commit[:7]} undoes {revert[:7]}: later commits build on it."
    )
    written = on.saved(on.taken("other", b"written\n"), mode="write")
    assert told(on, written).history == "No commit was made of it; only files are written."


def test_nothing_else_is_done_than_what_was_shown(on: Bench) -> None:
    landed = on.saved(on.taken("a.txt", NEW))
    shown = told(on, landed)
    on.git("tag", "v1")  # now it takes a commit that undoes it
    before, head = state(on), on.head
    refused = undo(on.repo, landed, now=NOW, journal=on.journal, shown=shown)
    assert refused == NotLanded(
        "Nothing was changed: it is not any more what was shown.", "U shows how it stands now."
    )
    assert (state(on), on.head) == (before, head)
    shown = told(on, landed)
    back = undo(on.repo, landed, now=NOW + 9, journal=on.journal, shown=shown)
    assert isinstance(back, Undone)
    shown = told(on, back.receipt, landed)
    on.put("a.txt", LINES + b"mine\n")
    again = redo(on.repo, back.receipt, landed, now=NOW, journal=on.journal, shown=shown)
    assert isinstance(again, NotLanded)
    assert on.data("a.txt") == LINES + b"mine\n"


def test_a_chain_is_a_save_with_all_that_became_of_it(on: Bench) -> None:
    landed = on.saved(on.taken("a.txt", NEW))
    other = on.saved(on.taken("other", b"more\n"), mode="write")
    back = on.undone(landed)
    first, second = chains(on.journal.outlines())
    assert (first.undone, first.again, first.landed) == (True, False, landed)
    assert (second.undone, second.again, second.landed) == (False, False, other)
    redone = on.redone(back, landed)
    first, _ = chains(on.journal.outlines())
    assert (first.undone, first.again) == (False, True)
    assert first.landed is not None
    assert first.landed.id == redone.id
    assert first.ids == (landed.id, back.receipt.id, redone.id)


def test_folders_that_a_failed_save_made_go_when_the_next_one_is_undone(on: Bench) -> None:
    hook = on.root / ".git/hooks/pre-commit"
    on.hook("pre-commit", "exit 1")
    new = on.taken("new/in/it.txt", b"it\n")
    refused = on.refused(new)
    assert refused.written[0].made == ("new", "new/in")
    again = on.refused(new)
    assert again.written[0].made == ("new", "new/in"), "it is there already, with its folders"
    hook.unlink()
    landed = on.saved(new)
    assert landed.files[0].made == ("new", "new/in")
    assert told(on, landed).files[1:] == (
        "the folder new goes, as it was made for this",
        "the folder new/in goes, as it was made for this",
    )
    on.undone(landed)
    assert not (on.root / "new").exists()


def test_folders_of_the_persons_own_stay(on: Bench) -> None:
    on.hook("pre-commit", "exit 1")
    new = on.taken("new/it.txt", b"it\n")
    on.put_back(on.refused(new))
    (on.root / "new").mkdir()
    (on.root / ".git/hooks/pre-commit").unlink()
    landed = on.saved(new)
    on.undone(landed)
    assert (on.root / "new").is_dir()


def test_to_foretell_runs_no_filter_and_stores_nothing(on: Bench, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    on.commit({".gitattributes": b"a.txt filter=loud\n"})
    landed = on.saved(on.taken("a.txt", NEW))
    on.commit({"a.txt": NEW + b"later\n"})
    on.put("a.txt", NEW + b"later\nmine\n")
    objects = on.says("count-objects")
    assert not told(on, landed).unsure
    assert on.says("count-objects") == objects
    on.git("config", "filter.loud.clean", f"touch {ran}; cat")
    on.git("config", "filter.loud.smudge", f"touch {ran}; cat")
    shown = told(on, landed)
    assert not ran.exists()
    assert shown.unsure == {"a.txt"}
    assert "git runs a filter for a.txt" in shown.notes[0]
    assert shown.history == (f"A new commit undoes {landed.commit[:7]}: later commits build on it.")
    back = undo(on.repo, landed, now=NOW, journal=on.journal, shown=shown)
    assert isinstance(back, Undone)
    assert ran.exists()
    assert on.data("a.txt") == LINES + b"later\nmine\n"
    assert on.blob("HEAD:a.txt") == LINES + b"later\n"
