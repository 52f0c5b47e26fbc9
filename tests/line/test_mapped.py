"""The map of the repository on its way into a request: what is in it, and what never is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pairtui.conversation import Asked, Attachment, Conversation, Turn
from pairtui.events import Asking
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Request
from pairtui.session import indexing, mapping
from pairtui.session.session import Session
from tests.line.line import session_on
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
SECRET = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    # The child is to run the code under test, whatever else is installed.
    monkeypatch.setenv("PYTHONPATH", str(Path(indexing.__file__).parents[2]))
    monkeypatch.setattr(mapping, "FIRST_WAIT", 60)
    made = Bench.make(tmp_path / "shop")
    made.commit(
        {
            "page.py": b"from price import Price\n\n\ndef show():\n    return Price().total()\n",
            "price.py": f"KEY = '{SECRET}'\n\n\nclass Price:\n    def total(self): ...\n".encode(),
            "hidden.py": b"class Price:\n    def hidden_total(self): ...\n",
            ".aiignore": b"hidden.py\n",
        }
    )
    return made


def opened(bench: Bench) -> Session:
    return session_on(bench.root, ScriptedProvider([Reply("No.")] * 3), maps=True)


async def requested(session: Session, words: str, *files: Attachment, said: str = "") -> Request:
    turns = (Turn(said, "Yes.", "done"),) if said else ()
    asked = Asked(words, Conversation(turns, files))
    events = [event async for event in session.ask(asked, asyncio.Event())]
    (request,) = [one.request for one in events if isinstance(one, Asking)]
    return request


async def test_a_request_holds_a_map_of_what_its_files_use(bench: Bench) -> None:
    session = opened(bench)
    await session.ready()
    try:
        system = (await requested(session, "Go on", Attachment("page.py"))).messages[0].text
        found = await session.foreseeing.next(
            Asked("Go on", Conversation((), (Attachment("page.py"),)))
        )
    finally:
        await session.aclose()
    assert "\nprice.py\n1 KEY = …\n4 class Price\n5   def total(self)" in system
    assert "page.py\n" not in system, "it is there as it is"
    assert [part.note for part in found.parts if part.kind == "map"] == [""]


async def test_a_map_holds_nothing_of_what_may_not_be_sent(bench: Bench) -> None:
    session = opened(bench)
    await session.ready()
    try:
        request = await requested(session, "What is hidden_total?", Attachment("page.py"))
    finally:
        await session.aclose()
    text = "".join(message.text for message in request.messages[:-1])
    assert "class Price" in text
    assert "hidden" not in text
    assert SECRET not in text


async def test_the_map_stays_while_words_name_nothing_new(bench: Bench) -> None:
    session = opened(bench)
    await session.ready()
    try:
        one = await requested(session, "Look at total", Attachment("page.py"))
        other = await requested(
            session, "Make it shorter", Attachment("page.py"), said="Look at total"
        )
    finally:
        await session.aclose()
    assert one.messages[0] == other.messages[0], "servers remember what a request begins with"


async def test_without_a_place_for_it_there_is_no_map(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(bench)
    status = await session.ready()
    assert status.model is not None
    monkeypatch.setattr(mapping, "LEAST_BUDGET", status.model.budget + 1)
    try:
        request = await requested(session, "Go on", Attachment("page.py"))
    finally:
        await session.aclose()
    assert "price.py" not in request.messages[0].text


async def test_what_the_map_does_not_have_yet_is_said(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "FIRST_WAIT", 0)
    monkeypatch.setattr(mapping.Mapping, "begin", lambda self, near: None)
    session = opened(bench)
    await session.ready()
    try:
        found = await session.foreseeing.next(Asked("Go on"))
    finally:
        await session.aclose()
    assert ("the map of the repository", "the repository is being read for the first time") in (
        found.left_out
    )
