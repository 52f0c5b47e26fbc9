"""The command line: exit codes and what is said, by the installed program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pairtui.__main__ import settle
from tests.repo.workbench import Bench

SCRIPT = """
[[reply]]
text = '''
a.py
<<<<<<< SEARCH
x = 1
=======
x = 2
>>>>>>> REPLACE
'''
"""


def pairtui(
    *arguments: str, cwd: Path, feed: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pairtui", *arguments],
        cwd=cwd,
        input=feed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **env},
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"x = 1\n"})
    (tmp_path / "script.toml").write_text(SCRIPT)
    return bench.root


def test_ask_prints_a_diff_and_writes_nothing(shop: Path, tmp_path: Path) -> None:
    script = f"--provider=scripted:{tmp_path / 'script.toml'}"
    done = pairtui("ask", "two", "a.py", script, cwd=shop)
    assert done.returncode == 0, done.stderr
    assert "-x = 1\n+x = 2\n" in done.stdout
    assert (shop / "a.py").read_bytes() == b"x = 1\n"


def test_an_inherited_git_dir_leads_nowhere_else(shop: Path, tmp_path: Path) -> None:
    other = Bench.make(tmp_path / "other")
    other.commit({"a.py": b"y = 1\n"})
    script = f"--provider=scripted:{tmp_path / 'script.toml'}"
    done = pairtui(
        "ask", "two", "a.py", script, cwd=shop,
        GIT_DIR=str(other.root / ".git"), GIT_WORK_TREE=str(other.root),
    )  # fmt: skip
    assert "-x = 1\n+x = 2\n" in done.stdout


def test_no_terminal_is_one_line_and_2(shop: Path) -> None:
    done = pairtui(cwd=shop)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pairtui ask" in done.stderr


def test_usage_is_2(shop: Path) -> None:
    assert pairtui("ask", cwd=shop).returncode == 2
    assert pairtui("--nonsense", cwd=shop).returncode == 2


def test_no_repository_is_4(tmp_path: Path) -> None:
    done = pairtui("ask", "two", "a.py", "--provider=scripted:x", cwd=tmp_path)
    assert done.returncode == 4
    assert "not in a git repository" in done.stderr


def test_no_model_is_3_and_names_the_ways(shop: Path) -> None:
    done = pairtui("ask", "two", "a.py", cwd=shop)
    assert done.returncode == 3
    for way in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "pairtui model add"):
        assert way in done.stderr


def test_a_broken_setting_is_2_and_names_file_and_key(shop: Path) -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "pairtui"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('save = "later"\n')
    done = pairtui("ask", "two", "a.py", cwd=shop)
    assert done.returncode == 2
    assert "config.toml" in done.stderr
    assert "save" in done.stderr


def test_doctor_names_everything_and_never_the_key(shop: Path) -> None:
    done = pairtui("doctor", "-v", cwd=shop, OPENAI_API_KEY="sk-very-secret",
                   OPENAI_BASE_URL="http://127.0.0.1:9/v1")  # fmt: skip
    assert done.returncode == 3
    assert "sk-very-secret" not in done.stdout + done.stderr
    for word in (
        "git",
        "repository",
        "key",
        "model",
        "terminal",
        "settings",
        "data",
        "127.0.0.1:9",
    ):
        assert word in done.stdout


def test_init_says_what_it_will_hold_and_asks(tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "chapter.md").write_text("It was late.\n")
    (folder / "film.mp4").write_bytes(b"0" * 2_000_001)
    refused = pairtui("init", cwd=folder, feed="n\n")
    assert refused.returncode == 1
    assert not (folder / ".git").exists()
    done = pairtui("init", cwd=folder, feed="y\n")
    assert done.returncode == 0, done.stdout
    assert "1 file" in done.stdout
    assert "film.mp4" in done.stdout
    assert "Nothing is uploaded" in done.stdout
    assert Bench(folder).says("ls-files") == "chapter.md"


def test_the_environment_is_settled_before_anything_is_imported() -> None:
    environment = {"GIT_DIR": "/x", "GIT_CONFIG_COUNT": "1", "GIT_AUTHOR_NAME": "me"}
    settle(environment)
    assert environment == {
        "GIT_AUTHOR_NAME": "me",
        "TEXTUAL_FPS": "120",
        "TEXTUAL_ANIMATIONS": "none",
    }
