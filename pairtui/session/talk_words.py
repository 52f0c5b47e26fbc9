"""Talk words: what a conversation is called, and what it is found by; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pairtui.session.moment import day_words
from pairtui.store.nouns import SessionEntry

UNNAMED = "nothing said yet"
TITLE = 60
"""Characters of a title, at most."""


def title(entry: SessionEntry, most: int = TITLE) -> str:
    """Return what a conversation is called: its name, else its first words, else half-typed ones.

    It is as it was written; a front makes it safe to show.
    """
    words = entry.card.name or entry.card.words or entry.draft
    line = " ".join(words.split()) or UNNAMED
    return line if len(line) <= most else line[: most - 1] + "…"


def written_of(entry: SessionEntry, now: float) -> str:
    """Return all that a list knows of a conversation, to look through; `now` is in seconds."""
    card = entry.card
    parts = (
        card.id,
        card.name,
        card.words,
        card.model,
        card.branch,
        day_words(card.used, now),
        day_words(card.began, now),
        *entry.paths,
    )
    return "\n".join(parts).casefold()


def matching(
    entries: Sequence[SessionEntry],
    words: str,
    written: Mapping[str, str],
    holding: Callable[[str], frozenset[str]],
) -> tuple[SessionEntry, ...]:
    """Return the conversations in which each word stands: in what a list knows, or in a text.

    `written` is what a list knows of each, by id; `holding` tells in which ids a word was said.
    """
    terms = words.casefold().split()
    return tuple(
        entry
        for entry in entries
        if all(term in written[entry.card.id] or entry.card.id in holding(term) for term in terms)
    )
