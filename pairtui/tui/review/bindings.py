"""Bindings: every key of the review, in one table; the help and the README are made from it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding

GROUPS: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "move": (
        ("j,down", "move('line down')", "down", "Down", "One row down"),
        ("k,up", "move('line up')", "up", "Up", "One row up"),
        ("pagedown", "move('page down')", "page-down", "Page down", "One page down"),
        ("pageup", "move('page up')", "page-up", "Page up", "One page up"),
        ("ctrl+d", "move('half down')", "half-down", "Half a page down", "Half a page down"),
        ("ctrl+u", "move('half up')", "half-up", "Half a page up", "Half a page up"),
        ("g,home", "move('top')", "top", "Top", "To the first row of all"),
        ("G,end", "move('bottom')", "bottom", "Bottom", "To the last row of all"),
        ("n", "next_open(1)", "next", "Next change", "To the next open change"),
        ("p", "next_open(-1)", "previous", "Previous change", "To the open change before"),
        (
            "right_square_bracket,greater_than_sign", "next_file(1)", "next-file",
            "Next file", "To the next file",
        ),
        (
            "left_square_bracket,less_than_sign", "next_file(-1)", "previous-file",
            "Previous file", "To the file before",
        ),
        ("right", "sideways(1)", "right", "Next mark", "Prose: next mark; code: sideways"),
        ("left", "sideways(-1)", "left", "Mark before", "Prose: mark before; code: back"),
        ("slash", "find", "find", "Search", "Look for a text in all files"),
        ("f", "show('files')", "files", "Files", "The list of files"),
    ),
    "decide": (
        ("a,y", "decide('take')", "take", "Take", "Take this change, go to the next"),
        (
            "space", "page_or_take", "page-or-take",
            "Page on, or take", "Page on while part of the change is not shown yet, then take it",
        ),
        ("x", "decide('reject')", "reject", "Reject", "Leave the file as it is here"),
        ("r", "say_why", "say-why", "Say why", "Reject with a reason, or add one"),
        ("backspace", "decide('reopen')", "reopen", "Make open", "Make this one open again"),
        (
            "A", "decide_rest('take')", "take-rest",
            "Take the rest", "Ask, then take all open changes left in this file",
        ),
        (
            "X", "decide_rest('reject')", "reject-rest",
            "Reject the rest", "Ask, then reject all open changes left in this file",
        ),
        (
            "s", "smaller", "smaller",
            "Smaller", "Cut this change into lines, sentences, words; u joins again",
        ),
        (
            "v", "select", "select",
            "Select", "Select lines, or pieces of prose; a x r act on just these",
        ),
        ("shift+down", "extend('line down')", "extend", "Select down", "Select one more"),
        ("shift+up", "extend('line up')", "extend-up", "Select up", "Select one more, upwards"),
        ("escape", "drop", "drop", "Drop", "Select nothing any more"),
        ("u,ctrl+z", "step_back('undo')", "undo", "Undo", "Undo the last decision"),
        ("ctrl+y", "step_back('redo')", "redo", "Redo", "Make it again"),
    ),
    "talk about it": (
        (
            "c", "comment('place')", "comment",
            "Comment", "Say something about this place; ? first asks and changes nothing",
        ),
        ("C", "comment('file')", "comment-file", "Comment on the file", "About the whole file"),
        ("S", "post('send')", "send", "Send", "Show what would be sent, then send it"),
        ("b", "post('compare')", "compare", "Since the last round", "What changed since then"),
    ),
    "change the words": (
        ("e", "edit", "edit", "Edit", "Write this change in your own words"),
        ("E", "edit_outside", "edit-outside", "Edit in $EDITOR", "Edit its file in $EDITOR"),
        (
            "h", "by_hand", "by-hand",
            "By hand", "What fits nowhere, or what you both changed: decide it by hand",
        ),
    ),
    "look": (
        ("i", "show('why')", "why", "Why", "The reason, the model, what it saw"),
        ("o", "fold", "fold", "Open or fold", "Open a folded row, or fold it again"),
        (
            "O", "whole_file", "whole-file",
            "Whole file", "All lines of this file, or those around its changes",
        ),
        (
            "m", "read_as", "view",
            "Marked up, final, original", "Prose: marked up, as it would read, as it was",
        ),
        ("w", "marks", "marks", "Word marks", "Mark the words that changed, or not"),
        ("vertical_line,t", "columns", "columns", "Columns", "Code in one column, or in two"),
        ("z", "full_size", "full-size", "Full size", "The review alone, or both panes"),
        ("plus,equals_sign", "context(3)", "more", "More around", "More lines around"),
        ("minus", "context(-3)", "less", "Less around", "Fewer lines around"),
        (
            "Y", "copy", "copy",
            "Copy", "Copy the change or what v selects, beside them the file's diff; again: a file",
        ),
        ("question_mark", "post('help')", "help", "Keys", "The keys for this place"),
    ),
    "save and leave": (
        ("enter,ctrl+s", "post('save')", "save", "Save", "What a save would write"),
        (
            "U", "post('undo landing')", "undo-save",
            "Undo a save", "List the saves: undo one, or save again what was undone",
        ),
        ("tab", "post('write')", "write", "To the prompt", "To the prompt"),
        ("q", "post('leave')", "leave", "Leave", "Leave the program"),
    ),
}  # fmt: skip
"""By group: keys, action, name, what it does in a word or two, and in a sentence."""


def _bindings() -> Iterator[Binding]:
    for name, keys in GROUPS.items():
        group = Binding.Group(name)
        for key, action, short, says, tip in keys:
            yield Binding(
                key, action, says, show=False, id=f"review.{short}", tooltip=tip, group=group
            )


REVIEW_BINDINGS = tuple(_bindings())
