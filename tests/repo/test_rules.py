from __future__ import annotations

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
