"""Excerpt: how a file, or some lines of it, is shown to a model."""

from __future__ import annotations

import re

from pairtui.context.rendered import Render
from pairtui.conversation import Attachment
from pairtui.review.lines import body, cut_lines

_BOM = b"\xef\xbb\xbf"


def show(item: Attachment, data: bytes, render: Render) -> str:
    """Return a file as a heading and a fence; line ends become LF, no line numbers are added."""
    lines = [body(line) for line in cut_lines(data.removeprefix(_BOM))]
    if item.lines is None:
        text = _text(lines)
        return render("format/file", path=item.path, text=text, fence=fence_for(text)).text
    first, last = item.lines
    text = _text(lines[first - 1 : last])
    return render(
        "format/file_lines",
        path=item.path,
        first=str(first),
        last=str(min(last, len(lines))),
        total=str(len(lines)),
        text=text,
        fence=fence_for(text),
    ).text


def fence_for(text: str) -> str:
    """Return a fence longer than any in the text."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    return "`" * (longest + 1)


def _text(lines: list[bytes]) -> str:
    return b"\n".join(lines).decode("utf-8", "replace")
