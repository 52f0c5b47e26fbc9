"""JSON: everything about one turn, exact; control characters stay escaped by JSON itself."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict

from pairtui.conversation import Asked
from pairtui.events import Ended
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
from pairtui.review.lines import line_of, line_starts
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
