"""The palette: every action in words, made from the bindings and the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from pairtui.review.visible import one_line
from pairtui.tui.keynames import shown_key
from pairtui.tui.screens.main import MainScreen


class Actions(Provider):
    """Offer what the keys of both panes do, and every slash command, by its words."""

    async def discover(self) -> Hits:
        """Yield everything there is."""
        for says, tip, run in self._offers():
            yield DiscoveryHit(Content(says), run, text=says, help=_plain(tip))

    async def search(self, query: str) -> Hits:
        """Yield what has matching words."""
        matcher = self.matcher(query)
        for says, tip, run in self._offers():
            score = matcher.match(f"{says} {tip}")
            if score > 0:
                yield Hit(score, Content(says), run, text=says, help=_plain(tip))

    def _offers(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        """Yield what each does, by name and in a sentence, and the doing."""
        for says, node, binding in self._actions():
            yield says, binding.tooltip, partial(self._run, node, binding)
        if isinstance(self.screen, MainScreen):
            for name, argument, purpose in self.screen.pane.commands:
                said = one_line(f"/{name} {argument}".rstrip())
                yield said, one_line(purpose), partial(self._write, self.screen, name)

    async def _write(self, screen: MainScreen, name: str) -> None:
        """Begin a message with a command; Enter there sends it."""
        screen.pane.prompt.give_back(f"/{name} ")
        screen.pane.prompt.focus()

    async def _run(self, node: DOMNode, binding: Binding) -> None:
        await self.app.run_action(binding.action, node)

    def _actions(self) -> list[tuple[str, DOMNode, Binding]]:
        screen = self.screen
        nodes: list[DOMNode] = [self.app, screen]
        if isinstance(screen, MainScreen):
            read = screen.pane.transcript
            here = [read] if read.has_focus else []
            desk = [screen.desk.reviewing] if screen.desk else []
            nodes = [*here, screen.pane.prompt, *desk, *nodes]
        found: dict[str, tuple[str, DOMNode, Binding]] = {}
        for node in nodes:
            bindings = node._bindings.copy()  # noqa: SLF001 - Textual has no public way
            bindings.apply_keymap(self.app._keymap)  # noqa: SLF001 - nor to the person's own keys
            for key, binding in bindings:
                if binding.id and binding.tooltip and binding.id not in found:
                    says = f"{binding.description} ({shown_key(key)})"
                    found[binding.id] = (says, node, binding)
        return list(found.values())


def _plain(text: str) -> str | None:
    """Return words as content, which is no markup, whatever stands in them."""
    return Content(text) if text else None  # type: ignore[return-value]  # it takes content, too
