"""The model sheet: who answers, out of what the endpoint offers."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.sheet import Option


def model_sheet(names: Sequence[str], current: str) -> ChoiceSheet:
    """Return the sheet; its answer is the name of the picked model."""
    rows = [Option(name, name, "answers now" if name == current else "") for name in names]
    says = ("The choice is remembered for this endpoint.",)
    return ChoiceSheet("Who answers?", rows, says=says)
