"""Where a full screen cannot be: one line that says what works instead, and exit 2."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pairtui.repo.sample import make_sample
from tests.providers.server import Reply, serve
from tests.terminal.conftest import OpenTerminal
from tests.terminal.desk import PROGRAM, edit, endpoint


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(make_sample(str(tmp_path)))


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_can_do_nothing_gets_one_line(
    open_terminal: OpenTerminal, root: Path, term: str
) -> None:
    shown = open_terminal(PROGRAM, cwd=root, env={**os.environ, "TERM": term})
    assert shown.wait_exit() == 2
    said = bytes(shown.raw)
    assert said.count(b"\n") == 1
    assert b"pairtui ask" in said
    assert b"\x1b" not in said
    assert shown.restored() == []


def test_without_a_terminal_there_is_one_line(root: Path) -> None:
    done = subprocess.run(
        [PROGRAM], stdin=subprocess.DEVNULL, capture_output=True, cwd=root, check=False, timeout=30
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"pairtui ask" in done.stderr


def test_with_its_output_in_a_pipe_there_is_one_line_too(
    open_terminal: OpenTerminal, root: Path
) -> None:
    shown = open_terminal("/bin/sh", "-c", f"'{PROGRAM}' | cat; echo done", cwd=root)
    shown.wait_for("^done")
    assert shown.wait_exit() == 0
    assert bytes(shown.raw).count(b"\n") == 2
    assert b"pairtui ask" in bytes(shown.raw)


def test_the_demo_without_a_terminal_does_the_same_job_in_plain_lines(tmp_path: Path) -> None:
    (tmp_path / "temp").mkdir()
    first = "There is a library in our village"
    article = Path(make_sample(str(tmp_path / "model"))) / "article.md"
    (old,) = (line for line in article.read_text().splitlines() if line.startswith(first))
    reply = edit("article.md", old, f"{first}, above the bakery.", "It is shorter.")
    with serve(Reply("TITLE: Shorten the opening\n\n" + reply)) as server:
        done = subprocess.run(
            [PROGRAM, "demo"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**endpoint(server), "TMPDIR": str(tmp_path / "temp")},
            check=False,
            timeout=60,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    (root,) = (tmp_path / "temp").glob("*/library")
    for words in (
        str(root),
        "model-a",
        f"+{first}, above the bakery.",
        f"-{first} that",
        "U takes",
    ):
        assert words in done.stdout
    assert "\x1b" not in done.stdout
    status = subprocess.run(
        ["git", "-C", str(root), "status", "--porcelain"], capture_output=True, check=True
    )
    assert status.stdout == b""
