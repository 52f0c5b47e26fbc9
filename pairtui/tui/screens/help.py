"""Help: the keys of the place one is in, made from its bindings."""

from __future__ import annotations

from textual.app import App

from pairtui.tui.review.bindings import shown_key
from pairtui.tui.screens.choosing import ChoiceSheet


def key_lines(app: App[int]) -> tuple[str, ...]:
    """Return the keys that work here, by group, each with what it does."""
    found: dict[str, dict[str, tuple[list[str], str]]] = {}
    for active in app.screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not binding.tooltip:
            continue
        group = binding.group.description if binding.group else ""
        keys, _ = found.setdefault(group, {}).setdefault(binding.id, ([], binding.tooltip))
        keys.append(shown_key(binding.key))
    lines: list[str] = []
    for group, rows in found.items():
        lines += ["", group]
        lines += [f"  {' '.join(dict.fromkeys(keys)):<16} {tip}" for keys, tip in rows.values()]
    return tuple(lines[1:])


def help_sheet(app: App[int]) -> ChoiceSheet:
    """Return the sheet with the keys of this place."""
    return ChoiceSheet("Keys here", (), says=key_lines(app), keys="Esc back · Ctrl+P every action in words")
