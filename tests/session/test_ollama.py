"""Ollama's small default context: found out before anything is sent, said, and kept to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.events import Noted
from pairtui.providers.ollama import ROOT, context_of
from pairtui.providers.openai import OpenAIProvider
from pairtui.session.answerers import Answerers
from pairtui.session.session import Session
from pairtui.settings.models import ModelSettings
from tests.line.line import session_on, talk
from tests.providers.server import Reply, Server, serve
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio


def loaded(context: int | None, name: str = "qwen3:8b") -> str:
    entry = {"name": name, "model": name, "context_length": context}
    return json.dumps({"models": [{"name": "other:1b", "context_length": 9}, entry]})


class Pages:
    """Answers for the pages of a server, and knows which were asked for."""

    def __init__(self, **pages: str | list[str]) -> None:
        self.asked: list[str] = []
        self._pages = pages

    async def __call__(self, path: str, body: object) -> str:
        self.asked.append(path)
        found = self._pages.get(path.rpartition("/")[2] or "root", "")
        return found if isinstance(found, str) else found.pop(0)


@pytest.mark.parametrize(
    ("pages", "context", "asked"),
    [
        (Pages(root=ROOT, ps=loaded(4096)), 4096, 2),
        (Pages(root=ROOT, ps=['{"models": []}', loaded(8192)], generate="{}"), 8192, 4),
        (Pages(root=ROOT, ps='{"models": []}', generate=""), None, 3),
        (Pages(root=ROOT, ps=loaded(None), generate="{}"), None, 4),
        (Pages(root=ROOT, ps="[]", generate=""), None, 3),
        (Pages(root=ROOT, ps="[" * 60_000, generate=""), None, 3),
        (Pages(root=ROOT, ps=loaded(True), generate="{}"), None, 4),
        (Pages(root=ROOT, ps='{"models": [3]}', generate=""), None, 3),
        (Pages(root="<html>llama.cpp</html>", ps=loaded(4096)), None, 1),
        (Pages(), None, 1),
    ],
)
async def test_what_it_says_of_a_model(pages: Pages, context: int | None, asked: int) -> None:
    assert await context_of(pages, "qwen3:8b") == context
    assert len(pages.asked) == asked


async def test_a_name_without_a_tag_is_the_latest() -> None:
    pages = Pages(root=ROOT, ps=loaded(4096, "qwen3:latest"))
    assert await context_of(pages, "qwen3") == 4096


@pytest.mark.parametrize("url", ["https://api.openai.com/v1", "http://localhost:9/openai"])
async def test_another_server_is_not_asked(url: str) -> None:
    assert await OpenAIProvider(url).context_of("m") is None


@pytest.fixture
async def ollama(tmp_path: Path) -> AsyncIterator[tuple[Session, Server]]:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"x = 1\n", "long.md": b"many words here\n" * 900})
    with serve(Reply("Nothing to change."), models=["qwen3:8b"]) as server:
        server.pages = {"/": ROOT, "/api/ps": loaded(4096)}
        session = session_on(bench.root, OpenAIProvider(server.url, "k"), "openai")
        yield session, server
        await session.aclose()


async def test_a_small_context_is_kept_to_and_said_once(ollama: tuple[Session, Server]) -> None:
    session, server = ollama
    status = await session.ready()
    assert status.model is not None
    assert status.model.budget == 3072
    said = [one.text for one in (await talk(session, "hello", "a.py")).of(Noted)]
    assert len(said) == 1
    assert "gives qwen3:8b a context of 4,096 tokens, so at most 3,072 are sent" in said[0]
    assert "OLLAMA_CONTEXT_LENGTH=16384" in said[0]
    assert not (await talk(session, "hello", "a.py")).of(Noted)
    assert server.paths.count("GET /api/ps") == 1


async def test_a_large_one_is_used_and_needs_no_word(ollama: tuple[Session, Server]) -> None:
    session, server = ollama
    server.pages["/api/ps"] = loaded(32_768)
    status = await session.ready()
    assert status.model is not None
    assert status.model.budget == 24_576
    assert not (await talk(session, "hello", "a.py")).of(Noted)


async def test_a_smaller_budget_of_the_person_s_stays(ollama: tuple[Session, Server]) -> None:
    session, _ = ollama
    config = replace(session._parts.config, models={"qwen3:8b": ModelSettings(budget=2000)})
    session._parts = replace(session._parts, config=config)
    session.answerers = Answerers(session._parts)
    status = await session.ready()
    assert status.model is not None
    assert status.model.budget == 2000
    assert session.answerers.news() == ()


async def test_what_was_left_out_after_all_is_said(ollama: tuple[Session, Server]) -> None:
    session, server = ollama
    server.pages["/api/ps"] = loaded(8192)
    await session.ready()
    server.pages["/api/ps"] = loaded(1024)  # it was started anew meanwhile
    heard = await talk(session, "hello", "long.md")
    said = " ".join(one.text for one in heard.of(Noted))
    assert "qwen3:8b did not see all of this" in said
    status = await session.ready()
    assert status.model is not None
    assert status.model.budget == 768


async def test_only_its_name_is_sent_to_ask(ollama: tuple[Session, Server]) -> None:
    session, server = ollama
    server.pages["/api/ps"] = '{"models": []}'
    server.pages["/api/generate"] = "{}"
    await session.ready()
    assert server.requests == []
    assert "POST /api/generate" in server.paths
