"""Hinting: the last line, which names the keys that do something where the cursor is; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from pairtui.proposal import Hunk
from pairtui.review.decide import Review
from pairtui.tui.keynames import shown_key
from pairtui.tui.review.bits import Bit, Button, Ends, words
from pairtui.tui.review.cards import is_card, unplaced_at
from pairtui.tui.review.sight import Sight

On: TypeAlias = Literal[
    "change", "decided", "saved", "newer", "whole", "stale", "lost", "cut off", "nothing",
    "selection", "unmarked", "no review",
]  # fmt: skip
"""What the cursor is on: a change, one decided, saved, or wanted anew by a later round, one about
the file itself, one that moved on, an edit that fits nowhere or was cut off, no change, what is
selected, prose that shows no marks, or nothing at all."""
Key: TypeAlias = tuple[str, str, str]
"""The id of a binding without its room, its usual key, what it does in a word or two."""
EDIT: Key = ("edit", "e", "edit")
REWRITE: Key = ("edit", "e", "rewrite")
NEXT: Key = ("next", "n", "next")
NEXT_CHANGE: Key = ("next", "n", "next change")
FILES: Key = ("files", "f", "files")
FILE: Key = ("next-file", "]", "next file")
HELP: Key = ("help", "?", "keys")
TAKE: Key = ("take", "a", "take")
REJECT: Key = ("reject", "x", "reject")
WHY: Key = ("say-why", "r", "say why")
AGAIN: Key = ("reopen", "Backspace", "open again")
COMMENT: Key = ("comment", "c", "comment")
BY_HAND: Key = ("by-hand", "h", "by hand")
UNDO: Key = ("undo", "u", "undo")
SMALLER: Key = ("smaller", "s", "smaller")
ON: Mapping[On, tuple[Key, ...]] = {
    "change": (TAKE, REJECT, WHY, EDIT, SMALLER, NEXT, FILES, HELP),
    "decided": (AGAIN, WHY, EDIT, ("fold", "o", "open or fold"), UNDO, NEXT, FILES, HELP),
    "saved": (NEXT_CHANGE, ("fold", "o", "open or fold"), ("undo-save", "U", "undo a save"),
              COMMENT, FILES, HELP),
    "newer": (("take", "a", "choose…"), COMMENT, ("compare", "b", "rounds"), NEXT, FILES, HELP),
    "whole": (TAKE, REJECT, WHY, NEXT, FILES, HELP),
    "stale": (BY_HAND, REJECT, WHY, ("edit", "e", "write it"), NEXT, FILES, HELP),
    "lost": (BY_HAND, NEXT_CHANGE, FILE, FILES, HELP),
    "cut off": (NEXT_CHANGE, FILE, FILES, HELP),
    "nothing": (NEXT_CHANGE, FILE, COMMENT, ("take-rest", "A", "take the file…"),
                ("find", "/", "search"), FILES, HELP),
    "selection": (("take", "a", "take these"), ("reject", "x", "reject these"), WHY, COMMENT,
                  ("extend", "Shift+↓", "more"), ("drop", "Esc", "drop"), HELP),
    "no review": (("write", "Tab", "write"), ("undo-save", "U", "undo a save"), HELP),
    "unmarked": (("view", "m", "other view"), NEXT, ("find", "/", "search"), FILES, HELP),
}  # fmt: skip
MARK: Key = ("right", "→", "next mark")
PROSE: Mapping[On, tuple[Key, ...]] = {
    "change": (TAKE, REJECT, WHY, REWRITE, SMALLER, MARK, UNDO, HELP),
    "decided": (AGAIN, WHY, REWRITE, ("fold", "o", "open or fold"), MARK, UNDO, HELP),
}
"""Where prose differs."""
LESS = ("undo", "fold", "smaller", "find", "take-rest", "compare", "files", "right", "next-file",
        "extend", "comment")  # fmt: skip
"""What goes where there is no room, the least often wanted first."""


def on(sight: Sight | None, *, selected: bool) -> On:
    """Return what the keys would act on."""
    if sight is None:
        return "no review"
    if selected:
        return "selection"
    if is_card(sight.eye.hunk):
        return "lost" if unplaced_at(sight.review.proposal, sight.eye.hunk) else "cut off"
    if sight.hunk is None:
        return "nothing"
    if sight.page.prose and not sight.setting.marked_up:
        return "unmarked"
    return _change(sight.review, sight.hunk)


def _change(review: Review, hunk: Hunk) -> On:
    match review.state(hunk.id):
        case "saved":
            return "saved"
        case "stale":
            return "stale"
        case state:
            newer = hunk.id in review.offers and review.offers[hunk.id].became == "open"
            if newer or state != "open":
                return "newer" if newer else "decided"
            return "whole" if hunk.kind != "text" else "change"


def hints(what: On, *, prose: bool, undoes: bool, own_keys: Mapping[str, str], width: int) -> Ends:
    """Return the line that names the keys most often wanted, as many as there is room for.

    `undoes` says whether there is a decision to undo.
    """
    keys = (PROSE if prose and what in PROSE else ON)[what]
    if not undoes:
        keys = tuple(key for key in keys if key != UNDO)
    line = named_keys(keys, own_keys)
    for less in LESS:
        if line_cells(line.left) > width:
            keys = tuple(key for key in keys if key[0] != less)
            line = named_keys(keys, own_keys)
    return line


def named_keys(keys: Iterable[Key], own_keys: Mapping[str, str]) -> Ends:
    """Return keys with what they do; those that the person chose otherwise by their own."""
    line: list[Bit] = []
    buttons: list[Button] = []
    for name, usual, does in keys:
        own = own_keys.get(f"review.{name}", "").partition(",")[0]
        key = shown_key(own) if own else usual
        line += words("  ") if line else ()
        start = line_cells(line)
        line += (*words(key, "strong"), *words(f" {does}"))
        buttons.append(Button(start, line_cells(line), f"review.{name}"))
    return Ends(tuple(line), buttons=tuple(buttons))


def line_cells(line: Iterable[Bit]) -> int:
    """Return how many cells a line takes."""
    return sum(bit.width for bit in line)
