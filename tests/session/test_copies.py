"""A copy is a new file outside the repository; nothing is overwritten and nothing half there."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pairtui.repo.git import Repo
from pairtui.session.copies import Copies
from tests.tui.stage import repository

pytestmark = pytest.mark.anyio


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "shop")


@pytest.fixture
def copies(root: Path) -> Copies:
    return Copies(Repo.discover(str(root)))


async def test_the_bytes_are_written_for_the_person_alone(copies: Copies, tmp_path: Path) -> None:
    goal = tmp_path / "copy.py"
    assert await copies.write(f" {goal} ", b"a\r\n\xff\x00") == ""
    assert goal.read_bytes() == b"a\r\n\xff\x00"
    assert stat.S_IMODE(goal.stat().st_mode) == 0o600


async def test_what_is_there_stays(copies: Copies, tmp_path: Path) -> None:
    (tmp_path / "is").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("is", "link"):
        assert "it stays" in await copies.write(str(tmp_path / name), b"x")
    assert (tmp_path / "is").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


async def test_the_repository_is_only_written_by_a_save(
    copies: Copies, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "door").symlink_to(root)
    for place in (root, root / ".git", tmp_path / "door", root / ".git" / ".."):
        assert "only a save writes" in await copies.write(f"{place}/copy.py", b"x")
    assert not (root / "copy.py").exists()


@pytest.mark.parametrize("path", ["copy.py", "", "~nobody-at-all/x", "/nowhere/x", "/nowhere/\0"])
async def test_no_place_is_guessed(copies: Copies, path: str) -> None:
    assert await copies.write(path, b"x")


async def test_a_free_name_in_the_home_is_proposed(
    copies: Copies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert copies.proposed("price.py") == str(tmp_path / "pairtui-price.py")
    (tmp_path / "pairtui-price.py").symlink_to("nowhere")
    assert copies.proposed("price.py") == str(tmp_path / "pairtui-price-2.py")
