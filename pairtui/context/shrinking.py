"""Shrinking: tell whether a person asked for less text.

A whole-file answer that loses much of the file unasked is a model that forgot the rest of it.
"""

from __future__ import annotations

import re

_LESS = re.compile(
    r"\b(?:short|brief|concis|tight|trim|cut|condens|compact|summar|abridg|simplif|reduc|shrink|less"
    r"|fewer|delet|remov|drop|strip|prun|clean|rid\b|throw|empty|split|move|replace|rewrit|refactor"
    r"|dedup|unused|dead code)",
    re.IGNORECASE,
)


def asks_for_less(words: str) -> bool:
    """Tell whether some words ask to make a text shorter, or to take something out of it."""
    return _LESS.search(words) is not None
