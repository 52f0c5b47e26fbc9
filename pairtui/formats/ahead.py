"""Ahead: the lines before an edit that are kept back until it is known what they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field

from pairtui.formats import envelope, unified_diff
from pairtui.formats.envelope import Fence, Name
from pairtui.formats.whole_file import OF_DIFFS

MOST = 50
"""Lines that are kept back at most; what comes later than that belongs to none of them."""


@dataclass(slots=True)
class Ahead:
    """Lines kept back because they may belong to an edit.

    A name, a fence, a name inside it, the first lines of a diff; `end` ends a heredoc.
    """

    above: Name | None = None
    fence: Fence | None = None
    inside: Name | None = None
    lines: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    end: str = ""

    @property
    def of_diffs(self) -> bool:
        """Tell whether the file that is named holds diffs, so that one in it is its text."""
        return self.above is not None and self.above.path.endswith(OF_DIFFS)

    @property
    def named(self) -> str:
        """Return the file that these lines name for a block, the nearest name first, or ""."""
        for name in (self.inside, self.above):
            if name is not None:
                return name.path
        return envelope.named_in_info(self.fence.info) if self.fence else ""

    def keep(self, line: str, end: str) -> None:
        """Keep back a line; `end` is what ended it."""
        self.lines.append(line + end)
        if self.fence is not None:
            self.body.append(line)

    def announces(self, *, asked: bool) -> bool:
        """Tell whether these lines begin a whole file, if no block comes next."""
        if self.above is None or self.fence is None:
            return False
        if told_diff(self.fence) and not self.of_diffs:
            return False
        return asked or self.above.whole

    def diff_path(self) -> str:
        """Return the file that is named for a diff which begins with a hunk, or ""."""
        named = self.inside or self.above
        if self.fence is None or not told_diff(self.fence):
            return ""
        return named.path if named else envelope.named_in_info(self.fence.info)


def told_diff(fence: Fence) -> bool:
    """Tell whether the info string of a fence says that a diff is in it."""
    return fence.info.split(" ")[0].casefold() in unified_diff.WORDS
