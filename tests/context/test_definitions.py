"""Definitions: a file of code as its functions, classes and what stands between them."""

from __future__ import annotations

import ast
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.blanked import blanked
from pairtui.context.definitions import definitions, parts

ROOT = Path(__file__).parents[2]
OUTLINES = Path(__file__).parent / "outlines"
CASES: dict[str, tuple[list[str], dict[str, tuple[str, str]]]] = {
    "a.py": (
        ["", "load", "A", "last", ""],
        {
            "load": ("# why\n", "# tail\n"),
            "A": ("# of the next\n", "return 2\n"),
            "one": ("    def one", "return 1\n"),
            "two": ("    @property\n", "return 2\n"),
            "last": ("def last", "pass\n"),
        },
    ),
    "broken.py": (["one", "two"], {"two": ("def two", "return 2\n")}),
    "a.ts": (
        ["", "load", "parse", "A", "T", ""],
        {
            "load": ("/** Doc {\n */\nexport", "return }\n}\n"),
            "parse": ("export const parse", "};\n"),
            "A": ("@Component({\n", "return 1; }\n}\n"),
            "run": ("  // doc\n  async run", "return a;\n  }\n"),
            "value": ("  get value()", "return 1; }\n"),
        },
    ),
    "a.go": (
        ["", "Server", "Run"],
        {"Server": ("// Server", "}\n"), "Run": ("func (s", "nil\n}\n")},
    ),
    "a.rs": (
        ["", "Foo", "", "works"],
        {
            "Foo": ("#[derive", "str,\n}\n"),
            "new": ("    /// New\n", "    }\n"),
            "works": ("#[test]\n", "{}\n"),
        },
    ),
    "a.c": (
        ["", "point", "make", "main", ""],
        {"make": ("struct point *make", "}\n"), "main": ("int\nmain", "}\n")},
    ),
    "a.cpp": (
        ["geo", "run"],
        {"add": ("template", "}\n"), "Foo": ("class Foo", "};\n"), "go": ("    int go", "}\n")},
    ),
    "A.java": (
        ["", "A"],
        {"A": ("/** Doc. */\n", "}\n}\n"), "toString": ("    @Override\n", "    }\n")},
    ),
    "unbalanced.c": (["go", "two"], {}),
    "a.rb": (["", "parse", "Foo"], {"parse": ("def parse", "end\n")}),
    "a.sh": (["go", "run"], {"go": ("go()", "}\n")}),
}


@pytest.mark.parametrize("path", CASES)
@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_file_is_its_parts_and_each_has_its_name(path: str, head: bytes, end: bytes) -> None:
    names, spans = CASES[path]
    data = head + OUTLINES.joinpath(f"{path}.txt").read_bytes().replace(b"\n", end)
    assert [part.name for part in parts(path, data)] == names
    found = {part.name: data[part.start : part.end] for part in definitions(path, data)}
    for name, (first, last) in spans.items():
        assert found[name].startswith(first.encode().replace(b"\n", end)), name
        assert found[name].endswith(last.encode().replace(b"\n", end)), name


def test_a_method_says_where_it_stands() -> None:
    data = b"class A:\n    class B:\n        def go(self): ...\n"
    assert [(part.within, part.name) for part in definitions("a.py", data)] == [
        ("", "A"), ("A", "B"), ("A.B", "go"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(ROOT.joinpath("pairtui").rglob("*e*.py"))[::3], ids=str)
def test_every_definition_that_python_knows_is_found_where_it_stands(path: Path) -> None:
    data = path.read_bytes()
    wanted = {
        (node.name, min(one.lineno for one in (node, *node.decorator_list)), node.end_lineno)
        for node in _outer(ast.parse(data).body)
    }
    found = set()
    for part in definitions("x.py", data):
        text = data[part.start : part.end]
        above = text[: len(text) - len(text.lstrip(b"\n"))]
        lines = text.split(b"\n")
        comments = next(n for n, line in enumerate(lines) if not line.lstrip().startswith(b"#"))
        first = data[: part.start].count(b"\n") + above.count(b"\n") + comments + 1
        found.add((part.name, first, data[: part.end].count(b"\n")))
    assert {(name, first) for name, first, _ in found} == {(n, f) for n, f, _ in wanted}
    ends = {(name, first): last for name, first, last in found}
    assert all(ends[name, first] >= last for name, first, last in wanted if last is not None)


def _outer(body: list[ast.stmt]) -> list[ast.FunctionDef | ast.ClassDef]:
    """Return functions and classes, and those in classes."""
    found = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += _outer(node.body)
    return found  # type: ignore[return-value] # an async function has the same fields


PIECES = (
    b"def f():\n", b"    x\n", b"class A {\n", b"}\n", b"(", b")", b'"', b"'", b'"""', b"`", b"/*",
    b"*/", b"//", b"#", b"@x\n", b"\n", b"\t", b"\\\n", b"\xff", b"int go(a)\n{", b"x:\n", b"; ",
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join),
    st.sampled_from(["a.py", "a.ts", "a.rs", "a.c", "a.go", "a.java", "a.zz", "noname"]),
)
def test_any_bytes_have_parts_in_order_that_hold_all_code(data: bytes, path: str) -> None:
    code = blanked(path, data)
    assert len(code) == len(data)
    assert [at for at, byte in enumerate(code) if byte == 10] == [
        at for at, byte in enumerate(data) if byte == 10
    ]
    found = parts(path, data)
    assert all(0 <= one.start < one.end <= len(data) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.name for one in definitions(path, data))


def test_a_long_file_is_split_at_once() -> None:
    data = b'def go(a):\n    """\n    x\n    """\n    return [1, "(", 2]\n\n' * 4000
    begun = time.process_time()
    assert len(definitions("a.py", data)) == 4000
    assert time.process_time() - begun < 10  # in quadratic time it takes minutes
