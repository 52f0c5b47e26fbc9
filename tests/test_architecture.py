"""The house: floors, doors, sizes and names. The limits here are never loosened."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pairtui"

FLOORS = {
    "__main__": 8, "cli": 7,
    "tui": 6, "plain": 6,
    "commands": 5,
    "session": 4,
    "sources": 3, "delegate": 3,
    "providers": 2, "repo": 2, "store": 2, "prompts": 2, "config": 2, "tokens": 2, "policy": 2,
    "formats": 1, "context": 1, "settings": 1, "atomic": 1,
    "review": 0, "money": 0,
    "proposal": 0, "landing": 0, "request": 0, "conversation": 0, "events": 0,
}  # fmt: skip
DOORS = {
    "openai": ("providers/openai.py",),
    "httpx2": ("providers/openai.py",),
    "xllamacpp": ("providers/",),
    "git": ("repo/",),
    "tiktoken": ("tokens.py",),
    "sqlite3": ("store/",),
    "cattrs": ("store/codec.py",),
    "textual": ("tui/",),
    "rich": ("tui/", "plain/", "cli.py"),
}
PURE = (
    "review/",
    "formats/",
    "context/",
    "settings/",
    "money.py",
    "proposal.py",
    "request.py",
    "conversation.py",
    "landing.py",
)
IMPURE_IMPORTS = {
    "os", "time", "random", "uuid", "socket", "subprocess", "pathlib", "secrets", "tempfile",
    "asyncio", "threading", "logging",
}  # fmt: skip
STDLIB_ONLY = ("review/", "proposal.py", "request.py", "conversation.py", "events.py", "money.py")
TUI_NEVER = {"providers", "repo", "formats", "context", "tokens"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "types", "manager"}
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", "uv.lock", "pairtui", "prompts", "tests"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "pairtui":
                yield from (f"pairtui.{alias.name}" for alias in node.names)


def ids(path: Path) -> str:
    return place(path)


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_imports_point_down(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    for name in imports(tree(path)):
        parts = name.split(".")
        if parts[0] != "pairtui" or len(parts) < 2 or parts[1] == here:
            continue
        assert FLOORS[parts[1]] < FLOORS[here] or (FLOORS[parts[1]] == FLOORS[here] == 0), (
            f"{place(path)} imports {name}, which is not on a floor below"
        )
        assert not (here == "tui" and parts[1] in TUI_NEVER), f"{place(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_one_door_per_package(path: Path) -> None:
    for name in imports(tree(path)):
        doors = DOORS.get(name.split(".")[0])
        if doors and not name.startswith("pairtui"):
            assert place(path).startswith(doors), f"{place(path)} imports {name} past its door"


@pytest.mark.parametrize("path", [p for p in MODULES if place(p).startswith(PURE)], ids=ids)
def test_pure_rooms_know_no_clock_disk_or_network(path: Path) -> None:
    module = tree(path)
    bad = {name.split(".")[0] for name in imports(module)} & IMPURE_IMPORTS
    assert not bad, f"{place(path)} imports {bad}"
    calls = {
        node.func.id
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input", "exec", "eval"}


@pytest.mark.parametrize("path", [p for p in MODULES if place(p).startswith(STDLIB_ONLY)], ids=ids)
def test_the_lowest_floor_needs_the_standard_library_only(path: Path) -> None:
    import sys

    for name in imports(tree(path)):
        top = name.split(".")[0]
        assert top in sys.stdlib_module_names or top == "pairtui", f"{place(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, f"{place(path)} has over 400 lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 40, f"{place(path)}: {node.name} has {length} lines"
        if isinstance(node, ast.ClassDef):
            public = [
                item.name
                for item in node.body
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
                and not item.name.startswith("_")
            ]
            assert len(public) <= 20, f"{place(path)}: {node.name} has {len(public)} methods"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_names_say_what_is_inside(path: Path) -> None:
    parts = {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts}
    assert not parts & BANNED_NAMES
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            assert not node.name.endswith(("Manager", "Handler", "Helper", "Util", "Service"))


def test_the_top_level_holds_nothing_else() -> None:
    import subprocess

    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True
    )
    top = {name.split("/")[0] for name in listed.stdout.decode().split("\0") if name}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.tcss")), ids=ids)
def test_style_sheets_stay_small(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 150
