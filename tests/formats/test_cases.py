"""Every reply in cases/: what is read from it, whole and in any pieces.

`source` names a public report or manual that shows the failure, or says that the case was made up;
`known`, if a case has it, are the files of the conversation; `finished = false` says that nobody
said that the reply is whole; `before` and `after` are files, see `share`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pairtui.formats.reader import Closed, Prose, ReadEvent
from tests.formats.replies import read
from tests.formats.share import CASES, form, load, outcome


def told(event: ReadEvent) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": type(event).__name__}
    noun: object = event
    if isinstance(event, Closed):
        noun = event.edit
        found["edit"] = type(event.edit).__name__
    for name in ("path", "to", "executable", "says", "search", "replace", "text", "reason"):
        if hasattr(noun, name):
            found[name] = getattr(noun, name)
    for hint in ("line", "scope", "at_end", "splits"):
        if getattr(noun, hint, None):
            found[hint] = in_toml(getattr(noun, hint))
    if not getattr(noun, "announced", True):
        found["announced"] = False
    return found


def in_toml(value: Any) -> Any:
    """Return a value as TOML gives it back."""
    return [in_toml(one) for one in value] if isinstance(value, tuple) else value


EACH = pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")


@EACH
def test_the_reply_is_read_as_the_case_says(path: Path) -> None:
    case, asked = load(path), form(path)
    reply = case["reply"]
    known = case.get("known", [])
    finished = case.get("finished", True)
    whole = read(reply, form=asked, known=known, finished=finished)
    assert "".join(one.text for one in whole if isinstance(one, Prose)) == case["prose"]
    assert [told(one) for one in whole if not isinstance(one, Prose)] == case.get("events", [])
    pieces = range(1, len(reply))
    assert read(reply, pieces, form=asked, known=known, finished=finished) == whole
    assert case["about"]
    assert case["source"]


@EACH
def test_the_reply_comes_to_the_right_bytes_or_to_none(path: Path) -> None:
    case = load(path)
    became = outcome(case, form(path))
    given = any(event["kind"] == "Closed" for event in case.get("events", []))
    if "before" in case:
        assert became == ("placed" if "after" in case else "refused")
    else:
        assert became == "placed" if given else became in ("refused", "prose")


def test_there_are_cases_of_each_format() -> None:
    formats = {"search_replace", "whole_file", "unified_diff", "v4a"}
    assert {path.parent.name for path in CASES} == formats
    assert len(CASES) >= 300
