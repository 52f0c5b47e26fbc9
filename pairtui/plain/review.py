"""Changes that someone sent, in plain lines or as JSON; nothing is decided, written or kept."""

from __future__ import annotations

import argparse
import json
from typing import TextIO

from pairtui.plain.lines import put_line
from pairtui.plain.show import put_change_lines
from pairtui.proposal import FileChange, Hunk, Present
from pairtui.repo.git import Repo
from pairtui.review.looking_back import looked_back
from pairtui.review.visible import show_bytes
from pairtui.session.amount import many
from pairtui.session.bringing import Brought, bring
from pairtui.session.forms import proposal_form

DONE = 0
AROUND = 32
"""Characters of a line on each side of a change in it."""
PURPOSE = "Review a file that someone sent back with changes marked in it (CriticMarkup)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is to be reviewed, and as changes of what."""
    parser.add_argument("file", metavar="FILE", help="the file with the marks, from anywhere")
    parser.add_argument(
        "--for", dest="about", default="", metavar="DRAFT",
        help="the file they are about; else the one that reads exactly like FILE without them",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print it as JSON; opens nothing")


def review(repo: Repo, flags: argparse.Namespace, here: str, out: TextIO, err: TextIO) -> int:
    """Print what was sent, as changes of the draft; raises CannotBring."""
    brought = bring(repo, flags.file, flags.about, here)
    if flags.json:
        remarks = [
            {"line": one.line, "about": one.about, "text": one.text} for one in brought.remarks
        ]
        form = {"proposal": proposal_form(brought.proposal), "remarks": remarks}
        out.write(json.dumps(form, indent=2) + "\n")
        return DONE
    _put(brought, out)
    put_line(err, "Nothing was written. In a terminal this opens the review.")
    return DONE


def _inside(change: FileChange, hunk: Hunk) -> str:
    """Return a change inside of a line, with a few words of that on both sides."""
    data = change.base.data if isinstance(change.base, Present) else b""
    before = show_bytes(data[: hunk.start].rpartition(b"\n")[2])
    behind = show_bytes(data[hunk.end :].partition(b"\n")[0].removesuffix(b"\r"))
    before = before if len(before) <= AROUND else f"…{before[-AROUND:]}"
    behind = behind if len(behind) <= AROUND else f"{behind[:AROUND]}…"
    cut = f"[-{show_bytes(hunk.old)}-]" if hunk.old else ""
    added = f"{{+{show_bytes(hunk.new)}+}}" if hunk.new else ""
    return f"{before}{cut}{added}{behind}"


def _put(brought: Brought, out: TextIO) -> None:
    proposal = brought.proposal
    (change,) = proposal.files
    count = many(len(change.hunks), "change")
    put_line(out, f"{proposal.title}: {count} of {change.path}")
    for one in looked_back(proposal, brought.review):
        put_line(out, f"  line {one.lines}" + (f": {one.stale}" if one.stale else ""))
        if one.hunk.reason:
            put_line(out, f"    {one.hunk.reason}")
        if b"\n" in one.hunk.old + one.hunk.new:
            put_change_lines(one.diff, out)
        else:
            put_line(out, f"    {_inside(change, one.hunk)}")
    for says in brought.says:
        put_line(out, says)
