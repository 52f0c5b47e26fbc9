"""Foresee: which files of a save stay out of the commit or the index, without storing anything.

What is composed when it is saved may run the person's filters and stores what it makes; a plan may
do neither. So it compares plain bytes, and where git would convert them it says that it cannot
tell.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pairtui.proposal import Absent, Present
from pairtui.repo.blobs import CONVERTING
from pairtui.repo.compose import barred, clash
from pairtui.repo.entries import Entry
from pairtui.repo.git import Repo
from pairtui.repo.ground import Tracked
from pairtui.review.merge import Conflict, transplant
from pairtui.review.result import FileResult

UNSURE = "git converts this file: whether your own changes leave room for these shows in saving"
LINE_ENDS = ("text", "eol", "crlf")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Why a file will stay out, or may; both are empty where nothing stands in its way."""

    out: str = ""
    unsure: str = ""


def foresee(
    repo: Repo,
    results: Iterable[FileResult],
    entries: Mapping[str, Entry],
    known: Mapping[str, Tracked],
) -> dict[str, Foreseen]:
    """Return for each path what will come of composing it with one of these stored entries.

    A file that could go into the history whole is taken to be chosen for that.
    """
    return {result.path: _foreseen(repo, result, entries, known) for result in results}


def _foreseen(
    repo: Repo, result: FileResult, entries: Mapping[str, Entry], known: Mapping[str, Tracked]
) -> Foreseen:
    reason = barred(result, entries, known, (result.path,))
    entry = entries.get(result.path)
    if reason or entry is None or result.data is None:
        return Foreseen(reason)
    if isinstance(result.base, Absent):
        # An entry that holds the result already is there after a save that failed half way.
        return Foreseen("" if _stored(repo, entry) == result.data else clash(result))
    if not known[result.path].own:
        return Foreseen()
    return _carried(repo, result, result.base, _stored(repo, entry))


def _carried(repo: Repo, result: FileResult, base: Present, stored: bytes) -> Foreseen:
    if _converts(repo, result.path, base.data + stored):
        return Foreseen(unsure=UNSURE)
    if base.data == stored or not isinstance(transplant(result.hunks, base.data, stored), Conflict):
        return Foreseen()
    return Foreseen(clash(result))


def _stored(repo: Repo, entry: Entry) -> bytes:
    return repo.look("cat-file", "blob", entry.oid)


def _converts(repo: Repo, path: str, text: bytes) -> bool:
    """Tell whether git may store other bytes than these for a file, or check out others."""
    feed = os.fsencode(path) + b"\0"
    listed = repo.look("check-attr", "-z", "--stdin", *CONVERTING, *LINE_ENDS, feed=feed)
    fields = listed.split(b"\0")
    found = {
        name.decode(): value
        for name, value in zip(fields[1::3], fields[2::3], strict=False)
        if value not in (b"unspecified", b"unset")
    }
    if found.keys() & set(CONVERTING):
        return True
    auto, eol = (_setting(repo, name) for name in ("core.autocrlf", "core.eol"))
    if not found and auto not in ("true", "input"):
        return False
    return b"\r" in text or auto == "true" or "crlf" in (eol, found.get("eol", b"").decode())


def _setting(repo: Repo, name: str) -> str:
    return repo.try_look("config", "--get", name).out.decode("utf-8", "replace").strip().lower()
