"""What is shown beforehand is what is sent, byte for byte, whatever goes into it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pairtui.context.parts import messages_of
from pairtui.conversation import Asked, Attachment, Conversation, Turn
from pairtui.events import Asking, Event
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.session.session import Session
from tests.line.line import session_on
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
LARGE = "".join(f"def f{at}():\n    return {at}\n\n" for at in range(9000)).encode()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"a.py": b"x = 1\n", "large.py": LARGE, "AGENTS.md": b"Use tabs.\n"})
    return made


def opened(bench: Bench, endpoint: str = "scripted") -> Session:
    return session_on(bench.root, ScriptedProvider([Reply("No.")]), endpoint)


async def sent(session: Session, asked: Asked) -> list[Event]:
    await session.ready()
    return [event async for event in session.ask(asked, asyncio.Event())]


@pytest.mark.parametrize("command", ["", "explain"])
async def test_what_is_foreseen_is_what_is_sent(bench: Bench, command: str) -> None:
    files = (Attachment("a.py", (1, 1)), Attachment("large.py"), Attachment("gone.py"))
    turns = tuple(Turn(f"say {at}", "word " * 9000, "done") for at in range(4))
    asked = Asked("What does f777 return?", Conversation(turns, files), command=command)
    session = opened(bench)
    try:
        found = await session.foreseeing.next(asked)
        (request,) = [one.request for one in await sent(session, asked) if isinstance(one, Asking)]
    finally:
        await session.aclose()
    assert found.messages == request.messages == messages_of(found.parts)
    assert not found.exact, "nobody knows how a script counts"
    assert 0 < found.tokens <= found.model.budget
    assert sum(part.tokens for part in found.parts) == pytest.approx(found.tokens, rel=0.01)
    assert "return 777" in found.text
    assert "Use tabs." in found.text
    notes = " ".join(found.notes)
    assert "large.py is too large to be sent whole" in notes
    assert "the AI no longer sees the oldest" in notes


async def test_nothing_is_sent_and_nobody_asked_to_foresee(bench: Bench) -> None:
    session = opened(bench, endpoint="openai")
    try:
        found = await session.foreseeing.next(Asked("Hello?"))
    finally:
        await session.aclose()
    assert found.model.name == "no model yet"
    assert found.messages[-1].text == "Hello?"


async def test_what_cannot_be_sent_says_why(bench: Bench) -> None:
    (bench.root / "CLAUDE.md").symlink_to("/etc/passwd")
    bench.put("wide.txt", b"x" * 900_000)
    session = opened(bench)
    try:
        found = await session.foreseeing.next(
            Asked("Look", Conversation((), (Attachment("wide.txt"), Attachment("../b"))))
        )
    finally:
        await session.aclose()
    assert found.parts == ()
    assert "The largest part is wide.txt" in found.cannot
    assert [name for name, _ in found.left_out] == ["../b", "CLAUDE.md"]


async def test_one_who_rewrites_parts_has_no_request_of_that_kind(bench: Bench) -> None:
    session = opened(bench, endpoint="embedded")
    try:
        found = await session.foreseeing.next(Asked("Shorten", Conversation()))
    finally:
        await session.aclose()
    assert "one chosen part at a time" in found.cannot


async def test_a_secret_is_no_part_of_what_is_shown_and_is_named(bench: Bench) -> None:
    secret = "ghp_" + "k3Vw9sQ2xLmR7tYb5NcZ1dFg8HjP4aKe6uTo"
    bench.put("keys.py", f'x = 1\ntoken = "{secret}"\n'.encode())
    asked = Asked("Look", Conversation((), (Attachment("keys.py"),)))
    session = opened(bench)
    try:
        found = await session.foreseeing.next(asked)
        (request,) = [one.request for one in await sent(session, asked) if isinstance(one, Asking)]
    finally:
        await session.aclose()
    assert secret not in found.text
    assert found.messages == request.messages
    ((where, why),) = found.withheld
    assert where == "keys.py:2"
    assert "GitHub" in why


async def test_a_model_that_counts_with_our_table_is_counted_exactly(bench: Bench) -> None:
    session = opened(bench, endpoint="openai")
    try:
        await session.choose_model("gpt-4o")
        found = await session.foreseeing.next(Asked("Hello?"))
    finally:
        await session.aclose()
    assert found.exact
    assert found.parts[-1].tokens == 2
