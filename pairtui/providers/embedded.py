"""Answer from the small model on this machine: a child process behind a unix socket.

The child listens in a folder that only its owner can enter, and ends with this process. Requests
go the same way as to any other server, through `OpenAIProvider`.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

from pairtui.providers.openai import Limits, OpenAIProvider
from pairtui.request import THIS_MACHINE, Delta, Fault, Request

MODEL = "SmolLM2-135M-Instruct"
HOST = THIS_MACHINE
SECONDS_TO_START = 60.0
"""As a rule half a second; a cold disk takes longer."""
LONGEST_SOCKET_PATH = 100
"""Bytes; systems allow 104 to 108."""


class EmbeddedProvider:
    """The embedded model; its child process is started by the first request."""

    host = HOST

    def __init__(self, file: Path) -> None:
        self._file = file
        self._child: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._wire: OpenAIProvider | None = None
        self._starting = asyncio.Lock()

    @property
    def name(self) -> str:
        """Return the provider's name in the registry."""
        return "embedded"

    async def models(self) -> tuple[str, ...]:
        """Return the one model there is; raises Fault where it cannot run here."""
        _check(self._file)
        return (MODEL,)

    async def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        """Yield the answer piece by piece; starts the child where it is not running."""
        wire = await self.start()
        stream = wire.stream(request)
        try:
            async for delta in stream:
                yield delta
        finally:
            await stream.aclose()

    async def start(self) -> OpenAIProvider:
        """Return the way to the running child, started if need be; raises Fault."""
        async with self._starting:
            if self._wire is None or self._child is None or self._child.poll() is not None:
                await self.aclose()
                _check(self._file)
                self._folder = _private_folder()
                socket = str(Path(self._folder) / "llm.sock")
                self._child = _spawn(self._file, socket)
                await self._ready(self._child)
                limits = Limits(first=300.0)
                self._wire = OpenAIProvider("http://embedded/v1", socket=socket, limits=limits)
            return self._wire

    async def aclose(self) -> None:
        """End the child, and take its folder away."""
        wire, self._wire = self._wire, None
        child, self._child = self._child, None
        folder, self._folder = self._folder, ""
        if wire is not None:
            await wire.aclose()
        if child is not None:
            await asyncio.to_thread(_end, child)
        if folder:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _ready(self, child: subprocess.Popen[bytes]) -> None:
        """Wait for the child's one line."""
        assert child.stdout is not None  # noqa: S101 - it was asked for in _spawn
        reading = asyncio.create_task(asyncio.to_thread(child.stdout.readline))
        done, _ = await asyncio.wait({reading}, timeout=SECONDS_TO_START)
        if not done:
            child.kill()
        line = (await reading).decode("utf-8", "replace").strip()
        if line != "ready":
            await self.aclose()
            why = line.removeprefix("failed: ") or "it ended without a word"
            raise Fault("missing", HOST, f"the embedded model does not start: {why}", _ADD_IT)


_ADD_IT = "Fetch it again with `pairtui model add`."


def _check(file: Path) -> None:
    """Raise the Fault that says what is missing for the embedded model to run here."""
    if sys.platform == "win32":
        says = "the embedded model does not run on Windows yet"
        raise Fault("missing", HOST, says, "Use a server: set OPENAI_BASE_URL.")
    if importlib.util.find_spec("xllamacpp") is None:
        says = "the embedded model needs the package xllamacpp, and it is not installed"
        raise Fault("missing", HOST, says, "Install it: pip install 'pairtui[local]'")
    if not file.is_file():
        says = "the embedded model is not on this machine"
        raise Fault("missing", HOST, says, "Fetch it (93 MB): pairtui model add")


def _private_folder() -> str:
    """Return a new folder that only its owner can enter, near enough for a socket's path."""
    for parent in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir()):
        near = len(os.fsencode(parent)) < LONGEST_SOCKET_PATH - len("/pairtui-01234567/llm.sock")
        if near and os.access(parent, os.W_OK | os.X_OK):
            return tempfile.mkdtemp(prefix="pairtui-", dir=parent)
    return tempfile.mkdtemp(prefix="pairtui-", dir="/tmp")


def _spawn(file: Path, socket: str) -> subprocess.Popen[bytes]:
    """Start the child, cut off from the terminal and from the folder we stand in."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "pairtui.providers.llama_child", str(file), socket],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(socket).parent,
        start_new_session=True,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """Close the child's standard input, which ends it; insist where it does not."""
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    try:
        child.wait(timeout=2)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
