"""In a sheet of many answers the marked one is on the screen, whichever key went to it."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.containers import VerticalScroll

from pairtui.tui.screens.listing import ListSheet
from pairtui.tui.screens.sheet import Menu, Option

pytestmark = pytest.mark.anyio
LONG = " and some more" * 10


class Many(ListSheet[int]):
    """Sixty answers, every other one of more than a row."""

    def title_line(self) -> str:
        return "Which?"

    def options(self) -> tuple[Option[int], ...]:
        return tuple(Option(f"answer {at}{LONG * (at % 2)}", at) for at in range(60))

    def notes(self) -> tuple[str, ...]:
        return ("What it means stands below.",)


@pytest.mark.parametrize(
    ("keys", "marked"),
    [(["down"] * 41, 41), (["pagedown"] * 2, None), (["up"], 59), (["up", "pageup", "down"], None)],
)
async def test_the_marked_answer_is_on_the_screen(keys: list[str], marked: int | None) -> None:
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        sheet = Many()
        await app.push_screen(sheet)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        body, menu = sheet.query_one("#sheet-body", VerticalScroll), sheet.query_one(Menu)
        rows = [line.plain for line in menu.render().wrap(menu.size.width)]  # type: ignore[union-attr]  # it is content
        at = next(row for row, line in enumerate(rows) if line.startswith(">"))
        assert marked is None or rows[at].startswith(f"> answer {marked}")
        assert body.scroll_y <= at < body.scroll_y + body.size.height
        if marked == 59:
            assert body.scroll_y == body.max_scroll_y > 60
