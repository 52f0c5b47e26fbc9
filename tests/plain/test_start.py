"""What is said before a history begins."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pairtui.plain.start import DECLINED, begin, offer
from tests.tui.stage import git


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ((1,), "1 file, 1 byte:"),
        ((11, 12), "2 files, 23 bytes:"),
        ((1500,), "1 file, 1.5 kB:"),
        ((150_000,), "1 file, 0.1 MB:"),
        ((1_500_000,), "1 file, 1.5 MB:"),
    ],
)
def test_the_size_of_the_first_commit(tmp_path: Path, sizes: tuple[int, ...], says: str) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    for number, size in enumerate(sizes):
        (folder / f"{number}.txt").write_bytes(b"x" * size)
    out = io.StringIO()
    assert begin(str(folder), io.StringIO("n\n"), out) == DECLINED
    assert says in out.getvalue()


def test_in_a_bare_repository_no_history_is_offered(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "store.git")
    out = io.StringIO()
    assert not offer(str(tmp_path / "store.git"), io.StringIO("y\ny\n"), out)
    assert "is a bare repository" in out.getvalue()
    assert "Begin" not in out.getvalue()
