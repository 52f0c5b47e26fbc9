"""The replay over a small history that is made here; `python -m tests.replay` takes a real one."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from tests.replay.checks import Figures, replay
from tests.replay.history import Change, changes, commits, git
from tests.replay.replies import FORMS

MODULES = ("decoder.py", "encoder.py", "scanner.py", "tool.py", "__init__.py")
COMMITS = 8


def edited(text: bytes, rng: Random) -> bytes:
    """Return a text after a few edits such as people make: lines cut, added, doubled, reworded."""
    lines = text.split(b"\n")
    for _ in range(rng.choice((1, 2, 4, 9))):
        at = rng.randrange(len(lines))
        run = lines[at : at + rng.choice((1, 1, 3, 12))]
        what = rng.randrange(5)
        if what == 0:
            del lines[at : at + len(run)]
        elif what == 1:
            lines[at:at] = run
        elif what == 2:
            lines[at : at + len(run)] = [line.replace(b"e", b"E", 2) for line in run]
        elif what == 3:
            lines[at : at + len(run)] = [b"    " + line if line else line for line in run]
        else:
            lines.insert(at, b"fresh = %d" % rng.randrange(1000))
        lines = lines or [b"all = 0"]
    return b"\n".join(lines)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with the texts of a package, changed commit by commit."""
    folder = tmp_path_factory.mktemp("history")
    git(folder, "init", "--quiet")
    rng = Random(7)
    source = Path(json.__file__).parent
    texts = {name: (source / name).read_bytes() for name in MODULES}
    texts["crlf.py"] = texts["tool.py"].replace(b"\n", b"\r\n")
    texts["open.py"] = texts["scanner.py"].removesuffix(b"\n")
    texts["größe mit Blank.py"] = texts["tool.py"]
    for at in range(COMMITS):
        for name, text in sorted(texts.items()):
            (folder / name).write_bytes(text)
            if at and rng.random() < 0.6 and name != "crlf.py":
                texts[name] = edited(text, rng)
            elif name == "crlf.py":
                texts[name] = edited(text.replace(b"\r\n", b"\n"), rng).replace(b"\n", b"\r\n")
        if at == 3:
            git(folder, "mv", "encoder.py", "encoding.py")
            texts["encoding.py"] = texts.pop("encoder.py")
            (folder / "tool.py").chmod(0o755)
        if at == 5:
            git(folder, "rm", "-qf", "decoder.py")
            del texts["decoder.py"]
        git(folder, "add", "--all")
        who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
        git(folder, *who, "commit", "--quiet", "--message", f"commit {at}")
    return folder


@pytest.fixture(scope="module")
def made(history: Path) -> list[list[Change]]:
    return [changes(history, name)[0] for name in commits(history, COMMITS)]


@pytest.mark.parametrize("form", FORMS)
def test_each_commit_comes_to_its_bytes_or_to_a_refusal(
    form: str, made: list[list[Change]]
) -> None:
    figures = Figures()
    for number, changed in enumerate(made):
        replay(changed, form, Random(number), figures)
    assert figures.wrong == []
    assert figures.count["placed"] > 20
    assert figures.count["subset hunks"] > 20
