"""Every reply in cases/: what is read from it, whole and in any pieces.

`source` names a public report or manual that shows the failure, where one is known; `known`, if a
case has it, are the files of the conversation.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pairtui.formats.reader import Closed, Prose, ReadEvent
from pairtui.request import Format
from tests.formats.replies import read

CASES = sorted((Path(__file__).parent / "cases").rglob("*.toml"))


def told(event: ReadEvent) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": type(event).__name__}
    noun: object = event
    if isinstance(event, Closed):
        noun = event.edit
        found["edit"] = type(event.edit).__name__
    for name in ("path", "says", "search", "replace", "text", "reason"):
        if hasattr(noun, name):
            found[name] = getattr(noun, name)
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_reply_is_read_as_the_case_says(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    form: Format = "whole_file" if path.parent.name == "whole_file" else "search_replace"
    reply = case["reply"]
    known = case.get("known", [])
    whole = read(reply, form=form, known=known)
    assert "".join(one.text for one in whole if isinstance(one, Prose)) == case["prose"]
    assert [told(one) for one in whole if not isinstance(one, Prose)] == case.get("events", [])
    assert read(reply, range(1, len(reply)), form=form, known=known) == whole
    assert case["about"]
    assert case["source"]


def test_there_are_cases_of_each_format() -> None:
    formats = {"search_replace", "whole_file", "unified_diff", "v4a"}
    assert {path.parent.name for path in CASES} == formats
    assert len(CASES) >= 150
