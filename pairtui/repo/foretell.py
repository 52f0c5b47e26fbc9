"""Foretell: what undoing a save, or doing it again, would come to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pairtui.landing import Foretold, Intent, Landed, LandedFile
from pairtui.proposal import Absent, Present
from pairtui.repo.folders import emptied, missing
from pairtui.repo.git import Repo
from pairtui.repo.retrace import Plan

RUNS = 0o100


def foretold(repo: Repo, landed: Landed, made: Plan) -> Foretold:
    """Return what a plan made from this receipt would do; `landed` is of the save or of its undo.

    Every file is named, also one that is as it should be already.
    """
    says = (*_files(landed, made), *_folders(repo, made))
    return Foretold(made.intent, _history(landed, made), says, made.notes, made.blind)


def same(shown: Foretold, intent: Intent) -> bool:
    """Tell whether this is what was shown, as far as that could be said."""

    def plainly(one: Intent) -> Intent:
        sure = [tuple(of for of in some if of.path not in shown.unsure)
                for some in (one.entries, one.staged)]  # fmt: skip
        message = "" if shown.unsure else one.message
        return replace(one, id="", at=0.0, pid=0, entries=sure[0], staged=sure[1], message=message)

    return plainly(shown.intent) == plainly(intent)


def _history(landed: Landed, made: Plan) -> str:
    way, again = made.way, made.intent.kind == "landing"
    short, place = way.of[:7], made.intent.branch or "HEAD"
    if way.kind == "commit" and made.intent.message:
        if not again:
            return f"A new commit undoes {short}: {way.why}."
        what = f"makes {short} again" if landed.took_back else f"undoes {short}, which undid it"
        return f"A new commit {what}: {way.why}."
    if way.kind == "commit":
        return f"No commit: what it would change is {'there' if again else 'gone'} already."
    if way.kind == "files":
        return " ".join(way.says) or "No commit was made of it; only files are written."
    if again and landed.took_back:
        return f"Commit {short} comes back on {place}."
    back = f"{place} goes back to {way.to[:7]}" if way.to else f"{place} has no commit again"
    what = f"Commit {short}, which undid it," if again else f"Commit {short}"
    return f"{what} is taken back: {back}."


def _files(landed: Landed, made: Plan) -> Iterator[str]:
    writes = {file.path for file in made.intent.files}
    for file in landed.files:
        if file.other and isinstance(file.after, Absent):
            continue  # the other half of it speaks for both
        if not writes & {file.path, file.other}:
            yield f"{file.path} is so already; it stays as it is"
            continue
        says = _fate(file, again=made.intent.kind == "landing")
        kept = {file.path, file.other} & set(made.merged)
        yield f"{says}; what was changed in it since stays" if kept else says


def _fate(file: LandedFile, *, again: bool) -> str:
    """Return what becomes of a file, which is taken from what it is after to what it was before."""
    now, then, path = file.after, file.before, file.path
    if isinstance(now, Absent):
        return f"{path} comes back"
    if file.other:
        return f"{path} is {file.other} again"
    if isinstance(then, Absent):
        return f"{path} goes away again"
    as_was = "as it was saved" if again else "as before the save"
    runs = _runs(now, then)
    if runs and now.data == then.data:
        return f"{path} {runs}"
    return f"{path} {as_was}{f' and {runs}' if runs else ''}"


def _runs(now: Present, then: Present) -> str:
    if not (now.mode ^ then.mode) & RUNS:
        return ""
    return "can be run again" if then.mode & RUNS else "can no longer be run"


def _folders(repo: Repo, made: Plan) -> Iterator[str]:
    going = [file.path for file in made.intent.files if isinstance(file.after, Absent)]
    empty = emptied(repo, made.intent.drops, going)
    for folder in made.intent.drops:
        if folder in empty:
            yield f"the folder {folder} goes, as it was made for this"
        elif folder not in missing(repo, f"{folder}/it"):
            yield f"the folder {folder} stays, for there is more in it"
