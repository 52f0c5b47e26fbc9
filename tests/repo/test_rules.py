from __future__ import annotations

from pathlib import Path

from pairtui.repo.new_rules import foreseen
from pairtui.review.result import FileResult
from tests.repo.workbench import Bench


def test_rules_that_land_with_a_file_are_said_to_change_how_it_is_stored(bench: Bench) -> None:
    bench.commit({"a.txt": b"a\n", "b.txt": b"b\n"})
    plain = bench.saved(
        bench.taken(".gitattributes", b"*.jpg binary\n"), bench.taken("b.txt", b"BB\n")
    )
    assert plain.notes == ()
    rules = bench.taken(".gitattributes", b"a.txt eol=crlf\n")
    landed = bench.saved(rules, bench.taken("a.txt", b"A\r\n"), bench.taken("b.txt", b"B\n"))
    assert bench.blob("HEAD:a.txt") == b"A\r\n"
    bench.git("add", "a.txt")
    assert bench.blob(":a.txt") == b"A\n"
    says = "The new .gitattributes makes git store a.txt otherwise, so it counts as changed."
    assert landed.notes == (says,)


def note(paths: str, names: str) -> tuple[str, ...]:
    says = f"The new .gitattributes changes the rules by which git stores {paths} ({names})"
    return (f"{says}, so it may count as changed afterwards.",)


def test_it_is_said_before_the_save_and_nothing_is_run_or_stored(
    bench: Bench, tmp_path: Path
) -> None:
    bench.commit({"a.txt": b"a\n", "in/b.txt": b"b\n", "in/.gitattributes": b"*.c text\n"})
    bench.git("config", "filter.loud.clean", f"touch {tmp_path}/ran")
    rules = bench.taken(".gitattributes", b"a.txt eol=crlf\n*.c filter=loud\n")
    a, b, c = (bench.taken(path, b"new\n") for path in ("a.txt", "in/b.txt", "x.c"))
    before = bench.says("count-objects")
    assert foreseen(bench.repo, [rules, a, b]) == note("a.txt", "eol")
    assert foreseen(bench.repo, [rules, b, c]) == note("x.c", "filter")
    assert foreseen(bench.repo, [rules, b]) == ()
    assert foreseen(bench.repo, [a, b]) == ()
    assert foreseen(bench.repo, [rules]) == ()
    assert bench.says("count-objects") == before
    assert not (tmp_path / "ran").exists()
    assert not (bench.root / ".gitattributes").exists()


def test_rules_that_go_or_get_another_name_count_too(bench: Bench) -> None:
    bench.commit({"in/a.txt": b"a\n", "in/.gitattributes": b"a.txt eol=crlf\n"})
    a = bench.taken("in/a.txt", b"new\n")
    old = bench.taken("in/.gitattributes", b"").base
    goes = FileResult("in/.gitattributes", old, None, 0o644, ())
    assert foreseen(bench.repo, [goes, a]) == note("in/a.txt", "eol")
    moves = FileResult(
        "in/.gitattributes", old, b"a.txt eol=crlf\n", 0o644, (), "no/.gitattributes"
    )
    assert foreseen(bench.repo, [moves, a]) == note("in/a.txt", "eol")
    same = bench.taken("in/.gitattributes", b"a.txt eol=crlf\n*.png binary\n")
    assert foreseen(bench.repo, [same, a]) == ()
