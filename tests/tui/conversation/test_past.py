"""A turn of before, in pieces."""

from __future__ import annotations

import pytest

from pairtui.conversation import Turn
from pairtui.tui.conversation.past import past


@pytest.mark.parametrize(
    ("reply", "ending", "says"),
    [
        ("Yes.", "done", "Yes."),
        ("Yes", "stopped", "stopped"),
        ("Yes", "broke off", "it broke off here"),
        ("", "failed", "no answer came"),
        ("", "", "no answer came"),
    ],
)
def test_how_a_turn_ended_is_its_last_piece(reply: str, ending: str, says: str) -> None:
    *_, last = past(Turn("Why?", reply, ending)).tell()
    assert last.text == says
