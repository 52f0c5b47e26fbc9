"""Texts that mean harm, in every place a text can stand, read back from a real terminal."""

from __future__ import annotations

import re

import pytest

from tests.providers.server import Body, Reply
from tests.terminal.conftest import SitDown
from tests.terminal.desk import ESC, edit

EVIL = (
    "\x1b]0;owned\x07", "\x1b]52;c;b3duZWQ=\x07", "\x1b[31;5mred", "\x1b]8;;http://evil\x1b\\bank",
    "\x9b31m", "\x1bPq\x1b\\", "ad\u200bmin", "\u202etxt.exe", "[@click=app.quit]here[/x]",
    "\U000e0041\U000e0042",
)  # fmt: skip
TEXT = " ".join(EVIL)
ALONE = 0.3
"""Seconds after which Esc is a key of its own."""
FINE = "مرحبا بكم في C++\u200f · שלום · 你好，世界 · नमस्ते क्\u200dष · می\u200cخواهم · 👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"
RAW = re.compile(
    rb"owned\x07|b3duZWQ=\x07|\x1b\[31;5m|\x1b\]8;;http|\x1bPq|\xc2[\x80-\x9f]|"
    + "\u200b|\u202e|\U000e0041".encode()
)


def answer(body: Body) -> Reply:
    """Answer with evil words everywhere, and with words of many scripts."""
    if len(body["messages"]) > 2:  # it is asked once more for what could not be placed
        return Reply("I cannot.")
    return Reply(
        f"So: {TEXT}\n\nTITLE: {TEXT}\n\n"
        + edit(".github/workflows/ci.yml", "", f"run: {TEXT}\nx: 1{' ' * 900}y", f"Why: {TEXT}")
        + edit("words.md", "", f"{FINE}\n\n{FINE}", f"Words: {FINE}")
        + edit("library.py", f"no such line {TEXT}", "x", TEXT),
        piece=5,
    )


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_nothing_is_obeyed_and_nothing_is_flagged_in_vain(
    sit_down: SitDown, columns: int, rows: int
) -> None:
    desk = sit_down(answer, columns=columns, rows=rows)
    shown = desk.terminal
    desk.ask("do it")
    shown.wait_for("2 open")
    desk.to_review()
    seen = ""
    for key, expected in (
        ("g", "ci.yml  new file  .1  !1"),
        ("n", "change 1/2"),
        ("i", "Needs care: the file is one that continuous integration can run"),
        (ESC, "a take"),
        ("f", "!1 needs care"),
        (ESC, "a take"),
        ("]", "words.md  file 2/3"),
        ("A", "Take 1 open change in words.md"),
        (ESC, "nothing happened"),
        ("G", "what was meant"),
    ):
        desk.press(key, expected, grace=ALONE)
        shown.settle(50)
        seen += shown.screen
    assert "needs care, " in seen
    assert "Needs care: text behind 900 spaces at line 2" in seen
    for written in (r"\x1b]0;owned\x07", "U+202E", "U+200B", "U+E0041", "[@click=app.quit]here"):
        assert written in seen
    assert "words.md" in seen
    assert not re.search(r"words\.md[^!\n]{0,14}\?1 +!", seen)
    assert not RAW.search(bytes(shown.raw))
    desk.leave()
