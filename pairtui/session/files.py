"""Files: what is in a conversation, as it is when the model is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pairtui.conversation import Attachment, Reference
from pairtui.proposal import Present, Refused, Snapshot
from pairtui.session.expanding import expand
from pairtui.session.policy import Policy


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a request is made of: what each file is, files and lines of files, texts to read.

    `left_out` names each thing in the conversation of which nothing can be sent now, and why.
    """

    snapshot: Snapshot
    attached: tuple[Attachment, ...] = ()
    references: tuple[Reference, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def gather(policy: Policy, attached: Iterable[Attachment]) -> Gathered:
    """Return what all that is in the conversation comes to at this moment; blocks.

    `shown` of the snapshot are the files whose text may be sent. Where several things bring in one
    file, the one that names it most closely says whether it may be edited; lines of a file that is
    in whole as well are what is kept of it where it is too large.
    """
    files: dict[tuple[str, tuple[int, int] | None], Attachment] = {}
    closest: dict[str, Attachment] = {}
    references: list[Reference] = []
    left_out: list[tuple[str, str]] = []
    for item in attached:
        found = expand(policy, item)
        if isinstance(found, Refused):
            left_out.append((f"@{item.spec}", found.reason))
            continue
        references += found.references
        for one in found.attached:
            files.setdefault((one.path, one.lines), one)
            if len(item.path) >= len(closest.get(one.path, _NOWHERE).path):
                closest[one.path] = item
    chosen = tuple(replace(one, read_only=closest[one.path].read_only) for one in files.values())
    return Gathered(_snapshot(policy, chosen), chosen, tuple(references), tuple(left_out))


_NOWHERE = Attachment("")


def _snapshot(policy: Policy, attached: Sequence[Attachment]) -> Snapshot:
    files = policy.read_all(item.path for item in attached)
    shown = frozenset(path for path, state in files.items() if isinstance(state, Present))
    read_only = frozenset(one.path for one in attached if one.read_only)
    return Snapshot(files, shown, read_only=read_only)
