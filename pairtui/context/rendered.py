"""Rendered: a piece of text for a model, and the template it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pairtui.proposal import PromptUse


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template with its holes filled, and which template it was."""

    text: str
    use: PromptUse


class Render(Protocol):
    """Fills a template's holes by its name; `Prompts.render` is one."""

    def __call__(self, name: str, /, **holes: str) -> Rendered:
        """Return the template of this name with these holes filled."""
        ...
