"""The far end of the line: keeps a screen from a program's bytes and answers what it asks.

pyte draws. What it does not know is done here: the alternate screen, private modes, and the
questions a program asks its terminal (ECMA-48, xterm's control sequences, DEC mode 2026).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

import pyte
from wcwidth import wcwidth

SEQUENCE = re.compile(
    rb"\x1b(?:"
    rb"\[(?P<csi>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    rb"|\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|P(?P<dcs>[^\x1b]*)\x1b\\"
    rb"|[X^_][^\x1b]*\x1b\\"
    rb"|(?P<short>[ -/]*[0-OQ-WYZ`-~])"
    rb")"
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[]PX^_][^\x07\x1b]*\x1b?|[ -/]*)\Z")
DRAWN_MODES = {"5", "6", "7", "25"}
COLOURS = {"10": "d0d0/d0d0/d0d0", "11": "1e1e/1e1e/1e1e", "12": "ffff/ffff/ffff"}


class Emulator:
    """Turns bytes into a screen; `answer` gets what a real terminal would send back.

    `modes` are the private modes set now ("1049", "2004", ...), `sequences` counts every complete
    sequence by its shape (parameters left out: "CSI m", "OSC 8"), `frames` counts finished
    synchronized updates. Mode 2026 is answered as known, 2048 as unknown, and the kitty keyboard
    question not at all, as most terminals do.
    """

    def __init__(self, columns: int, rows: int, answer: Callable[[bytes], None]) -> None:
        self._answer = answer
        self._screens = {name: pyte.Screen(columns, rows) for name in ("main", "alternate")}
        self._streams = {name: pyte.Stream(screen) for name, screen in self._screens.items()}
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = b""
        self.modes: set[str] = {"7", "25"}
        self.keyboards = 0
        self.sequences: Counter[str] = Counter()
        self.frames = 0

    @property
    def alternate(self) -> bool:
        """Tell whether the alternate screen is shown."""
        return "1049" in self.modes

    @property
    def lines(self) -> list[str]:
        """Return the rows of the screen, without the white space at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def cursor(self) -> tuple[int, int]:
        """Return the row and column of the cursor, both from 0."""
        cursor = self._screen.cursor
        return cursor.y, min(cursor.x, self._screen.columns - 1)

    @property
    def _screen(self) -> Any:
        return self._screens["alternate" if self.alternate else "main"]

    def cell(self, row: int, column: int) -> Any:
        """Return one cell as pyte keeps it: data, fg, bg, bold, reverse, strikethrough, ..."""
        return self._screen.buffer[row][column]

    def resize(self, columns: int, rows: int) -> None:
        """Give both screens another size."""
        for screen in self._screens.values():
            screen.resize(rows, columns)

    def feed(self, data: bytes) -> None:
        """Take in what the program wrote; a sequence that is not whole yet waits for its rest."""
        data, self._rest = self._rest + data, b""
        at = 0
        while (escape := data.find(b"\x1b", at)) >= 0:
            self._draw(data[at:escape])
            found = SEQUENCE.match(data, escape)
            if found:
                self._obey(found)
                at = found.end()
            elif UNFINISHED.match(data, escape):
                self._rest = data[escape:]
                return
            else:
                self.sequences["broken"] += 1
                at = escape + 1
        self._draw(data[at:])

    def _draw(self, data: bytes) -> None:
        text = "".join(c for c in self._decoder.decode(data) if _has_effect(c))
        if text:
            self._pyte(text)

    def _pyte(self, text: str) -> None:
        self._streams["alternate" if self.alternate else "main"].feed(text)

    def _obey(self, found: re.Match[bytes]) -> None:
        parts = {key: value.decode("latin-1") for key, value in found.groupdict(b"").items()}
        if parts["final"]:
            self._control(parts["csi"], parts["between"], parts["final"])
        elif found.group("osc") is not None:
            self._system_command(parts["osc"])
        elif found.group("dcs") is not None:
            self.sequences["DCS " + parts["dcs"][:2]] += 1
            kind = {"+q": "\x1bP0+r\x1b\\", "$q": "\x1bP0$r\x1b\\"}.get(parts["dcs"][:2])
            self._say(kind)
        else:
            self.sequences["ESC " + (parts["short"] or "string")] += 1
            if parts["short"] in pyte.Stream.escape:
                self._pyte("\x1b" + parts["short"])

    def _control(self, given: str, between: str, final: str) -> None:
        mark = given[:1] if given[:1] in "<=>?" else ""
        self.sequences[f"CSI {mark}{between}{final}"] += 1
        if mark == "?" and final in "hl" and not between:
            self._mode(given[1:].split(";"), final)
        elif final == "u" and mark in (">", "<"):
            self.keyboards += 1 if mark == ">" else -1
        elif not self._question(given, between, final) and not mark and not between:
            if final == "m":
                given = _plain_rendition(given)
            if final in pyte.Stream.csi:
                self._pyte(f"\x1b[{given}{final}")

    def _mode(self, modes: list[str], final: str) -> None:
        for mode in modes:
            if mode == "1049":
                self._screens["alternate"].reset()
            (self.modes.add if final == "h" else self.modes.discard)(mode)
            if mode in DRAWN_MODES:
                self._pyte(f"\x1b[?{mode}{final}")
            if mode == "2026" and final == "l":
                self.frames += 1

    def _question(self, given: str, between: str, final: str) -> bool:
        """Answer a question; False where it is none."""
        row, column = self.cursor
        size = (self._screen.lines, self._screen.columns)
        if between == "$" and final == "p" and given[:1] == "?":
            known = {"2026": 1 if "2026" in self.modes else 2, "2048": 0}
            state = known.get(given[1:], 1 if given[1:] in self.modes else 0)
            return self._say(f"\x1b[{given};{state}$y")
        answers = {
            "c": "\x1b[?62;22c",
            "0c": "\x1b[?62;22c",
            ">c": "\x1b[>0;10;1c",
            ">0c": "\x1b[>0;10;1c",
            "5n": "\x1b[0n",
            "6n": f"\x1b[{row + 1};{column + 1}R",
            "?6n": f"\x1b[?{row + 1};{column + 1}R",
            ">q": "\x1bP>|terminal of the tests\x1b\\",
            ">0q": "\x1bP>|terminal of the tests\x1b\\",
            "14t": f"\x1b[4;{size[0] * 20};{size[1] * 10}t",
            "16t": "\x1b[6;20;10t",
            "18t": f"\x1b[8;{size[0]};{size[1]}t",
        }
        if given + final == "?u":
            return True
        return not between and self._say(answers.get(given + final))

    def _system_command(self, text: str) -> None:
        code, _, rest = text.partition(";")
        self.sequences["OSC " + code] += 1
        if rest == "?" and code in COLOURS:
            self._say(f"\x1b]{code};rgb:{COLOURS[code]}\x1b\\")
        elif code == "4" and rest.endswith(";?"):
            self._say(f"\x1b]4;{rest.removesuffix(';?')};rgb:8080/8080/8080\x1b\\")

    def _say(self, answer: str | None) -> bool:
        if answer is None:
            return False
        self._answer(answer.encode())
        return True


def _plain_rendition(given: str) -> str:
    """Return SGR parameters as pyte reads them: no sub-parameters, no underline colour."""
    given = re.sub(r"([345]8):2::?(\d+):(\d+):(\d+)", r"\1;2;\2;\3;\4", given)
    given = re.sub(r"([345]8):5:(\d+)", r"\1;5;\2", given)
    given = re.sub(r":\d*", "", given)
    return re.sub(r"(^|;)58;(?:2;\d+;\d+;\d+|5;\d+)", "", given).strip(";")


def _has_effect(char: str) -> bool:
    """Tell whether a character does anything; pyte drops all that follows one that does not."""
    return char in pyte.Stream.basic or wcwidth(char) > 0 or unicodedata.combining(char) > 0
