"""The README says what is true: its key table, its commands, its links and its picture."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from textual.binding import Binding, BindingType

from pairtui.cli import COMMANDS
from pairtui.commands.registry import COMMANDS as SLASH
from pairtui.prompts import Prompts
from pairtui.tui.app import PairApp
from pairtui.tui.conversation.prompt import Prompt
from pairtui.tui.conversation.reading import READING_BINDINGS
from pairtui.tui.keynames import shown_key
from pairtui.tui.review.bindings import REVIEW_BINDINGS
from pairtui.tui.screens.main import MainScreen

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
START, END = "<!-- keys: ", "<!-- end of keys -->"


def only_bindings(found: Iterable[BindingType]) -> Iterable[Binding]:
    return (one for one in found if isinstance(one, Binding))


def key_table() -> str:
    """Return the key table, made from the bindings themselves."""
    places = {
        "everywhere": chain(only_bindings(PairApp.BINDINGS), only_bindings(MainScreen.BINDINGS)),
        "prompt": only_bindings(Prompt.BINDINGS),
        "conversation": READING_BINDINGS,
        "review": REVIEW_BINDINGS,
    }
    rows = ["| where | keys | what | its name in `keys` |", "| --- | --- | --- | --- |"]
    for place, bindings in places.items():
        found: dict[str, tuple[list[str], str]] = {}
        for binding in bindings:
            if binding.id and binding.tooltip:
                keys, _ = found.setdefault(binding.id, ([], binding.tooltip))
                keys += [shown_key(key).replace("|", "\\|") for key in binding.key.split(",")]
        for name, (keys, says) in found.items():
            shown = " ".join(f"`{key}`" for key in keys if not key.startswith("Super"))
            rows.append(f"| {place} | {shown} | {says} | `{name}` |")
    return "\n".join(rows)


def test_the_key_table_is_the_bindings() -> None:
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    comment, _, rest = rest.partition("\n")
    _, _, tail = rest.partition(END)
    want = f"{head}{START}{comment}\n{key_table()}\n{END}{tail}"
    if os.environ.get("PAIRTUI_TEST_ACCEPT"):
        README.write_text(want, encoding="utf-8")
    assert text == want, "run with PAIRTUI_TEST_ACCEPT=1 and look at the README"


def command_table() -> str:
    """Return the table of slash commands, made from the registry and the templates."""
    python = [(one.name, one.argument, one.purpose) for one in SLASH]
    words = [(one.command, one.arguments, one.purpose) for one in Prompts.load().commands]
    rows = ["| command | what |", "| --- | --- |"]
    for name, argument, purpose in (*python, *words):
        usage = f"/{name} {argument}".strip().replace("|", "\\|")
        rows.append(f"| `{usage}` | {purpose} |")
    return "\n".join(rows)


def test_the_table_of_commands_is_the_registry() -> None:
    text = README.read_text(encoding="utf-8")
    head, start, rest = text.partition("<!-- commands: made from the registry -->\n")
    _, end, tail = rest.partition("\n<!-- end of commands -->")
    assert start
    assert end
    want = f"{head}{start}{command_table()}{end}{tail}"
    if os.environ.get("PAIRTUI_TEST_ACCEPT"):
        README.write_text(want, encoding="utf-8")
    assert text == want, "run with PAIRTUI_TEST_ACCEPT=1 and look at the README"


@pytest.mark.parametrize("heading", ["Try it", "Test it"])
def test_there_is_one_line_to_paste(heading: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "readme_line.py", heading],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("python3 -m venv .venv && ")


def test_every_command_is_named_and_every_named_command_is_there() -> None:
    named = set(re.findall(r"`pairtui (\w+)", README.read_text(encoding="utf-8")))
    assert named == set(COMMANDS) - {""}


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links
    for link in links:
        assert (ROOT / link).is_file(), link
