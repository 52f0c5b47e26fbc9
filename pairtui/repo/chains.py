"""Chains: a save with every undo of it and every time it was done again, told from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pairtui.landing import Landed, Operation


@dataclass(frozen=True, slots=True)
class Chain:
    """One save and what became of it: operations that came through, each after the one it turns."""

    of: tuple[Operation, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the save and of all that became of it."""
        return tuple(one.intent.id for one in self.of)

    @property
    def undone(self) -> bool:
        """Tell whether it is undone now."""
        return self.of[-1].intent.kind == "undo"

    @property
    def again(self) -> bool:
        """Tell whether it was undone and then done again."""
        return not self.undone and len(self.of) > 1

    @property
    def landed(self) -> Landed | None:
        """Return the receipt of the last time it was done."""
        done = self.of[-2 if self.undone else -1]
        return done.result.landed if done.result else None


def chains(operations: Iterable[Operation]) -> tuple[Chain, ...]:
    """Return each save with what became of it, the earliest save first.

    An undo is left out whose save is not among the operations, and so is whatever failed.
    """
    done = [one for one in operations if one.result and one.result.outcome == "finished"]
    after = {one.intent.of: one for one in done if one.intent.of}
    begun = (one for one in done if one.intent.kind == "landing" and not one.intent.of)
    return tuple(Chain(tuple(_from(one, after))) for one in begun)


def turned(operations: Iterable[Operation], receipt: str) -> bool:
    """Tell whether what this receipt is of was undone since, or done again."""
    return any(
        one.intent.of == receipt and one.result is not None and one.result.outcome == "finished"
        for one in operations
    )


def _from(one: Operation | None, after: dict[str, Operation]) -> Iterator[Operation]:
    while one is not None:
        yield one
        one = after.pop(one.intent.id, None)
