"""What leaves the machine, by the keys: the first use of a host, and what is withheld."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.providers.scripted import Reply, ScriptedProvider
from tests.policy.made import TOKENS
from tests.tui.pictures import Picture
from tests.tui.pictures import picture as picture  # noqa: PLC0414 - a fixture is used by its name
from tests.tui.stage import TWO_CHANGES, on_stage, repository

pytestmark = pytest.mark.anyio
SIZES = [(120, 40), (80, 24)]
CONFIG = f'name = "shop"\ntoken = "{TOKENS["github-token"]}"\ndb = "postgres://joe:s3cr3t@db/x"\n'


class Far(ScriptedProvider):
    host = "api.example.com"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sheets be answered at once; the gate's own tests show that it waits."""
    monkeypatch.setattr("pairtui.tui.review.gate.QUIET", 0.0)


@pytest.mark.parametrize("size", SIZES)
async def test_a_host_is_sent_nothing_before_the_person_was_told_what(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    provider = Far([Reply(TWO_CHANGES)])
    root = repository(tmp_path / "shop", **{"config.py": CONFIG})
    async with on_stage(root, provider=provider, size=size) as stage:
        stage.main.pane.prompt.write("fix @price.py and @config.py:1-2")
        await stage.press("enter")
        await stage.sheet("FirstUseSheet")
        picture(stage.app, f"first-use-{size[0]}x{size[1]}")
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        assert not provider.requests
        assert "nothing was sent to api.example.com" in stage.said
        assert stage.main.pane.prompt.text == "fix @price.py and @config.py:1-2"
        await stage.press("enter")
        await stage.sheet("FirstUseSheet")
        await stage.press("enter")
        await stage.until(lambda: not stage.main.turning)
        assert len(provider.requests) == 1
        await stage.say("and again")
        assert len(provider.requests) == 2, "asked once for each host and repository"


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_withheld_is_told_and_one_thing_may_go_along(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    root = repository(tmp_path / "shop", **{"config.py": CONFIG, ".env": "A=b\n"})
    async with on_stage(root, size=size) as stage:
        await stage.say("/withheld")
        assert "nothing was withheld so far" in stage.said
        await stage.say("look at @config.py and @.env")
        assert "2 secrets are withheld from the AI: a GitHub token in config.py:2" in stage.said
        assert "@.env stays out: it is not for the AI" in stage.said
        await stage.say("/withheld")
        await stage.sheet("WithheldSheet")
        await stage.press("space")
        picture(stage.app, f"withheld-{size[0]}x{size[1]}")
        await stage.press("escape")
        await stage.until(lambda: "config.py:2 goes along with the next request" in stage.said)
        await stage.say("now?")
        await stage.say("and now?")
        sent = ["".join(one.text for one in asked.messages) for asked in stage.provider.requests]  # type: ignore[attr-defined]  # it is scripted
        assert [TOKENS["github-token"] in text for text in sent] == [False, True, False]
        assert [text.count("s3cr3t") for text in sent] == [0, 0, 0]
