"""The list of saves and the sheets before one is undone or done again, as pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pairtui.landing import Foretold, Intent, NotLanded
from pairtui.session.past_saves import PastSave
from pairtui.tui.screens.sheet import Sheet
from pairtui.tui.screens.undo import SavesSheet, UndoSheet
from tests.tui.pictures import Picture
from tests.tui.review.material import code, showing

pytestmark = pytest.mark.anyio

NOW = 1_700_000_000.0
SAVE = PastSave(
    "1", NOW - 300, "Fix rounding", 3, "a1b2c3d4e5", ("cart/price.py", "cart/tax.py"), proposal="p"
)
SAVES = [
    SAVE,
    replace(SAVE, id="2", at=NOW - 9_000, title="Say it better in all the texts", undone="u"),
    *(
        replace(SAVE, id=f"{n}", at=NOW - n * 40_000, title=f"Tidy the shelf {n}", session="s")
        for n in range(3, 40)
    ),
]
TOLD = Foretold(
    Intent("next", NOW, "undo", ()),
    "A new commit undoes a1b2c3d: later commits build on it.",
    (
        "cart/price.py as before the save; what was changed in it since stays",
        "cart/rate.py is cart/tax.py again",
        "old/notes.md comes back",
        "run can no longer be run",
        "new/in/it.py goes away again",
        "the folder new stays, for there is more in it",
        "the folder new/in goes, as it was made for this",
    ),
    ("What you have staged in cart/price.py still holds these changes.",),
)
REFUSED = NotLanded(
    "Nothing was changed, because files changed since.",
    stale={"cart/price.py": "it changed since it was saved, in the same lines"},
)


def sheet(name: str) -> Sheet[Any]:
    match name:
        case "saves":
            return SavesSheet(SAVES, now=NOW)
        case "undo":
            return UndoSheet(SAVE, TOLD, now=NOW)
        case "save-again":
            again = replace(TOLD, history="Commit a1b2c3d comes back on main.", notes=())
            return UndoSheet(SAVES[1], replace(again, files=again.files[2:4]), now=NOW)
        case _:
            return UndoSheet(SAVE, REFUSED, now=NOW)


@pytest.mark.parametrize("name", ["saves", "undo", "save-again", "cannot-undo"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_sheets_about_saves(name: str, size: tuple[int, int], picture: Picture) -> None:
    async with showing(code(), size) as (host, hand):
        host.push_screen(sheet(name))
        await hand.pilot.pause()
        if name == "saves":
            await hand.press(*["down"] * 12)
        picture(host, f"sheet-{name}-{size[0]}x{size[1]}")
