"""Gate: a deciding key acts only on what had been painted when it was pressed.

A state machine without a clock: every time is passed in, in seconds of one monotonic clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

QUIET = 0.5
"""How long no key may come before what came unasked can be decided about."""
HELD = 0.15
"""A deciding key that comes again sooner than this is being held down."""

Answer: TypeAlias = Literal["go", "not yet", "held"]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a deciding key would act on, and since when a person can have seen it.

    `target` names it; `painted` is when the frame that shows it was written, None before that.
    `unasked` says that it came by itself and not by the person's own key.
    """

    target: str = ""
    painted: float | None = None
    unasked: bool = False
    last: float = float("-inf")
    decided: str = ""
    decided_at: float = float("-inf")

    def aim(self, target: str, *, asked: bool) -> Gate:
        """Return the gate with another target; the same target stays as live as it was."""
        if target == self.target:
            return self
        return replace(self, target=target, painted=None, unasked=not asked)

    def cover(self, *, asked: bool) -> Gate:
        """Return the gate after the target was out of sight: it must be painted anew."""
        return replace(self, painted=None, unasked=not asked)

    def show(self, target: str, now: float) -> Gate:
        """Return the gate after a frame was written; the first one with the target counts."""
        if target != self.target or self.painted is not None:
            return self
        return replace(self, painted=now)

    def press(self, key: str, now: float, *, deciding: bool) -> tuple[Gate, Answer]:
        """Return the gate after a key that was pressed at `now`, and whether it may act.

        Keys that decide nothing always may; they only end the quiet.
        """
        quiet = self.painted is not None and now - max(self.painted, self.last) >= QUIET
        after = replace(self, last=max(self.last, now), unasked=self.unasked and not quiet)
        if not deciding:
            return after, "go"
        after = replace(after, decided=key, decided_at=now)
        if key == self.decided and now - self.decided_at < HELD:
            return after, "held"
        if self.painted is None or now < self.painted or after.unasked:
            return after, "not yet"
        return after, "go"
