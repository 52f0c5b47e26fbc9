"""The withheld sheet: what the AI is not sent, and letting one thing go along once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from pairtui.policy.veil import Withheld
from pairtui.session.policy import Policy
from pairtui.tui.screens.listing import ListSheet
from pairtui.tui.screens.sheet import Option

if TYPE_CHECKING:
    from pairtui.tui.screens.main import MainScreen


class WithheldSheet(ListSheet[str]):
    """List what was withheld; Space lets the marked one go along with the next request, or not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", "Allow once", id="sheet.allow", tooltip="Send it along once"),
    ]
    KEYS = "Space or Enter allow once, or not after all · Esc close"

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self._policy = policy

    def title_line(self) -> str:
        """Return what is listed."""
        return "Withheld from the AI"

    def options(self) -> tuple[Option[str], ...]:
        """Return what was withheld: where it stands, and why."""
        return tuple(
            Option(one.where, one.name, "goes along once" if one.allowed else _why(one))
            for one in self._policy.withheld
        )

    def notes(self) -> tuple[str, ...]:
        """Return what that means."""
        says = (
            "In the place of a secret the AI sees its name, such as <withheld:github-token-1>; "
            "where it gives that back, the secret is put there again. What is allowed goes along "
            "with the next request, and is withheld again after it."
        )
        return (says,)

    def picked(self, option: Option[str]) -> None:
        """Allow it, or withhold it after all; the sheet stays open."""
        self._policy.allow(option.value, allowed=option.value not in self._policy.allowed)
        self.redraw()


async def show_withheld(screen: MainScreen) -> None:
    """Show what was withheld, and say what goes along with the next request."""
    session = await screen.session()
    before = session.policy.allowed
    await screen.app.push_screen_wait(WithheldSheet(session.policy))
    allowed = session.policy.allowed
    for one in session.policy.withheld:
        if one.name in allowed - before:
            screen.say("note", f"{one.where} goes along with the next request, once: {one.why}")
        elif one.name in before - allowed:
            screen.say("note", f"{one.where} stays withheld")


def _why(one: Withheld) -> str:
    return one.why if one.kind == "file" else f"{one.why}, sent as {one.name}"
