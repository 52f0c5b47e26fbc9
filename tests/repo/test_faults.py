"""Everything the system can refuse, at every call: each file is the old one or the new one."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from typing import Any

import pytest

from pairtui.landing import Landed, NotLanded
from pairtui.proposal import Present, Refused
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.repo.write import NotWritten, Write, write_all
from tests.repo.workbench import Bench

OLD = {"a.txt": b"a old\n", "sub/b.txt": b"b old\n" * 3000}
NEW = {"a.txt": b"a new\n", "sub/b.txt": b"b new\n" * 3000, "x/y/c.txt": b"c new\n"}


def fail_at(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int, code: int, *, then: bool = False
) -> Callable[[], int]:
    """Let the nth call of an os function fail, or that one and all after it."""
    real = getattr(os, name)
    calls = 0

    def faulty(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        # Only what happens by folder descriptor is ours; git and Python open files too.
        if name == "write":
            ours = stat.S_ISREG(os.fstat(arguments[0]).st_mode)
        else:
            ours = name in ("fsync", "fchmod") or any("dir_fd" in key for key in named)
        if ours:
            calls += 1
            if calls == number or (then and calls > number):
                raise OSError(code, os.strerror(code))
        return real(*arguments, **named)

    monkeypatch.setattr(os, name, faulty)
    return lambda: calls


def whole(bench: Bench) -> str:
    """Tell whether all files are old, all are new, or each is one of the two."""
    there = {path: bench.data(path) for path in NEW if (bench.root / path).exists()}
    if there == OLD:
        return "old"
    if there == NEW:
        return "new"
    for path, data in there.items():
        assert data in (OLD.get(path), NEW[path])
    return "each"


def writes(repo: Repo) -> list[Write]:
    made = []
    for path, data in NEW.items():
        before = read(repo, path)
        assert not isinstance(before, Refused)
        made.append(Write(path, before, Present(data)))
    return made


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("name", ["open", "write", "fsync", "rename", "link", "mkdir", "fchmod"])
def test_one_call_fails(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    bench.commit(OLD)
    repo, before = bench.repo, bench.status()
    wanted = writes(repo)
    number = 1
    while True:
        with monkeypatch.context() as faults:
            calls = fail_at(faults, name, number, code)
            try:
                write_all(repo, wanted, "test")
                left = None
            except NotWritten as error:
                left = error.left
        written = left is None
        assert not left
        assert whole(bench) == ("new" if written else "old"), number
        assert (bench.root / "x").exists() == written, number
        assert not list(bench.root.rglob(".pairtui-*")), number
        if calls() < number:
            break
        assert not written, number
        number += 1
    assert number > 1
    bench.git("checkout", "--quiet", ".")
    bench.git("clean", "-qfd")
    assert bench.status() == before


@pytest.mark.parametrize("name", ["write", "fsync", "rename", "link", "unlink"])
def test_all_calls_fail_from_one_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    bench.commit(OLD)
    repo = bench.repo
    wanted = writes(repo)
    number = 1
    while True:
        left: tuple[str, ...] | None = None
        with monkeypatch.context() as faults:
            calls = fail_at(faults, name, number, errno.EIO, then=True)
            try:
                write_all(repo, wanted, "test")
            except NotWritten as error:
                left = error.left
        state = whole(bench)
        if left is None:
            assert state == "new"
        else:
            new = {path for path in NEW if (bench.root / path).exists()}
            assert set(left) == {path for path in new if bench.data(path) == NEW[path]}
        if calls() < number:
            break
        number += 1
        for stray in bench.root.rglob(".pairtui-*"):
            stray.unlink()
        bench.git("checkout", "--quiet", ".")
        bench.git("clean", "-qfd")
    assert number > 1


def test_a_full_disk_is_said_in_plain_words(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.commit(OLD)
    result = bench.taken("a.txt", b"a new\n")
    with monkeypatch.context() as faults:
        fail_at(faults, "write", 1, errno.ENOSPC)
        refused = bench.refused(result)
    assert refused.says == "a.txt could not be written: the disk is full."
    bench.saved(result)


def test_what_is_read_only_stays_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.commit(OLD)
    result = bench.taken("a.txt", b"a new\n")
    real = os.access
    with monkeypatch.context() as faults:
        faults.setattr(os, "access", lambda path, *a, **k: path != "a.txt" and real(path, *a, **k))
        assert "a.txt could not be written: it is read-only." in bench.refused(result).says
    with monkeypatch.context() as faults:
        faults.setattr(os, "access", lambda path, *a, **k: path != "." and real(path, *a, **k))
        assert "its folder is read-only." in bench.refused(result).says
    assert bench.data("a.txt") == OLD["a.txt"]


def test_another_owner_is_kept_or_the_file_is_left_alone(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    bench.commit(OLD)
    os.chown(bench.root / "a.txt", 12345, 12345)
    landed = bench.saved(bench.taken("a.txt", b"a new\n"))
    assert (bench.root / "a.txt").stat().st_uid == 12345
    bench.undone(landed)

    def denied(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", denied)
    assert "change its owner" in bench.refused(bench.taken("a.txt", b"a new\n")).says
    assert bench.data("a.txt") == OLD["a.txt"]


def test_a_file_system_without_second_names(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.commit(OLD)
    results = [bench.taken(path, data) for path, data in NEW.items()]

    def unsupported(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    landed = bench.saved(*results)
    assert whole(bench) == "new"
    bench.undone(landed)
    assert whole(bench) == "old"
    with monkeypatch.context() as faults:
        fail_at(faults, "rename", 2, errno.EIO)
        bench.refused(*results)
    assert whole(bench) == "old"
    bench.clean_up_is_done()


def test_attributes_of_a_file_are_kept(bench: Bench) -> None:
    bench.commit(OLD)
    place = bench.root / "a.txt"
    try:
        os.setxattr(place, "user.note", b"keep me")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    bench.saved(bench.taken("a.txt", b"a new\n"))
    assert os.getxattr(place, "user.note") == b"keep me"


def swapped_in_between(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]
) -> Landed | NotLanded:
    """Land a change of sub/b.txt while something else happens after the first check."""
    result = bench.taken("sub/b.txt", NEW["sub/b.txt"])
    head, real, done = bench.head, os.access, False

    def late(path: str, *arguments: Any, **named: Any) -> bool:
        nonlocal done
        if "dir_fd" in named and not done:
            done = True
            act()
        return real(path, *arguments, **named)

    monkeypatch.setattr(os, "access", late)
    return bench.land(result, mode="write", planned=head)


def test_a_folder_swapped_for_a_link_in_between_leads_nowhere(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    bench.commit(OLD)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.txt").write_bytes(OLD["sub/b.txt"])

    def swap() -> None:
        (bench.root / "sub").rename(bench.root / "moved")
        (bench.root / "sub").symlink_to(outside)

    landed = swapped_in_between(bench, monkeypatch, swap)
    assert isinstance(landed, NotLanded)
    assert (outside / "b.txt").read_bytes() == OLD["sub/b.txt"]
    assert bench.data("moved/b.txt") == OLD["sub/b.txt"]
    assert not list(outside.glob(".pairtui-*"))


def test_a_file_changed_in_between_is_not_written(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.commit(OLD)
    landed = swapped_in_between(
        bench, monkeypatch, lambda: bench.put("sub/b.txt", b"mine, just now\n")
    )
    assert isinstance(landed, NotLanded)
    assert "changed on disk in the meantime" in landed.says
    assert bench.data("sub/b.txt") == b"mine, just now\n"
    bench.clean_up_is_done()


def test_a_new_file_never_replaces_one_that_appeared(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.commit(OLD)
    result, head, real = bench.taken("new.txt", b"new\n"), bench.head, os.link

    def late(*arguments: Any, **named: Any) -> None:
        bench.put("new.txt", b"mine, just now\n")
        real(*arguments, **named)

    monkeypatch.setattr(os, "link", late)
    landed = bench.land(result, mode="write", planned=head)
    assert isinstance(landed, NotLanded)
    assert bench.data("new.txt") == b"mine, just now\n"
    bench.clean_up_is_done()


def test_no_room_for_the_commit_leaves_the_files_written(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.commit(OLD)
    result = bench.taken("a.txt", b"a new\n")

    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    refused = bench.refused(result)
    assert refused.says == "The commit was not made: the disk is full."
    assert [file.path for file in refused.written] == ["a.txt"]
    assert bench.head == first
