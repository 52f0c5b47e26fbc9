"""The embedded model for real: a child process, a unix socket, and an answer."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import anyio
import psutil
import pytest

from pairtui.providers import embedded
from pairtui.providers.embedded import MODEL, EmbeddedProvider
from pairtui.request import Fault, Finish, Message, Request, TextDelta
from tests.providers.model_file import model_file

pytestmark = pytest.mark.anyio
ASK = Request((Message("user", "Say hello."),), MODEL, temperature=0, max_tokens=12)


@pytest.fixture
async def provider() -> AsyncIterator[EmbeddedProvider]:
    made = EmbeddedProvider(model_file())
    yield made
    await made.aclose()


async def answer(provider: EmbeddedProvider) -> tuple[str, Finish]:
    text, finish = "", None
    async with aclosing(provider.stream(ASK)) as stream:
        async for delta in stream:
            text += delta.text if isinstance(delta, TextDelta) else ""
            finish = delta if isinstance(delta, Finish) else finish
    assert finish is not None
    return text, finish


def child_of(provider: EmbeddedProvider) -> psutil.Process:
    assert provider._child is not None
    return psutil.Process(provider._child.pid)


async def test_it_answers_again_and_again_and_counts(provider: EmbeddedProvider) -> None:
    with anyio.fail_after(60):
        first, _ = await answer(provider)
        child = provider._child
        second, finish = await answer(provider)
    assert first.strip()
    assert second.strip()
    assert provider._child is child
    assert finish.usage is not None
    assert 0 < finish.usage.received <= 12


async def test_it_opens_no_port_and_its_folder_is_closed_to_others(
    provider: EmbeddedProvider,
) -> None:
    with anyio.fail_after(60):
        await provider.start()
    child = child_of(provider)
    assert [item for item in child.net_connections("inet") if item.status == "LISTEN"] == []
    assert (await anyio.Path(provider._folder).stat()).st_mode & 0o777 == 0o700
    assert len(os.fsencode(provider._folder)) < embedded.LONGEST_SOCKET_PATH
    assert os.getsid(child.pid) == child.pid


async def test_closing_ends_the_child_and_takes_the_folder_away(provider: EmbeddedProvider) -> None:
    with anyio.fail_after(60):
        await provider.start()
        child, folder = child_of(provider), provider._folder
        await provider.aclose()
    assert not child.is_running()
    assert not await anyio.Path(folder).exists()


async def test_a_child_that_died_is_started_again(provider: EmbeddedProvider) -> None:
    with anyio.fail_after(60):
        await answer(provider)
        child_of(provider).kill()
        child_of(provider).wait(10)
        assert (await answer(provider))[0].strip()


async def test_stopping_in_the_middle_leaves_it_ready_for_the_next(
    provider: EmbeddedProvider,
) -> None:
    with anyio.fail_after(60):
        stream = provider.stream(Request(ASK.messages, MODEL, max_tokens=400))
        await anext(stream)
        await stream.aclose()
        assert (await answer(provider))[0].strip()


PARENT = """
import asyncio, sys
from pathlib import Path
from pairtui.providers.embedded import EmbeddedProvider

async def main():
    provider = EmbeddedProvider(Path(sys.argv[1]))
    await provider.start()
    print(provider._child.pid, provider._folder, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_the_child_ends_with_its_parent_however_that_ends(ending: signal.Signals) -> None:
    program = [sys.executable, "-c", PARENT, str(model_file())]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        child = psutil.Process(int(pid))
        parent.send_signal(ending)
        parent.wait(10)
        _gone, alive = psutil.wait_procs([child], timeout=10)
    assert alive == []
    assert not Path(folder).exists()


async def test_a_file_that_is_no_model_says_so(tmp_path: Path) -> None:
    model_file()
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"no model at all")
    provider = EmbeddedProvider(wrong)
    with anyio.fail_after(60), pytest.raises(Fault) as caught:
        await provider.start()
    assert caught.value.kind == "missing"
    assert "does not start" in caught.value.says


async def test_what_is_missing_is_named_with_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    with pytest.raises(Fault) as caught:
        await EmbeddedProvider(tmp_path / "none.gguf").models()
    assert (caught.value.kind, "pairtui model add" in caught.value.remedy) == ("missing", True)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Fault) as caught:
        await EmbeddedProvider(tmp_path / "none.gguf").models()
    assert "pairtui[local]" in caught.value.remedy


async def test_it_has_one_model(provider: EmbeddedProvider) -> None:
    assert await provider.models() == (MODEL,)


def test_a_long_runtime_folder_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    folder = Path(embedded._private_folder())
    folder.rmdir()
    assert not folder.is_relative_to(deep)
    assert list(deep.iterdir()) == []


def test_a_runtime_folder_that_is_gone_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
    folder = Path(embedded._private_folder())
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()
