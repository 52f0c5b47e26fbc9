from __future__ import annotations

import pytest

from pairtui.repo.names import objection


@pytest.mark.parametrize(
    "path",
    [
        "a.txt", "a/b/c.py", ".gitignore", ".github/workflows/ci.yml", "git", "x.git/y", "..a",
        "a..", "-n", "*", ":(top)x", "name with spaces", "größe/日本.md", "gitx~1", ".gitmodules",
        "a~1", "…", "caf\udce9.txt",
    ],
)  # fmt: skip
def test_plain_names_pass(path: str) -> None:
    assert objection(path) == ""


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "no name"),
        ("/etc/passwd", "top of the repository"),
        ("../x", "out of its folder"),
        ("a/../x", "out of its folder"),
        ("a/..", "out of its folder"),
        (".. /x", "out of its folder"),
        ("a//b", "plainly"),
        ("./a", "plainly"),
        ("a/", "plainly"),
        ("a\\b", "backslash"),
        ("a\x00b", "control"),
        ("a\nb", "control"),
        ("a\x1b[2Jb", "control"),
        ("a\x7f", "control"),
        ("a\x9bb", "control"),
        ("x\r", "control"),
        ("a\ud800b", "no file name can hold"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(path: str, why: str) -> None:
    assert why in objection(path)


@pytest.mark.parametrize(
    "path",
    [
        ".git", ".git/config", ".GIT/hooks/x", "a/.git", "a/.Git/config", ".git./x", ".git /x",
        ".git. . /x", "git~1/x", "GIT~1/config", "git~2", ".git::$INDEX_ALLOCATION/x",
        ".git:x", ".g\u200cit/x", ".git\ufeff/x", "\u200e.git/config", ".gi\u206dt",
    ],
)  # fmt: skip
def test_every_spelling_of_gits_own_folder_is_refused(path: str) -> None:
    assert objection(path) == "it lies in git's own folder"
