"""A terminal for tests: runs a program in a real pseudo-terminal and reads its screen back.

Nothing here sleeps or polls. One thread takes the program's bytes and stamps them, a second one
draws them; whoever waits is woken by the frame that shows what he waits for.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import queue
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from tests.terminal.emulator import Emulator

# The first terminal that the leader of a new session opens becomes its controlling terminal.
TAKE_THE_TERMINAL = ': <"$0"; exec "$@"'


class NotSeen(AssertionError):
    """What was waited for did not come; the message ends with the screen as it was."""


@dataclass
class Watch:
    """What someone waits for, and when the bytes came that made it true."""

    true: Callable[[], bool]
    seen_at: float | None = None

    def look(self, arrived: float) -> None:
        """Look at the screen once more, after bytes that came at `arrived`."""
        if self.seen_at is None and self.true():
            self.seen_at = arrived


class Terminal:
    """A program in a terminal of its own; leave the `with` block and both are gone.

    `raw` holds every byte the program wrote so far; `started` is when it was started, by
    `time.monotonic`, as are all times returned here. One thread at a time may wait.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.raw = bytearray()
        self.exited_at: float | None = None
        self._changed = threading.Condition()
        self._chunks: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._watch: Watch | None = None
        self._ended = False
        self._master, slave = os.openpty()
        self._wake_read, self._wake = os.pipe()
        self.emulator = Emulator(columns, rows, self.send)
        self._set_size(columns, rows)
        self.started = self._arrived = time.monotonic()
        try:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", TAKE_THE_TERMINAL, os.ttyname(slave), *command],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                # None would pass on what the readline library sets behind Python's back.
                env=dict(os.environ if env is None else env),
                cwd=cwd,
                start_new_session=True,
            )
        finally:
            os.close(slave)
        self._threads = [
            threading.Thread(target=work, daemon=True)
            for work in (self._read, self._draw, self._wait_for_exit)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    # what is on the screen

    @property
    def lines(self) -> list[str]:
        """Return the rows of the screen, without the white space at their ends."""
        with self._changed:
            return self.emulator.lines

    @property
    def screen(self) -> str:
        """Return the rows of the screen as one text."""
        return "\n".join(self.lines)

    def mark(self) -> int:
        """Return how many bytes have come so far, for `bytes_since`."""
        with self._changed:
            return len(self.raw)

    def bytes_since(self, mark: int) -> bytes:
        """Return what the program wrote after a mark."""
        with self._changed:
            return bytes(self.raw[mark:])

    # waiting

    def wait_for(self, pattern: str, seconds: float = 10) -> float:
        """Wait until a regular expression is found on the screen; return when its bytes came.

        `^` and `$` stand for the ends of a row. Raises NotSeen.
        """
        wanted = re.compile(pattern, re.MULTILINE)
        return self.wait_until(
            lambda: wanted.search("\n".join(self.emulator.lines)) is not None,
            seconds,
            f"{pattern!r}",
        )

    def wait_gone(self, pattern: str, seconds: float = 10) -> float:
        """Wait until a regular expression is no longer found on the screen. Raises NotSeen."""
        unwanted = re.compile(pattern, re.MULTILINE)
        return self.wait_until(
            lambda: unwanted.search("\n".join(self.emulator.lines)) is None,
            seconds,
            f"the screen without {pattern!r}",
        )

    def wait_until(self, true: Callable[[], bool], seconds: float, what: str) -> float:
        """Wait until `true()` after a whole frame; return when its bytes came. Raises NotSeen."""
        with self._changed:
            if true():
                return self._arrived
            self._watch = watch = Watch(true)
            self._changed.wait_for(lambda: watch.seen_at is not None or self._ended, seconds)
            self._watch = None
            if watch.seen_at is not None:
                return watch.seen_at
            why = "the program has ended" if self._ended else f"not within {seconds:g} s"
            shown = "\n".join(self.emulator.lines)
            raise NotSeen(f"waited for {what}: {why}. The screen:\n{shown}")

    def settle(self, quiet_ms: float = 200, seconds: float = 10) -> None:
        """Wait until for so long, from now on, no byte has come. Raises NotSeen if that never is.

        What was sent just before has this long to be answered.
        """
        began = time.monotonic()
        latest = began + seconds
        with self._changed:
            while not self._ended:
                now = time.monotonic()
                left = max(began, self._arrived) + quiet_ms / 1000 - now
                if left <= 0 and self._chunks.empty():
                    return
                if now > latest:
                    raise NotSeen(f"the program never kept quiet for {quiet_ms:g} ms")
                self._changed.wait(max(left, 0.001))

    def pause(self, seconds: float) -> None:
        """Let real time pass, for what is about time itself, such as the gap within a key."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended, seconds)

    def wait_exit(self, seconds: float = 10) -> int:
        """Wait for the program's end; return its exit code, or minus the signal that ended it."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._ended, seconds):
                shown = "\n".join(self.emulator.lines)
                raise NotSeen(f"it, or what it started, still runs after {seconds:g} s:\n{shown}")
        return self.process.wait()

    # acting

    def send(self, data: bytes | str) -> None:
        """Type; what cannot be written because the program has gone is lost, as with a person."""
        with contextlib.suppress(OSError):
            os.write(self._master, data.encode() if isinstance(data, str) else data)

    def send_split(self, data: bytes, at: int, gap: float) -> None:
        """Type a key as a slow line brings it: `gap` seconds pass before the byte at `at`."""
        self.send(data[:at])
        self.pause(gap)
        self.send(data[at:])

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the kernel tells the program with SIGWINCH."""
        with self._changed:
            self.emulator.resize(columns, rows)
        self._set_size(columns, rows)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program itself."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window: the program loses its terminal."""
        if self._wake >= 0:
            os.close(self._wake)
            self._threads[0].join()
            os.close(self._wake_read)
            os.close(self._master)
            self._wake = -1

    def close(self) -> None:
        """End the program and everything it started, and give the pseudo-terminal back."""
        tree = self._tree()
        for process in tree:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self.hang_up()
        for thread in self._threads:
            thread.join()
        psutil.wait_procs(tree[1:], timeout=5)

    # what it costs, and how it leaves

    def cpu(self) -> float:
        """Return the seconds of processor time the program and its children have used."""
        spent = 0.0
        for process in self._tree():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                spent += times.user + times.system + times.children_user + times.children_system
        return spent

    def memory(self) -> int:
        """Return the proportional set size of the program and its children, in bytes (Linux)."""
        size = 0
        for process in self._tree():
            with contextlib.suppress(psutil.Error):
                size += process.memory_full_info().pss
        return size

    def restored(self) -> list[str]:
        """Return what the program did not put back as it found it; empty is good."""
        with self._changed:
            left = sorted(self.emulator.modes ^ {"7", "25"})
            wrong = [f"private mode {mode} differs" for mode in left]
            if self.emulator.keyboards:
                wrong.append("a keyboard protocol is still on")
        flags = termios.tcgetattr(self._master)[3]
        if not flags & termios.ECHO or not flags & termios.ICANON:
            wrong.append("the line discipline is still raw")
        return wrong

    def _tree(self) -> list[psutil.Process]:
        try:
            root = psutil.Process(self.process.pid)
            return [root, *root.children(recursive=True)]
        except psutil.Error:
            return []

    def _set_size(self, columns: int, rows: int) -> None:
        size = struct.pack("HHHH", rows, columns, columns * 10, rows * 20)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    # the threads

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._wake_read], [], [])
            data = b""
            if self._wake_read not in ready:
                with contextlib.suppress(OSError):  # Linux says EIO when the last user has gone
                    data = os.read(self._master, 65536)
            self._chunks.put((time.monotonic(), data))
            if not data:
                return

    def _draw(self) -> None:
        while True:
            arrived, data = self._chunks.get()
            if not data:
                return
            with self._changed:
                self.raw += data
                self._arrived = arrived
                self.emulator.feed(data)
                if self._watch and "2026" not in self.emulator.modes:
                    self._watch.look(arrived)
                self._changed.notify_all()

    def _wait_for_exit(self) -> None:
        self.process.wait()
        self.exited_at = time.monotonic()
        self._threads[1].join()
        with self._changed:
            self._ended = True
            self._changed.notify_all()
