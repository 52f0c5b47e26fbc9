"""Mapping: the index of a repository, made by a child process and looked up here."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pairtui.context.map_index import MapIndex
from pairtui.context.map_text import fit
from pairtui.context.outline.definition import Outline
from pairtui.repo.files import list_files
from pairtui.repo.git import Repo
from pairtui.session import indexing
from pairtui.session.indexing import build
from pairtui.session.mapping import Mapping
from pairtui.tokens import estimate

PRICE = "class Price:\n    def total(self):\n        return 1\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    root = tmp_path / "shop"
    root.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    for name, text in {
        "price.py": PRICE,
        "page.py": "from price import Price\nprint(Price().total())\n",
        "notes.txt": "def no(): pass\n",
        "ignored.py": "def ignored(): pass\n",
        "secret.py": "def secret_thing(): pass\n",
        ".gitignore": "ignored.py\n",
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    (root / "outside.py").symlink_to(tmp_path / "elsewhere.py")
    (tmp_path / "elsewhere.py").write_text("def outside(): pass\n", encoding="utf-8")
    return Repo.discover(str(root))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "maps" / "index"


def opened(target: Path) -> MapIndex:
    return MapIndex(target.read_bytes())


def paths(target: Path) -> list[str]:
    return [path for path, _, _ in opened(target).records()]


def drawn(mapping: Mapping) -> str:
    return fit(mapping.ranked(["page.py"], "", {"page.py"}), 1_000, estimate)


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    read: list[str] = []
    real: Callable[[Repo, str], Outline] = indexing._outlined

    def outlined(repo: Repo, path: str) -> Outline:
        read.append(path)
        return real(repo, path)

    monkeypatch.setattr(indexing, "_outlined", outlined)
    return read


def test_an_index_holds_the_files_that_were_listed_and_have_an_outline(
    repo: Repo, target: Path
) -> None:
    build(repo, target, [*list_files(repo), "outside.py", "gone.py"], [])
    assert paths(target) == ["page.py", "price.py", "secret.py"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700


def test_only_files_that_changed_are_read_again(
    repo: Repo, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(repo, target, list_files(repo), [])
    read, written = counting(monkeypatch), target.stat().st_ino
    build(repo, target, list_files(repo), [])
    assert not read
    assert target.stat().st_ino == written, "nothing to write"
    Path(repo.root, "price.py").write_text("def other_price(): pass\n", encoding="utf-8")
    Path(repo.root, "page.py").unlink()
    build(repo, target, list_files(repo), [])
    assert read == ["price.py"]
    assert paths(target) == ["price.py", "secret.py"]
    assert list(opened(target).named("other_price"))
    assert not list(opened(target).named("total"))


def test_a_damaged_index_is_made_anew(repo: Repo, target: Path) -> None:
    build(repo, target, list_files(repo), [])
    whole = target.read_bytes()
    target.write_bytes(whole[:-3])
    build(repo, target, list_files(repo), [])
    assert target.read_bytes() == whole


def test_files_near_the_conversation_are_read_first_and_what_is_there_can_be_used(
    repo: Repo, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = counting(monkeypatch)
    monkeypatch.setattr(indexing, "FIRST_WRITE", 0)
    left: list[int] = []
    real = indexing._write

    def write(target: Path, data: bytes) -> None:
        real(target, data)
        left.append(opened(target).left)

    monkeypatch.setattr(indexing, "_write", write)
    build(repo, target, list_files(repo), ["secret.py"])
    assert read == ["secret.py", "page.py", "price.py"]
    assert left == [2, 1, 0]


def test_a_repository_that_is_too_large_is_indexed_in_part(
    repo: Repo, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "MOST_FILES", 2)
    build(repo, target, list_files(repo), ["price.py"])
    assert opened(target).skipped == 1
    assert "price.py" in paths(target)


def test_who_is_asked_to_leave_keeps_what_was_read(repo: Repo, target: Path) -> None:
    answers = iter([False, True])
    build(repo, target, list_files(repo), ["price.py"], lambda: next(answers))
    assert paths(target) == ["price.py"]
    assert opened(target).left == 2
    build(repo, target, list_files(repo), [])
    assert opened(target).left == 0


def test_what_is_unfinished_is_gone_on_with_though_no_file_changed(
    repo: Repo, target: Path
) -> None:
    build(repo, target, ["price.py"], [])
    build(repo, target, ["price.py", "page.py"], [], lambda: True)
    assert paths(target) == ["price.py"]
    assert opened(target).left == 1
    build(repo, target, ["price.py"], [])
    assert opened(target).left == 0, "what was left is gone"


def test_indexes_that_nobody_uses_are_taken_away(repo: Repo, target: Path) -> None:
    target.parent.mkdir(parents=True)
    for name, days in {"old": 61, "young": 59}.items():
        (target.parent / name).write_bytes(b"")
        at = time.time() - days * 24 * 3600
        os.utime(target.parent / name, (at, at))
    build(repo, target, list_files(repo), [])
    assert sorted(path.name for path in target.parent.iterdir()) == ["index", "young"]


def test_a_file_too_large_to_be_written_by_hand_is_left_out(
    repo: Repo, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "LARGEST", len(PRICE) - 1)
    build(repo, target, list_files(repo), [])
    assert paths(target) == ["page.py", "secret.py"]


def test_the_child_makes_the_index_and_a_policy_keeps_files_out_of_it(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(indexing.__file__).parents[2]))  # the code under test

    async def run() -> None:
        kept_out = {"secret.py"}
        mapping = Mapping(repo, tmp_path / "cache", lambda paths: kept_out)
        assert mapping.says() == "the repository is being read for the first time"
        mapping.begin(["page.py"])
        assert mapping._updating is not None
        await mapping._updating
        assert not mapping.says()
        found = drawn(mapping)
        assert found == "price.py\n1 class Price\n2   def total(self)"
        assert [(one.path, one.first, one.last) for one in mapping.find("total")] == [
            ("price.py", 2, 3)
        ]
        assert [one.name for one in mapping.symbols("T")] == ["total"]
        assert not mapping.symbols("secret")
        assert not mapping.symbols("")
        kept_out.add("price.py")
        assert not drawn(mapping)
        await mapping.aclose()

    asyncio.run(run())


def test_what_changed_since_it_was_read_is_not_shown(repo: Repo, tmp_path: Path) -> None:
    mapping = Mapping(repo, tmp_path / "cache", lambda paths: ())
    build(repo, mapping._target, list_files(repo), [])
    assert "class Price" in drawn(mapping)
    Path(repo.root, "price.py").write_text("\n\n" + PRICE, encoding="utf-8")
    assert "class Price" not in drawn(mapping)
    assert not mapping.find("total")


def test_of_equal_names_that_of_the_code_and_of_the_module_comes_first(
    repo: Repo, tmp_path: Path
) -> None:
    for name, text in {
        "a_test.py": "def price(): ...\n",
        "b.py": "class A:\n    def price(self): ...\n",
        "c.py": "def price(): ...\n",
    }.items():
        Path(repo.root, name).write_text(text, encoding="utf-8")
    mapping = Mapping(repo, tmp_path / "cache", lambda paths: ())
    build(repo, mapping._target, list_files(repo), [])
    found = [one.path for one in mapping.symbols("pri")]
    assert found == ["c.py", "b.py", "a_test.py", "price.py"]


def test_an_index_that_is_written_anew_is_seen(repo: Repo, tmp_path: Path) -> None:
    mapping = Mapping(repo, tmp_path / "cache", lambda paths: ())
    build(repo, mapping._target, ["page.py"], [])
    assert not mapping.find("total")
    build(repo, mapping._target, ["page.py", "price.py"], [])
    assert mapping.find("total")
    mapping._target.write_bytes(b"")
    assert not mapping.find("total")


def test_a_lexer_that_comes_to_no_end_costs_one_file(
    repo: Repo, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(path: str, source: str) -> Outline:
        if path == "price.py":
            raise indexing._TooLong
        return Outline()

    monkeypatch.setattr(indexing, "outline", never)
    build(repo, target, list_files(repo), [])
    found = opened(target).file("price.py")
    assert found is not None
    assert not found.outline.definitions


def test_a_repository_that_is_gone_has_no_map(repo: Repo, tmp_path: Path) -> None:
    Path(repo.root).rename(tmp_path / "away")

    async def run() -> None:
        mapping = Mapping(repo, tmp_path / "cache", lambda paths: ())
        await mapping.first([])
        assert not mapping.ranked([], "Price")
        await mapping.aclose()

    asyncio.run(run())
