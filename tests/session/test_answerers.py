"""Who answers: every endpoint of the settings, and the way from one to the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pairtui.config import load_config
from pairtui.prompts import Prompts
from pairtui.providers.remembered import Remembered
from pairtui.repo.git import Repo
from pairtui.request import Fault
from pairtui.session import answerers as room
from pairtui.session.answering import find
from pairtui.session.guarded import Guarded
from pairtui.session.parts import Parts
from pairtui.session.policy import Policy
from pairtui.session.session import Session
from pairtui.tokens import Counter
from tests.line.line import edit, talk
from tests.providers.server import Reply, Server, serve
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
CHANGE = edit("a.py", "x = 1", "x = 2")
SETTINGS = """
base_url = "{main}"
api_key = "main-key"
model = "one"
hosts = ["127.0.0.1"]

[endpoints.work]
base_url = "{work}"
api_key = "work-key"

[endpoints.own]
base_url = "{work}"
model = "org/small"

[endpoints.dead]
base_url = "http://127.0.0.1:9/v1"
model = "gone"

[endpoints.keyless]
base_url = "{work}"
api_key_command = ["/nonexistent/program"]
"""


@dataclass
class Two:
    """A session whose settings name two servers that answer, and some that do not."""

    session: Session
    main: Server
    work: Server


def keys(server: Server) -> list[str]:
    return [headers.get("authorization", "") for headers in server.headers]


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"x = 1\n"})
    with (
        serve(Reply(CHANGE), models=["one", "two"]) as main,
        serve(Reply(CHANGE), models=["big", "org/small"]) as work,
    ):
        paths = load_config({}, {}).paths
        paths.config.mkdir(parents=True)
        paths.config_file.write_text(SETTINGS.format(main=main.url, work=work.url))
        config, remembered = load_config({}, {}), Remembered(paths.remembered_file)
        repo = Repo.discover(str(bench.root))
        parts = Parts(
            repo, config, Prompts.load(), Counter(paths.cache), remembered,
            find(config, remembered), policy=Policy(repo),
        )  # fmt: skip
        session = Session(parts)
        yield Two(session, main, work)
        await session.aclose()


async def test_every_endpoint_is_asked_for_itself_and_a_failing_one_says_why(two: Two) -> None:
    answerers = two.session.answerers
    assert answerers.places == ("main", "work", "own", "dead", "keyless")
    offered = {place: await answerers.offers(place) for place in answerers.places}
    assert offered["main"].names == ("one", "two")
    assert offered["work"].names == ("big", "org/small")
    assert offered["work"].host == two.work.url.removeprefix("http://").removesuffix("/v1")
    assert "127.0.0.1:9" in offered["dead"].says
    assert "/nonexistent/program" in offered["keyless"].says
    assert (keys(two.main), keys(two.work)) == (
        ["Bearer main-key"],
        ["Bearer work-key", "Bearer local"],
    )


async def test_who_gives_up_half_way_has_no_model_of_one_endpoint_asked_at_another(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(parts: Parts, name: str) -> None:
        raise asyncio.CancelledError

    answerers = two.session.answerers
    assert answerers.model is not None
    monkeypatch.setattr(room, "choose", cancelled)
    with pytest.raises(asyncio.CancelledError):
        await answerers.choose("work/big")
    assert answerers.place == "work"
    assert (await two.session.status()).model is None


async def test_an_endpoint_that_hangs_is_waited_for_a_while(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "SECONDS_TO_LIST", 0)
    offered = await two.session.answerers.offers("work")
    assert offered.says == "no answer within 0 seconds"


async def test_another_endpoint_answers_in_the_middle_of_a_conversation(two: Two) -> None:
    session = two.session
    heard = await talk(session, "two", "a.py")
    assert heard.proposal.provenance.model == "one"
    first = session._parts.answering.provider
    status = await session.choose_model("work/big")
    assert status.model is not None
    assert status.model.name == "big"
    assert status.model.host == session._parts.answering.provider.host  # type: ignore[union-attr]
    assert isinstance(session._parts.answering.provider, Guarded)
    heard = await talk(session, "two", "a.py")
    assert (heard.proposal.provenance.model, heard.proposal.provenance.host) == (
        "big",
        status.model.host,
    )
    assert [body["model"] for body in two.work.requests] == ["big"]
    assert [body["model"] for body in two.main.requests] == ["one"]
    assert set(keys(two.work)) == {"Bearer work-key"}
    assert isinstance(first, Guarded)
    assert first._inner._client is None  # type: ignore[attr-defined]
    assert [one.model for one in session.spending.all] == ["one", "big"]
    await session.choose_model("main/two")
    heard = await talk(session, "two", "a.py")
    assert two.main.requests[-1]["model"] == "two"


@pytest.mark.parametrize(
    ("spec", "place", "name"),
    [
        ("two", "main", "two"),
        ("google/gemini", "main", "google/gemini"),
        ("main/google/gemini", "main", "google/gemini"),
        ("work/org/small", "work", "org/small"),
        ("own", "own", "org/small"),
        ("main", "main", "one"),
    ],
)
async def test_how_a_model_is_named(two: Two, spec: str, place: str, name: str) -> None:
    status = await two.session.choose_model(spec)
    assert status.model is not None
    assert (two.session.answerers.place, status.model.name) == (place, name)


@pytest.mark.parametrize(
    ("spec", "says"), [("work", "no model that is yours yet"), ("keyless/x", "did not give a key")]
)
async def test_where_it_cannot_be_all_is_as_before(two: Two, spec: str, says: str) -> None:
    with pytest.raises(Fault, match=says):
        await two.session.choose_model(spec)
    assert two.session.answerers.place == "main"
    heard = await talk(two.session, "two", "a.py")
    assert heard.proposal.provenance.model == "one"


async def test_a_choice_is_remembered_for_its_endpoint(two: Two) -> None:
    await two.session.choose_model("work/big")
    await two.session.choose_model("main/two")
    status = await two.session.choose_model("work")
    assert status.model is not None
    assert status.model.name == "big"
