"""Reading: the keys of the transcript, in one table; the help and the README are made from it."""

from __future__ import annotations

from textual.binding import Binding

_GROUP = Binding.Group("Conversation")
_KEYS = (
    ("j,down", "move(1)", "down", "Down", "One row down"),
    ("k,up", "move(-1)", "up", "Up", "One row up"),
    ("pagedown,space", "page(2)", "page-down", "Page down", "One page down"),
    ("pageup", "page(-2)", "page-up", "Page up", "One page up"),
    ("ctrl+d", "page(1)", "half-down", "Half a page down", "Half a page down"),
    ("ctrl+u", "page(-1)", "half-up", "Half a page up", "Half a page up"),
    ("g,home", "top", "top", "Top", "To the first words"),
    ("G,end,ctrl+end", "bottom", "bottom", "Bottom", "To the end of the conversation"),
    ("n", "turn(1)", "next", "Next turn", "To your next words"),
    ("p", "turn(-1)", "previous", "Previous turn", "To your words before"),
    (
        "right_square_bracket,greater_than_sign", "block(1)", "next-block",
        "Next block", "To the next paragraph, code or table",
    ),
    (
        "left_square_bracket,less_than_sign", "block(-1)", "previous-block",
        "Block before", "To the paragraph, code or table before",
    ),
    ("slash", "find", "find", "Search", "Look for words in the conversation"),
    ("o,enter", "fold", "fold", "Open or fold", "Open long code or words, or fold them again"),
    (
        "Y", "copy", "copy",
        "Copy", "Copy the block; on “ai:” the whole answer; again: a file",
    ),
    ("question_mark", "app.help", "help", "Keys", "The keys for this place"),
    ("escape,tab", "back", "back", "To the prompt", "Back to the prompt"),
)  # fmt: skip

READING_BINDINGS = tuple(
    Binding(key, action, says, show=False, id=f"talk.{name}", tooltip=tip, group=_GROUP)
    for key, action, name, says, tip in _KEYS
)
