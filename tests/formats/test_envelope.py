"""The envelope: an unfinished line is held back as long as it may become more than prose."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.formats import diff_head, envelope, search_replace, v4a

PATTERNS: dict[str, tuple[re.Pattern[str], ...]] = {
    "fence": (envelope._FENCE,),
    "title": (envelope._TITLE,),
    "name": envelope._NAMED,
    "command": envelope._HEREDOCS,
    "block": (search_replace._OPENS,),
    "patch": (v4a._BEGIN,),
    "diff": (diff_head._OLD, diff_head._GIT),
}
PLAIN = st.text(st.sampled_from("ab./ *`_:<>-+=~@#(){}'\"$1 |\t\u2028\x85éſ"), max_size=12)


def is_more(line: str) -> bool:
    """Tell whether a whole line is more than prose, where no other came before it."""
    return bool(
        search_replace.opens(line)
        or v4a.begins(line)
        or diff_head.begins(line)
        or envelope.command(line) is not None
        or envelope.fence(line)
        or envelope.name(line)
        or envelope.title(line)
    )


def held_back(line: str) -> bool:
    return all(envelope.may_become_more(line[:at]) for at in range(1, len(line) + 1))


@pytest.mark.parametrize("kind", PATTERNS)
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_no_beginning_of_what_is_more_passes_for_prose(kind: str, data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS[kind]))
    line = data.draw(st.from_regex(pattern, fullmatch=True)).replace("\n", " ").rstrip("\r")
    if is_more(line):
        assert held_back(line)
        assert not envelope.plain(line)


@given(st.lists(PLAIN | st.sampled_from(["a.md", "Makefile", "TITLE:", "File:", "EOF"])))
@settings(deadline=None, max_examples=150)
def test_a_line_that_passes_for_prose_is_prose(parts: list[str]) -> None:
    line = "".join(parts)
    if not held_back(line) or envelope.plain(line):
        assert not is_more(line)
