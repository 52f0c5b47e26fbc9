"""Every kind of repository and of text: what lands is what git itself would have stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repo.workbench import Bench

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n"
NEW = LINES.replace(b"two", b"2")


def whole_way(bench: Bench, path: str = "a.txt") -> None:
    """Save with staged work elsewhere in the file, compare with git, and undo."""
    first = bench.head
    staged = LINES.replace(b"nine", b"9")
    bench.put(path, staged)
    bench.git("--literal-pathspecs", "add", "--", path)
    before = bench.status()
    landed = bench.saved(bench.taken(path, staged.replace(b"two", b"2")))
    assert bench.blob(f"HEAD:{path}") == NEW
    assert bench.blob(f":{path}") == staged.replace(b"two", b"2")
    assert bench.says("-c", "core.quotePath=false", "diff", "--name-only", "HEAD^", "HEAD") == path
    bench.undone(landed)
    assert bench.head == first
    assert bench.status() == before
    assert bench.data(path) == staged


def test_sha256(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "work", "--object-format=sha256")
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    whole_way(bench)
    landed = bench.saved(bench.taken("new.txt", b"new\n"))
    bench.undone(landed)
    bench.clean_up_is_done()


@pytest.mark.parametrize(
    "arguments",
    [
        ("update-index", "--index-version", "4"),
        ("update-index", "--split-index"),
        ("update-index", "--untracked-cache"),
        ("config", "core.splitIndex", "true"),
        ("config", "index.version", "4"),
        ("config", "feature.manyFiles", "true"),
    ],
)
def test_kinds_of_index(bench: Bench, arguments: tuple[str, ...]) -> None:
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    bench.git(*arguments)
    bench.git("update-index", "--assume-unchanged", "b.txt")
    whole_way(bench)
    assert bench.git("ls-files", "-v", "b.txt").startswith(b"h ")
    bench.clean_up_is_done()


@pytest.mark.parametrize("cone", [("--cone",), ("--cone", "--sparse-index"), ("--no-cone",)])
def test_sparse_checkouts(bench: Bench, cone: tuple[str, ...]) -> None:
    bench.commit({"in/a.txt": LINES, "out/b.txt": b"b\n", "out/deep/c.txt": b"c\n"})
    bench.git("sparse-checkout", "set", *cone, "in")
    assert not (bench.root / "out").exists()
    whole_way(bench, "in/a.txt")
    assert not (bench.root / "out").exists()
    assert bench.git("ls-files", "-t", "out/b.txt").startswith(b"S ")
    assert bench.blob("HEAD:out/b.txt") == b"b\n"


def test_a_linked_work_tree(bench: Bench, tmp_path: Path) -> None:
    first = bench.commit({"a.txt": LINES})
    bench.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    side = Bench(tmp_path / "side")
    whole_way(side)
    landed = side.saved(side.taken("a.txt", NEW))
    assert landed.branch == "side"
    assert bench.head == first
    assert bench.status() == b""


def test_the_inside_of_a_submodule(bench: Bench, tmp_path: Path) -> None:
    bench.commit({"a.txt": LINES})
    outer = Bench.make(tmp_path / "outer")
    url = (
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(bench.root),
        "sub",
    )
    outer.git(*url)
    outer.git("commit", "--quiet", "-m", "with a submodule")
    whole_way(Bench(outer.root / "sub"))
    outer.git("submodule", "--quiet", "deinit", "--force", "sub")
    refused = outer.refused(outer.taken("sub/new.txt", b"new\n"))
    assert refused.stale["sub/new.txt"] == "it lies in the submodule sub"


@pytest.mark.parametrize("path", ["-n", "*", ":(top)x", "--", "a b", "größe.txt", "?", "[a]", "~"])
def test_names_that_mean_something_to_git(bench: Bench, path: str) -> None:
    bench.commit({"other.txt": b"o\n", path: LINES, "n": b"n\n"})
    bench.put("other.txt", b"mine\n")
    before = bench.status()
    landed = bench.saved(bench.taken(path, NEW))
    assert bench.blob(f"HEAD:{path}") == NEW
    assert bench.status() == before
    assert bench.git("diff", "--name-only", "-z", "HEAD^", "HEAD").decode() == f"{path}\0"
    bench.undone(landed)
    assert bench.status() == before


@pytest.mark.parametrize(
    ("settings", "attributes", "stored", "disk"),
    [
        ({}, b"", b"a\r\nb\r\nc\r\n", b"a\r\nb\r\nc\r\n"),
        ({"core.autocrlf": "true"}, b"", b"a\nb\nc\n", b"a\r\nb\r\nc\r\n"),
        ({"core.autocrlf": "true"}, b"", b"a\nb\nc\n", b"a\nb\nc\n"),
        ({"core.autocrlf": "input"}, b"", b"a\nb\nc\n", b"a\r\nb\r\nc\r\n"),
        ({}, b"*.txt eol=crlf\n", b"a\nb\nc\n", b"a\r\nb\r\nc\r\n"),
        ({}, b"*.txt text=auto\n", b"a\r\nb\r\nc\r\n", b"a\r\nb\r\nc\r\n"),
        ({"core.autocrlf": "true"}, b"", b"a\r\nb\r\nc\r\n", b"a\r\nb\r\nc\r\n"),
        ({}, b"", b"\xef\xbb\xbfa\nb\nc", b"\xef\xbb\xbfa\nb\nc"),
        ({}, b"", b"a\r\nb\nc\r", b"a\r\nb\nc\r"),
        ({}, b"*.txt ident\n", b"a $Id$\nb\nc\n", b"a $Id$\nb\nc\n"),
    ],
)
def test_line_ends_and_filters_are_git_adds(
    bench: Bench, settings: dict[str, str], attributes: bytes, stored: bytes, disk: bytes
) -> None:
    oid = bench.git("hash-object", "-w", "--stdin", feed=stored).decode().strip()
    bench.put(".gitattributes", attributes)
    bench.git("add", ".gitattributes")
    bench.git("update-index", "--add", "--cacheinfo", f"100644,{oid},a.txt")
    bench.git("commit", "--quiet", "-m", "stored")
    for key, value in settings.items():
        bench.git("config", key, value)
    bench.put("a.txt", disk)
    bench.git("status")
    before = bench.status()
    landed = bench.saved(bench.taken("a.txt", disk.replace(b"b", b"B")))
    assert bench.data("a.txt") == disk.replace(b"b", b"B")
    assert bench.blob("HEAD:a.txt") == stored.replace(b"b", b"B")
    assert bench.status() == before
    bench.undone(landed)
    assert bench.data("a.txt") == disk
    assert bench.status() == before


def test_a_clean_filter_is_the_persons(bench: Bench) -> None:
    bench.git("config", "filter.upper.clean", "tr a-z A-Z")
    bench.git("config", "filter.upper.smudge", "tr A-Z a-z")
    bench.put(".gitattributes", b"*.up filter=upper\n")
    bench.commit({"a.up": LINES})
    assert bench.blob("HEAD:a.up") == LINES.upper()
    own = LINES.replace(b"nine", b"mine")
    bench.put("a.up", own)
    bench.saved(bench.taken("a.up", own.replace(b"two", b"too")), bench.taken("b.up", b"new\n"))
    assert bench.blob("HEAD:a.up") == LINES.replace(b"two", b"too").upper()
    assert bench.blob("HEAD:b.up") == b"NEW\n"


def test_a_required_filter_that_fails_stops_before_writing(bench: Bench) -> None:
    bench.commit({"a.big": LINES})
    bench.commit({".gitattributes": b"*.big filter=lfs\n"})
    bench.git("config", "filter.lfs.clean", "/nowhere/git-lfs clean")
    bench.git("config", "filter.lfs.required", "true")
    refused = bench.refused(bench.taken("a.big", NEW))
    assert "filter 'lfs' failed" in refused.says
    assert bench.data("a.big") == LINES


def test_a_branch_that_moved_is_refused_before_writing(bench: Bench) -> None:
    first = bench.commit({"a.txt": LINES})
    result = bench.taken("a.txt", NEW)
    bench.commit({"b.txt": b"b\n"})
    refused = bench.refused(result, planned=first)
    assert "The branch has moved" in refused.says
    assert bench.data("a.txt") == LINES


@pytest.mark.parametrize("act", ["edit", "remove", "chmod", "link", "folder"])
def test_a_file_that_moved_on_is_refused_and_nothing_is_written(bench: Bench, act: str) -> None:
    bench.commit({"a.txt": LINES, "b.txt": b"b\n"})
    results = bench.taken("a.txt", NEW), bench.taken("b.txt", b"B\n")
    place = bench.root / "a.txt"
    match act:
        case "edit":
            place.write_bytes(LINES + b"mine\n")
        case "chmod":
            place.chmod(0o755)
        case "remove":
            place.unlink()
        case "link":
            place.unlink()
            place.symlink_to("b.txt")
        case "folder":
            place.unlink()
            place.mkdir()
    before = bench.status()
    refused = bench.refused(*results)
    assert list(refused.stale) == ["a.txt"]
    assert bench.status() == before
    assert bench.data("b.txt") == b"b\n"


def test_a_file_that_appeared_is_not_replaced(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    result = bench.taken("new.txt", b"new\n")
    bench.put("new.txt", b"mine\n")
    assert bench.refused(result).stale == {"new.txt": "there is a file now"}
    assert bench.data("new.txt") == b"mine\n"


def test_corrupt_repositories_are_said_and_left_alone(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    result, planned = bench.taken("a.txt", NEW), bench.head
    index = bench.data(".git/index")
    bench.put(".git/index", index[:20])
    refused = bench.refused(result, planned=planned)
    assert "index file" in refused.says
    assert bench.data("a.txt") == LINES
    bench.put(".git/index", index)
    bench.saved(result, planned=planned)


def test_what_lies_about_does_not_hinder(bench: Bench, tmp_path: Path) -> None:
    bench.commit({"a.txt": LINES})
    Bench.make(bench.root / "inner").put("y", b"y")
    (bench.root / "link").symlink_to("gone")
    bench.put("gone.txt", b"g")
    bench.git("add", "gone.txt")
    (bench.root / "gone.txt").unlink()
    before = bench.status()
    bench.saved(bench.taken("a.txt", NEW))
    assert bench.status() == before


def test_nothing_taken_and_no_message(bench: Bench) -> None:
    bench.commit({"a.txt": LINES})
    assert "Nothing is taken" in bench.refused().says
    assert "no message" in bench.refused(bench.taken("a.txt", NEW), message=" \n").says
    assert "NUL" in bench.refused(bench.taken("a.txt", NEW), message="a\0b").says
    assert bench.data("a.txt") == LINES


def test_a_symbolic_link_in_the_history_is_no_text_to_merge_into(bench: Bench) -> None:
    (bench.root / "a.txt").symlink_to("b.txt")
    bench.git("add", "a.txt")
    bench.git("commit", "--quiet", "-m", "a link")
    (bench.root / "a.txt").unlink()
    bench.put("a.txt", LINES)
    landed = bench.saved(bench.taken("a.txt", NEW))
    assert landed.commit == ""
    assert bench.says("ls-tree", "HEAD", "a.txt").startswith("120000")
