"""Repair: asks a model once more for the edits of a reply that fitted nowhere, and only those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pairtui.context.excerpt import fence_for
from pairtui.context.rendered import Render
from pairtui.proposal import Misfit, SearchReplace, Unplaced
from pairtui.request import Message, Request

ADVICE: Final[Mapping[Misfit, str]] = {
    "ambiguous": "repair/ambiguous",
    "already applied": "repair/already_applied",
    "depends": "repair/depends",
    "overlaps": "repair/overlaps",
    "placeholder": "repair/placeholder",
}
"""The template with what to do about it, for reasons that do not say so themselves."""


def repair_request(
    request: Request, reply: str, failed: Sequence[Unplaced], placed: int, render: Render
) -> Request:
    """Return the request that shows a model its reply and what of it could not be placed.

    `placed` is how many of its edits were; the model is told not to send those again.
    """
    told = "\n\n".join(_failure(one, render) for one in failed)
    asked = render("repair/unplaced", failures=told, placed=str(placed))
    messages = (*request.messages, Message("assistant", reply), Message("user", asked.text))
    return replace(request, messages=messages, prompts=(*request.prompts, asked.use))


def _failure(one: Unplaced, render: Render) -> str:
    path, says = one.edit.path, one.says
    if one.why in ADVICE:
        says = f"{says} {render(ADVICE[one.why]).text}"
    if not isinstance(one.edit, SearchReplace) or not one.edit.search:
        return render("repair/failure", path=path, says=says).text
    quoted = one.edit.search.rstrip("\n")
    near = "\n".join(line.text for line in one.near)
    fence = fence_for(f"{quoted}\n{near}")
    if not near:
        return render("repair/quoted", path=path, says=says, quoted=quoted, fence=fence).text
    return render("repair/near", path=path, says=says, quoted=quoted, near=near, fence=fence).text
