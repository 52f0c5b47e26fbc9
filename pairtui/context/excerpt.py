"""Excerpt: how a file, or some lines of it, is shown to a model."""

from __future__ import annotations

import re

from pairtui.context.rendered import Render
from pairtui.conversation import Attachment
from pairtui.review.lines import body, cut_lines

_BOM = b"\xef\xbb\xbf"


def show(item: Attachment, data: bytes, render: Render) -> str:
    """Return a file as a heading and a fence; line ends become LF, no line numbers are added."""
    lines = lines_of(data)
    if item.lines is None:
        return fenced(item.path, "\n".join(lines), render)
    first, last = item.lines
    text = "\n".join(lines[first - 1 : last])
    return render(
        "format/file_lines",
        path=item.path,
        first=str(first),
        last=str(min(last, len(lines))),
        total=str(len(lines)),
        text=text,
        fence=fence_for(text),
    ).text


def fenced(name: str, text: str, render: Render) -> str:
    """Return a text as a heading and a fence."""
    return render("format/file", path=name, text=text, fence=fence_for(text)).text


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file as a model is shown them."""
    whole = data.removeprefix(_BOM)
    return [body(line).decode("utf-8", "replace") for line in cut_lines(whole)]


def in_part(item: Attachment, data: bytes) -> bool:
    """Tell whether only some lines of a file are in."""
    if item.lines is None:
        return False
    first, last = item.lines
    return first > 1 or last < len(cut_lines(data))


def fence_for(text: str) -> str:
    """Return a fence longer than any in the text."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    return "`" * (longest + 1)
