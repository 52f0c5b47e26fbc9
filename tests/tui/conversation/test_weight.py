"""The lines of what is in."""

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
    line = r"@price.py 1.2k  @a\x1bb.py:1-2 …  ≈2.2k/32k"
    assert weights(talk, 32_000, width=80) == (line,)
    assert weights(talk, 32_000, width=len(line)) == (line,)
    assert weights(talk, 32_000, width=len(line) - 1) == (line[:-11], "≈2.2k/32k")
    assert weights(Conversation(), 32_000, width=80) == ()


def test_the_room_is_there_however_many_files_are_in() -> None:
    names = [f"chapter-{number:02}.md" for number in range(20)]
    talk = Conversation((), tuple(map(Attachment, names)), dict.fromkeys(names, 1000))
    lines = weights(talk, 32_000, width=39)
    assert len(lines) == 3
    assert lines[0] == "@chapter-00.md 1.0k"
    assert lines[-1] == "@chapter-02.md 1.0k  +17 more  ≈20k/32k"
    assert all(len(line) <= 39 for line in lines)
