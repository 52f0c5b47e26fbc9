"""Chatter: what around an edit is no reason for it."""

from __future__ import annotations

import pytest

from pairtui.formats.chatter import without_chatter


@pytest.mark.parametrize(
    "said",
    [
        "Sure! I'll fix these.",
        "Ok.",
        "Sure",
        "Done.",
        "Of course! Here's the updated file:",
        "Here are the changes you asked for:",
        "Here is the complete file src/app.js:",
        "I’ve updated `src/app.js`:",
        "First:",
        "**Certainly!** Let me make these edits. 👍",
        "Full updated file:",
    ],
)
def test_a_paragraph_of_nothing_else_is_no_reason(said: str) -> None:
    assert without_chatter(said) == ""


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Sure! The sum was a float.", "The sum was a float."),
        ("The sum was a float. Here's the fix:", "The sum was a float."),
        ("I rename it. Ok. Nobody used it. Done.", "I rename it. Ok. Nobody used it."),
        ("Shorter.", "Shorter."),
        ("Fix the rounding.", "Fix the rounding."),
        ("Change `total` here:", "Change `total` here:"),
        ("Change 3 to 4.", "Change 3 to 4."),
        ("Der Satz war zu lang.", "Der Satz war zu lang."),
        ("", ""),
    ],
)
def test_what_says_something_is_kept(said: str, reason: str) -> None:
    assert without_chatter(said) == reason
