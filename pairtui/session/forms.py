"""Forms: a proposal, what became of it and its rounds as JSON has them, exact to the byte."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import asdict

from pairtui.proposal import (
    ChangeMode,
    Delete,
    Edit,
    FileChange,
    Hunk,
    Proposal,
    Rename,
    SearchReplace,
    Selection,
    Unplaced,
    WholeFile,
)
from pairtui.review.comment import Comment
from pairtui.review.decide import Review
from pairtui.review.lines import line_of, line_starts
from pairtui.review.looking_back import Change
from pairtui.review.round import Earlier, Round
from pairtui.review.scrutiny.look import signs
from pairtui.review.scrutiny.sign import Sign

KINDS: dict[type[Edit], str] = {
    SearchReplace: "search_replace",
    WholeFile: "whole_file",
    Selection: "selection",
    Delete: "delete",
    Rename: "rename",
    ChangeMode: "mode",
}
"""What an edit that fits nowhere is called."""


def proposal_form(proposal: Proposal) -> dict[str, object]:
    """Return a proposal as JSON has it: every byte, and where it comes from."""
    return {
        "id": proposal.id,
        "title": proposal.title,
        "provenance": asdict(proposal.provenance),
        "files": [_file(change, proposal.files) for change in proposal.files],
        "unplaced": [_unplaced(unplaced) for unplaced in proposal.unplaced],
        "cut_off": [asdict(cut) for cut in proposal.cut_off],
    }


def _unplaced(unplaced: Unplaced) -> dict[str, object]:
    edit = {"kind": KINDS[type(unplaced.edit)], **asdict(unplaced.edit)}
    return {**asdict(unplaced), "edit": edit}


def _file(change: FileChange, among: tuple[FileChange, ...]) -> dict[str, object]:
    base = b"" if change.creates else getattr(change.base, "data", b"")
    starts = line_starts(base)
    return {
        "path": change.path,
        "new_file": change.creates,
        "base": None if change.creates else getattr(change.base, "digest", None),
        "hunks": [
            {"line": line_of(starts, hunk.start)}
            | _hunk(hunk)
            | {"signs": [sign_form(sign) for sign in signs(change, hunk, among)]}
            for hunk in change.hunks
        ],
    }


def sign_form(sign: Sign) -> dict[str, object]:
    """Return a sign; it stands at `start` to `end` of the old bytes and the new behind them."""
    return {
        "name": sign.name,
        "says": sign.says,
        "care": sign.care,
        "start": sign.start,
        "end": sign.end,
    }


def _hunk(hunk: Hunk) -> dict[str, object]:
    """Return a change; `to` is the new path of a renamed file, or its new mode."""
    found: dict[str, object] = {
        "id": hunk.id,
        "kind": hunk.kind,
        "start": hunk.start,
        "end": hunk.end,
        "old": text_form(hunk.old),
        "new": text_form(hunk.new),
        "reason": hunk.reason,
        "unseen": hunk.unseen,
        "placed": hunk.placed,
    }
    return found | {"to": hunk.to} if hunk.to else found


def text_form(data: bytes) -> str | dict[str, str]:
    """Return text as text, and bytes that are not UTF-8 as base64."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}


def change_form(change: Change) -> dict[str, object]:
    """Return what has become of a change."""
    return {
        "id": change.hunk.id,
        "path": change.path,
        "lines": change.lines,
        "state": change.state,
        "reason": change.reason,
        "stale": change.stale,
        "old": text_form(change.hunk.old),
        "new": text_form(change.hunk.new),
        "yours": None if change.yours is None else text_form(change.yours),
        "signs": [sign_form(sign) for sign in change.signs],
    }


def rounds_form(review: Review) -> dict[str, object]:
    """Return the rounds and the comments as JSON has them: every byte of what each change was."""
    return {
        "rounds": [_round(review, one) for one in review.rounds],
        "comments": [_comment(one) for one in review.comments],
    }


def _round(review: Review, one: Round) -> dict[str, object]:
    source = one.provenance
    return {
        "number": one.number,
        "ending": one.ending,
        "model": source.model if source else None,
        "host": source.host if source else None,
        "saw": list(source.saw) if source else [],
        "comments": [spot.number for spot in one.spots],
        "withdrawn": list(one.said),
        "changes": [
            name for name, arrival in review.arrivals.items() if arrival.round == one.number
        ],
        "offers": {
            name: text_form(offer.new)
            for name, offer in review.offers.items()
            if offer.round == one.number
        },
        "before": list(_earlier(one.before)),
    }


def _earlier(before: Earlier) -> Iterator[dict[str, object]]:
    for change in before.files:
        starts = line_starts(getattr(change.base, "data", b""))
        for hunk in change.hunks:
            fate = before.fates[hunk.id]
            yield {
                "id": hunk.id,
                "path": change.path,
                "line": line_of(starts, hunk.start) if starts else 1,
                "state": fate.state,
                "reason": fate.reason,
                "old": text_form(hunk.old),
                "new": text_form(hunk.new),
                "stood": text_form(fate.new),
            }


def _comment(one: Comment) -> dict[str, object]:
    return {
        "number": one.number,
        "path": one.path,
        "hunk": one.hunk,
        "quote": text_form(one.quote),
        "text": one.text,
        "question": one.asks,
        "round": one.round,
        "stands": one.stands,
    }
