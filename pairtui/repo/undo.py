"""Undo: put the files of a save back, and take back or revert its commit; all of it or nothing."""

from __future__ import annotations

from pairtui.landing import Landed, NotLanded, Undone
from pairtui.proposal import Absent
from pairtui.repo import ground
from pairtui.repo.back import write_again, write_back
from pairtui.repo.blobs import carried
from pairtui.repo.commit import NotCommitted, Waiting, commit, take_back
from pairtui.repo.entries import Entry, in_commit, in_index
from pairtui.repo.files import read
from pairtui.repo.git import Repo, RepoError
from pairtui.repo.inverse import inverses
from pairtui.repo.settle import changes_in, parsed, set_index, settle
from pairtui.repo.swap import words
from pairtui.repo.way import Way, way_back
from pairtui.repo.write import NotWritten
from pairtui.review.merge import Conflict

NOTHING = "Nothing was changed."


def undo(repo: Repo, landed: Landed, *, now: float) -> Undone | NotLanded:
    """Undo a save: the old bytes and permissions come back, and the commit goes.

    A commit that is still the newest and nowhere else is taken back; one that others may have is
    reverted by a new commit. Whatever changed since is never overwritten: then nothing is done.
    """
    try:
        refused = _refused(repo, landed, now)
        if refused:
            return refused
        way = way_back(repo, landed)
        if isinstance(way, NotLanded):
            return way
        if way.kind == "revert":
            return _revert(repo, landed, way)
        return _take_back(repo, landed, way)
    except RepoError as error:
        return NotLanded(error.says, error.remedy)
    except NotWritten as error:
        left = f"Not put back: {', '.join(error.left)}." if error.left else NOTHING
        return NotLanded(f"{error.path} could not be put back: {error.reason}.", left)
    except OSError as error:
        return NotLanded(f"Nothing was undone: {words(error)}.")
    except NotCommitted as error:
        return NotLanded(error.says, f"Nothing was undone. {NOTHING}", output=error.output)


def _refused(repo: Repo, landed: Landed, now: float) -> NotLanded | None:
    changed = {
        file.path: "it changed since it was saved"
        for file in landed.files
        if read(repo, file.path) not in (file.after, file.before)
    }
    if changed:
        return NotLanded("Nothing was undone, because files changed since.", stale=changed)
    if not landed.commit and not landed.restaged:
        return None
    locked = ground.locked(repo, now)
    if locked:
        return NotLanded("git is locked, so nothing was undone.", locked)
    busy = ground.busy(repo)
    if busy:
        return NotLanded(f"A {busy} is not finished, so nothing was undone.", "Finish it first.")
    return None


def _take_back(repo: Repo, landed: Landed, way: Way) -> Undone:
    """Put the files back, move the branch back if there is a commit, then what was staged."""
    write_back(repo, landed.files)
    says = [_files_back(landed)]
    if way.kind == "take back":
        try:
            take_back(repo, landed.commit, landed.parent, "pairtui: undo a save")
        except RepoError:
            write_again(repo, landed.files)
            raise
        says.insert(0, f"Commit {landed.commit[:7]} is taken back.")
    return Undone(landed.id, (*says, *_unstage(repo, landed), *way.says))


def _unstage(repo: Repo, landed: Landed) -> tuple[str, ...]:
    """Bring what is staged back to what it was; return sentences about what could not be."""
    try:
        return _unstaged(repo, landed)
    except RepoError as error:
        return (f"What is staged could not be brought back: {error.says}",)


def _unstaged(repo: Repo, landed: Landed) -> tuple[str, ...]:
    recorded = {entry.path: entry for entry in landed.restaged}
    by_path = {result.path: result for result in inverses(landed.files)}
    changes = changes_in(repo, landed.commit) if landed.commit else {}
    index = in_index(repo, {*recorded, *changes})
    wanted: dict[str, Entry | None] = {}
    more: dict[str, Entry | None] = {}
    notes = []
    for path in {*recorded, *changes}:
        now = index.get(path)
        if path in changes and now == changes[path].before:
            continue
        if path in recorded and now == parsed(recorded[path].after):
            wanted[path] = parsed(recorded[path].before)
        elif path in changes and now == changes[path].after:
            wanted[path] = changes[path].before
        elif now and path in by_path:
            made = carried(repo, index, by_path[path])
            if isinstance(made, Conflict):
                notes.append(f"What you have staged in {path} still holds these changes.")
            else:
                more |= made
    wanted |= more
    _, problems = set_index(repo, index, wanted)
    return (*notes, *problems)


def _revert(repo: Repo, landed: Landed, way: Way) -> Undone | NotLanded:
    """Undo by a new commit: the newest version of each file without the changes of that save."""
    changes = changes_in(repo, landed.commit)
    files = [file for file in landed.files if file.path in changes]
    results = inverses(files)
    new = {file.path for file in files if isinstance(file.before, Absent) and not file.other}
    newest = in_commit(repo, way.head, [file.path for file in files])
    entries: dict[str, Entry | None] = {}
    for result in results:
        mine = {path: changes[path] for path in result.paths}
        if all(newest.get(path) in (one.after, one.before) for path, one in mine.items()):
            entries |= {path: one.before for path, one in mine.items()}
            continue
        # What a save made never goes once others have built on it.
        back = None if result.path in new else carried(repo, newest, result)
        if back is None or isinstance(back, Conflict):
            return NotLanded(
                f"Nothing was undone: later commits changed the same lines of {result.path}.",
                f"Undo it by hand: git revert {landed.commit[:7]}",
            )
        entries |= back
    news = {path: entry for path, entry in entries.items() if entry != newest.get(path)}
    write_back(repo, landed.files)
    if not news:
        says = "Later commits had already undone it there."
        return Undone(landed.id, (_files_back(landed), says))
    message = f'Undo "{_title(repo, landed.commit)}"\n\nThis reverts commit {landed.commit}.\n'
    try:
        made = commit(repo, way.head, news, message, Waiting(lambda _: None))
    except (NotCommitted, RepoError, OSError):
        write_again(repo, landed.files)
        raise
    settled = settle(repo, made, news, results)
    says = f"The new commit {made[:7]} undoes {landed.commit[:7]}: {way.why}."
    return Undone(landed.id, (says, _files_back(landed), *settled.notes))


def _files_back(landed: Landed) -> str:
    names = ", ".join(file.path for file in landed.files)
    verb = "is" if len(landed.files) == 1 else "are"
    return f"{names} {verb} byte for byte as before the save (checked)."


def _title(repo: Repo, commit_id: str) -> str:
    shown = repo.look("rev-list", "--max-count=1", "--format=%s", commit_id)
    return shown.decode("utf-8", "replace").split("\n")[1]
