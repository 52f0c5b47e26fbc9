"""Sentence: rewords a passage sentence by sentence, with a model too small for anything else."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeAlias

from pairtui.context.actor import beginning, still_passive
from pairtui.context.paragraphs import paragraphs
from pairtui.context.plain_words import replaced
from pairtui.conversation import Passage
from pairtui.events import Asking, Noted
from pairtui.formats.guard import guard
from pairtui.formats.selection import replacement
from pairtui.prompts import Prompts, Template
from pairtui.proposal import Selection, Usage
from pairtui.request import Finish, Message, Provider, Request, TextDelta, ThoughtDelta
from pairtui.review.sentences import sentences
from pairtui.review.words import count_words
from pairtui.session.stopping import until

SHORTEST = 6
"""Words below which a sentence is left alone: there is nothing to gain."""
MOST_TOKENS = 80

Reworded: TypeAlias = Asking | Selection | Noted | Usage


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a file: bytes `start` to `end`, and its number in the passage, from 1."""

    start: int
    end: int
    number: int
    text: str


def sentences_of(data: bytes, passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of the prose in a passage; those that reach out of it are left out."""
    number = 0
    for block in paragraphs(data):
        if block.end <= passage.start or block.start >= passage.end:
            continue
        text = data[block.start : block.end].decode()
        for low, high in sentences(text):
            start = block.start + len(text[:low].encode())
            end = start + len(text[low:high].encode())
            if passage.start <= start and end <= passage.end:
                number += 1
                yield Sentence(start, end, number, text[low:high])


async def reword(
    data: bytes,
    passage: Passage,
    template: Template,
    prompts: Prompts,
    *,
    provider: Provider,
    model: str,
    stop: asyncio.Event,
) -> AsyncGenerator[Reworded, None]:
    """Yield an edit for each sentence a command makes better, and a note for each it does not.

    Ends soon after `stop` is set. Raises what the provider raises.
    """
    asked = 0
    for one in sentences_of(data, passage):
        if stop.is_set():
            return
        begun = begin(one.text, template)
        skipped = template.unbegun == "skip" and not begun
        if count_words(one.text) < SHORTEST or skipped:
            continue
        asked += 1
        request = sentence_request(one.text, template, prompts, model, begun)
        yield Asking(request, "sentence")
        reply = await answer(provider, request, stop)
        if reply is None:
            return
        if reply.usage is not None:
            yield reply.usage
        new = whole_answer(begun, reply.text, one.text)
        if why := "it ran on" if reply.ran_on else refusal(one.text, new, template):
            yield Noted(f"left sentence {one.number} as it was: {why}")
        else:
            text = _laid_out(data, one, new)
            yield Selection(passage.path, one.start, one.end, text, template.purpose)
    if not asked:
        yield Noted(f"there is no sentence here for this task: {template.purpose}")


def begin(sentence: str, template: Template) -> str:
    """Return how the answer is begun for the model, or ""; see `Template.begins`."""
    match template.begins:
        case "actor":
            return beginning(_flat(sentence))
        case "words":
            return replaced(_flat(sentence), template.plain_words)[0]
        case _:
            return ""


def whole_answer(begun: str, reply: str, old: str) -> str:
    """Return the new sentence, whether or not the server repeats how it was begun.

    A full stop that the old sentence had is given back where the new one ends with a letter.
    """
    text = replacement(reply)
    if not text.startswith(begun):
        text = f"{begun} {text}" if text else ""
    return f"{text}." if old.endswith(".") and text[-1:].isalnum() else text


def refusal(old: str, new: str, template: Template) -> str:
    """Return why a new sentence is not proposed, or "" if it is."""
    before = _flat(old)
    if template.begins == "actor" and still_passive(new):
        return "it is still passive"
    if template.begins == "words" and new != before:
        before = replaced(before, template.plain_words)[1]
        if new == before:
            return ""
    return guard(before, new, kept=template.keeps)


def sentence_request(
    sentence: str, template: Template, prompts: Prompts, model: str, begun: str = ""
) -> Request:
    """Return what a tiny model is asked for one sentence: worked examples, then the sentence.

    With `begun` the last message is the beginning of the answer, which llama.cpp goes on from.
    """
    told = prompts.render("format/selection", ask=template.ask)
    messages = [Message("system", told.text)]
    for example in template.examples:
        messages += [Message("user", example.before), Message("assistant", example.after)]
    text = _flat(sentence)
    messages.append(Message("user", text))
    if begun:
        messages.append(Message("assistant", begun))
    return Request(
        messages=tuple(messages),
        model=model,
        prompts=(told.use, template.use),
        temperature=0,
        max_tokens=min(MOST_TOKENS, 12 + 2 * count_words(text)),
        stop=("\n",),
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; `ran_on` says that the server cut it at a limit, or never said it ended."""

    text: str
    ran_on: bool
    usage: Usage | None


async def answer(provider: Provider, request: Request, stop: asyncio.Event) -> Reply | None:
    """Return the whole answer, or None as soon as `stop` is set."""
    text: list[str] = []
    async with aclosing(until(stop, provider.stream(request))) as stream:
        async for delta in stream:
            match delta:
                case TextDelta(text=piece):
                    text.append(piece)
                case Finish(reason=reason, usage=usage):
                    return Reply("".join(text), reason != "stop", usage)
                case ThoughtDelta():
                    continue
    return None if stop.is_set() else Reply("".join(text), ran_on=True, usage=None)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _laid_out(data: bytes, one: Sentence, new: str) -> str:
    """Return the new sentence wrapped like the old one, if that went over several lines."""
    if "\n" not in one.text:
        return new
    first, *rest = one.text.split("\n")
    begun = data[data.rfind(b"\n", 0, one.start) + 1 : one.start].decode()
    ending = "\r\n" if first.endswith("\r") else "\n"
    indent = rest[0][: len(rest[0]) - len(rest[0].lstrip())]
    width = max(len(begun) + len(first.rstrip()), *(len(line.rstrip()) for line in rest))
    lines = textwrap.wrap(
        new,
        width=width,
        initial_indent=" " * len(begun),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return ending.join([lines[0].removeprefix(" " * len(begun)), *lines[1:]])
