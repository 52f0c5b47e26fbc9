"""Reading: the part of the review pane that moves through a proposal, and shows it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeVar

from textual.screen import ModalScreen

from pairtui.review.visible import one_line
from pairtui.tui.review import sight as sights
from pairtui.tui.review.eye import Move
from pairtui.tui.review.labels import many
from pairtui.tui.review.showing import ShowingPane
from pairtui.tui.review.sight import Sight

Answer = TypeVar("Answer")
MOST_CONTEXT = 30
"""Lines around a change, at most."""


class ReadingPane(ShowingPane):
    """Move through a proposal, all files in one scroll; nothing is changed here."""

    def push_beside(
        self, sheet: ModalScreen[Answer], hunk: str, answered: Callable[[Answer | None], None]
    ) -> None:
        """Open a sheet at the top or at the bottom, so that the change stays in view."""
        low = self._sight is not None and sights.roomier_below(self._sight, hunk)
        sheet.add_class("-low" if low else "-high")
        self.app.push_screen(sheet, answered)

    # Moving

    def action_move(self, move: Move) -> None:
        """Move the cursor on the page."""
        self._may(deciding=False)
        if self._sight is not None:
            after = sights.stepped(self._sight, move)
            stuck = after.eye == self._sight.eye
            self._go(after, edge(after, move) if stuck else "")

    def action_next_open(self, step: int) -> None:
        """Go to the next or previous open change."""
        self._may(deciding=False)
        sight = self._sight
        if sight is None:
            return
        hunk = sights.onward(sight, step)
        if hunk is None:
            self.say("no other change is open")
            return
        self._go(sights.at_hunk(sight, hunk.id), "")

    def action_next_file(self, step: int) -> None:
        """Go to the next or previous file."""
        self._may(deciding=False)
        if self._sight is not None:
            path = neighbour(self._sight, step)
            if path:
                self._go(sights.at_head(self._sight, path), "")
            else:
                self.say("this is the last file" if step > 0 else "this is the first file")

    def action_sideways(self, step: int) -> None:
        """Prose: go to the next or previous mark; code: scroll sideways."""
        self._may(deciding=False)
        if self._sight is not None:
            prose = self._sight.page.prose
            move = sights.at_mark if prose else sights.sideways
            self._go(move(self._sight, step), "")

    # Looking

    def action_show(self, what: Literal["files", "why"]) -> None:
        """Open a small sheet: the files, or why a change was made."""
        self._may(deciding=False)
        if self._sight is not None:
            from pairtui.tui.review import asks  # noqa: PLC0415 - sheets load when first wanted

            (asks.files if what == "files" else asks.why)(self, self._sight)

    def action_fold(self) -> None:
        """Open what is folded under the cursor, or fold it again."""
        self._may(deciding=False)
        sight = self._sight
        if sight is None:
            return
        after = sights.turned(sight)
        if after.page.blocks == sight.page.blocks:
            self.say("nothing is folded here")
        else:
            opened = len(after.setting.opened) > len(sight.setting.opened)
            self._go(after, "opened · o folds it again" if opened else "folded · o opens it")

    def action_whole_file(self) -> None:
        """Show all lines of the file, or only those around its changes."""
        self._may(deciding=False)
        sight = self._sight
        if sight is None:
            return
        after = sights.wholly(sight)
        whole = len(after.setting.opened) > len(sight.setting.opened)
        self._go(after, "the whole file · O folds it again" if whole else "only what changes")

    def action_marks(self) -> None:
        """Mark the words that changed, or not."""
        self._may(deciding=False)
        marks = not self._setting.marks
        self._setting = replace(self._setting, marks=marks)
        self.say("the words that changed are marked" if marks else "no word marks")
        self._arrange()

    def action_context(self, more: int) -> None:
        """Show more or fewer lines around each change."""
        self._may(deciding=False)
        context = min(max(self._setting.context + more, 0), MOST_CONTEXT)
        self._setting = replace(self._setting, context=context)
        self.say(f"{many(context, 'line')} around each change")
        self._arrange()

    def action_columns(self) -> None:
        """Show code in two columns, or in one."""
        self._may(deciding=False)
        two = not self._setting.side_by_side
        self._setting = replace(self._setting, columns=2 if two else 1)
        self.say("code in two columns" if two else "code in one column")
        self._arrange()

    def action_full_size(self) -> None:
        """Show the review alone, or both panes again."""
        self._may(deciding=False)
        if self.screen.maximized is self:
            self.screen.minimize()
        else:
            self.screen.maximize(self, container=False)


def neighbour(sight: Sight, step: int) -> str:
    """Return the path of the next or previous file, or nothing at the ends."""
    every = sight.scroll.paths
    at = every.index(sight.page.path) + step
    return every[at] if 0 <= at < len(every) else ""


def edge(sight: Sight, move: Move) -> str:
    """Return what to say where a move leads no further."""
    if move.endswith(("up", "top")):
        return f"the top of {_all(sight)}"
    return f"the end of {_all(sight)} · n goes to the next open change"


def _all(sight: Sight) -> str:
    files = len(sight.scroll.paths)
    return one_line(sight.page.path) if files == 1 else f"all {files} files"
