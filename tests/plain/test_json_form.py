"""What is about a file itself, as JSON."""

from __future__ import annotations

import json

from pairtui.conversation import Asked, Conversation
from pairtui.plain.json_form import as_json
from pairtui.proposal import Absent, ChangeMode, Delete, Present, Rename, SearchReplace, Snapshot
from pairtui.review.propose import extend
from tests.review.made import proposal


def test_each_kind_of_change_is_told_apart() -> None:
    known = Snapshot({"a": Present(b"x\n"), "b": Absent(), "c": Present(b"c\n")})
    found = proposal()
    for edit in (
        SearchReplace("a", "x", "y"), Rename("a", "b"), ChangeMode("a", executable=True),
        Delete("c"), Delete("b"),
    ):  # fmt: skip
        found = extend(found, edit, known)
    told = json.loads(as_json(Asked("go", Conversation()), found, None))["proposal"]
    hunks = [hunk for file in told["files"] for hunk in file["hunks"]]
    assert [(hunk["kind"], hunk.get("to"), hunk["old"], hunk["new"]) for hunk in hunks] == [
        ("rename", "b", "", ""),
        ("mode", "100755", "", ""),
        ("text", None, "x\n", "y\n"),
        ("delete", None, "c\n", ""),
    ]
    (unplaced,) = told["unplaced"]
    assert unplaced["edit"] == {"kind": "delete", "path": "a", "reason": ""}
    assert unplaced["why"] == "overlaps"
