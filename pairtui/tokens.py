"""Count tokens: roughly at once, or exactly in a child process that does not stay.

The table of `o200k_base` takes 100 MB once loaded, so it never lives in the program's own
process. It ships with the package, its MIT licence beside it; `SHA256` is the hash that stands in
tiktoken's source. Nothing is ever fetched. For models that count otherwise even the exact count
is only near the truth; a server's own usage figures always win.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import platformdirs

from pairtui import atomic

ENCODING = "o200k_base"
ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
"""The name under which tiktoken looks the table up in its cache; never visited."""
SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
SECONDS_IDLE = 30.0
"""After so long without work the child leaves."""
SECONDS_TO_COUNT = 10.0
"""After so long the estimate has to do: some texts, such as one endless word, take for ever."""

_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")
"""Scripts whose signs carry about a token each: Chinese, Japanese, Korean, Thai and the like."""


def estimate(text: str) -> int:
    """Return roughly how many tokens a text has, as a rule within a fifth, in microseconds.

    The divisors were measured with o200k_base: English, code and mark-up have 3.4 to 4.4 letters
    a token, other alphabets 2.8 to 4, Chinese and Japanese 1.2.
    """
    if text.isascii():
        return round(len(text) / 3.6)
    plain = len(text.encode("ascii", "ignore"))
    wide = sum(1 for _ in _WIDE.finditer(text))
    return round(plain / 3.6 + wide / 1.25 + (len(text) - plain - wide) / 2.8)


class Counter:
    """Counts exactly where it can; `exact` tells whether the last count was.

    The child process starts with the first count and leaves when it has had nothing to do for
    half a minute. A count that fails is an estimate, and so is every later one.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self.exact = False
        self._cache = cache or platformdirs.user_cache_path("pairtui")
        self._child: subprocess.Popen[bytes] | None = None
        self._failed = False
        self._one = asyncio.Lock()

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Return the tokens of each text."""
        async with self._one:
            counts = None if self._failed or not texts else await self._ask(list(texts))
        self.exact = counts is not None
        self._failed = self._failed or bool(texts and counts is None)
        return [estimate(text) for text in texts] if counts is None else counts

    async def aclose(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            await asyncio.to_thread(_end, child)

    async def _ask(self, texts: list[str]) -> list[int] | None:
        """Ask the child, a second time where it was just leaving; None where it cannot count."""
        line = json.dumps(texts).encode() + b"\n"
        for _ in range(2):
            answer = await self._try(line)
            if answer:
                return _counts(answer, len(texts))
            if answer is None:
                break
        return None

    async def _try(self, line: bytes) -> bytes | None:
        """Return the child's answer: empty where it was gone, None where it took too long."""
        child = self._child = self._child or _spawn(self._cache)
        asking = asyncio.create_task(asyncio.to_thread(_exchange, child, line))
        answer: bytes | None = b""
        try:
            done, _ = await asyncio.wait({asking}, timeout=SECONDS_TO_COUNT)
            answer = asking.result() if done else None
        finally:
            if not answer:  # also when nobody waits any more: its answer must not be the next one
                child.kill()
                await asking
                await self.aclose()
        return answer


def _spawn(cache: Path) -> subprocess.Popen[bytes]:
    """Start the child, cut off from the terminal and from the folder we stand in."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "pairtui.tokens", str(cache)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path.home().anchor,
        start_new_session=True,
    )


def _exchange(child: subprocess.Popen[bytes], line: bytes) -> bytes:
    """Send the child one line and return its answer; empty where it is gone."""
    assert child.stdin is not None  # noqa: S101 - it was asked for in _spawn
    assert child.stdout is not None  # noqa: S101 - it was asked for in _spawn
    try:
        child.stdin.write(line)
        child.stdin.flush()
        return child.stdout.readline()
    except OSError:
        return b""


def _counts(answer: bytes, expected: int) -> list[int] | None:
    try:
        counts = json.loads(answer)
    except ValueError:
        return None
    whole = isinstance(counts, list) and len(counts) == expected
    return counts if whole and all(isinstance(count, int) for count in counts) else None


def _end(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was still to be sent to a child that is gone
                continue
    child.kill()
    child.wait()


# What follows runs in the child.


def main(cache: str) -> None:
    """Answer lines of texts with lines of counts, until there is nothing to do or no parent."""
    import tiktoken  # noqa: PLC0415 - only the child pays for it
    import tiktoken.load  # noqa: PLC0415 - only the child pays for it

    os.environ["TIKTOKEN_CACHE_DIR"] = str(seed(Path(cache)))
    tiktoken.load.read_file = _never_fetch
    encoding = tiktoken.get_encoding(ENCODING)
    waiting = b""
    while select.select([0], [], [], SECONDS_IDLE)[0] and (data := os.read(0, 1 << 16)):
        waiting += data
        while b"\n" in waiting:
            line, _, waiting = waiting.partition(b"\n")
            counts = [len(encoding.encode_ordinary(text)) for text in json.loads(line)]
            os.write(1, json.dumps(counts).encode() + b"\n")


def seed(cache: Path) -> Path:
    """Put the table where tiktoken looks for it, and return that folder."""
    folder = cache / "tiktoken"
    table = folder / hashlib.sha1(ADDRESS.encode()).hexdigest()  # noqa: S324 - tiktoken's own name
    if table.is_file() and hashlib.sha256(table.read_bytes()).hexdigest() == SHA256:
        return folder
    data = gzip.decompress((files("pairtui") / "_data" / f"{ENCODING}.tiktoken.gz").read_bytes())
    atomic.put(table, data)
    return folder


def _never_fetch(blobpath: str) -> bytes:
    """Stand in for tiktoken's download, which has no time limit and asks nobody."""
    raise OSError(f"{blobpath} is not fetched")


if __name__ == "__main__":
    main(sys.argv[1])
