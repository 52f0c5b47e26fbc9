"""The names of keys, as a person reads them."""

from __future__ import annotations

from textual.keys import key_to_character

SHOWN = {
    "right_square_bracket": "]", "left_square_bracket": "[", "greater_than_sign": ">",
    "less_than_sign": "<", "plus": "+", "equals_sign": "=", "minus": "-", "question_mark": "?",
    "slash": "/",
    "pagedown": "PgDn", "pageup": "PgUp", "down": "↓", "up": "↑", "right": "→", "left": "←",
    "escape": "Esc", "vertical_line": "|",
}  # fmt: skip


def shown_key(key: str) -> str:
    """Return a key as a person reads it: "Ctrl+D", "]", "PgDn"."""
    *modifiers, last = key.split("+")
    typed = key_to_character(last) or ""
    name = SHOWN.get(last) or (
        typed if typed.strip() and typed.isprintable() else last.capitalize()
    )
    if modifiers:
        name = name.upper() if len(name) == 1 else name
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])
