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
from dataclasses import replace
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
from pairtui.review.decide import Review, Take, decide
from pairtui.review.propose import extend
from pairtui.review.result import results
from tests.formats.replies import edits, read

Files: TypeAlias = dict[str, Present]
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
    before = _files(case["before"]) if "before" in case else _made(given)
    wanted = _replaced(before, given) if "before" not in case else before
    if "after" in case:
        wanted = _with_modes(_files(case["after"]), given)
    after, refused = _taken(edits(events), before)
    if after != wanted:
        return "refused" if after == before else "wrong"
    if after != before or (edits(events) and not refused):
        return "placed"
    refused = refused or any(isinstance(one, Cut | Malformed) for one in events)
    return "refused" if refused else "prose"


def _files(texts: Mapping[str, str]) -> Files:
    return {path: Present(text.encode()) for path, text in texts.items()}


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
    return _files({path: text for path, text in texts.items() if path not in new})


def _replaced(before: Files, given: Sequence[Edit]) -> Files:
    """Return the files with each edit done to them by hand."""
    after = dict(before)
    moved: dict[str, str] = {}
    for edit in given:
        match edit:
            case SearchReplace(search="", replace=text) | WholeFile(text=text):
                after[edit.path] = Present(text.encode())
            case SearchReplace(search=search, replace=text):
                old, new = b"\n%s" % search.encode(), b"\n%s" % text.encode()
                after[edit.path] = Present(after[edit.path].data.replace(old, new, 1))
            case Delete():
                del after[edit.path]
            case Rename(to=to):
                moved[edit.path] = to
            case _:
                continue
    return _with_modes({moved.get(path, path): state for path, state in after.items()}, given)


def _with_modes(files: Files, given: Iterable[Edit]) -> Files:
    """Return the files as ones that can be run, where the edits say so."""
    run = {edit.path for edit in given if isinstance(edit, ChangeMode) and edit.executable}
    run |= {edit.to for edit in given if isinstance(edit, Rename) and edit.path in run}
    return {
        path: replace(state, mode=0o755) if path in run else state for path, state in files.items()
    }


def _taken(found: Sequence[Edit], before: Files) -> tuple[Files, bool]:
    """Return the files after all that can be placed was taken, and whether something cannot be."""
    snapshot = Snapshot(dict(before))
    for path in (path for edit in found for path in (edit.path, getattr(edit, "to", ""))):
        if path and path not in snapshot.files:
            snapshot = snapshot.with_file(path, Absent())
    proposal = Proposal("p", "", Provenance("case", "", ""))
    for edit in found:
        proposal = extend(proposal, edit, snapshot, may_shrink=True)
    review = Review(proposal)
    for hunk in proposal.hunks:
        review = decide(review, Take(hunk.id))
    after = dict(before)
    for result in results(review):
        after.pop(result.path, None)
        if isinstance(result.after, Present):
            after[result.goal] = result.after
    return after, bool(proposal.unplaced)


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
