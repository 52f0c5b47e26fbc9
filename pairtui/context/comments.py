"""Comments: tells a model what a person said about places of the files it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairtui.context.excerpt import fence_for
from pairtui.context.rendered import Render, Rendered

LONGEST = 2_000
"""Bytes of a place that are quoted; the file is there to be read."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A comment as a model is told it: lines of the text it is shown, or "" for a whole file."""

    number: int
    path: str
    lines: str
    quote: bytes
    text: str

    @property
    def place(self) -> str:
        """Return the place in words."""
        if not self.lines:
            return self.path
        return f"{self.path}, {'lines' if '-' in self.lines else 'line'} {self.lines}"


def tell_comments(comments: Sequence[Pointed], words: str, render: Render) -> Rendered:
    """Return what asks for the next round."""
    return render("round/ask", comments=_listed(comments, render), words=words)


def tell_questions(comments: Sequence[Pointed], render: Render) -> Rendered:
    """Return what asks questions about places."""
    return render("round/question", questions=_listed(comments, render))


def _listed(comments: Sequence[Pointed], render: Render) -> str:
    return "\n\n".join(_one(one, render) for one in comments) or "(none)"


def _one(one: Pointed, render: Render) -> str:
    said = {"number": str(one.number), "place": one.place, "text": one.text.strip()}
    quote = one.quote[:LONGEST].decode("utf-8", "replace").rstrip("\r\n")
    if not quote.strip():
        return render("round/comment_file", **said).text
    return render("round/comment", quote=quote, fence=fence_for(quote), **said).text
