"""What the work tree and commits changed, as text; with git itself as the oracle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pairtui.repo import patches
from pairtui.repo.commits import commit, find, recent
from pairtui.repo.patches import Patch, of_commit, since_commit
from tests.repo.workbench import Bench


def nothing(paths: Sequence[str]) -> frozenset[str]:
    return frozenset()


def whole(patch: Patch) -> str:
    return "".join(text for _, text in patch.files)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench.make(tmp_path / "shop", "-b", "main")
    bench.commit({"a.txt": b"one\ntwo\n", "b.txt": b"b\n", "gone.txt": b"g\n"}, "Begin")
    return bench


def test_staged_unstaged_deleted_and_new_files_are_in_it(bench: Bench) -> None:
    bench.put("a.txt", b"one\n2\n")
    bench.put("b.txt", b"B\n")
    bench.git("add", "b.txt")
    (bench.root / "gone.txt").unlink()
    bench.put("new file.txt", b"x\ny")
    bench.put(".gitignore", b"*.log\n")
    bench.put("ignored.log", b"secret\n")
    patch = since_commit(bench.repo, nothing)
    assert len(patch.files) == 5
    assert "-two\n+2\n" in whole(patch)
    assert "-b\n+B\n" in whole(patch)
    assert "deleted file mode 100644" in whole(patch)
    assert "+++ b/new file.txt\t\n@@ -0,0 +1,2 @@\n+x\n+y\n\\ No newline at end" in whole(patch)
    assert "secret" not in whole(patch)
    bench.git("stash", "--include-untracked", "--quiet")
    bench.git("apply", "--check", "-", feed=whole(patch).encode())


def test_nothing_changed_is_an_empty_text(bench: Bench) -> None:
    assert since_commit(bench.repo, nothing) == patches.Patch()


def test_before_the_first_commit_everything_is_new(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "empty")
    bench.put("a.txt", b"a\n")
    bench.put("b.txt", b"b\n")
    bench.git("add", "a.txt")
    patch = since_commit(bench.repo, nothing)
    assert len(patch.files) == 2
    assert whole(patch).count("new file mode") == 2


def test_what_is_binary_too_large_or_withheld_is_only_named(bench: Bench) -> None:
    bench.put("logo.png", b"\0\1")
    bench.put("a.txt", b"one\n" + b"x" * 2_200_000)
    bench.put("b.txt", b"changed\n")
    bench.put("new.env", b"KEY=1\n")
    patch = since_commit(bench.repo, lambda paths: [path for path in paths if path[0] in "bn"])
    assert patch.named == ("b.txt", "logo.png", "new.env")
    assert whole(patch).endswith("Binary files a/a.txt and b/a.txt differ\n")
    assert "changed" not in whole(patch)
    assert "KEY" not in whole(patch)


def test_what_there_is_no_room_for_is_only_named(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.put("a.txt", b"1\n" * 100)
    bench.put("b.txt", b"B\n")
    monkeypatch.setattr(patches, "ROOM", 200)
    patch = since_commit(bench.repo, nothing)
    assert ([path for path, _ in patch.files], patch.named) == (["b.txt"], ("a.txt",))
    monkeypatch.setattr(patches, "ROOM", 2000)
    monkeypatch.setattr(patches, "MOST", 1)
    assert since_commit(bench.repo, nothing).named == ("b.txt",)


def test_looking_runs_nothing_that_the_repository_names(bench: Bench) -> None:
    ran = bench.root.parent / "ran"
    program = f"touch {ran}; cat"
    for name in ("filter.evil.clean", "diff.evil.textconv", "diff.evil.command", "diff.external"):
        bench.git("config", name, program)
    bench.git("config", "log.showSignature", "true")
    bench.git("config", "gpg.program", program)
    bench.git("config", "color.ui", "always")
    bench.git("config", "diff.noprefix", "true")
    bench.put(".gitattributes", b"* filter=evil diff=evil\n")
    bench.put("a.txt", b"one\nzwei\n")
    patch = since_commit(bench.repo, nothing)
    assert "diff --git a/a.txt b/a.txt" in whole(patch)
    assert "-two\n+zwei\n" in whole(patch)
    of_commit(bench.repo, bench.head, "", nothing)
    recent(bench.repo)
    assert not ran.exists()


def test_a_commit_is_its_message_and_what_it_changed(bench: Bench) -> None:
    first = bench.head
    second = bench.commit({"a.txt": b"one\n2\n"}, "Count in digits\n\nThey are shorter.")
    found = commit(bench.repo, second)
    assert (found.parent, found.subject) == (first, "Count in digits")
    assert found.message == "Count in digits\n\nThey are shorter.\n"
    patch = of_commit(bench.repo, second, first, nothing)
    assert whole(patch) == bench.says("diff", first, second) + "\n"
    root = of_commit(bench.repo, first, commit(bench.repo, first).parent, nothing)
    assert len(root.files) == 3
    assert [one.message for one in recent(bench.repo)] == ["Count in digits", "Begin"]
    assert [one.id for one in recent(bench.repo)] == [second, first]


def test_names_of_commits(bench: Bench) -> None:
    first = bench.head
    second = bench.commit({"a.txt": b"3\n"})
    bench.git("tag", "v1.0", first)
    bench.git("branch", "fix/tax", first)
    bench.git("update-ref", "refs/remotes/origin/main", first)
    bench.git("branch", "both")
    bench.git("tag", "both", first)
    for name in ("HEAD~1", "HEAD^", "v1.0", "fix/tax", "origin/main", "main~1", first, first[:7]):
        assert find(bench.repo, name) == first, name
    assert find(bench.repo, "HEAD") == second
    for name in ("both", "maria", "HEAD~9", first[:6], "-x", "@{0}", "main:a.txt", "0" * 40):
        assert find(bench.repo, name) == "", name


def test_before_the_first_commit_there_is_none(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "empty")
    assert find(bench.repo, "HEAD") == ""
    assert recent(bench.repo) == ()
