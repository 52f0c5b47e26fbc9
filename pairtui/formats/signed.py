"""Signed lines: what stays (" "), what goes ("-") and what comes ("+"), in a diff and in a patch.

What stays and goes is the quotation, what stays and comes replaces it. A blank line has lost the
space before it and stays; blank lines at the end hold no sign of belonging here and are left out,
unless the counts of the hunk ask for them. So are those before the first line of a new file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pairtui.formats.envelope import LIMIT
from pairtui.formats.gathered import Gathered
from pairtui.formats.read_events import Closed, Malformed
from pairtui.proposal import SearchReplace

_SIGNS = (" ", "+", "-", "\\")
NO_NEWLINE = "\\ No newline at end of file"


class Signed:
    """One hunk that is being read.

    `wanted` are the numbers of lines its header promises, `line` is where it says that the hunk
    begins, `scope` what it says that the hunk stands below, `at_end` that the file ends with it.
    """

    def __init__(
        self,
        head: str = "",
        wanted: tuple[int, int] | None = None,
        *,
        creates: bool = False,
        line: int = 0,
        scope: tuple[str, ...] = (),
    ) -> None:
        self.creates = creates
        self.scope = scope
        self.at_end = False
        self._line = line
        self._raw = Gathered()
        self._head = head
        if head:
            self._raw.add(head)
        self._wanted = wanted
        self._old = self._new = 0
        self._stays = False
        self._blanks = 0
        self._wrong = ""
        self._last = ""
        self._open_old = self._open_new = -1

    @property
    def begun(self) -> bool:
        """Tell whether it has lines other than blank ones."""
        return bool(self._old or self._new or self._wrong)

    @property
    def head(self) -> str:
        """Return its header, or "" where it has none."""
        return self._head

    @property
    def blanks(self) -> int:
        """Return how many blank lines it ends with."""
        return self._blanks

    @property
    def full(self) -> bool:
        """Tell whether it has exactly the lines its header promises."""
        return self._asked_blanks() is not None

    @property
    def takes_all(self) -> bool:
        """Tell whether it can be all of a file that goes: from the first line on, nothing stays."""
        left = self._wanted[1] if self._wanted else 0
        return self._line <= 1 and not left and not self._wrong and not self._stays

    @property
    def text(self) -> str:
        """Return it as it was written, without the blank lines it ends with."""
        text = self._raw.text()
        return text[: len(text) - self._blanks]

    def take(self, line: str) -> None:
        """Take the next line; one without a sign has lost its space and stays."""
        self._raw.add(line)
        if not line:
            self._blanks += self.begun or not self.creates
            return
        self.at_end = False
        sign = line[0] if line[0] in _SIGNS else " "
        if sign == "\\":
            self._mark()
            return
        if self._blanks:
            self._settle(self._blanks)
        if sign != "+":
            self._old += 1
        if sign != "-":
            self._new += 1
            self._stays = self._stays or line not in _SIGNS
        self._last = sign

    def spoil(self, says: str) -> None:
        """Say what is wrong with it, so that it comes to no edit."""
        self._wrong = self._wrong or says

    def finish(self, path: str, reason: str) -> Closed | Malformed:
        """Return the edit it comes to, or what is wrong with it."""
        self._settle(self._asked_blanks() or 0)
        open_old = self._open_old == self._old
        open_new = self._open_new == self._new
        if not path:
            self.spoil("it names no file")
        elif self.creates:
            if self._old:
                self.spoil("it makes a new file, and yet quotes lines of it")
        elif not self._old:
            self.spoil(
                "it quotes no line of the file, so it does not say where its lines belong"
                if self._new
                else "it has no lines"
            )
        elif open_old != open_new:
            says = "it changes whether the file ends with a newline, which cannot be proposed yet"
            self.spoil(says)
        if self._wrong:
            return Malformed(path, self._wrong, self.text)
        old, new = self._halves()
        if self.creates:
            new = new.removesuffix("\n") if open_new else new
            return Closed(SearchReplace(path, "", new, reason))
        hints = (self._line, self.scope, self.at_end or open_old)
        return Closed(SearchReplace(path, old, new, reason, *hints))

    def _halves(self) -> tuple[str, str]:
        """Return what is quoted, and what replaces it."""
        old, new = Gathered(), Gathered()
        lines = self._raw.lines()
        if self._head:
            next(lines)
        goes, comes = self._old, self._new
        for line in lines:
            if not (goes or comes):
                break
            sign, text = self._parted(line)
            if sign == "\\" or (self.creates and not line and comes == self._new):
                continue
            if sign != "+":
                old.add(text)
                goes -= 1
            if sign != "-":
                new.add(text)
                comes -= 1
        return old.text(), new.text()

    def _parted(self, line: str) -> tuple[str, str]:
        """Return the sign of a line, and the line without it."""
        if not line:
            return "+" if self.creates else " ", ""
        return (line[0], line[1:]) if line[0] in _SIGNS else (" ", line)

    def _asked_blanks(self) -> int | None:
        """Return how many of the blank lines at the end make it full; None: it is not full."""
        if self._wanted is None:
            return None
        old, new = self._wanted
        missing = new - self._new
        fits = old == self._old + (0 if self.creates else missing)
        return missing if fits and 0 <= missing <= self._blanks else None

    def _settle(self, blanks: int) -> None:
        """Take up blank lines, which turned out to belong here."""
        self._new += blanks
        if not self.creates:
            self._old += blanks
        self._blanks = 0

    def _mark(self) -> None:
        """Take the mark below a line that no newline follows."""
        if self._last in ("-", " "):
            self._open_old = self._old
        if self._last in ("+", " "):
            self._open_new = self._new


def scope_of(text: str) -> str:
    """Return the line that is named behind the @@ of a hunk without line numbers, or ""."""
    line = text.removeprefix(" ").rstrip().removesuffix("@@").rstrip()
    return line if len(line) <= LIMIT and line.strip(" .…") else ""


def sides(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return signed lines that turn some lines into others: equal ones first and last stay.

    What comes stands before what goes where it could pass for the names of another file.
    """
    bound = min(len(old), len(new))
    head = next((at for at in range(bound) if old[at] != new[at]), bound)
    rest = range(1, bound - head + 1)
    tail = next((at - 1 for at in rest if old[-at] != new[-at]), bound - head)
    goes = [f"-{line}" for line in old[head : len(old) - tail]]
    comes = [f"+{line}" for line in new[head : len(new) - tail]]
    looks = bool(goes and comes) and goes[-1].startswith("--- ") and comes[0].startswith("+++ ")
    changed = [*comes, *goes] if looks else [*goes, *comes]
    return [*_staying(old[:head]), *changed, *_staying(old[len(old) - tail :])]


def _staying(lines: Iterable[str]) -> list[str]:
    return [f" {line}" for line in lines]
