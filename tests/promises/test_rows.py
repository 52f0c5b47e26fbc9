"""Threats (T) and faults (F) that a save can meet, each tested under the name of its row.

The rows are those of the reliability notes, sections 2 and 3. `HELD` says where a row is shown that
has its tests elsewhere; where both are so, the one here shows the landing and the other more of it.
"""

from __future__ import annotations

import ast
import os
import resource
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pairtui.landing import Landed, NotLanded
from pairtui.proposal import Absent, Present, Proposal, Provenance, Refused, Snapshot
from pairtui.repo.files import read
from pairtui.review.propose import extend
from pairtui.review.result import FileResult
from tests.formats.replies import edits as read_edits
from tests.formats.replies import read as read_reply
from tests.repo.test_existence import state
from tests.repo.workbench import Bench

TESTS = Path(__file__).parents[1]
LINES = b"one\ntwo\nthree\nfour\nfive\nsix\n"
NEW = LINES.replace(b"two", b"2")
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 12345\n" % 7
HELD = {
    "T1": (
        "tui/review/test_sheets.py",
        "test_the_sheet_of_a_failed_hook_shows_its_output_safely",
    ),
    "T6": (
        "tui/review/test_sheets.py",
        "test_what_was_not_seen_comes_first_so_that_enter_twice_saves_nothing",
    ),
    "T7": ("repo/test_names.py", "test_names_that_lead_elsewhere_are_refused"),
    "T8": ("repo/test_faults.py", "test_a_folder_swapped_for_a_link_in_between_leads_nowhere"),
    "T9": ("repo/test_names.py", "test_every_spelling_of_gits_own_folder_is_refused"),
    "T10": (
        "tui/review/test_care.py",
        "test_before_a_save_what_is_taken_and_needs_care_is_named",
    ),
    "T11": ("repo/test_kinds.py", "test_a_file_that_moved_on_is_refused_and_nothing_is_written"),
    "T15": ("repo/test_hostile.py", "test_looking_runs_nothing"),
    "T16": ("repo/test_kinds.py", "test_names_that_mean_something_to_git"),
    "T18": (
        "repo/test_rules.py",
        "test_rules_that_land_with_a_file_are_said_to_change_how_it_is_stored",
    ),
    "T20": ("tui/review/test_pane.py", "test_two_keys_in_one_read_decide_once"),
    "F1": ("faults/test_killed.py", "test_killed_at_every_step"),
    "F2": (
        "tui/test_app_resume.py",
        "test_a_line_that_is_lost_during_a_hook_leaves_files_and_the_next_start_says_so",
    ),
    "F4": ("repo/test_faults.py", "test_a_full_disk_is_said_in_plain_words"),
    "F6": ("repo/test_faults.py", "test_one_call_fails"),
    "F7": ("repo/test_states.py", "test_a_git_folder_that_is_read_only_is_refused_before_writing"),
    "F8": ("repo/test_ground.py", "test_a_lock_is_named_with_its_age_and_never_removed"),
    "F9": ("repo/test_states.py", "test_the_command_that_removes_a_lock_can_be_copied"),
    "F10": ("repo/test_ground.py", "test_an_unfinished_operation_is_named_and_gets_no_commit"),
    "F11": ("repo/test_land.py", "test_the_first_commit_of_an_unborn_branch"),
    "F12": ("repo/test_kinds.py", "test_corrupt_repositories_are_said_and_left_alone"),
    "F13": ("repo/test_kinds.py", "test_the_inside_of_a_submodule"),
    "F14": ("repo/test_kinds.py", "test_kinds_of_index"),
    "F15": (
        "repo/test_land.py",
        "test_staged_and_unstaged_work_in_the_same_file_stays_what_it_was",
    ),
    "F16": ("repo/test_kinds.py", "test_a_branch_that_moved_is_refused_before_writing"),
    "F17": ("repo/test_kinds.py", "test_line_ends_and_filters_are_git_adds"),
    "F18": ("repo/test_states.py", "test_a_name_that_is_not_utf_8"),
    "F19": ("repo/test_kinds.py", "test_a_required_filter_that_fails_stops_before_writing"),
    "F20": ("repo/test_faults.py", "test_attributes_of_a_file_are_kept"),
    "F22": ("repo/test_hooks.py", "test_a_hanging_hook_is_named_and_stopped"),
    "F23": ("repo/test_hooks.py", "test_a_signature_that_fails_means_no_commit"),
    "F26": ("repo/test_states.py", "test_of_two_that_save_at_once_one_does"),
    "F28": ("store/test_damage.py", "test_a_damaged_journal_never_hides_an_open_landing"),
    "F30": ("repo/test_states.py", "test_the_folder_is_deleted_while_it_is_open"),
}
ROWS = {
    *(
        "T1",
        "T6",
        "T7",
        "T8",
        "T9",
        "T10",
        "T11",
        "T14",
        "T15",
        "T16",
        "T17",
        "T18",
        "T20",
        "F1",
        "F2",
    ),
    *(f"F{number}" for number in (*range(4, 21), 22, 23, *range(26, 31))),
}


def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


def test_every_row_has_a_test() -> None:
    here = {name.upper().split("_", 2)[1] for name in functions_in(Path(__file__)) if "_" in name}
    assert ROWS - here - set(HELD) == set()
    for path, name in HELD.values():
        assert name in functions_in(TESTS / path), name


@pytest.fixture
def on(tmp_path: Path) -> Bench:
    bench = Bench.make(tmp_path / "repo")
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    return bench


def forged(path: str, to: str = "") -> FileResult:
    """Return a result that no check has seen, as if all before landing had failed to look."""
    base = Present(LINES) if to else Absent()
    return FileResult(path, base, LINES, 0o644, (), to)


def stays(on: Bench, *results: FileResult) -> NotLanded:
    """See that a save is refused and leaves everything as it is, in each way of saving."""
    before = everything(on)
    on.refused(*results)
    on.refused(*results, mode="stage")
    said = on.refused(*results, mode="write")
    assert everything(on) == before
    return said


def everything(on: Bench) -> object:
    """Return what a save could change, also in git's own folder and beside the repository."""
    own = {
        str(place): place.read_bytes()
        for place in on.root.parent.rglob("*")
        if place.is_file() and "objects" not in place.parts and place.name != "index"
    }
    return own, state(on)


@pytest.mark.parametrize("path", ["../repo2/x", "a/../../x", "sub\\..\\x", "{}/x"])
def test_t7_no_path_leads_out_of_the_repository(on: Bench, path: str) -> None:
    (on.root.parent / "repo2").mkdir()
    outside = path.format(on.root.parent)
    stays(on, forged(outside))
    stays(on, forged("a.txt", outside))


def test_t8_a_link_or_a_pipe_is_neither_followed_nor_replaced(on: Bench, tmp_path: Path) -> None:
    (on.root / "l").symlink_to(".git")
    (on.root / "out").symlink_to(tmp_path)
    (on.root / "file").symlink_to("b.txt")
    os.mkfifo(on.root / "pipe")
    paths = ("l/config", "out/x", "file", "pipe")
    assert set(stays(on, *map(forged, paths)).stale) == set(paths)
    for path in paths:
        assert path in on.refused(forged("a.txt", path), mode="write").stale["a.txt"]


def test_t9_nothing_git_could_take_for_its_own_is_written(on: Bench) -> None:
    paths = (".git/hooks/x", ".GIT/config", "git~1/x", ".g\u200cit/x", "a/.git", ".git:x")
    why = "it lies in git's own folder"
    assert stays(on, *map(forged, paths)).stale == dict.fromkeys(paths, why)
    for path in paths:
        assert why in on.refused(forged("a.txt", path), mode="write").stale["a.txt"]


def test_t16_a_name_with_a_carriage_return_is_no_name(on: Bench) -> None:
    assert stays(on, forged("x\r")).stale == {"x\r": "its name holds control characters"}


def test_t14_a_save_and_an_undo_start_git_and_nothing_else(
    on: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, ...]] = []
    real = subprocess.Popen.__init__

    def starting(self: Any, args: Any, *rest: Any, **named: Any) -> None:
        started.append((args,) if isinstance(args, str) else tuple(map(str, args)))
        assert not named.get("shell")
        real(self, args, *rest, **named)

    result = on.taken("a.txt", NEW.replace(b"six", b"$(touch x); `touch x` | touch x"))
    monkeypatch.setattr(subprocess.Popen, "__init__", starting)
    landed = on.saved(result, message="$(touch x)\n\n`touch x`; touch x")
    on.undone(landed)
    assert {Path(one[0]).name for one in started} == {"git"}
    assert not (on.root / "x").exists()


@pytest.mark.parametrize(
    "reply",
    [
        "--- /dev/null\n+++ b/.git/hooks/post-commit\n@@ -0,0 +1 @@\n+touch /tmp/x\n",
        "*** Begin Patch\n*** Add File: .git/hooks/post-commit\n+touch /tmp/x\n*** End Patch\n",
        "diff --git a/a.txt b/.git/x\nrename from a.txt\nrename to .git/x\n",
    ],
)
def test_t17_a_patch_makes_no_hook(on: Bench, reply: str) -> None:
    edits = read_edits(read_reply(reply, known=("a.txt",)))
    assert edits
    paths = {path for edit in edits for path in (edit.path, getattr(edit, "to", edit.path))}
    found = Proposal("p", "", Provenance("AI", "m", "h"))
    for edit in edits:
        found = extend(found, edit, Snapshot({path: read(on.repo, path) for path in paths}))
    assert not list(found.hunks)
    assert [card.why for card in found.unplaced] == ["path"]


def test_t20_the_same_save_twice_is_one_commit(on: Bench) -> None:
    result, planned = on.taken("a.txt", NEW), on.head
    landed = on.saved(result, planned=planned)
    assert "The branch has moved" in on.refused(result, planned=planned).says
    assert on.head == landed.commit
    assert on.says("rev-parse", "HEAD^") == planned


def test_f5_a_limit_on_the_size_of_files_leaves_the_old_one(on: Bench) -> None:
    result, planned = on.taken("a.txt", b"a longer line\n" * 20_000), on.head
    before = state(on)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    try:
        refused = on.refused(result, mode="write", planned=planned)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refused.says == "a.txt could not be written: File too large."
    assert state(on) == before
    on.clean_up_is_done()
    on.saved(result)


@pytest.mark.parametrize("name", ["HEAD", "HEAD^{tree}"])
def test_f12_a_missing_object_stops_the_save_before_writing(on: Bench, name: str) -> None:
    result, planned = on.taken("a.txt", NEW), on.head
    gone = on.says("rev-parse", name)
    (on.root / ".git/objects" / gone[:2] / gone[2:]).unlink()
    for head in (planned, ""):
        on.refused(result, planned=head)
        assert on.data("a.txt") == LINES
        assert on.says("rev-parse", "main") == planned


def test_f18_a_file_of_another_encoding_keeps_its_bytes_and_others_land(on: Bench) -> None:
    latin = "größe\n".encode("latin-1")
    on.commit({"old.txt": latin})
    on.put("old.txt", latin * 2)
    refused = on.land(forged("old.txt"))
    assert isinstance(refused, NotLanded)
    assert refused.stale == {"old.txt": "it is not UTF-8 text"}
    landed = on.saved(on.taken("a.txt", NEW))
    assert (on.data("old.txt"), on.blob("HEAD:old.txt")) == (latin * 2, latin)
    on.undone(landed)
    assert on.data("old.txt") == latin * 2


def test_f19_a_pointer_to_a_large_file_is_never_taken_for_its_text(on: Bench) -> None:
    on.commit({".gitattributes": b"*.bin filter=lfs -text\n", "x.bin": POINTER})
    assert read(on.repo, "x.bin") == Refused("it is a Git LFS pointer: the file itself is not here")
    refused = on.refused(FileResult("x.bin", Present(POINTER), b"text\n", 0o644, ()))
    assert "Git LFS pointer" in refused.stale["x.bin"]
    on.saved(on.taken("a.txt", NEW))
    assert on.data("x.bin") == on.blob("HEAD:x.bin") == POINTER
    on.put("about.md", b"A pointer begins so:\n" + POINTER)
    assert isinstance(read(on.repo, "about.md"), Present)


def test_f27_what_counts_is_the_content_and_never_the_time(on: Bench) -> None:
    place, result = on.root / "a.txt", on.taken("a.txt", NEW)
    facts = place.stat()
    place.write_bytes(LINES.replace(b"six", b"SIX"))
    os.utime(place, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert on.refused(result).stale == {"a.txt": "it changed on disk since it was shown"}
    place.write_bytes(LINES)
    for moment in (1, 4_000_000_000):
        os.utime(place, (moment, moment))
        landed = on.saved(result)
        on.undone(landed)
    assert on.data("a.txt") == LINES


def test_f29_inherited_variables_do_not_lead_a_save_elsewhere(
    on: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Bench.make(tmp_path / "other")
    other.commit({"a.txt": LINES})
    before, result, planned = state(other), on.taken("a.txt", NEW), on.head
    with monkeypatch.context() as inherited:
        inherited.setenv("GIT_DIR", f"{other.root}/.git")
        inherited.setenv("GIT_WORK_TREE", str(other.root))
        inherited.setenv("GIT_INDEX_FILE", f"{other.root}/.git/index")
        inherited.setenv("GIT_OBJECT_DIRECTORY", f"{other.root}/.git/objects")
        landed = on.land(result, planned=planned)
    assert isinstance(landed, Landed)
    assert state(other) == before
    assert (on.head, on.blob("HEAD:a.txt"), on.status()) == (landed.commit, NEW, b"")
