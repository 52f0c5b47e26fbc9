"""Share: `python tests/formats/share.py` prints what comes of the cases, from reply to bytes.

The files of a case are those under `before`, or else made of what its edits quote, each passage set
apart by lines of its own. What they should come to is under `after`, or else is made by replacing
those passages in the text: nothing of that is the product's. Without `after`, a case that has files
is to leave them as they are. Exit code 1 when a case comes to other bytes than it should.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from pairtui.formats.reader import Cut, Malformed
from pairtui.proposal import (
    Absent,
    ChangeMode,
    Delete,
    Edit,
    Present,
    Proposal,
    Provenance,
    Rename,
    SearchReplace,
    Snapshot,
    WholeFile,
)
from pairtui.request import Format
from pairtui.review.propose import extend
from pairtui.review.result import splice
from tests.formats.replies import edits, read

Files: TypeAlias = dict[str, bytes]
Outcome: TypeAlias = Literal["placed", "refused", "prose", "wrong"]

CASES = sorted((Path(__file__).parent / "cases").rglob("*.toml"))
NOUNS: Mapping[str, type[Edit]] = {
    noun.__name__: noun for noun in (SearchReplace, WholeFile, Delete, Rename, ChangeMode)
}


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def form(path: Path) -> Format:
    """Return the format that is asked for in the cases of a folder."""
    return "whole_file" if path.parent.name == "whole_file" else "search_replace"


def outcome(case: Mapping[str, Any], asked: Format) -> Outcome:
    """Return what comes of one case: right bytes, no change, wrong bytes, or it has no edit."""
    events = read(
        case["reply"],
        form=asked,
        known=case.get("known", []),
        finished=case.get("finished", True),
    )
    given = _given(case)
    before = _encoded(case["before"]) if "before" in case else _made(given)
    wanted = _encoded(case["after"]) if "after" in case else before
    if "before" not in case:
        wanted = _replaced(before, given)
    after, refused = _taken(edits(events), before)
    if after != wanted:
        return "refused" if after == before else "wrong"
    if after != before or (edits(events) and not refused):
        return "placed"
    refused = refused or any(isinstance(one, Cut | Malformed) for one in events)
    return "refused" if refused else "prose"


def _encoded(files: Mapping[str, str]) -> Files:
    return {path: text.encode() for path, text in files.items()}


def _given(case: Mapping[str, Any]) -> list[Edit]:
    """Return the edits a case says its reply has."""
    found: list[Edit] = []
    for told in case.get("events", []):
        if told["kind"] == "Closed":
            fields = {name: told[name] for name in told if name not in ("kind", "edit")}
            found.append(NOUNS[told["edit"]](**fields))
    return found


def _made(given: Iterable[Edit]) -> Files:
    """Return files in which the edits find what they quote, each passage once."""
    texts: dict[str, str] = {}
    new: set[str] = set()
    for number, edit in enumerate(given):
        if isinstance(edit, SearchReplace) and not edit.search:
            new.add(edit.path)
        elif isinstance(edit, SearchReplace):
            if f"\n{edit.search}" in texts.get(edit.path, ""):
                continue
            before = texts.get(edit.path, "")
            texts[edit.path] = f"{before}passage {number}\n{edit.search}end of {number}\n"
        elif isinstance(edit, WholeFile) and not edit.text:
            new.add(edit.path)
        elif edit.path not in new:
            texts.setdefault(edit.path, "old text\n")
    return _encoded({path: text for path, text in texts.items() if path not in new})


def _replaced(before: Files, given: Iterable[Edit]) -> Files:
    """Return the files with each edit done to them by hand."""
    after = dict(before)
    moved: dict[str, str] = {}
    for edit in given:
        match edit:
            case SearchReplace(search="", replace=text) | WholeFile(text=text):
                after[edit.path] = text.encode()
            case SearchReplace(search=search, replace=text):
                old = after[edit.path]
                after[edit.path] = old.replace(
                    b"\n%s" % search.encode(), b"\n%s" % text.encode(), 1
                )
            case Delete():
                del after[edit.path]
            case Rename(to=to):
                moved[edit.path] = to
            case _:
                continue
    return {moved.get(path, path): data for path, data in after.items()}


def _taken(found: Sequence[Edit], before: Files) -> tuple[Files, bool]:
    """Return the files after all that can be placed was taken, and whether something cannot be."""
    snapshot = Snapshot({path: Present(data) for path, data in before.items()})
    for edit in found:
        if edit.path not in snapshot.files:
            snapshot = snapshot.with_file(edit.path, Absent())
    proposal = Proposal("p", "", Provenance("case", "", ""))
    about: list[Edit] = []
    for edit in found:
        if isinstance(edit, SearchReplace | WholeFile):
            proposal = extend(proposal, edit, snapshot, may_shrink=True)
        elif isinstance(snapshot.files[edit.path], Present):
            about.append(edit)
    after = dict(before)
    for change in proposal.files:
        base = change.base.data if isinstance(change.base, Present) else b""
        after[change.path] = splice(base, tuple((hunk, hunk.new) for hunk in change.hunks))
    return _replaced(after, about), bool(proposal.unplaced)


def main() -> int:
    """Print the figures; return 1 where bytes are wrong."""
    count: Counter[str] = Counter()
    for path in CASES:
        became = outcome(load(path), form(path))
        count[became] += 1
        count[f"{path.parent.name} {became}"] += 1
        if became == "wrong":
            print(f"wrong: {path.parent.name}/{path.stem}")
    for room in ("", "search_replace ", "unified_diff ", "v4a ", "whole_file "):
        told = (f"{kind} {count[room + kind]}" for kind in ("placed", "refused", "prose", "wrong"))
        total = sum(count[room + kind] for kind in ("placed", "refused", "prose", "wrong"))
        print(f"{room or 'all '}({total}): {', '.join(told)}")
    return 1 if count["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
