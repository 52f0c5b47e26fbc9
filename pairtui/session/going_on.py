"""Going on: an answer that broke off is asked for from there, and what comes joins it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from pairtui.context.rendered import Render, Rendered
from pairtui.conversation import Unfinished
from pairtui.proposal import Proposal, Snapshot
from pairtui.session.policy import Policy


def going_on(unfinished: Unfinished, words: str, render: Render) -> Rendered:
    """Return what a model is told that is to go on with its last answer."""
    before = unfinished.proposal
    inside = ""
    if before is not None and before.cut_off:
        inside = render("repair/continue_inside", path=before.cut_off[-1].path).text
    return render("repair/continue", words=words, inside=inside)


async def joined(
    unfinished: Unfinished, fresh: Proposal, snapshot: Snapshot, policy: Policy
) -> Proposal:
    """Return the proposal that what comes is a part of: the earlier one, or else this fresh one.

    It is the earlier one only where all its files are still as they were: the model sees them as
    they are now, and what it quotes has to stand in what its earlier edits were placed on.
    """
    before = unfinished.proposal
    if before is None or before.empty:
        return fresh
    missing = tuple(one.path for one in before.files if one.path not in snapshot.files)
    now = {**snapshot.files, **await asyncio.to_thread(policy.read_all, missing)}
    if any(now[one.path] != one.base for one in before.files):
        return fresh
    made, more = before.provenance, fresh.provenance
    used = tuple(dict.fromkeys((*made.prompts, *more.prompts)))
    saw = tuple(dict.fromkeys((*made.saw, *more.saw)))
    return replace(before, provenance=replace(made, prompts=used, saw=saw))
