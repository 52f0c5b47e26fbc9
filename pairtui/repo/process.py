"""Process: talk to one running program without ever waiting on it for ever."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Literal, TypeAlias

Stopped: TypeAlias = Literal["", "time", "cancelled"]

TICK = 0.05
"""How often, in seconds, a silent program is looked at."""
LINGER = 0.5
"""How long, in seconds, output is awaited after the program itself has ended.

A hook may leave something running in the background that still holds the pipe.
"""
MERCY = 5.0
"""How long, in seconds, a program has to clean up between SIGTERM and SIGKILL."""


def never() -> bool:
    """Answer that nobody wants to stop."""
    return False


def silent(seconds: float) -> None:
    """Take note of the time that has passed, and say nothing."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a program, in seconds; who may stop it; who hears that it still runs."""

    limit: float = 60.0
    cancelled: Callable[[], bool] = never
    tick: Callable[[float], None] = silent


@dataclass(frozen=True, slots=True)
class Done:
    """What a program came to: exit code, output, errors, and whether we had to stop it."""

    code: int
    out: bytes
    err: bytes
    stopped: Stopped = ""


def talk(process: subprocess.Popen[bytes], feed: bytes, patience: Patience) -> Done:
    """Feed a program, collect what it prints, and return when it has ended.

    The program must lead a process group of its own. Past the limit, or when cancelled, the whole
    group gets SIGTERM, so that git removes its locks, and SIGKILL only if that did not help.
    """
    with selectors.DefaultSelector() as selector:
        pipes = _Pipes(selector, process, feed)
        try:
            stopped = _follow(process, pipes, patience)
        except BaseException:
            # Whoever listens has failed; git must not go on unwatched, nor be left half done.
            _end(process)
            raise
        finally:
            pipes.close()
    return Done(process.wait(), bytes(pipes.out), bytes(pipes.err), stopped)


def _follow(process: subprocess.Popen[bytes], pipes: _Pipes, patience: Patience) -> Stopped:
    began = time.monotonic()
    ended: float | None = None
    told: float | None = None
    stopped: Stopped = ""
    while True:
        if pipes.open:
            pipes.move()
        else:
            # All is said; it ends any moment now.
            _await_end(process)
        now = time.monotonic()
        if ended is None and process.poll() is not None:
            ended = now
        if ended is not None:
            if not pipes.open or now - ended > LINGER:
                if told is not None:
                    _end_the_rest(process, told + MERCY)
                return stopped
            continue
        patience.tick(now - began)
        if told is None:
            stopped = "time" if now - began > patience.limit else ""
            stopped = "cancelled" if patience.cancelled() else stopped
            if stopped:
                told = now
                _signal(process, signal.SIGTERM)
        elif now - told > MERCY:
            _signal(process, signal.SIGKILL)


def _await_end(process: subprocess.Popen[bytes]) -> None:
    """Wait one tick at most until a program has ended."""
    # `Popen.wait` with a limit sleeps and looks, a millisecond and more for every git there is.
    watch = getattr(os, "pidfd_open", None)  # Linux only
    try:
        handle = watch(process.pid) if watch else -1
    except OSError:
        handle = -1
    if handle < 0:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(TICK)
        return
    try:
        with selectors.DefaultSelector() as ending:
            ending.register(handle, selectors.EVENT_READ)
            ending.select(TICK)
    finally:
        os.close(handle)


def _end(process: subprocess.Popen[bytes]) -> None:
    _signal(process, signal.SIGTERM)
    try:
        process.wait(MERCY)
    except subprocess.TimeoutExpired:
        _signal(process, signal.SIGKILL)
        process.wait()


def _end_the_rest(process: subprocess.Popen[bytes], deadline: float) -> None:
    """Wait for what a stopped program started, such as a hook, and kill it at the deadline.

    Else it would go on writing files after we said that it was stopped.
    """
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(TICK)
        os.killpg(process.pid, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


class _Pipes:
    """The three pipes of a program, moved without blocking."""

    def __init__(
        self, selector: selectors.BaseSelector, process: subprocess.Popen[bytes], feed: bytes
    ) -> None:
        self.out = bytearray()
        self.err = bytearray()
        self._feed = memoryview(feed)
        self._selector = selector
        self._streams = [pipe for pipe in (process.stdout, process.stderr, process.stdin) if pipe]
        for pipe in self._streams:
            os.set_blocking(pipe.fileno(), False)
            writes = pipe is process.stdin
            event = selectors.EVENT_WRITE if writes else selectors.EVENT_READ
            sink = self.err if pipe is process.stderr else self.out
            selector.register(pipe, event, None if writes else sink)

    @property
    def open(self) -> bool:
        """Tell whether anything may still come or go."""
        return bool(self._selector.get_map())

    def move(self) -> None:
        """Move what can be moved now; wait one tick at most."""
        for key, _ in self._selector.select(TICK):
            pipe: IO[bytes] = key.fileobj  # type: ignore[assignment]  # only pipes are registered
            more = self._write(pipe) if key.data is None else self._read(pipe, key.data)
            if not more:
                self._selector.unregister(pipe)
                self._close(pipe)

    def close(self) -> None:
        """Close every pipe."""
        for pipe in self._streams:
            self._close(pipe)

    def _read(self, pipe: IO[bytes], sink: bytearray) -> bool:
        try:
            data = os.read(pipe.fileno(), 1 << 16)
        except BlockingIOError:
            return True
        sink += data
        return bool(data)

    def _write(self, pipe: IO[bytes]) -> bool:
        try:
            sent = os.write(pipe.fileno(), self._feed[: 1 << 16])
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False
        self._feed = self._feed[sent:]
        return bool(self._feed)

    def _close(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError):
            pipe.close()
