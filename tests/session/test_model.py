"""Which model answers: asked of the endpoint once, remembered per endpoint, never built in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.config import load_config
from pairtui.prompts import Prompts
from pairtui.providers.openai import OpenAIProvider
from pairtui.providers.remembered import Remembered
from pairtui.request import Endpoint
from pairtui.session import doctor
from pairtui.session.model import Choices, choose, find_model, known_model
from pairtui.session.parts import Answering, Parts
from pairtui.session.policy import Policy
from pairtui.settings.models import ModelSettings
from pairtui.tokens import Counter
from tests.providers.server import Reply, serve
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    bench = Bench.make(tmp_path / "shop")
    config = load_config({}, {})
    return Parts(
        bench.repo,
        config,
        Prompts.load(),
        Counter(config.paths.cache),
        Remembered(config.paths.remembered_file),
        Answering(problem="nobody"),
        policy=Policy(bench.repo),
    )


def at(parts: Parts, url: str) -> Parts:
    provider = OpenAIProvider(url, "k")
    return replace(parts, answering=Answering(provider, Endpoint("openai", url, "k")))


async def test_nobody_can_be_asked(parts: Parts) -> None:
    assert known_model(parts) is None
    assert await find_model(parts) is None


async def test_the_only_model_needs_no_choice_and_is_remembered(parts: Parts) -> None:
    with serve(Reply(), models=["only"]) as server:
        here = at(parts, server.url)
        assert known_model(here) is None
        found = await find_model(here)
        assert not isinstance(found, Choices)
        assert found is not None
        assert found.name == "only"
        again = replace(here, remembered=Remembered(here.config.paths.remembered_file))
        assert known_model(again) == found
        assert here.answering.provider is not None
        await here.answering.provider.aclose()


async def test_several_are_a_choice_remembered_for_that_endpoint_alone(parts: Parts) -> None:
    with serve(Reply(), models=["one", "two"]) as server:
        here = at(parts, server.url)
        assert await find_model(here) == Choices(("one", "two"))
        assert choose(here, "two").name == "two"
        known = known_model(here)
        assert known is not None
        assert known.name == "two"
        assert known_model(at(parts, "http://127.0.0.1:9/v1")) is None
        assert here.answering.provider is not None
        await here.answering.provider.aclose()


async def test_the_doctor_says_what_each_model_is_asked_for_and_why(parts: Parts) -> None:
    with serve(Reply(), models=["qwen3:8b", "gemini-x", "gpt-9"]) as server:
        here = at(parts, server.url)
        settings = {server.url: ModelSettings(format="v4a")}
        config = replace(here.config, models={"gpt-9": ModelSettings(format="unified_diff")})
        told = [one async for one in doctor.model(config, here.answering, verbose=True)]
        says = [one.says for one in told if one.what == "format"]
        assert [one.split(" (")[0] for one in says] == [
            "qwen3:8b is asked for whole_file",
            "gemini-x is asked for fenced",
            "gpt-9 is asked for unified_diff",
        ]
        assert says[0].endswith("less than 14 billion parameters seldom quotes exactly)")
        assert says[2].endswith("(you set it)")
        rooms = [one.says for one in told if one.what == "room"]
        assert rooms[0] == "qwen3:8b is sent at most 8,000 tokens"
        config = replace(config, endpoints=settings, model="qwen3:8b")
        told = [one async for one in doctor.model(config, here.answering, verbose=True)]
        assert [one.says for one in told if one.what == "format"] == [
            "qwen3:8b is asked for v4a (you set it)"
        ]
        told = [one async for one in doctor.model(config, here.answering)]
        assert "format" not in {one.what for one in told}
        assert here.answering.provider is not None
        await here.answering.provider.aclose()
