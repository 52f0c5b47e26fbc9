from __future__ import annotations

import os
import signal
import sys
import textwrap
from pathlib import Path

import pytest

from tests.terminal.conftest import OpenTerminal
from tests.terminal.terminal import NotSeen

TYPED = """
    from textual.app import App
    from textual.widgets import Input, Static

    class Bare(App):
        def compose(self):
            yield Static("ready")
            yield Input()
            yield Static(id="size")

        def on_resize(self, event):
            self.query_one("#size").update(f"{event.size.width}x{event.size.height}")

    Bare().run()
"""


def python(source: str) -> tuple[str, ...]:
    return (sys.executable, "-c", textwrap.dedent(source))


def test_a_program_has_a_terminal_of_its_own_size(open_terminal: OpenTerminal) -> None:
    shown = open_terminal(
        *python("""
            import os, sys
            size = os.get_terminal_size()
            with open("/dev/tty", "w") as terminal:
                print(size.columns, size.lines, os.isatty(0), os.isatty(2), file=terminal)
            sys.exit(7)
        """),
        columns=91,
        rows=17,
    )
    shown.wait_for("^91 17 True True$")
    assert shown.wait_exit() == 7
    assert shown.restored() == []


def test_what_is_sent_is_read_and_the_bytes_that_follow_a_mark_are_kept(
    open_terminal: OpenTerminal,
) -> None:
    shown = open_terminal(*python("print('name?'); print('hello', input())"))
    shown.wait_for("name")
    mark = shown.mark()
    sent = shown.started
    shown.send("Ada\r")
    assert shown.wait_for("hello Ada") > sent
    assert shown.wait_exit() == 0
    assert shown.bytes_since(mark) == b"Ada\r\nhello Ada\r\n"
    assert bytes(shown.raw).startswith(b"name?")


def test_waiting_ends_with_the_screen_in_the_message(open_terminal: OpenTerminal) -> None:
    shown = open_terminal(*python("print('only this'); input()"))
    shown.wait_for("only")
    with pytest.raises(NotSeen, match=r"(?s)not within 0.05 s.*only this"):
        shown.wait_for("something else", seconds=0.05)
    with pytest.raises(NotSeen, match="still runs"):
        shown.wait_exit(0.05)
    shown.send("\r")
    with pytest.raises(NotSeen, match="the program has ended"):
        shown.wait_for("something else")


def test_settling_waits_for_quiet(open_terminal: OpenTerminal) -> None:
    shown = open_terminal(
        *python("""
            import time
            for n in range(20):
                print(n, flush=True)
                time.sleep(0.02)
            print("end", flush=True)
            input()
        """)
    )
    shown.wait_for("^0")
    shown.settle(300)
    assert "end" in shown.screen
    restless = open_terminal(*python("while True: print('x')"))
    with pytest.raises(NotSeen, match="never kept quiet"):
        restless.settle(100, seconds=0.3)


def test_a_split_key_arrives_in_two_pieces(open_terminal: OpenTerminal) -> None:
    shown = open_terminal(
        *python("""
            import os, sys, time, tty
            tty.setraw(0)
            os.write(1, b"go")
            first = os.read(0, 9); at = time.monotonic()
            rest = os.read(0, 9)
            print(f"\\r\\n{first!r} {rest!r} {time.monotonic() - at >= 0.05}")
        """)
    )
    shown.wait_for("go")
    shown.send_split(b"\x1b[A", 1, 0.06)
    shown.wait_for(r"^b'\\x1b' b'\[A' True")
    assert shown.wait_exit() == 0
    assert shown.restored() == ["the line discipline is still raw"]


def test_signals_and_a_closed_window_reach_the_program(open_terminal: OpenTerminal) -> None:
    ended = open_terminal(*python("print('up'); input()"))
    ended.wait_for("up")
    ended.signal(signal.SIGTERM)
    assert ended.wait_exit() == -signal.SIGTERM
    closed = open_terminal(
        *python("""
            import signal
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            print("up", flush=True)
            signal.pause()
        """)
    )
    closed.wait_for("up")
    closed.hang_up()
    assert closed.wait_exit() == -signal.SIGHUP


def test_closing_ends_the_whole_tree(open_terminal: OpenTerminal) -> None:
    shown = open_terminal(
        *python("""
            import subprocess, sys
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(99)"])
            print("child", child.pid, ".")
            child.wait()
        """)
    )
    shown.wait_for(r"child \d+ \.")
    child = int(shown.screen.split()[1])
    assert shown.memory() > 1_000_000
    assert shown.cpu() >= 0
    shown.close()
    shown.close()
    assert not Path(f"/proc/{child}").exists() or _is_zombie(child)
    with pytest.raises(ChildProcessError):
        os.waitpid(shown.process.pid, 0)


def _is_zombie(pid: int) -> bool:
    return ") Z " in Path(f"/proc/{pid}/stat").read_text()


def test_a_textual_app_is_typed_into_resized_and_left(open_terminal: OpenTerminal) -> None:
    shown = open_terminal(*python(TYPED))
    shown.wait_for("ready")
    shown.wait_for("120x40")
    shown.send("night train")
    shown.wait_for("night train")
    assert shown.emulator.alternate
    assert "2004" in shown.emulator.modes
    assert shown.emulator.frames > 0
    assert shown.restored() != []
    shown.resize(80, 24)
    shown.wait_for("80x24")
    assert len(shown.lines) == 24
    shown.send(b"\x11")
    assert shown.wait_exit() == 0
    assert shown.restored() == []
