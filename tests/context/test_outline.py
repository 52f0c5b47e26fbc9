"""Outlines: what a file defines, found in Pygments' tokens, language by language."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.outline.definition import Outline
from pairtui.context.outline.read import LONGEST_LINE, MOST_NAMES, outline
from pairtui.context.outline.registry import LANGUAGES, language

MAPS = Path(__file__).parent / "maps"
CASES = sorted(path for path in MAPS.rglob("*.txt") if not path.name.endswith(".map.txt"))


def name(case: Path) -> str:
    return case.name.removesuffix(".txt")


def read(case: Path, source: str | None = None) -> Outline:
    found = outline(name(case), case.read_bytes().decode() if source is None else source)
    assert found is not None
    return found


def written(found: Outline) -> str:
    return "".join(
        f"{one.first}/{one.line}-{one.last} {one.kind} "
        f"{'.'.join((*one.within, one.name))}: {one.text}\n"
        for one in found.definitions
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_each_case_has_the_outline_beside_it(case: Path) -> None:
    expected = case.with_name(f"{name(case)}.map.txt").read_bytes().decode()
    assert written(read(case)) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_line_ends_and_a_byte_order_mark_change_nothing(case: Path) -> None:
    source = case.read_bytes().decode()
    assert read(case, "\ufeff" + source.replace("\n", "\r\n")) == read(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_what_stands_in_a_string_is_in_no_outline(case: Path) -> None:
    text = written(read(case))
    assert not any(secret in text for secret in ("very-secret", "hunter2", "sk-live", "fake"))


def test_every_language_has_a_whole_and_a_broken_case() -> None:
    names = {(case.parent.name, case.name.partition(".")[0].casefold()) for case in CASES}
    for of in LANGUAGES.values():
        assert (of.family, "whole") in names
        assert (of.family, "broken") in names or of.read is None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
@settings(max_examples=25)
@given(data=st.data())
def test_whatever_is_torn_out_the_lines_are_in_the_file(case: Path, data: st.DataObject) -> None:
    source = case.read_bytes().decode()
    low = data.draw(st.integers(0, len(source)))
    high = data.draw(st.integers(low, len(source)))
    torn = source[:low] + data.draw(st.sampled_from(["", "{", "}", "(", '"', "`", "\r", "<"]))
    torn += source[high:]
    last = torn.count("\n") + 1
    for one in read(case, torn).definitions:
        assert 1 <= one.first <= one.line <= one.last <= last
        assert one.name
        assert "\n" not in one.text


def test_names_are_those_a_file_uses_but_does_not_only_define() -> None:
    found = outline("a.py", "def total(cart):\n    return cart.lines + rate(cart)\n")
    assert found is not None
    assert found.names == (("cart", 3), ("lines", 1), ("rate", 1))


def test_prose_uses_the_names_it_quotes_as_code() -> None:
    found = outline("a.md", "# One\n\nSee `Cart` and `two words`.\n\n```\n`no`\n```\n")
    assert found is not None
    assert found.names == (("Cart", 1),)


def test_names_are_at_most_so_many() -> None:
    found = outline("a.py", "\n".join(f"name_{number}" for number in range(1000)))
    assert found is not None
    assert len(found.names) == MOST_NAMES


def test_a_file_of_a_machine_has_no_outline() -> None:
    line = "function a(){}" + "x" * LONGEST_LINE
    assert outline("a.js", line) == Outline()


def test_a_long_paragraph_is_none_of_a_machine() -> None:
    found = outline("a.md", "# One\n\n" + "word " * LONGEST_LINE)
    assert found is not None
    assert [one.name for one in found.definitions] == ["One"]


@pytest.mark.parametrize("path", ["a.txt", "Makefile", "a", ".py", "a.py/x", ""])
def test_other_files_have_no_outline(path: str) -> None:
    known = language(path)
    assert known is None or path == ".py"
    assert outline(path, "def a(): pass") is None or path == ".py"


def described(nodes: list[ast.stmt], within: tuple[str, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Yield the definitions of Python's own parser: name, what it stands in, lines."""
    for node in nodes:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, within, node.lineno, node.end_lineno
            case ast.ClassDef():
                yield node.name, within, node.lineno, node.end_lineno
                yield from described(node.body, (*within, node.name))
            case ast.If() | ast.For() | ast.While() | ast.Try():
                parts = [node.body, node.orelse, getattr(node, "finalbody", [])]
                parts[1:1] = [handler.body for handler in getattr(node, "handlers", [])]
                for part in parts:
                    yield from described(part, within)
            case ast.With():
                yield from described(node.body, within)


LIBRARY = sorted(path for path in Path(os.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", LIBRARY[::9], ids=lambda path: path.name)
def test_python_agrees_with_its_own_parser(path: Path) -> None:
    source = path.read_bytes().decode()
    found = outline(path.name, source)
    assert found is not None
    ours = [
        (one.name, one.within, one.line, one.last)
        for one in found.definitions
        if one.kind in ("class", "function", "method")
    ]
    theirs = sorted(described(ast.parse(source).body), key=lambda one: one[2])  # type: ignore[return-value, arg-type]  # a line
    assert ours == theirs[: len(ours)]
    assert len(ours) == len(theirs) or len(found.definitions) == 1000
