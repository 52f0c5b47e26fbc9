"""A local model that misquotes twice over: what it is asked for in the next turn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.events import Asking, Noted
from pairtui.proposal import Absent, FileState, Present, Snapshot
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Model
from pairtui.session.session import Session
from pairtui.session.straying import SHORT, asked_whole
from pairtui.settings.models import ModelSettings
from tests.line.line import Heard, edit, session_on, talk
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
WRONG = edit("a.py", "total = 1", "total = 2")
RIGHT = edit("a.py", "x = 1", "x = 2")
WHOLE = "a.py\n```\nx = 3\n```\n"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"a.py": b"x = 1\n", "long.py": b"x = 1\n" * (SHORT + 1)})
    return made


def formats(heard: Heard) -> list[str]:
    """Return which format each request of a turn asked for."""
    return [
        use.name
        for asking in heard.of(Asking)
        for use in asking.request.prompts
        if use.name in ("format/search_replace", "format/whole_file")
    ]


async def turns(session: Session, *paths: str) -> list[Heard]:
    return [await talk(session, "two", path) for path in paths]


async def test_it_is_asked_for_short_files_whole_from_then_on(bench: Bench) -> None:
    replies = [Reply(WRONG), Reply(WRONG), Reply(WHOLE), Reply(RIGHT)]
    session = session_on(bench.root, ScriptedProvider(replies))
    first, short, long = await turns(session, "a.py", "a.py", "long.py")
    assert formats(first) == ["format/search_replace"] * 2
    assert formats(short) == ["format/whole_file"]
    assert [hunk.new for hunk in short.proposal.hunks] == [b"x = 3\n"]
    assert short.proposal.provenance.asked.startswith("whole_file (it misquoted before")
    assert "asked for whole files" in short.of(Noted)[0].text
    assert formats(long)[0] == "format/search_replace"
    assert not long.of(Noted)


async def test_a_repair_that_fits_changes_nothing(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(WRONG), Reply(RIGHT), Reply(RIGHT)]))
    _, second = await turns(session, "a.py", "a.py")
    assert formats(second) == ["format/search_replace"]


async def test_what_the_person_set_stays(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(WRONG), Reply(WRONG), Reply(RIGHT)]))
    settings = {"scripted": ModelSettings(format="search_replace")}
    config = replace(session._parts.config, models=settings)
    session._parts = replace(session._parts, config=config)
    _, second = await turns(session, "a.py", "a.py")
    assert formats(second) == ["format/search_replace"]


def test_only_files_that_are_shown_count_and_none_is_no_short_one() -> None:
    model = Model("m", "h", "local")
    files: dict[str, FileState] = {
        "long": Present(b"\n" * 999),
        "gone": Absent(),
        "short": Present(b"x"),
    }
    assert asked_whole(model, Snapshot(files, frozenset(("short",)))).format == "whole_file"
    assert asked_whole(model, Snapshot(files, frozenset(("short", "long")))) == model
    assert asked_whole(model, Snapshot(files)) == model
