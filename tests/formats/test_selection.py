"""The replacement in a reply: what is taken off it, and what is left alone."""

from __future__ import annotations

import pytest

from pairtui.formats.selection import replacement


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("We left at noon.", "We left at noon."),
        ("  We left at noon.\n", "We left at noon."),
        ('"We left at noon."', "We left at noon."),
        ("“We left at noon.”", "We left at noon."),
        ("```\nWe left at noon.\n```", "We left at noon."),
        ("```markdown\nWe left.\n\nAt noon.\n```\n", "We left.\n\nAt noon."),
        ("Here is the sentence: We left at noon.", "We left at noon."),
        ("Sure! Here's a shorter version:\n\nWe left at noon.", "We left at noon."),
        ('After: "We left at noon."', "We left at noon."),
        ('"Go," she said, "now."', '"Go," she said, "now."'),
        ("Here is where we left him.", "Here is where we left him."),
        ("'It's the boys' season'", "'It's the boys' season'"),
        ("Use `a` and `b`.", "Use `a` and `b`."),
        ("", ""),
        ('"', '"'),
    ],
)
def test_only_what_wraps_the_whole_reply_is_taken_off(reply: str, text: str) -> None:
    assert replacement(reply) == text
