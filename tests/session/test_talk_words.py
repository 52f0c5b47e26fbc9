"""A conversation is called by its name, and found by all that is known of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from pairtui.session.moment import day_words
from pairtui.session.talk_words import UNNAMED, matching, title, written_of
from pairtui.store.nouns import SessionCard, SessionEntry

NOW = datetime(2026, 11, 26, 9, 30).astimezone().timestamp()
DAY = 86_400.0


def entry(name: str = "", words: str = "", draft: str = "", **more: object) -> SessionEntry:
    card = SessionCard("c1", NOW - 40 * DAY, NOW - DAY, "main", name=name, words=words)
    return SessionEntry(card, draft=draft, **more)  # type: ignore[arg-type] # fields of it


def test_a_name_comes_before_words_and_words_before_what_is_half_typed() -> None:
    assert title(entry("Mine", "first words", "half")) == "Mine"
    assert title(entry("", "first words", "half")) == "first words"
    assert title(entry("", "", "half\na line")) == "half a line"
    assert title(entry()) == UNNAMED
    assert title(entry("x" * 80)) == "x" * 59 + "…"


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("yesterday", True),
        ("2026-11-25", True),
        ("2026-11", True),
        ("2026-10-17", True),
        ("november", True),
        ("wednesday", True),
        ("today", False),
        ("PRICE.py yester", True),
        ("price.py today", False),
        ("said", True),
        ("said price.py", True),
        ("nobody", False),
        ("", True),
    ],
)
def test_it_is_found_by_dates_files_and_what_was_said(words: str, *, there: bool) -> None:
    one = entry("Mine", "first", paths=("src/price.py",))
    held = {"said": frozenset({"c1"})}
    found = matching(
        [one], words, {"c1": written_of(one, NOW)}, lambda word: held.get(word, frozenset())
    )
    assert found == ((one,) if there else ())


def test_a_time_that_is_none_has_no_words() -> None:
    assert day_words(1e30, NOW) == ""
    assert "today" in day_words(NOW, NOW)
