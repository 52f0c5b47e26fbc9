"""Assemble: a conversation and its files into exactly one request, within the budget.

Stable parts come first, because servers keep the beginning of a request they have seen before:
system, format, the project's rules, what is for reference only, the map; then earlier turns,
verdicts, the files as they are now, and the words.

Where not all of it fits: rules are cut to their share, the oldest turns are left out whole, files
and references that are too large for an equal share are shown in part, and the map gets what is
left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pairtui.context.laying import (
    BETWEEN,
    TRIES,
    Given,
    Layout,
    Setting,
    Shown,
    fitted,
    ruled,
    texts,
)
from pairtui.context.parts import Part, Pieces, in_message, messages_of
from pairtui.context.rendered import Render, Rendered
from pairtui.context.shares import MAP, TURNS
from pairtui.conversation import Attachment, Reference, Turn
from pairtui.proposal import Snapshot
from pairtui.request import Model, Request, SentPart

PER_MESSAGE = 4
"""Tokens that the frame of a message costs, about; servers differ by one or two."""
ASKED = Setting()
"""What words of the person are asked in."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """A request within the budget, and the parts it is made of.

    `model` is who is asked, and in which format; `partly` are the files that are shown in part,
    which cannot be given back whole. `says` tells the person what is not sent, or is empty.
    """

    request: Request
    tokens: int
    parts: tuple[Part, ...]
    model: Model
    partly: frozenset[str] = frozenset()
    left_out: int = 0
    says: str = ""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The files and words alone exceed the budget; `says` is for the person."""

    says: str
    tokens: int


def no_map(tokens: int) -> str:
    """Return no map, however many tokens are left for one."""
    return ""


def assemble(
    words: str,
    *,
    model: Model,
    render: Render,
    count: Callable[[str], int],
    snapshot: Snapshot,
    attached: Sequence[Attachment] = (),
    references: Sequence[Reference] = (),
    rules: Sequence[Reference] = (),
    mapped: Callable[[int], str] = no_map,
    turns: Sequence[Turn] = (),
    verdicts: Rendered | None = None,
    command: Rendered | None = None,
    setting: Setting = ASKED,
) -> Assembled | TooLarge:
    """Return the request for these words, cut to the budget where it would be too large.

    `command` is a slash command's template, rendered with the words; it then stands for them.
    `mapped` is given the tokens that are left in the end, and returns the map that fits.
    """
    given = Given(
        words, model, render, count, snapshot, attached, references, rules, verdicts, command,
        setting, model.budget,
    )  # fmt: skip
    answered = [(number, turn) for number, turn in enumerate(turns, 1) if turn.reply]
    for _ in range(TRIES):
        found = _within(given, answered, mapped)
        if isinstance(found, TooLarge) or found.tokens <= model.budget:
            return found
        given = replace(given, limit=given.limit - (found.tokens - model.budget) - BETWEEN)
    return _too_large(found.tokens, texts(given), given)


_Turns: TypeAlias = Sequence[tuple[int, Turn]]
"""Turns that were answered, each with its number."""


def _within(given: Given, turns: _Turns, mapped: Callable[[int], str]) -> Assembled | TooLarge:
    """Return the request that fits into the limit, as far as its pieces weigh what it weighs."""
    shown = _fitting(given, turns)
    if isinstance(shown, TooLarge):
        return shown
    if given.model.format == "whole_file" and any(one.partly for one in shown if one.edited):
        quoting = replace(given.model, format="search_replace", why="a file is shown in part")
        return _within(replace(given, model=quoting), turns, mapped)
    return _put_together(given, shown, turns, mapped)


def _fitting(given: Given, turns: _Turns) -> list[Shown] | TooLarge:
    """Return the files and references as they are shown, so that all fits but turns and map."""
    whole = texts(given)
    blank = [replace(one, text="-") for one in whole]
    bare = _weigh(Layout(given), blank, given)
    room = given.limit - bare
    uncut = replace(given, setting=replace(given.setting, whole=True))
    found = fitted(whole, room, uncut)
    if found is None and room > 0:
        talk = sum(part.tokens + PER_MESSAGE for part in _said(turns, given.count))
        found = fitted(whole, room - min(talk, room // TURNS), given)
    total = bare + sum(one.tokens for one in whole)
    return _too_large(total, whole, given) if found is None else found


def _put_together(
    given: Given, shown: Sequence[Shown], turns: _Turns, mapped: Callable[[int], str]
) -> Assembled:
    """Return the request of texts that fit, with the turns and the map that fit beside them."""
    layout, count, budget = Layout(given), given.count, given.limit
    head, last = layout.stable(shown, ruled(given)), layout.last(shown)
    cost = _cost(head, last, count)
    kept, more = _newest(turns, budget - cost, count)
    if len(kept) < len(turns):
        shortened = given.render("system/shortened")
        if (said := cost + count(shortened.text) + BETWEEN) <= budget:
            head.append(layout.alone("system", shortened))
            kept, more = _newest(turns, budget - (cost := said), count)
    head.append(_outline(layout, mapped, min(budget - cost - more, budget // MAP)))
    parts = (
        *in_message("system", head, count),
        *_said(kept, count),
        *in_message("user", last, count),
    )
    messages = messages_of(parts)
    request = Request(
        messages,
        given.model.name,
        prompts=tuple(layout.uses),
        saw=tuple(one.name for one in shown),
        parts=tuple(SentPart(f"{one.kind} {one.name}".rstrip(), one.tokens) for one in parts),
    )
    return Assembled(
        request,
        tokens=sum(count(message.text) + PER_MESSAGE for message in messages),
        parts=parts,
        model=given.model,
        partly=frozenset(one.path for one in shown if one.partly and one.path),
        left_out=len(turns) - len(kept),
        says=" ".join(_says(given, shown, len(turns) - len(kept))),
    )


def _weigh(layout: Layout, shown: Sequence[Shown], given: Given) -> int:
    """Return the tokens of a request without turns and map."""
    return _cost(layout.stable(shown, ruled(given)), layout.last(shown), given.count)


def _cost(head: Sequence[Pieces], last: Sequence[Pieces], count: Callable[[str], int]) -> int:
    parts = (*in_message("system", head, count), *in_message("user", last, count))
    return sum(count(message.text) + PER_MESSAGE for message in messages_of(parts))


def _outline(layout: Layout, mapped: Callable[[int], str], room: int) -> Pieces:
    """Return the map that fits into so many tokens, if there is one."""
    render, count = layout.given.render, layout.given.count
    room -= count(render("context/map", map="").text) + 2
    text = mapped(room) if room > 0 else ""
    return layout.alone("map", render("context/map", map=text)) if text else ()


def _newest(turns: _Turns, budget: int, count: Callable[[str], int]) -> tuple[_Turns, int]:
    """Return the newest turns that fit, and what they cost."""
    cost = 0
    for at in range(len(turns), 0, -1):
        more = sum(part.tokens + PER_MESSAGE for part in _said(turns[at - 1 : at], count))
        if cost + more > budget:
            return turns[at:], cost
        cost += more
    return turns, cost


def _said(turns: _Turns, count: Callable[[str], int]) -> Iterator[Part]:
    """Yield what was said in some turns."""
    for number, turn in turns:
        words = "\n\n".join(part for part in (turn.told, turn.words) if part)
        yield Part("turn", f"turn {number}: you", words, count(words), role="user")
        answer = turn.reply
        yield Part("turn", f"turn {number}: AI", answer, count(answer), role="assistant")


def _says(given: Given, shown: Sequence[Shown], left_out: int) -> Iterator[str]:
    """Yield a sentence for all that is not sent."""
    if left_out:
        oldest = "turn" if left_out == 1 else f"{left_out} turns"
        yield f"The conversation is long: the AI no longer sees the oldest {oldest}."
    for one in shown:
        if one.cut:
            yield f"{one.name} is too large to be sent whole: {one.cut}."


def _too_large(tokens: int, shown: Sequence[Shown], given: Given) -> TooLarge:
    model = given.model
    says = f"This comes to about {tokens:,} tokens; {model.name} is sent at most {model.budget:,}."
    if not shown:
        return TooLarge(f"{says} Say it in fewer words.", tokens)
    largest = max(shown, key=lambda one: one.tokens)
    says = f"{says} The largest part is {largest.name} ({largest.tokens:,}): "
    if not largest.path:
        return TooLarge(f"{says}leave it out.", tokens)
    says += (
        f"leave it out with /drop {largest.path}, "
        f"or bring in only the lines that matter: @{largest.path}:10-80."
    )
    return TooLarge(says, tokens)
