"""Talk form: one conversation as text for a file, as Markdown to read or as JSON with all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Literal, TypeAlias

from pairtui.review.looking_back import Change, looked_back
from pairtui.review.visible import safe
from pairtui.session.amount import many
from pairtui.session.forms import change_form, proposal_form, rounds_form
from pairtui.session.talk_words import title
from pairtui.store.nouns import (
    Exchange,
    KeptLanding,
    KeptProposal,
    Resumed,
    SessionCard,
    SessionEntry,
)

Form: TypeAlias = Literal["markdown", "json"]
BECAME = {
    "open": "open",
    "taken": "taken, not saved yet",
    "edited": "yours, not saved yet",
    "rejected": "rejected",
    "saved": "saved",
    "stale": "the file moved on",
}
"""What a state is called."""


def form_of(path: str) -> Form:
    """Return the form that a file of this name is to have."""
    return "json" if path.casefold().endswith(".json") else "markdown"


def called(whole: Resumed) -> str:
    """Return what a conversation is called."""
    drafts = (one.text for one in whole.drafts if one.place == "prompt")
    return title(SessionEntry(whole.card, draft=next(drafts, "")))


def text_of(whole: Resumed, form: Form) -> str:
    """Return a conversation as text.

    In Markdown what cannot be seen is made visible; JSON is exact, and escapes what is not ASCII.
    """
    if form == "json":
        return json.dumps(_all(whole), indent=2) + "\n"
    return safe("\n".join(_lines(whole)).rstrip("\n") + "\n")


def file_of(whole: Resumed, path: str) -> bytes:
    """Return a conversation as a file of this name is to hold it; a long one takes a while."""
    return text_of(whole, form_of(path)).encode("utf-8", "surrogatepass")


# Markdown


def _lines(whole: Resumed) -> Iterator[str]:
    card = whole.card
    yield f"# {called(whole)}"
    yield ""
    yield f"- conversation `{card.id}`, began {_when(card.began)}, last used {_when(card.used)}"
    if card.branch:
        yield f"- begun on {card.branch}"
    if card.origin is not None:
        yield f"- forked from `{card.origin.session}`, behind turn {card.origin.turns}"
    if card.attached:
        yield f"- files: {', '.join(item.spec for item in card.attached)}"
    for says in whole.unread:
        yield f"- could not be read: {says}"
    kept = {one.card.id: one for one in whole.proposals}
    for number, one in enumerate(whole.exchanges, 1):
        yield from _turn(number, one)
        made = kept.pop(one.turn.proposal or "", None)
        if made is not None:
            yield from _proposal(made)
    for made in kept.values():
        yield from _proposal(made)


def _turn(number: int, one: Exchange) -> Iterator[str]:
    turn = one.turn
    yield from ("", f"## {number}. You, {_when(one.at)}", "")
    yield from turn.words.split("\n")
    if turn.told:
        yield from ("", "The AI was told:", "")
        yield from (f"> {line}" for line in turn.told.split("\n"))
    yield from ("", f"### {number}. The AI{', ' + one.model if one.model else ''}", "")
    if turn.reply:
        yield from turn.reply.rstrip("\n").split("\n")
        yield ""
    facts = " · ".join(filter(None, _facts(one)))
    if facts:
        yield f"*{facts}*"


def _facts(one: Exchange) -> Iterator[str]:
    if one.turn.ending != "done":
        yield one.turn.ending or "broke off"
    yield f"at {one.host}" if one.host else ""
    if one.usage is not None:
        about = "about " if one.usage.estimated else ""
        cached = f" ({one.usage.cached:,} cached)" if one.usage.cached else ""
        yield f"{about}{one.usage.sent:,} tokens sent{cached}, {one.usage.received:,} received"
    yield f"{one.seconds:.1f} s" if one.seconds else ""
    if one.prompts:
        yield "prompts " + ", ".join(f"{use.name} {use.version}" for use in one.prompts)


def _proposal(kept: KeptProposal) -> Iterator[str]:
    yield from ("", f"### Proposed: {kept.card.title or 'untitled'} (`{kept.card.id}`)", "")
    for change in looked_back(kept.proposed, kept.review):
        yield f"- {change.path} {change.lines}: {_became(change)}"
    for lost in kept.proposed.unplaced:
        yield f"- could not be placed: {lost.says}"
    for landing in kept.landings:
        yield f"- {_saved(landing)}"
    if kept.unread:
        yield f"- a part of it could not be read: {kept.unread}"


def _became(change: Change) -> str:
    reason = " ".join(change.reason.split())
    yours = "yours, and " if change.state == "saved" and change.yours is not None else ""
    return f"{yours}{BECAME[change.state]}" + (f", because: {reason}" if reason else "")


def _saved(kept: KeptLanding) -> str:
    landed = kept.landed
    how = f"commit {landed.commit}" if landed.commit else "written without a commit"
    paths = ", ".join(dict.fromkeys(file.path for file in landed.files))
    undone = ", undone since" if kept.undone else ""
    changes = many(landed.changes, "change")
    return f"saved {_when(landed.at)}: {how}, {changes} in {paths}{undone}"


def _when(at: float) -> str:
    try:
        return f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return "at an unknown time"


# JSON


def _all(whole: Resumed) -> dict[str, object]:
    files = [item.spec for item in whole.card.attached]
    return {
        "conversation": {**card_form(whole.card), "files": files},
        "turns": [_exchange(number, one) for number, one in enumerate(whole.exchanges, 1)],
        "proposals": [_kept(one) for one in whole.proposals],
        "drafts": [asdict(one) for one in whole.drafts],
        "unread": list(whole.unread),
    }


def card_form(card: SessionCard) -> dict[str, object]:
    """Return what is known of a conversation by itself, as JSON has it."""
    return {
        "id": card.id,
        "name": card.name,
        "words": card.words,
        "began": card.began,
        "used": card.used,
        "branch": card.branch,
        "model": card.model,
        "origin": asdict(card.origin) if card.origin else None,
    }


def _exchange(number: int, one: Exchange) -> dict[str, object]:
    return {
        "number": number,
        "words": one.turn.words,
        "reply": one.turn.reply,
        "ending": one.turn.ending,
        "told": one.turn.told,
        "proposal": one.turn.proposal,
        "at": one.at,
        "seconds": one.seconds,
        "model": one.model,
        "host": one.host,
        "prompts": [asdict(use) for use in one.prompts],
        "usage": asdict(one.usage) if one.usage else None,
        "sent": [asdict(part) for part in one.sent],
        "requests": list(one.requests),
    }


def _kept(kept: KeptProposal) -> dict[str, object]:
    return {
        "proposal": proposal_form(kept.proposed),
        "arrived": kept.card.arrived,
        "changed": kept.card.changed,
        "branch": kept.card.branch,
        "changes": [change_form(one) for one in looked_back(kept.proposed, kept.review)],
        **rounds_form(kept.review),
        "saves": [_save(one) for one in kept.landings],
        "unread": kept.unread,
    }


def _save(kept: KeptLanding) -> dict[str, object]:
    landed = kept.landed
    return {
        "id": landed.id,
        "at": landed.at,
        "mode": landed.mode,
        "commit": landed.commit,
        "branch": landed.branch,
        "changes": landed.changes,
        "paths": list(dict.fromkeys(file.path for file in landed.files)),
        "undone": list(kept.undone),
    }
