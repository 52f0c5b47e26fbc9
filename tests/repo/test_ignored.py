"""Which files ignore files keep from a model: git itself says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.repo.ignored import FEW, NAMES, ignored
from tests.repo.workbench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"a.py": b"", "data/big.sql": b"", "data/keep.sql": b"", "data/deep/x.sql": b""})
    return made


ALL = ("a.py", "data/big.sql", "data/keep.sql", "data/deep/x.sql")


@pytest.mark.parametrize("name", NAMES)
def test_tracked_files_too_with_nested_files_and_exceptions(bench: Bench, name: str) -> None:
    (bench.root / name).write_text("*.sql\n")
    (bench.root / "data" / name).write_text("!keep.sql\n/big.sql\n")
    found = ignored(bench.repo, ALL)
    assert found == dict.fromkeys(("data/big.sql", "data/deep/x.sql"), f"{name} excludes it")
    (bench.root / name).write_text("data/\n")
    assert set(ignored(bench.repo, ALL)) == set(ALL[1:])


def test_one_file_does_not_undo_another(bench: Bench) -> None:
    (bench.root / ".aiexclude").write_text("*.sql\n")
    (bench.root / ".pairtuiignore").write_text("!*.sql\na.py\n")
    assert set(ignored(bench.repo, ALL)) == set(ALL)


def test_what_git_ignores_unless_it_tracks_it(bench: Bench) -> None:
    (bench.root / ".gitignore").write_text("*.sql\nlocal/\n")
    (bench.root / "local").mkdir()
    (bench.root / "local/notes.md").write_text("x")
    (bench.root / "new.sql").write_text("x")
    found = ignored(bench.repo, (*ALL, "local/notes.md", "new.sql", "not/there.sql"))
    assert found == dict.fromkeys(("local/notes.md", "new.sql"), "git ignores it")


def test_patterns_from_elsewhere(bench: Bench) -> None:
    found = ignored(bench.repo, ALL, ["data/*.sql", "!keep.sql", "-x"])
    assert found == {"data/big.sql": ".pairtui.toml excludes it"}


def test_files_that_are_not_there_are_told_by_their_names(bench: Bench) -> None:
    (bench.root / ".pairtuiignore").write_text("plans/\n*.sql\n!keep.sql\n")
    (bench.root / "data" / ".aiexclude").write_text("deep/\n")
    gone = (
        "plans/a.md",
        "plans/b/c.md",
        "x/old.sql",
        "x/keep.sql",
        "data/deep/no.md",
        "b.py",
        "b.py/c/x.sql",
        "b.py/c",
    )
    found = ignored(bench.repo, (*gone, "a.py"))
    assert set(found) == {
        "plans/a.md",
        "plans/b/c.md",
        "x/old.sql",
        "data/deep/no.md",
        "b.py/c/x.sql",
    }
    assert set(ignored(bench.repo, gone, ["b.py"])) == {*found, "b.py", "b.py/c"}


def test_rules_that_cannot_be_read_keep_everything_below(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    (bench.root / "data/.aiignore").symlink_to(tmp_path / "elsewhere")
    found = ignored(bench.repo, ALL)
    assert set(found) == set(ALL[1:])
    assert "data/.aiignore cannot be read" in found["data/deep/x.sql"]


def test_names_that_are_pathspecs_or_options_elsewhere(bench: Bench) -> None:
    odd = ("-n.sql", ":(top)a.sql", "*.sql", "é ß.sql")
    for name in odd:
        (bench.root / name).write_text("x")
    (bench.root / ".pairtuiignore").write_text("a.py\n")
    assert ignored(bench.repo, (*odd, "../out", "a\\b", "")) == {}
    (bench.root / ".pairtuiignore").write_text("*.sql\n")
    assert set(ignored(bench.repo, odd)) == set(odd)


def test_a_repository_inside_this_one_stops_nothing(bench: Bench) -> None:
    inner = Bench.make(bench.root / "inner")
    inner.commit({"deep/y.sql": b""})
    (bench.root / ".pairtuiignore").write_text("*.sql\ninner/\n")
    found = ignored(bench.repo, ("inner/deep/y.sql", *ALL))
    assert {"data/big.sql", "data/keep.sql", "data/deep/x.sql"} <= set(found)
    assert "a.py" not in found


def test_many_files_are_told_as_few_are(bench: Bench) -> None:
    many = tuple(f"data/{number}.{'sql' if number % 3 else 'txt'}" for number in range(FEW + 9))
    bench.commit(dict.fromkeys(many, b""))
    (bench.root / ".pairtuiignore").write_text("*.sql\n")
    whole = ignored(bench.repo, many)
    assert set(whole) == {path for path in many if path.endswith(".sql")}
    assert ignored(bench.repo, many[:5]) == {
        path: whole[path] for path in many[:5] if path in whole
    }
    assert ignored(bench.repo, ()) == {}
