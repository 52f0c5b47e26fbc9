"""The palette: every action in words, made from the bindings."""

from __future__ import annotations

from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from pairtui.tui.keynames import shown_key
from pairtui.tui.screens.main import MainScreen


class Actions(Provider):
    """Offer what the keys of both panes do, by its words."""

    async def discover(self) -> Hits:
        """Yield every action."""
        for says, node, binding in self._actions():
            yield DiscoveryHit(
                says, partial(self._run, node, binding), help=binding.tooltip or None
            )

    async def search(self, query: str) -> Hits:
        """Yield the actions whose words match."""
        matcher = self.matcher(query)
        for says, node, binding in self._actions():
            score = matcher.match(f"{says} {binding.tooltip}")
            if score > 0:
                run = partial(self._run, node, binding)
                yield Hit(score, says, run, help=binding.tooltip or None)

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
