"""Verdicts: tells a model what the person did with each change it proposed."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.context.excerpt import fence_for
from pairtui.context.rendered import Render, Rendered
from pairtui.review.verdict import VerdictLine


def tell_verdicts(
    lines: Sequence[VerdictLine], render: Render, template: str = "format/verdicts"
) -> Rendered | None:
    """Return the verdicts on earlier changes as a model is told them, or None if there are none."""
    if not lines:
        return None
    return render(template, changes="\n".join(_line(line, render) for line in lines))


def _line(line: VerdictLine, render: Render) -> str:
    where = {"path": line.path, "lines": line.lines, "verdict": line.became}
    if line.verdict == "edited":
        fence = fence_for(line.text)
        return render("format/verdict_edited", **where, text=line.text, fence=fence).text
    if line.reason:
        return render("format/verdict_reason", **where, reason=line.reason).text
    return render("format/verdict", **where).text
