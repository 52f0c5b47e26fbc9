from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from pairtui.proposal import Absent, FileState, Present, Refused
from pairtui.repo.files import LIMIT, list_files, read
from pairtui.repo.git import RepoError
from tests.repo.workbench import Bench


def reason(state: FileState) -> str:
    assert isinstance(state, Refused), state
    return state.reason


def test_a_file_is_its_bytes_and_its_mode(bench: Bench) -> None:
    bench.put("a/b.txt", b"\xef\xbb\xbfa\r\nb", 0o640)
    assert read(bench.repo, "a/b.txt") == Present(b"\xef\xbb\xbfa\r\nb", 0o640)


def test_a_file_that_could_be_made_is_absent(bench: Bench) -> None:
    assert read(bench.repo, "a.txt") == Absent()
    assert read(bench.repo, "new/folder/a.txt") == Absent()


def test_links_are_never_followed(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x").write_bytes(b"x")
    (bench.root / "link").symlink_to(tmp_path / "outside")
    (bench.root / "git").symlink_to(".git")
    (bench.root / "file").symlink_to(tmp_path / "outside/x")
    (bench.root / "nowhere").symlink_to("gone")
    assert "behind a symbolic link" in reason(read(bench.repo, "link/x"))
    assert "behind a symbolic link" in reason(read(bench.repo, "link/new"))
    assert "behind a symbolic link" in reason(read(bench.repo, "git/config"))
    assert "is a symbolic link" in reason(read(bench.repo, "file"))
    assert "is a symbolic link" in reason(read(bench.repo, "nowhere"))


def test_what_is_not_a_regular_file_answers_at_once(bench: Bench) -> None:
    os.mkfifo(bench.root / "pipe")
    (bench.root / "folder").mkdir()
    repo, found = bench.repo, []
    thread = threading.Thread(target=lambda: found.append(read(repo, "pipe")), daemon=True)
    thread.start()
    thread.join(5)
    assert "not a regular file" in reason(found[0])
    assert "is a folder" in reason(read(repo, "folder"))
    bench.put("plain", b"x")
    assert "a file stands where" in reason(read(repo, "plain/x"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a\0b", "binary"),
        (b"caf\xe9\n", "not UTF-8"),
        ("größe".encode("utf-16"), "UTF-16"),
        (b"x" * (LIMIT + 1), "larger than 2 MB"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n", "LFS pointer"),
    ],
)
def test_what_cannot_be_reviewed_is_named(bench: Bench, data: bytes, why: str) -> None:
    bench.put("a", data)
    assert why in reason(read(bench.repo, "a"))


def test_a_file_of_just_2_mb_is_read(bench: Bench) -> None:
    bench.put("a", b"x" * LIMIT)
    assert isinstance(read(bench.repo, "a"), Present)


def test_repositories_inside_are_left_alone(bench: Bench) -> None:
    Bench.make(bench.root / "inner").put("x", b"x")
    Bench.make(bench.root / "bare.git", "--bare")
    bench.put("sub/.git", b"gitdir: /nowhere\n")
    for path in ("inner/x", "inner/new", "bare.git/config", "sub/x"):
        assert "another repository inside this one" in reason(read(bench.repo, path))


def test_a_folder_without_access_is_said(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.put("a.txt", b"a")
    repo = bench.repo

    def denied(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert reason(read(repo, "a.txt")) == "it cannot be read: Permission denied"


def test_a_folder_that_went_away_is_refused(bench: Bench) -> None:
    bench.put("a.txt", b"a")
    repo = bench.repo
    shutil.rmtree(bench.root)
    with pytest.raises(RepoError, match="is gone"):
        read(repo, "a.txt")
    with pytest.raises(RepoError, match="is gone"):
        list_files(repo)
    bench.root.mkdir()
    (bench.root / "filler").mkdir()
    # The new folder may get the old inode; then git itself finds no repository there.
    with pytest.raises(RepoError):
        list_files(repo)


def test_the_list_holds_tracked_and_untracked_files_only(bench: Bench, tmp_path: Path) -> None:
    bench.commit({"b.txt": b"b", "a/x.py": b"x", "gone.txt": b"g", ".gitignore": b"*.log\n"})
    (bench.root / "gone.txt").unlink()
    bench.put("new.md", b"n")
    bench.put("x.log", b"l")
    bench.put("-n", b"")
    bench.put("*", b"")
    bench.put("a\nb", b"")
    (bench.root / "link").symlink_to("b.txt")
    Bench.make(bench.root / "inner").put("y", b"y")
    (bench.root / os.fsdecode(b"caf\xe9")).write_bytes(b"c")
    assert list_files(bench.repo) == tuple(
        sorted(["*", "-n", ".gitignore", "a/x.py", "b.txt", os.fsdecode(b"caf\xe9"), "new.md"])
    )
    assert read(bench.repo, os.fsdecode(b"caf\xe9")) == Present(b"c", 0o644)


def test_a_link_put_there_while_looking_is_not_followed(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x").write_bytes(b"secret")
    bench.put("sub/x", b"x")
    bench.put("y", b"y")
    repo, real = bench.repo, os.stat

    def late(name: str, **options: Any) -> os.stat_result:
        facts = real(name, **options)
        if name == "sub" and (bench.root / "sub").is_dir():
            (bench.root / "sub").rename(bench.root / "moved")
            (bench.root / "sub").symlink_to(tmp_path / "outside")
        if name == "y":
            (bench.root / "y").unlink()
            (bench.root / "y").symlink_to(tmp_path / "outside/x")
        return facts

    monkeypatch.setattr(os, "stat", late)
    assert "cannot be read" in reason(read(repo, "sub/x"))
    assert "cannot be read" in reason(read(repo, "y"))


def test_what_a_killed_save_left_is_not_offered(bench: Bench) -> None:
    bench.put("a.txt", b"x\n")
    bench.put("deep/.pairtui-0123456789abcdef.tmp", b"x\n")
    bench.put(".pairtui-0123456789abcdef.old", b"x\n")
    bench.put(".pairtui-mine.tmp", b"x\n")
    assert list_files(bench.repo) == (".pairtui-mine.tmp", "a.txt")
