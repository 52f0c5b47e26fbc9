"""States a repository can be in that no other test here is about: worked with, or refused first."""

from __future__ import annotations

import os
import shlex
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from pairtui.landing import Landed, NotLanded, SaveChoice
from pairtui.proposal import Delete, Rename
from pairtui.repo.ground import ground, locked
from pairtui.repo.land import land
from pairtui.repo.recover import interrupted
from pairtui.repo.undo import undo
from tests.repo.test_existence import come_to, state
from tests.repo.test_kinds import LINES, NEW, whole_way
from tests.repo.workbench import NOW, Bench


@pytest.fixture
def on(bench: Bench) -> Bench:
    bench.commit({"a.txt": LINES, "sub/b.txt": LINES})
    return bench


def test_a_shallow_clone(on: Bench, tmp_path: Path) -> None:
    on.commit({"a.txt": LINES + b"ten\n"})
    on.commit({"a.txt": LINES})
    on.git("clone", "--quiet", "--depth=1", f"file://{on.root}", str(tmp_path / "shallow"))
    shallow = Bench(tmp_path / "shallow")
    assert (shallow.root / ".git/shallow").exists()
    whole_way(shallow)
    shallow.clean_up_is_done()


def test_a_name_that_is_not_utf_8(on: Bench) -> None:
    path = os.fsdecode(b"caf\xe9.txt")
    try:
        on.commit({path: LINES})
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    before = state(on)
    landed = on.saved(on.taken(path, NEW))
    assert on.git("diff", "--name-only", "-z", "HEAD^", "HEAD") == b"caf\xe9.txt\0"
    assert landed.committed == (path,)
    on.undone(landed)
    assert state(on) == before


def test_only_the_case_of_a_name_changes(on: Bench) -> None:
    before = state(on)
    landed = on.saved(*come_to(on, Rename("a.txt", "A.txt")))
    assert on.blob("HEAD:A.txt") == on.data("A.txt") == LINES
    on.undone(landed)
    assert state(on) == before


def test_where_case_makes_no_other_name_it_is_refused(on: Bench) -> None:
    results = come_to(on, Rename("a.txt", "A.txt"))
    # As such a file system does, both names lead to one file.
    os.link(on.root / "a.txt", on.root / "A.txt")
    refused = on.refused(*results)
    assert refused.stale == {"a.txt": "there is a file A.txt now"}
    assert on.data("a.txt") == LINES


def test_a_file_that_is_left_out_of_the_checkout_is_not_made_anew(on: Bench) -> None:
    on.git("sparse-checkout", "set", "--no-cone", "/a.txt")
    assert not (on.root / "sub").exists()
    head = on.head
    landed = on.saved(on.taken("sub/b.txt", b"mine\n"))
    assert (landed.commit, on.head) == ("", head)
    assert "the history already has a file of that name" in landed.notes[0]
    on.undone(landed)
    assert not (on.root / "sub").exists()


def test_the_folder_is_deleted_while_it_is_open(on: Bench) -> None:
    repo, result, landed = on.repo, on.taken("a.txt", NEW), on.saved(on.taken("c.txt", b"c\n"))
    shutil.rmtree(on.root)
    for outcome in (
        land(
            repo, (result,), SaveChoice("write"), trailer="", now=NOW, progress=lambda _: None,
            head=landed.commit, journal=on.journal,
        ),
        undo(repo, landed, now=NOW, journal=on.journal),
    ):  # fmt: skip
        assert isinstance(outcome, NotLanded)
        assert outcome.says == f"The folder {on.root} is gone."
    assert not on.root.exists()
    assert on.journal.open_intents() == ()


def test_the_folder_one_stands_in_is_deleted(
    on: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    landed = on.saved(*come_to(on, Delete("sub/b.txt")), mode="write")
    on.undone(landed)
    assert on.data("sub/b.txt") == LINES
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("lock", ["index.lock", "packed-refs.lock"])
def test_the_command_that_removes_a_lock_can_be_copied(tmp_path: Path, lock: str) -> None:
    bench = Bench.make(tmp_path / "my work")
    bench.commit({"a.txt": LINES})
    place = bench.root / ".git" / lock
    place.write_bytes(b"")
    command = locked(bench.repo).rpartition("remove it: ")[2]
    assert shlex.split(command) == ["rm", str(place)]


def test_a_git_folder_that_is_read_only_is_refused_before_writing(on: Bench) -> None:
    result, head, before = on.taken("a.txt", NEW), on.head, state(on)
    git = on.root / ".git"
    modes = {place: place.stat().st_mode for place in [git, *git.rglob("*")]}
    for place, mode in modes.items():
        place.chmod(mode & ~0o222)
    try:
        if os.access(git, os.W_OK):
            pytest.skip("nothing is read-only for this user")
        refused = on.refused(result, planned=head)
        assert "git" in refused.says
        assert state(on) == before
        landed = on.saved(result, planned=head, mode="write")
        assert on.data("a.txt") == NEW
        on.undone(landed)
    finally:
        for place, mode in modes.items():
            place.chmod(mode)
    assert state(on) == before


def test_of_two_that_save_at_once_one_does(on: Bench) -> None:
    head, barrier = on.head, Barrier(2)
    results = [on.taken("a.txt", NEW), on.taken("a.txt", LINES.replace(b"two", b"II"))]

    def save(number: int) -> Landed | NotLanded:
        barrier.wait()
        return on.land(results[number], planned=head)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(save, range(2)))
    (landed,) = [one for one in outcomes if isinstance(one, Landed)]
    number = outcomes.index(landed)
    assert on.data("a.txt") == on.blob("HEAD:a.txt") == results[number].data
    assert on.says("rev-parse", "HEAD^") == head
    on.clean_up_is_done()


def test_someone_commits_just_before_a_save_is_taken_back(on: Bench) -> None:
    landed = on.saved(on.taken("a.txt", NEW))

    def someone(step: str) -> None:
        if step == "move":
            on.commit({"sub/b.txt": b"theirs\n"})

    refused = on.undo(landed, point=someone)
    assert isinstance(refused, NotLanded)
    assert on.says("rev-parse", "HEAD^") == landed.commit
    assert (on.data("a.txt"), on.status()) == (NEW, b"")
    assert on.journal.open_intents() == ()
    on.undone(landed)
    assert on.blob("HEAD:sub/b.txt") == b"theirs\n"
    assert on.blob("HEAD:a.txt") == LINES


def test_a_folder_swapped_for_a_link_while_undoing_leads_nowhere(on: Bench, tmp_path: Path) -> None:
    landed = on.saved(on.taken("sub/b.txt", NEW), mode="write")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.txt").write_bytes(NEW)

    def swap(step: str) -> None:
        if step == "swap sub/b.txt":
            (on.root / "sub").rename(on.root / "moved")
            (on.root / "sub").symlink_to(outside)

    refused = on.undo(landed, point=swap)
    assert isinstance(refused, NotLanded)
    assert (outside / "b.txt").read_bytes() == NEW
    assert on.data("moved/b.txt") == NEW
    assert not list(outside.glob(".pairtui-*"))


def test_a_repository_that_was_moved_still_knows_what_was_cut_off(on: Bench) -> None:
    class Cut(BaseException):
        pass

    def cut(step: str) -> None:
        if step == "intended":
            raise Cut

    result, head = on.taken("a.txt", NEW), on.head
    with pytest.raises(Cut):
        on.land(result, planned=head, point=cut)
    moved = Bench(on.root.rename(on.root.with_name("moved")), on.journal)
    (found,) = interrupted(moved.repo, moved.journal)
    assert found.fates == {"a.txt": "not applied"}
    assert ground(moved.repo).head == head
