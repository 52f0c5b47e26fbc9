from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.repo.files import LIMIT
from pairtui.repo.git import RepoError
from pairtui.repo.start import init, init_preview
from tests.repo.workbench import Bench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "novel"
    (folder / "out").mkdir(parents=True)
    (folder / "ch01.md").write_bytes(b"It began.\n")
    (folder / "*").write_bytes(b"odd\n")
    (folder / "out/x.log").write_bytes(b"ignored\n")
    (folder / ".gitignore").write_bytes(b"*.log\n")
    (folder / "film.mov").write_bytes(b"x" * (LIMIT + 1))
    Bench.make(folder / "inner").put("x", b"x")
    return folder


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_the_preview_changes_nothing(folder: Path) -> None:
    before = everything(folder)
    preview = init_preview(str(folder))
    assert preview.files == ("*", ".gitignore", "ch01.md")
    assert preview.size == 4 + 6 + 10
    assert (preview.large, preview.inner) == (("film.mov",), ("inner/",))
    assert not preview.name_needed
    assert everything(folder) == before


def test_the_first_commit_holds_what_the_preview_showed(folder: Path) -> None:
    repo = init(str(folder))
    bench = Bench(folder)
    assert repo.root == str(folder)
    assert bench.git("ls-tree", "-r", "-z", "--name-only", "HEAD") == b"*\0.gitignore\0ch01.md\0"
    assert bench.status() == b"? film.mov\0? inner/\0"


def test_a_name_is_asked_for_and_set_here_only(folder: Path, clean_environment: Path) -> None:
    settings = clean_environment / "gitconfig"
    settings.write_text("")
    assert init_preview(str(folder)).name_needed
    with pytest.raises(RepoError, match="does not know your name"):
        init(str(folder))
    assert not (folder / ".git").exists()
    init(str(folder), name="Jo Writer", email="jo@example.org")
    assert Bench(folder).says("log", "-1", "--format=%an %ae") == "Jo Writer jo@example.org"
    assert settings.read_text() == ""


def test_where_a_repository_is_none_is_made(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(RepoError, match="git's folder already"):
        init_preview(str(bench.root))
    (bench.root / "sub").mkdir()
    with pytest.raises(RepoError, match="already lies in the repository"):
        init(str(bench.root / "sub"))
    with pytest.raises(RepoError, match="no folder"):
        init(str(tmp_path / "nowhere"))


def test_an_empty_folder_gets_a_repository_without_a_commit(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    init(str(tmp_path / "empty"))
    assert Bench(tmp_path / "empty").head == ""


def test_what_fails_leaves_nothing_behind(folder: Path, clean_environment: Path) -> None:
    before = everything(folder)
    template = clean_environment / "template/hooks"
    template.mkdir(parents=True)
    (template / "pre-commit").write_text("#!/bin/sh\necho never >&2\nexit 1\n")
    (template / "pre-commit").chmod(0o755)
    with (clean_environment / "gitconfig").open("a") as settings:
        settings.write(f"[init]\n\ttemplateDir = {template.parent}\n")
    with pytest.raises(RepoError, match="never"):
        init(str(folder))
    assert everything(folder) == before
