"""Straying: a local model that misquotes a file twice over is asked for whole files from then on.

Only where the files are short: a whole file costs its length and can be cut off.
"""

from __future__ import annotations

from dataclasses import replace

from pairtui.events import Asking, Ended, Event, Proposed
from pairtui.proposal import Present, Snapshot
from pairtui.request import Model

SHORT = 150
"""Lines that a file may have for the whole of it to be asked for."""
_MISQUOTED = frozenset(("not found", "ambiguous"))


class Straying:
    """Listens to turns, and remembers for one session who misquoted also when asked again."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._repaired = self._misquoted = False

    def hear(self, event: Event, model: Model) -> None:
        """Take what one turn of a model told."""
        match event:
            case Asking(purpose=purpose):
                self._repaired = purpose == "repair"
                self._misquoted = False
            case Proposed(proposal=proposal):
                self._misquoted = any(one.why in _MISQUOTED for one in proposal.unplaced)
            case Ended():
                quotes = model.size == "local" and model.format == "search_replace"
                if quotes and self._repaired and self._misquoted:
                    self._names.add(model.name)
                self._repaired = self._misquoted = False

    def strays(self, model: Model) -> bool:
        """Tell whether a model misquoted twice over in a turn of this session."""
        return model.name in self._names


def asked_whole(model: Model, snapshot: Snapshot) -> Model:
    """Return the model as one that is asked for whole files, if all that it is shown are short."""
    shown = [snapshot.files[path] for path in snapshot.shown]
    sizes = [state.data.count(b"\n") for state in shown if isinstance(state, Present)]
    if not sizes or max(sizes) > SHORT:
        return model
    return replace(model, format="whole_file", why="it misquoted before, and the files are short")
