"""After: the review once something was saved, a save was undone, or a file changed on disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from pairtui.proposal import Absent, FileChange, FileState, Hunk, Present, Proposal
from pairtui.review.apart import Apart, Origin, placed_apart, put_apart, with_stranded
from pairtui.review.decide import Review, Verdict
from pairtui.review.merge import GONE, relocate, sorted_hunks, stranded
from pairtui.review.result import splice

APPEARED = "there is a file of the new name now"


def after_landing(review: Review, landed: Mapping[str, Present | Absent]) -> Review:
    """Return the review over the files as they landed; `landed` is what is at each path now.

    What was taken is saved: its span is the one that holds what landed. What is open stays open,
    with its id, against the new bytes, and at the new path where the file was renamed. Undo and
    redo begin anew, for they never touch the disk.
    """
    proposal, placed = review.proposal, dict(review.placed)
    saved, stale, apart = dict(review.saved), dict(review.stale), dict(review.apart)
    for change in review.proposal.files:
        if change.path not in landed:
            continue
        written = {
            hunk.id: review.verdicts[hunk.id]
            for hunk in change.hunks
            if review.state(hunk.id) in ("taken", "edited")
        }
        path = _goal(change, written, landed)
        saved |= written
        now, left, lost = _landed(review, change, written, landed[path])
        ids = {hunk.id for hunk in change.hunks if review.origin(hunk)}
        apart = {name: one for name, one in apart.items() if name not in ids} | left
        stale = {name: says for name, says in stale.items() if name not in ids} | lost
        proposal = _at(proposal, change.path, _moved(now, path))
        placed.pop(change.path, None)
    verdicts = {name: verdict for name, verdict in review.verdicts.items() if name not in saved}
    return replace(
        review,
        proposal=proposal,
        verdicts=verdicts,
        saved=saved,
        stale=stale,
        placed=placed,
        apart=apart,
        past=(),
        future=(),
    )


def after_undo(review: Review, before: Review) -> Review:
    """Return the review once a landing was undone; `before` is the review that was landed.

    What the landing had saved is taken or edited again. Decisions and landings of other hunks
    since then stay; `u` takes back the later decisions and then the earlier ones.
    """
    back = {
        hunk: verdict
        for hunk, verdict in before.verdicts.items()
        if before.state(hunk) in ("taken", "edited") and hunk in review.saved
    }
    saved = {hunk: verdict for hunk, verdict in review.saved.items() if hunk not in back}
    now = replace(review, saved=saved, verdicts={**review.verdicts, **back})
    for change in review.proposal.files:
        if any(hunk.id in back for hunk in change.hunks):
            now = _put_back(now, review, before, change, back)
    earlier = before.past if saved == before.saved else ()
    apart = {name: now.apart[name] for name in back if name in now.apart}
    later, future = (
        tuple(
            replace(step, verdicts={**step.verdicts, **back}, apart={**step.apart, **apart})
            for step in steps
        )
        for steps in (review.past, review.future)
    )
    return replace(now, past=(*earlier, *later), future=future)


def refreshed(review: Review, path: str, state: FileState) -> Review:
    """Return the review over a file that was looked at again; the same object if nothing changed.

    Changes move with the text they are about; those that cannot go to `stale`, with the reason,
    and keep their verdicts. They come back when the file does, for it is always the file as it
    was first placed in, or last saved, that the new one is compared with. The path may also be
    one that a file is to be renamed to.
    """
    change = _file(review, path)
    if change is None:
        return _target_seen(review, path, state)
    if state == change.base and path not in review.placed:
        return review
    reference = review.placed.get(path)
    apart = {hunk.id: review.apart[hunk.id] for hunk in change.hunks if hunk.id in review.apart}
    if reference is None:
        reference = _without(change, {*review.stale, *apart})
    elif state == change.base != reference.base:
        return review
    now, lost = _seen_again(_without(reference, apart), state, apart, review.saved)
    known = {hunk.id for hunk in now.hunks}
    gone = tuple(stranded(hunk, now) for hunk in change.hunks if hunk.id not in known)
    stale = {name: says for name, says in review.stale.items() if name not in known}
    stale |= {name: says for name, says in lost.items() if name not in review.saved}
    placed = {name: file for name, file in review.placed.items() if name != path}
    if state != reference.base:
        placed[path] = reference
    now = replace(now, hunks=sorted_hunks((*now.hunks, *gone)))
    proposal = review.proposal.with_file(now)
    after = replace(review, proposal=proposal, stale=stale, placed=placed)
    return review if after == review else after


def targets(proposal: Proposal) -> tuple[str, ...]:
    """Return the paths that files are to be renamed to and are not at yet."""
    return tuple(
        hunk.to for hunk in proposal.hunks if hunk.kind == "rename" and hunk.to != hunk.path
    )


def _target_seen(review: Review, path: str, state: FileState) -> Review:
    """Return the review with what renames a file to a path stale while something is there."""
    stale = dict(review.stale)
    for hunk in review.proposal.hunks:
        if hunk.kind == "rename" and hunk.to == path and hunk.id not in review.saved:
            if isinstance(state, Absent) and stale.get(hunk.id) == APPEARED:
                del stale[hunk.id]
            elif not isinstance(state, Absent):
                stale.setdefault(hunk.id, APPEARED)
    return review if stale == review.stale else replace(review, stale=stale)


def _seen_again(
    reference: FileChange, state: FileState, apart: Mapping[str, Apart], saved: Collection[str]
) -> tuple[FileChange, dict[str, str]]:
    """Return the changes over the file as it is now; one that cannot be read leaves them be."""
    if isinstance(state, Present) or state == reference.base:
        now, lost = _relocated(reference, state)
        return placed_apart(now, lost, apart.values(), saved)
    says = GONE if isinstance(state, Absent) else f"the file moved on: {state.reason}"
    hunks = (stranded(one.origin.hunk, reference) for one in apart.values())
    now = replace(reference, hunks=sorted_hunks((*reference.hunks, *hunks)))
    return now, {hunk.id: says for hunk in now.hunks}


def _without(change: FileChange, hunks: Collection[str]) -> FileChange:
    """Return the changes of a file without some of them."""
    return replace(change, hunks=tuple(hunk for hunk in change.hunks if hunk.id not in hunks))


def _rebased(
    review: Review, change: FileChange, written: Collection[str], landed: Present | Absent
) -> FileChange:
    """Return a file's changes over what was written to it, shifted by what comes before them."""
    hunks: list[Hunk] = []
    shift = 0
    for hunk in change.hunks:
        start, end = hunk.start + shift, hunk.end + shift
        if hunk.id in written:
            end = start + len(review.new_bytes(hunk))
            shift = end - hunk.end
        hunks.append(replace(hunk, start=start, end=end))
    pieces = tuple((hunk, review.new_bytes(hunk)) for hunk in change.hunks if hunk.id in written)
    if isinstance(landed, Absent):
        return FileChange(change.path, landed, tuple(hunks))
    base = b"" if isinstance(change.base, Absent) else change.base.data
    return FileChange(change.path, replace(landed, data=splice(base, pieces)), tuple(hunks))


def _landed(
    review: Review, change: FileChange, written: Collection[str], landed: Present | Absent
) -> tuple[FileChange, dict[str, Apart], dict[str, str]]:
    """Return a file's changes over what landed in it, and of those that do not fit, origin and why.

    What had moved on before is looked for in it anew.
    """
    rebased, saved = _rebased(review, change, written, landed), {*review.saved, *written}
    gone = [hunk for hunk in change.hunks if hunk.id in review.stale]
    left = {hunk.id: Apart(origin) for hunk in gone if (origin := review.origin(hunk))}
    now, lost = _relocated(_without(rebased, left), landed)
    now, lost = placed_apart(now, lost, left.values(), saved)
    lost = {name: says for name, says in lost.items() if name not in saved}
    fresh = {hunk.id: Apart(Origin(hunk, rebased.base)) for hunk in rebased.hunks}
    return now, {name: left.get(name, fresh[name]) for name in lost}, lost


def _relocated(change: FileChange, state: Present | Absent) -> tuple[FileChange, dict[str, str]]:
    """Return a file's changes over what it is; if that is another text, they are looked for."""
    if state == change.base or isinstance(state, Absent):
        return change, {}
    return relocate(change, state)


def _goal(change: FileChange, written: Collection[str], landed: Collection[str]) -> str:
    """Return the path at which a file is once these of its changes are written."""
    renames = (hunk for hunk in change.hunks if hunk.kind == "rename" and hunk.id in written)
    return next((hunk.to for hunk in renames if hunk.to in landed), change.path)


def _moved(change: FileChange, path: str) -> FileChange:
    """Return the changes of a file that has another path now."""
    return replace(
        change, path=path, hunks=tuple(replace(hunk, path=path) for hunk in change.hunks)
    )


def _at(proposal: Proposal, path: str, change: FileChange) -> Proposal:
    """Return the proposal with a file's changes in the place of those at a path."""
    files = tuple(change if old.path == path else old for old in proposal.files)
    return replace(proposal, files=files)


def _put_back(
    now: Review, review: Review, before: Review, change: FileChange, back: Mapping[str, Verdict]
) -> Review:
    """Return the review with one file as it was before the landing."""
    mine = [hunk for hunk in change.hunks if hunk.id in back]
    ids = {hunk.id for hunk in mine}
    was = next(file for file in before.proposal.files if any(h.id in ids for h in file.hunks))
    renames = any(hunk.kind == "rename" for hunk in mine)
    was = was if renames else _moved(was, change.path)
    unlanded = _unlanded(review, change, was, back)
    ids = {hunk.id for hunk in was.hunks}
    if unlanded is None or (unlanded.base, {h.id for h in unlanded.hunks}) == (was.base, ids):
        # Or what landed does not stand there any more: the file as it was is all that is known.
        stale = {name: says for name, says in review.stale.items() if name not in ids}
        stale |= {name: says for name, says in before.stale.items() if name in ids}
        since = [hunk for hunk in was.hunks if hunk.id in now.saved.keys() - before.saved.keys()]
        unlanded = was = with_stranded(_without(was, {hunk.id for hunk in since}), since)
    else:
        unlanded, stale = _gone_again(now, before, unlanded)
    now = replace(now, stale=stale)
    placed = {name: file for name, file in now.placed.items() if name != change.path}
    if unlanded == was and was.path in before.placed:
        placed[was.path] = before.placed[was.path]
    proposal = _at(now.proposal, change.path, unlanded)
    apart = _apart_again(now, before, unlanded, back, same=unlanded == was)
    now = replace(now, proposal=proposal, placed=placed, apart=apart)
    return _by_hand_since(now, before, unlanded, review.apart, back)


def _gone_again(
    now: Review, before: Review, change: FileChange
) -> tuple[FileChange, dict[str, str]]:
    """Return a file's changes, and which of all do not fit, without what a landing brought back."""
    stale = dict(now.stale)
    for hunk in change.hunks:
        origin = before.origin(hunk) if hunk.id in before.stale else None
        if origin and hunk.id not in stale and hunk.id not in now.saved:
            change, stale = put_apart(change, stale, Apart(origin), now.saved)
    return change, stale


def _apart_again(
    now: Review, before: Review, change: FileChange, back: Collection[str], *, same: bool
) -> dict[str, Apart]:
    """Return which hunks have origins of their own, with those of a file that was put back.

    Where the file is not the `same` as before, what was placed by hand stands in it as it is.
    """
    ids = {hunk.id for hunk in change.hunks}
    if same:
        apart = {name: one for name, one in now.apart.items() if name not in ids}
        return apart | {name: one for name, one in before.apart.items() if name in ids}
    mine = {hunk.id: hunk for hunk in change.hunks if hunk.id in back and hunk.id in before.apart}
    origins = {name: Origin(hunk, change.base) for name, hunk in mine.items()}
    fresh = {name: replace(before.apart[name], origin=one) for name, one in origins.items()}
    gone = (hunk for hunk in change.hunks if hunk.id in before.stale and hunk.id in now.stale)
    left = {hunk.id: Apart(origin) for hunk in gone if (origin := before.origin(hunk))}
    return {**left, **now.apart, **fresh}


def _by_hand_since(
    now: Review,
    before: Review,
    change: FileChange,
    apart: Mapping[str, Apart],
    back: Collection[str],
) -> Review:
    """Return the review with what of a file was placed by hand since a landing placed so again."""
    stale = dict(now.stale)
    for hunk in change.hunks:
        one = apart.get(hunk.id)
        if one is None or one.before is None or one == before.apart.get(hunk.id):
            continue
        if hunk.id in back or hunk.id in now.saved:
            continue
        placed = replace(one.origin.hunk, path=change.path)
        one = replace(one, origin=replace(one.origin, hunk=placed))
        change, stale = put_apart(change, stale, one, now.saved)
        now = replace(now, stale=stale, apart={**now.apart, hunk.id: one})
    return replace(now, proposal=now.proposal.with_file(change))


def _unlanded(
    review: Review, change: FileChange, was: FileChange, back: Collection[str]
) -> FileChange | None:
    """Return the changes of a file with some landed ones put back; None if they do not stand."""
    if isinstance(change.base, Absent) or change.path in review.placed:
        return None
    data = change.base.data
    pieces: list[tuple[Hunk, bytes]] = []
    hunks: list[Hunk] = []
    shift = 0
    for hunk in change.hunks:
        start, end = hunk.start + shift, hunk.end + shift
        if hunk.id in back:
            if data[hunk.start : hunk.end] != review.new_bytes(hunk):
                return None
            pieces.append((hunk, hunk.old))
            end = start + len(hunk.old)
            shift = end - hunk.end
        hunks.append(replace(hunk, start=start, end=end))
    old = splice(data, tuple(pieces))
    remade = any(hunk.kind == "mode" for hunk, _ in pieces)
    if isinstance(was.base, Absent):
        base: Present | Absent = Absent() if not old else Present(old, change.base.mode)
    else:
        base = Present(old, was.base.mode if remade else change.base.mode)
    return _moved(FileChange(change.path, base, tuple(hunks)), was.path)


def _file(review: Review, path: str) -> FileChange | None:
    return next((change for change in review.proposal.files if change.path == path), None)
