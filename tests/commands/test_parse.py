from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.commands.parse import Run, Say, Unknown, parse
from pairtui.commands.specs import split_specs

NAMES = ("add", "drop", "help", "model", "quit", "tighten")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("fix the rounding", Say("fix the rounding")),
        ("  /add a.py b.py ", Run("add", "a.py b.py")),
        ("/ADD a.py", Run("add", "a.py")),
        ("/drop", Run("drop", "")),
        ("/tighten the\nfirst", Run("tighten", "the\nfirst")),
        ("/usr/bin/env is missing", Say("/usr/bin/env is missing")),
        ("/ alone", Say("/ alone")),
        ("/42", Say("/42")),
        ("/hepl", Unknown("hepl", ("help",))),
        ("say /add to me", Say("say /add to me")),
    ],
)
def test_what_a_text_means(text: str, want: object) -> None:
    assert parse(text, NAMES) == want


@given(st.text())
def test_any_text_means_something(text: str) -> None:
    assert isinstance(parse(text, NAMES), Say | Run | Unknown)


@pytest.mark.parametrize(
    ("argument", "want"),
    [
        ("a.py b.py:1-3", ("a.py", "b.py:1-3")),
        ('"two words.md" @c', ("two words.md", "c")),
        ("it's", ("it's",)),
        ("  ", ()),
        ("@", ()),
    ],
)
def test_files_behind_a_command(argument: str, want: tuple[str, ...]) -> None:
    assert split_specs(argument) == want
