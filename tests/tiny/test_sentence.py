"""Sentence by sentence: what is asked, what is proposed, and how it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence

import pytest

from pairtui.conversation import Passage
from pairtui.events import Asking, Noted
from pairtui.prompts import Prompts
from pairtui.proposal import Selection, Usage
from pairtui.request import Delta, Fault, Finish, Request, TextDelta
from pairtui.session.sentence import Reworded, reword, sentences_of

PROMPTS = Prompts.load()
TEXT = """# A heading that is long enough to ask

The train was late. Due to the fact that it snowed in May, nobody at all came to the old station.

```
Due to the fact that this is code, it is never asked of anyone.
```

In order to get home, they had to
walk along the line for the
whole of the night.
"""


class Answers:
    """A provider that answers from a function, and counts what it is asked."""

    name = "answers"
    host = "this machine"

    def __init__(self, answer: Callable[[str], str], *, finish: str = "stop") -> None:
        self.answer = answer
        self.finish = finish
        self.asked: list[str] = []
        self.closed = 0

    async def models(self) -> tuple[str, ...]:
        return ("one",)

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        said = [message.text for message in request.messages if message.role == "user"][-1]
        self.asked.append(said)
        try:
            for word in self.answer(said).split(" "):
                yield TextDelta(f"{word} ")
            yield Finish(self.finish, Usage(sent=7))
        finally:
            self.closed += 1

    async def aclose(self) -> None:
        return None


class Silent(Answers):
    """A provider that begins to answer and then says nothing more."""

    begun = asyncio.Event()

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        try:
            yield TextDelta("Because")
            self.begun.set()
            await asyncio.Event().wait()
        finally:
            self.closed += 1


def run(
    provider: Answers, text: str = TEXT, command: str = "tighten", stop: asyncio.Event | None = None
) -> AsyncGenerator[Reworded, None]:
    data = text.encode()
    return reword(
        data,
        Passage("a.md", 0, len(data), "all"),
        PROMPTS.template(f"command/{command}"),
        PROMPTS,
        provider=provider,
        model="one",
        stop=stop or asyncio.Event(),
    )


async def gather(provider: Answers, text: str = TEXT, command: str = "tighten") -> list[Reworded]:
    return [found async for found in run(provider, text, command)]


def selections(found: Sequence[Reworded]) -> list[Selection]:
    return [one for one in found if isinstance(one, Selection)]


def notes(found: Sequence[Reworded]) -> list[str]:
    return [one.text for one in found if isinstance(one, Noted)]


def shorter(said: str) -> str:
    told = said.replace("Due to the fact that", "Because").replace("In order to", "To")
    return told.replace("the whole of the night", "the whole night")


@pytest.mark.anyio
async def test_each_sentence_of_prose_is_asked_and_becomes_an_edit() -> None:
    provider = Answers(shorter)
    found = await gather(provider)
    assert provider.asked == [
        "Due to the fact that it snowed in May, nobody at all came to the old station.",
        "In order to get home, they had to walk along the line for the whole of the night.",
    ]
    assert provider.closed == 2
    first, second = selections(found)
    data = TEXT.encode()
    assert data[first.start : first.end].decode() == provider.asked[0]
    assert first.text == "Because it snowed in May, nobody at all came to the old station."
    assert first.path == "a.md"
    assert second.text == "To get home, they had to walk\nalong the line for the whole\nnight."
    assert [one.sent for one in found if isinstance(one, Usage)] == [7, 7]


@pytest.mark.anyio
async def test_the_request_is_small_and_has_the_worked_examples() -> None:
    found = await gather(Answers(shorter))
    request = next(one.request for one in found if isinstance(one, Asking))
    roles = [message.role for message in request.messages]
    assert roles == ["system", *(["user", "assistant"] * 4), "user", "assistant"]
    assert request.messages[-1].text == "Because"
    assert request.temperature == 0
    assert request.stop == ("\n",)
    assert request.max_tokens is not None
    assert 20 <= request.max_tokens <= 80
    assert [use.name for use in request.prompts] == ["format/selection", "command/tighten"]


@pytest.mark.anyio
async def test_a_bad_answer_leaves_the_sentence_as_it_was_and_says_why() -> None:
    found = await gather(Answers(lambda said: "Because nobody came."))
    assert selections(found) == []
    assert notes(found)[0] == "left sentence 2 as it was: it lost the name May"


@pytest.mark.anyio
async def test_an_answer_that_ran_to_the_limit_is_dropped() -> None:
    found = await gather(Answers(shorter, finish="length"))
    assert notes(found) == [f"left sentence {n} as it was: it ran on" for n in (2, 3)]


@pytest.mark.anyio
async def test_an_answer_that_goes_on_from_its_beginning_is_put_together() -> None:
    provider = Answers(lambda said: shorter(said).removeprefix("Because ").removeprefix("To "))
    assert [one.text.split()[0] for one in selections(await gather(provider))] == ["Because", "To"]


@pytest.mark.anyio
async def test_sentences_without_one_who_acts_are_not_asked_to_be_active() -> None:
    provider = Answers(lambda said: "The bank built the old house.")
    text = "The sky was blue over the hills. The old house was built by the bank."
    found = await gather(provider, text, "active")
    assert provider.asked == ["The old house was built by the bank."]
    assert [one.text for one in selections(found)] == ["The bank built the old house."]
    found = await gather(provider, "The sky was blue over the hills.", "active")
    assert notes(found) == [
        "there is no sentence here for this task: turn passive sentences active"
    ]


@pytest.mark.anyio
async def test_a_sentence_that_stays_passive_is_left() -> None:
    found = await gather(
        Answers(lambda said: "The bank was built by the old house."),
        "The old house was built by the bank.",
        "active",
    )
    assert notes(found) == ["left sentence 1 as it was: it is still passive"]


@pytest.mark.anyio
async def test_stopping_ends_it_at_once_and_closes_the_connection() -> None:
    provider, stop = Silent(shorter), asyncio.Event()
    provider.begun = asyncio.Event()
    found: list[Reworded] = []

    async def listen() -> None:
        found.extend([one async for one in run(provider, stop=stop)])

    listening = asyncio.create_task(listen())
    async with asyncio.timeout(5):
        await provider.begun.wait()
        stop.set()
        async with asyncio.timeout(0.2):
            await listening
    assert provider.closed == 1
    assert selections(found) == []


@pytest.mark.anyio
async def test_a_fault_is_the_callers() -> None:
    def broken(said: str) -> str:
        raise Fault("cut", "this machine", "it broke off", "ask again")

    with pytest.raises(Fault, match="it broke off"):
        await gather(Answers(broken))


def test_only_whole_sentences_of_the_passage_count() -> None:
    data = TEXT.encode()
    start = data.index(b"The train")
    end = data.index(b"Due") + 8
    (only,) = sentences_of(data, Passage("a.md", start, end, "part"))
    assert (only.text, only.number) == ("The train was late.", 1)
    assert data[only.start : only.end] == b"The train was late."


def test_bytes_are_counted_and_not_characters() -> None:
    data = "Ça coûte très cher. Über alles hinaus.".encode()
    found = list(sentences_of(data, Passage("a.md", 0, len(data), "all")))
    assert [data[one.start : one.end].decode() for one in found] == [one.text for one in found]
    assert len(found) == 2
