"""The person's own keys: a preset by its name, or a key for each action."""

from __future__ import annotations

from collections.abc import Mapping

GIT = {
    "review.take": "y",
    "review.reject": "n",
    "review.take-rest": "a",
    "review.reject-rest": "d",
    "review.next": "j",
    "review.previous": "k",
    "review.down": "down",
    "review.up": "up",
}
"""The letters of `git add -p`; `a` and `d` ask first, as the rest of a file always does."""
PRESETS: Mapping[str, Mapping[str, str]] = {"git": GIT}


def keymap(preset: str | Mapping[str, str]) -> dict[str, str]:
    """Return keys by binding id, as Textual's keymap wants them."""
    return dict(PRESETS.get(preset, {}) if isinstance(preset, str) else preset)
