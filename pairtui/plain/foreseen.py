"""`pairtui ask --show`: the request that would be sent, and nothing is."""

from __future__ import annotations

from json import dumps
from typing import TextIO

from pairtui.conversation import Asked
from pairtui.plain.lines import put_line, put_text
from pairtui.session.foreseeing import Next
from pairtui.session.session import Session

DONE, REFUSED = 0, 1


async def show(session: Session, asked: Asked, out: TextIO, err: TextIO, *, json: bool) -> int:
    """Print the request for these words, part by part, and return the exit code.

    What is not sent, and what all of it weighs, goes to `err`.
    """
    found = await session.foreseeing.next(asked)
    if json:
        out.write(_json(found) + "\n")
    else:
        for part in found.parts:
            note = f" · {part.note}" if part.note else ""
            weight = f"{part.tokens:,} tokens"
            put_line(out, f"── {part.role} · {part.kind} · {part.name} · {weight}{note}")
            put_text(out, part.text if part.text.endswith("\n") else f"{part.text}\n")
    for name, why in found.left_out:
        put_line(err, f"not sent: {name}: {why}")
    for name, why in found.withheld:
        put_line(err, f"withheld: {name}: {why}")
    for note in found.notes:
        put_line(err, note)
    if found.cannot:
        put_line(err, f"pairtui: {found.cannot}")
        return REFUSED
    about = "" if found.exact else "≈"
    total = f"{about}{found.tokens:,} of {found.model.budget:,} tokens"
    put_line(err, f"{total}, to {found.model.name}; nothing was sent.")
    return DONE


def _json(found: Next) -> str:
    """Return the request with every byte, and its parts as they are weighed."""
    return dumps(
        {
            "model": found.model.name,
            "budget": found.model.budget,
            "tokens": found.tokens,
            "exact": found.exact,
            "messages": [{"role": one.role, "content": one.text} for one in found.messages],
            "parts": [
                {"kind": one.kind, "name": one.name, "tokens": one.tokens, "note": one.note}
                for one in found.parts
            ],
            "not_sent": [{"name": name, "why": why} for name, why in found.left_out],
            "withheld": [{"name": name, "why": why} for name, why in found.withheld],
        },
        ensure_ascii=True,
        indent=2,
    )
