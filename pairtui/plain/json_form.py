"""JSON: everything about one turn, exact; control characters stay escaped by JSON itself."""

from __future__ import annotations

import json
from dataclasses import asdict

from pairtui.conversation import Asked
from pairtui.events import Ended
from pairtui.proposal import Proposal
from pairtui.session.forms import proposal_form


def as_json(asked: Asked, proposal: Proposal | None, ended: Ended | None) -> str:
    """Return one turn as a JSON object: words, reply, ending, usage and proposal."""
    usage = ended.usage if ended else None
    return json.dumps(
        {
            "words": asked.words,
            "files": [item.spec for item in asked.conversation.attached],
            "ending": ended.ending if ended else "failed",
            "reply": ended.reply if ended else "",
            "usage": asdict(usage) if usage else None,
            "proposal": proposal_form(proposal) if proposal else None,
        },
        ensure_ascii=True,
        indent=2,
    )
