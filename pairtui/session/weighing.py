"""Weighing: what all that is in a conversation comes to as text, so that it can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairtui.context.excerpt import fenced, show
from pairtui.context.rendered import Render
from pairtui.conversation import Attachment
from pairtui.proposal import Present, Refused
from pairtui.session.amount import many
from pairtui.session.expanding import expand
from pairtui.session.policy import Policy


@dataclass(frozen=True, slots=True)
class Weight:
    """The text of one thing as it would be sent; `holds` how many files it is, where it is more."""

    text: str
    holds: str = ""


def weigh(policy: Policy, items: Sequence[Attachment], render: Render) -> list[Weight]:
    """Return the weight of each; nothing is the text of what cannot be sent now. Blocks."""
    return [_weight(policy, item, render) for item in items]


def _weight(policy: Policy, item: Attachment, render: Render) -> Weight:
    found = expand(policy, item)
    if isinstance(found, Refused):
        return Weight("")
    states = policy.read_all(one.path for one in found.attached)
    texts = [
        show(one, state.data, render)
        for one in found.attached
        if isinstance(state := states.get(one.path), Present)
    ]
    texts += [fenced(one.name, one.text, render) for one in found.references]
    holds = many(len(found.attached), "file") if item.kind == "folder" else ""
    return Weight("\n\n".join(texts), holds)
