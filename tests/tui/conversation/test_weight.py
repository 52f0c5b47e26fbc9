"""The line of what is in."""

from __future__ import annotations

import pytest

from pairtui.conversation import Attachment, Conversation, Turn
from pairtui.tui.conversation.weight import tokens, weights


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (999, "999"), (1234, "1.2k"), (9999, "10.0k"), (32_000, "32k")]
)
def test_tokens(count: int, shown: str) -> None:
    assert tokens(count) == shown


def test_weights_name_every_file_and_mark_the_estimate() -> None:
    talk = Conversation(
        (Turn("x" * 4000, "", "done"),),
        (Attachment("price.py"), Attachment("a\x1bb.py", (1, 2))),
        {"price.py": 1200},
    )
    assert weights(talk, 32_000) == r"@price.py 1.2k  @a\x1bb.py:1-2 …  ≈2.2k/32k"
    assert weights(Conversation(), 32_000) == ""
