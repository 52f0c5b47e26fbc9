"""A file of the person's own is whole, and theirs alone, or nothing was done."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui import atomic


def test_a_file_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "state" / "kept.json"
    for data in (b"one", b"two"):
        atomic.put(path, data)
    assert path.read_bytes() == b"two"
    assert [path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777] == [0o600, 0o700]
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_left_of_one_that_could_not_be_put_there(tmp_path: Path) -> None:
    path = tmp_path / "state" / "kept.json"
    path.mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        atomic.put(path, b"one")
    assert list(path.parent.iterdir()) == [path]
