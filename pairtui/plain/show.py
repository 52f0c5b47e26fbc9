"""Show: one proposal with where it comes from and what became of each change."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import TextIO

from pairtui.plain.lines import put_diff, put_line, put_text
from pairtui.plain.past import listed, save_form, saved, tally, title, when
from pairtui.plain.rounds import put_rounds
from pairtui.review.diff import proposal_diff
from pairtui.review.looking_back import Change, fits, looked_back
from pairtui.review.visible import one_line, safe, show_bytes
from pairtui.session.amount import many
from pairtui.session.forms import change_form, proposal_form, rounds_form
from pairtui.session.history import Entry, Shown, look_up
from pairtui.store.place import Place

DONE, NOTHING, USAGE = 0, 1, 2
PURPOSE = "Show one proposal, and what became of each change in it."
_WIDTH = 10


def add_arguments(parser: ArgumentParser) -> None:
    """Add which proposal, and the form."""
    parser.add_argument("id", metavar="ID", help="the beginning of an id that `pairtui log` lists")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="print everything, as JSON")
    forms.add_argument("--diff", action="store_true", help="only what was proposed, for git apply")


def show(kept: Sequence[Place], flags: Namespace, out: TextIO, err: TextIO) -> int:
    """Print one proposal, and return the exit code: 1 if there is none, 2 if there are several.

    As JSON it is exact, as a diff only what was proposed, as `git apply` takes it. Raises
    StoreFault.
    """
    found = look_up(kept, flags.id)
    if isinstance(found, tuple):
        return _offer(found, flags.id, err)
    if found.kept.unread:
        says = f"A part of what happened to it cannot be read. {found.kept.unread}"
        put_line(err, f"pairtui: {says}")
    proposed = found.kept.proposed
    if flags.json:
        out.write(json.dumps(_form(found), indent=2) + "\n")
    elif not flags.diff:
        _put(found, out)
    elif fits(proposed):
        put_diff(out, proposal_diff(proposed), err)
    else:
        put_line(err, "The files as the AI saw them are not kept, so there is no diff of it.")
        return NOTHING
    return DONE


def _offer(found: tuple[Entry, ...], prefix: str, err: TextIO) -> int:
    if not found:
        put_line(err, f"No proposal that is kept here begins with {prefix or 'nothing'}.")
        put_line(err, "`pairtui log` lists them.")
        return NOTHING
    put_line(err, f"{prefix} is the beginning of several:")
    for entry in found:
        name = title(entry.card.title) if entry.card else ""
        put_line(err, f"  {entry.id}  {when(entry.at)}  {name}")
    return USAGE


def _put(found: Shown, out: TextIO) -> None:
    proposal = found.kept.proposed
    put_line(out, title(proposal.title))
    for name, says in _facts(found):
        put_line(out, f"  {name:<{_WIDTH}}{says}")
    put_rounds(found.kept.review, out)
    path = None
    for change in looked_back(proposal, found.kept.review):
        if change.path != path:
            path = change.path
            put_text(out, f"\n{one_line(path)}\n")
        put_line(out, f"  {change.lines}: {_became(change)}")
        if change.hunk.reason:
            put_line(out, f"    {change.hunk.reason}")
        for sign in change.signs:
            put_line(out, f"    {'needs care' if sign.care else 'note'}: {sign.says}")
        put_change_lines(change.diff, out)
    for unplaced in proposal.unplaced:
        put_line(out, f"could not be placed: {unplaced.says}")
    for cut in proposal.cut_off:
        put_line(out, f"cut off, can never be taken: {cut.path}")


def _facts(found: Shown) -> Iterator[tuple[str, str]]:
    card, proposal = found.kept.card, found.kept.proposed
    source = proposal.provenance
    yield "id", card.id
    yield "made", when(card.arrived) + (f", on {card.branch}" if card.branch else "")
    tiny = ", tiny" if source.tiny else ""
    at = f" at {source.host}" if source.host else ""
    yield "from", f"{source.source}: {source.model}{at}{tiny}"
    if found.exchange:
        yield "asked", title(found.exchange.turn.words, 200)
    if source.asked:
        yield "format", source.asked
    if source.prompts:
        yield "prompts", ", ".join(f"{one.name} {one.version}" for one in source.prompts)
    if source.saw:
        yield "saw", listed(source.saw, 12)
    if source.by_ai:
        yield "tokens", _tokens(found)
    yield "stands", tally(card.tally, len(proposal.unplaced), len(proposal.cut_off))
    for save in found.saves:
        on = f" on {save.branch}" if save.branch else ""
        what = f"{many(save.changes, 'change')} in {listed(save.paths)}"
        yield "saved", f"{when(save.at)}{on}, {saved(save)}: {what}"


def _tokens(found: Shown) -> str:
    usage = found.kept.proposed.provenance.usage
    about = "about " if usage.estimated else ""
    cached = f" ({usage.cached:,} of them cached)" if usage.cached else ""
    return f"{about}{usage.sent:,} sent{cached}, {usage.received:,} received"


def _became(change: Change) -> str:
    """Return what has become of a change, in words for a person."""
    words = {
        "open": "open",
        "taken": "taken, not saved yet",
        "edited": "yours, not saved yet",
        "rejected": "rejected",
        "saved": "taken and saved" if change.yours is None else "yours, and saved",
        "stale": change.stale or "the file moved on",
    }
    reason = " ".join(change.reason.split())
    return words[change.state] + (f", because: {reason}" if reason else "")


def put_change_lines(diff: bytes, out: TextIO) -> None:
    """Write the lines of one change below it; what cannot be seen is made visible."""
    lines = diff.removesuffix(b"\n").split(b"\n") if diff else []
    shown = (safe(show_bytes(line.removesuffix(b"\r"))) for line in lines)
    put_text(out, "".join(f"    {line}\n" for line in shown))


def _form(found: Shown) -> dict[str, object]:
    kept = found.kept
    exchange = found.exchange
    return {
        "proposal": proposal_form(kept.proposed),
        "arrived": kept.card.arrived,
        "changed": kept.card.changed,
        "branch": kept.card.branch,
        "session": kept.card.session,
        "words": exchange.turn.words if exchange else None,
        "reply": exchange.turn.reply if exchange else None,
        "changes": [change_form(change) for change in looked_back(kept.proposed, kept.review)],
        "saves": [save_form(save) for save in found.saves],
        "unread": kept.unread,
        **rounds_form(kept.review),
    }
