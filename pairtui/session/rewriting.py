"""Rewriting: one part of some code rewritten, by a model that is given nothing but that part."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from pairtui.context.code_guard import Span, guard_code
from pairtui.context.code_reply import Rewritten, rewritten
from pairtui.context.excerpt import fence_for
from pairtui.conversation import Passage
from pairtui.events import Asking, Noted
from pairtui.formats.thinking import Thinking
from pairtui.prompts import Prompts
from pairtui.proposal import Selection
from pairtui.request import Message, Model, Provider, Request
from pairtui.session.sentence import Reply, Reworded, answer
from pairtui.tokens import estimate

SPARE_TOKENS = 1000
"""How many tokens an answer may have on top of twice what was given; some models think first."""


async def rewrite(
    data: bytes,
    passage: Passage,
    words: str,
    prompts: Prompts,
    *,
    provider: Provider,
    model: Model,
    stop: asyncio.Event,
) -> AsyncGenerator[Reworded, None]:
    """Yield an edit for a part of a file, or a note that says why it stays as it was.

    Ends soon after `stop` is set. Raises what the provider raises.
    """
    old = data[passage.start : passage.end].decode().replace("\r\n", "\n")
    span = Span(passage.path, old, passage.defines, words)
    request = rewrite_request(span, prompts, model)
    tokens = sum(estimate(message.text) for message in request.messages)
    if tokens > model.budget:
        says = f"it is about {tokens:,} tokens, and {model.name} is sent at most {model.budget:,}"
        yield Noted(f"left {passage.label} as it was: {says}")
        return
    yield Asking(request, "sentence")
    reply = await answer(provider, request, stop)
    if reply is None:
        return
    if reply.usage is not None:
        yield reply.usage
    made = _made(reply, span)
    if made.why:
        yield Noted(f"left {passage.label} as it was: {made.why}")
    else:
        yield Selection(
            passage.path, passage.start, passage.end, made.text, " ".join(words.split())
        )


def rewrite_request(span: Span, prompts: Prompts, model: Model) -> Request:
    """Return what a model is asked for one part: the part and the person's words."""
    asked = prompts.render(
        "format/rewrite",
        words=" ".join(span.words.split()),
        path=span.path,
        text=span.text.removesuffix("\n"),
        fence=fence_for(span.text),
    )
    return Request(
        messages=(Message("user", asked.text),),
        model=model.name,
        prompts=(asked.use,),
        saw=(span.path,),
        temperature=0,
        max_tokens=2 * estimate(span.text) + SPARE_TOKENS,
    )


def _made(reply: Reply, span: Span) -> Rewritten:
    if reply.ran_on:
        return Rewritten(why="it ran on or broke off")
    thinking = Thinking()
    text = thinking.feed(reply.text) + thinking.close()
    found = rewritten(text, span.text, words=span.words, path=span.path)
    why = found.why or guard_code(span, found.text)
    return Rewritten(why=why) if why else found
