"""A small real server on loopback that speaks the streaming protocol, and each of its faults.

As a module: `with serve(Reply("Hello")) as server:` gives a `Server` with `url`, `requests`
(bodies, oldest first) and `hung_up` (set when a client leaves in the middle of an answer).

As a program: `python tests/providers/server.py --reply FILE [--reply FILE ...]` prints its base
URL, answers the n-th request with the n-th file (the last one repeats), says for each `sent` and
when its last text went out (`time.monotonic`), and stops by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, TypeAlias

Body: TypeAlias = dict[str, Any]
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 3}}


@dataclass(frozen=True)
class Reply:
    """One answer; every field but `text` makes it differ from a good one.

    `piece` is the characters of a delta, `rate` the deltas a second (0: as fast as can be),
    `cut` and `stall` the characters after which the stream ends or nothing more comes. `tail` is
    sent as it is in place of the finish; `linger` then leaves the stream open. `silent` sends
    headers and then nothing, `mute` nothing at all, `reset` and `drop` break the connection off
    before an answer, rudely or not. `raw` is the whole body as it is, piece by piece.
    """

    text: str = ""
    piece: int = 4
    rate: float = 0
    thought: str = ""
    finish: str = "stop"
    cut: int | None = None
    stall: int | None = None
    tail: str | None = None
    linger: bool = False
    done: bool = True
    usage: bool = True
    silent: bool = False
    mute: bool = False
    reset: bool = False
    drop: bool = False
    raw: Sequence[bytes] | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


Answers: TypeAlias = Reply | Sequence[Reply] | Callable[[Body], Reply]


class Server:
    """Answers requests in a thread of its own until it is stopped."""

    def __init__(self, answers: Answers, models: Sequence[str] = ("model-a", "model-b")) -> None:
        self.requests: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.hung_up = threading.Event()
        self.streaming = threading.Event()
        self.connections = 0
        self.listing = json.dumps({"object": "list", "data": [{"id": name} for name in models]})
        self.pages: dict[str, str] = {}
        """What other paths than those of the protocol say."""
        self.url = ""
        self.sent: Callable[[float], None] = lambda moment: None
        self._answers = answers
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the server did not start")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def wait(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        self._ready.set()
        await self._stop.wait()
        for _ in range(10):  # asyncio loses a connection that comes in while the server closes
            await asyncio.sleep(0)
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while await self._request(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        except asyncio.CancelledError:  # the server stops; asyncio would print a stack for it
            pass
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; tell whether the connection goes on."""
        start = (await reader.readline()).decode().split()
        if not start:
            return False
        headers = {}
        while line := (await reader.readline()).decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        data = await reader.readexactly(int(headers.get("content-length", 0)))
        self.paths.append(f"{start[0]} {start[1]}")
        self.headers.append(headers)
        if start[1] in self.pages:
            await _whole(writer, Reply(body=self.pages[start[1]]))
            return True
        if start[0] == "GET":
            await _whole(writer, Reply(body=self.listing))
            return True
        body: Body = json.loads(data)
        self.requests.append(body)
        reply = self._reply(body)
        if reply.reset:
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if reply.reset or reply.drop:
            return False
        if reply.status != 200 or reply.body:
            await _whole(writer, reply)
            return True
        leaving = asyncio.create_task(reader.read(1))
        answering = asyncio.create_task(self._stream(writer, reply, body))
        done, _ = await asyncio.wait({leaving, answering}, return_when=asyncio.FIRST_COMPLETED)
        if leaving in done:
            self.hung_up.set()
        for task in (leaving, answering):
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await task
        return answering in done and reply.cut is None and not answering.exception()

    def _reply(self, body: Body) -> Reply:
        if isinstance(self._answers, Reply):
            return self._answers
        if callable(self._answers):
            return self._answers(body)
        return self._answers[min(len(self.requests), len(self._answers)) - 1]

    async def _stream(self, writer: asyncio.StreamWriter, reply: Reply, body: Body) -> None:
        if reply.mute:
            self.streaming.set()
            await asyncio.Event().wait()
        head = {"content-type": "text/event-stream", "transfer-encoding": "chunked"}
        writer.write(_head(200, head | dict(reply.headers)))
        await writer.drain()
        if reply.silent:
            self.streaming.set()
            await asyncio.Event().wait()
        if reply.raw is not None:
            await self._as_it_is(writer, reply.raw)
            return
        ends = [place for place in (reply.cut, reply.stall) if place is not None]
        deltas = [{"reasoning_content": part} for part in _pieces(reply.thought, reply.piece)]
        text = reply.text[: min(ends, default=None)]
        deltas += [{"content": part} for part in _pieces(text, reply.piece)]
        for delta in deltas:
            _send(writer, _chunk({"index": 0, "delta": delta, "finish_reason": None}))
            await writer.drain()
            self.streaming.set()
            if reply.rate:
                await asyncio.sleep(1 / reply.rate)
        self.sent(monotonic())
        if reply.stall is not None:
            await asyncio.Event().wait()
        if reply.cut is None:
            for event in _ending(reply, body):
                _send(writer, event)
            if reply.linger:
                await writer.drain()
                await asyncio.Event().wait()
            writer.write(b"0\r\n\r\n")
            await writer.drain()

    async def _as_it_is(self, writer: asyncio.StreamWriter, pieces: Sequence[bytes]) -> None:
        for piece in pieces:
            _chunked(writer, piece)
            await writer.drain()
            self.streaming.set()
            await asyncio.sleep(0)
        writer.write(b"0\r\n\r\n")
        await writer.drain()


def _ending(reply: Reply, body: Body) -> Iterator[str]:
    if reply.tail is not None:
        yield reply.tail
        return
    yield _chunk({"index": 0, "delta": {}, "finish_reason": reply.finish})
    if reply.usage and (body.get("stream_options") or {}).get("include_usage"):
        yield "data: " + json.dumps({"choices": [], "usage": USAGE}) + "\n\n"
    if reply.done:
        yield "data: [DONE]\n\n"


def _chunk(choice: Mapping[str, Any]) -> str:
    return "data: " + json.dumps({"choices": [choice]}, ensure_ascii=False) + "\n\n"


def _send(writer: asyncio.StreamWriter, event: str) -> None:
    _chunked(writer, event.encode())


def _chunked(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(b"%x\r\n%b\r\n" % (len(data), data))


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _whole(writer: asyncio.StreamWriter, reply: Reply) -> None:
    data = reply.body.encode()
    head = {"content-type": "application/json", "content-length": str(len(data))}
    writer.write(_head(reply.status, head | dict(reply.headers)) + data)
    await writer.drain()


def _pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


@contextmanager
def serve(answers: Answers, models: Sequence[str] = ("model-a", "model-b")) -> Iterator[Server]:
    """Run a server for the length of a `with`."""
    server = Server(answers, models)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reply", action="append", required=True, type=Path, metavar="FILE")
    parser.add_argument("--rate", type=float, default=0, help="deltas a second; 0: all at once")
    parser.add_argument("--piece", type=int, default=4, help="characters of a delta")
    parser.add_argument("--model", action="append", help="names it offers")
    parser.add_argument("--seconds", type=float, default=300, help="stops by itself after these")
    given = parser.parse_args()
    replies = [Reply(path.read_text(), piece=given.piece, rate=given.rate) for path in given.reply]
    with serve(replies, given.model or ("model-a",)) as server:
        server.sent = lambda moment: print(f"sent {moment}", flush=True)
        print(server.url, flush=True)
        server.wait(given.seconds)


if __name__ == "__main__":
    main()
