from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pairtui.repo.git import RepoError
from pairtui.repo.sample import make_sample


def git(root: str, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", root, *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout


def check_fines(root: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-m", "unittest", "check_fines"],
        cwd=root,
        capture_output=True,
        check=False,
        text=True,
    )


def test_the_sample_is_a_clean_repository_with_one_commit(tmp_path: Path) -> None:
    root = make_sample(str(tmp_path / "somewhere"))
    assert root == str(tmp_path / "somewhere" / "library")
    assert git(root, "status", "--porcelain", "--ignored") == ""
    assert git(root, "log", "--format=%an <%ae> %cn <%ce>") == (
        "Sample Author <sample@example.org> Sample Author <sample@example.org>\n"
    )
    assert git(root, "ls-files").split() == [
        "README.md", "article.md", "check_fines.py", "fines.py",
    ]  # fmt: skip
    assert git(root, "branch", "--show-current") == "main\n"
    git(root, "fsck", "--strict")


def test_the_article_is_wordy_and_has_what_must_not_get_lost(tmp_path: Path) -> None:
    article = Path(make_sample(str(tmp_path)), "article.md").read_text(encoding="utf-8")
    paragraphs = article.rstrip("\n").split("\n\n")[1:]
    assert len(paragraphs) == 6
    for paragraph in paragraphs:
        assert "\n" not in paragraph
        sentences = re.split(r"(?<=[.])\s", paragraph)
        assert len(sentences) >= 3
        assert len(paragraph.split()) / len(sentences) > 15
    assert all(part in article for part in ("412", "Maria Brandt", "](https://"))


def test_one_wrong_line_is_what_fails_the_checks(tmp_path: Path) -> None:
    root = make_sample(str(tmp_path))
    before = check_fines(root)
    assert before.returncode == 1
    assert "FAILED (failures=2)" in before.stderr
    module = Path(root, "fines.py")
    module.write_text(module.read_text().replace("(lent)).days + 1)", "(lent)).days)"))
    assert git(root, "diff", "--numstat") == "1\t1\tfines.py\n"
    assert check_fines(root).returncode == 0


def test_nothing_of_the_person_is_used_or_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    mine = tmp_path / "mine"
    mine.mkdir()
    for name in ("pre-commit", "commit-msg", "post-commit", "signer"):
        (mine / name).write_text(f"#!/bin/sh\ntouch {ran}\nexit 1\n")
        (mine / name).chmod(0o755)
    template = tmp_path / "template" / "hooks"
    template.mkdir(parents=True)
    (template / "pre-commit").write_bytes((mine / "pre-commit").read_bytes())
    (template / "pre-commit").chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(
        f"[core]\n\thooksPath = {mine}\n\tautocrlf = true\n\texcludesFile = {tmp_path / 'no'}\n"
        f"[init]\n\ttemplateDir = {template.parent}\n"
        f"[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = {mine / 'signer'}\n"
    )
    (tmp_path / "no").write_text("*.md\n")
    kept = settings.read_bytes()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(template.parent))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "A Person")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    root = make_sample(str(tmp_path / "there"))
    monkeypatch.delenv("GIT_DIR")
    assert not ran.exists()
    assert settings.read_bytes() == kept
    assert "A Person" not in git(root, "log", "--format=%an %cn")
    assert git(root, "status", "--porcelain") == ""
    assert b"\r" not in Path(root, "article.md").read_bytes()
    git(root, "commit", "--quiet", "--allow-empty", "--message", "later")
    assert not ran.exists()


def test_saving_works_where_git_was_never_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    root = make_sample(str(tmp_path))
    git(root, "commit", "--quiet", "--allow-empty", "--message", "later")
    assert git(root, "log", "-1", "--format=%an") == "Sample Author\n"


def test_a_sample_is_never_written_over_another(tmp_path: Path) -> None:
    make_sample(str(tmp_path))
    with pytest.raises(FileExistsError):
        make_sample(str(tmp_path))


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RepoError, match="git is not installed"):
        make_sample(str(tmp_path))
