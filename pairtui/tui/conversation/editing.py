"""Editing: the line that says which turn stands in the prompt, to be sent in other words."""

from __future__ import annotations

from textual.widgets import Static


class Editing(Static):
    """Say over the prompt that what is sent from it takes the place of a turn, in a fork."""

    DEFAULT_CSS = """
    Editing { height: auto; color: $text-warning; }
    """

    def __init__(self, turn: int) -> None:
        says = f"turn {turn} once more · Enter goes on before it, in a fork · Ctrl+C does not"
        super().__init__(says, markup=False)
        self.turn = turn
