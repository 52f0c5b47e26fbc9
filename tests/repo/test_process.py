from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from pairtui.repo import process
from pairtui.repo.process import Done, Patience, talk


def run(script: str, feed: bytes | None = None, patience: Patience | None = None) -> Done:
    started = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    return talk(started, feed or b"", patience or Patience())


def test_all_three_pipes_at_once() -> None:
    much = bytes(range(256)) * 4000
    script = (
        "import sys; data = sys.stdin.buffer.read();"
        "sys.stderr.buffer.write(data); sys.stdout.buffer.write(data); sys.exit(3)"
    )
    assert run(script, much) == Done(3, much, much)


def test_one_who_does_not_read_is_no_error() -> None:
    assert run("import os; os.close(0)", b"x" * 1_000_000).code == 0


def test_silence_is_told_and_ended() -> None:
    told: list[float] = []
    done = run("import time; time.sleep(600)", None, Patience(limit=0.3, tick=told.append))
    assert (done.code, done.stopped) == (-15, "time")
    assert told == sorted(told)
    assert told[-1] >= 0.3


def test_one_who_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MERCY", 0.2)
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(600)"
    )
    began = time.monotonic()
    done = run(script, None, Patience(limit=1.0))
    assert (done.code, done.stopped, done.out) == (-9, "time", b"deaf\n")
    assert time.monotonic() - began < 30


def test_what_a_stopped_program_started_ends_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(process, "MERCY", 0.4)
    note = tmp_path / "pid"
    child = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"open({str(note)!r} + '.part', 'w').write(str(os.getpid()));"
        f"os.rename({str(note)!r} + '.part', {str(note)!r}); time.sleep(600)"
    )
    script = (
        "import subprocess, sys, time;"
        f"subprocess.Popen([sys.executable, '-c', {child!r}], stdout=2); time.sleep(600)"
    )
    done = run(script, None, Patience(limit=60, cancelled=note.exists))
    assert done.stopped == "cancelled"
    assert _ends(int(note.read_text()))


def _ends(pid: int) -> bool:
    """Tell whether a process that was killed is gone within five seconds."""
    began = time.monotonic()
    while time.monotonic() - began < 5:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
    return False


def test_a_listener_that_fails_leaves_nothing_running() -> None:
    def fail(seconds: float) -> None:
        raise LookupError

    started = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with pytest.raises(LookupError):
        talk(started, b"", Patience(tick=fail))
    assert started.returncode == -15


def test_closed_pipes_are_not_the_end() -> None:
    script = "import os, time; os.close(1); os.close(2); time.sleep(0.3); os._exit(7)"
    assert run(script).code == 7
