"""The person's own keys: a preset by its name, or a key for each action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from textual.binding import Binding
from textual.keys import _character_to_key

from pairtui.tui.keynames import shown_key

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
    """Return keys by binding id, as Textual's keymap wants them: each by its name."""
    own = PRESETS.get(preset, {}) if isinstance(preset, str) else preset
    return {name: ",".join(map(_named, keys.split(","))) for name, keys in own.items()}


def _named(key: str) -> str:
    """Return the name of a key that may be given as the character it types: `?`, `Ctrl+D`."""
    key = key.strip()
    if len(key) == 1:
        return _character_to_key(key)
    return key.lower()


def troubles(keys: Mapping[str, str], *places: Iterable[Binding]) -> Iterator[str]:
    """Yield a sentence for each of a person's own keys that is for nothing, or for two things.

    Each place is the bindings that are active together, as they are without those keys.
    """
    every = [tuple(place) for place in places]
    known = {binding.id or "" for place in every for binding in place}
    ours = {name.partition(".")[0] for name in known}
    for name in keys:  # those of the sheets are not looked at
        if name not in known and ("." not in name or name.partition(".")[0] in ours):
            yield f'keys: "{name}" is no action; the README names them all'
    said: set[tuple[str, str, str]] = set()
    for place in every:
        had: dict[str, Binding] = {}
        for binding in place:
            for key in keys.get(binding.id or "", binding.key).split(","):
                other = had.setdefault(key.strip(), binding)
                given = other.id in keys or binding.id in keys
                pair = (key, other.description, binding.description)
                if other.id != binding.id and given and pair not in said:
                    said.add(pair)
                    yield (
                        f"keys: {shown_key(key)} is given to “{other.description}” and to "
                        f"“{binding.description}”; only one of them has it"
                    )
