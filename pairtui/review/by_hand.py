"""By hand: an edit that fits nowhere by itself, placed at the passage that a person chose for it.

It is a merge of three texts: what the edit quotes is the common one, what it wants is one change of
that, and the passage of the file is another. Lines that the edit leaves alone stay as the file has
them; what it changes is replaced, with all that the file has there. (After diff3; see Khanna,
Kunal and Pierce, "A Formal Investigation of Diff3", 2007.)
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from difflib import SequenceMatcher

from pairtui.proposal import FileChange, Hunk, Present, SearchReplace, Unplaced
from pairtui.review.fold import bare, indent
from pairtui.review.hunks import bodies, changed_runs
from pairtui.review.keep import kept
from pairtui.review.match import Gap, gaps
from pairtui.review.merge import clash
from pairtui.review.place import Placed
from pairtui.review.placeholder import placeholder
from pairtui.review.quoted import lazy
from pairtui.review.shift import Shift, shift_between
from pairtui.review.text import Text, indexed

BY_HAND = "placed by hand"
ALIKE = 0.5
LENGTH = 300
"""How alike two lines are that are the same one, told apart; bytes of each that are looked at."""

LONGEST = 2_000
"""Lines that are quoted, or chosen, at most."""


def place_by_hand(
    unplaced: Unplaced,
    state: Present,
    known: FileChange | None = None,
    lines: tuple[int, int] | None = None,
) -> Placed | Unplaced:
    """Return the hunks of a failed edit at the lines a person chose, or why not even there.

    `lines` are the first and the last one, from 1; without them it is the nearest passage. `state`
    is the file they were chosen in, `known` are its other changes, which are not touched. A line
    that the edit does not change stays as the file has it, however it was quoted; one that stands
    among changed lines is replaced with them.
    """
    edit, near = unplaced.edit, unplaced.nearest
    if lines is None and near is not None:
        lines = (near.line, near.line + near.lines - 1)
    if not isinstance(edit, SearchReplace) or not edit.search.strip() or lines is None:
        says = "Only an edit that quotes lines of a file can be placed by hand."
        return Unplaced(edit, "unsuitable", says)
    text = indexed(state.data)
    first, last = lines
    if not 1 <= first <= last <= len(text.bodies):
        says = f"{edit.path} has no lines {first} to {last}."
        return Unplaced(edit, "unsuitable", says)
    if max(last - first + 1, edit.search.count("\n")) > LONGEST:
        return Unplaced(edit, "unsuitable", "It is too long to be placed by hand.")
    if line := placeholder(edit.replace, text):
        return lazy(edit, line)
    hunks = _merged(edit, text, first - 1, last)
    if not hunks:
        says = f"{edit.path} already reads like this."
        return Unplaced(edit, "already applied", says, (first,))
    others = known.hunks if known else ()
    if any(clash(_span(one), _span(other)) for one in hunks for other in others):
        says = f"It would change a part of {edit.path} that another change of this answer changes."
        return Unplaced(edit, "overlaps", says)
    return Placed(hunks)


def _span(hunk: Hunk) -> tuple[int, int]:
    return hunk.start, hunk.end


def _merged(edit: SearchReplace, text: Text, low: int, high: int) -> tuple[Hunk, ...]:
    search, wanted = bodies(edit.search, text), bodies(edit.replace, text)
    there = text.bodies[low:high]
    pairs = _pairs(search, there)
    indents = [
        (indent(search[at]), indent(there[real])) for at, real in pairs if search[at].strip()
    ]
    shift = shift_between(indents)
    if shift and not shift.fits(search, wanted):
        shift = None
    atoms = _atoms(pairs, len(search), len(there))
    made: list[bytes] = []
    runs: list[Gap] = []
    done = 0
    for run in _stretched(gaps(search, wanted), atoms):
        start, end = _place(run, atoms)
        made += there[done:start]
        old, new = search[run.old : run.old_end], wanted[run.new : run.new_end]
        said = _in_its_terms(old, there[start:end], new, shift)
        runs.append(Gap(start, end, len(made), len(made) + len(said)))
        made += said
        done = end
    return tuple(changed_runs(edit, text, low, made, runs, placed=BY_HAND))


def _pairs(search: Sequence[bytes], there: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return which quoted line is which one of the passage: the same but for blanks, or alike."""
    keys, real = [bare(line) for line in search], [bare(line) for line in there]
    found: list[tuple[int, int]] = []
    last = last_real = 0
    for gap in (*gaps(keys, real), Gap(len(keys), len(keys), len(real), len(real))):
        found += zip(range(last, gap.old), range(last_real, gap.new), strict=True)
        last, last_real = gap.old_end, gap.new_end
        room = min(last - gap.old, last_real - gap.new)
        ahead = zip(keys[gap.old : gap.old + room], real[gap.new : gap.new + room], strict=True)
        front = len(list(itertools.takewhile(_alike, ahead)))
        back = zip(
            keys[last - room : last][::-1], real[last_real - room : last_real][::-1], strict=True
        )
        tail = len(list(itertools.takewhile(_alike, itertools.islice(back, room - front))))
        found += ((gap.old + at, gap.new + at) for at in range(front))
        found += ((last - at, last_real - at) for at in range(tail, 0, -1))
    return found


def _alike(pair: tuple[bytes, bytes]) -> bool:
    one, other = (line[:LENGTH] for line in pair)
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _atoms(pairs: Sequence[tuple[int, int]], size: int, real: int) -> list[Gap]:
    """Return pairs of lines, and what lies between them on both sides, in order, without holes."""
    found: list[Gap] = []
    at = at_real = 0
    for low, low_real in (*pairs, (size, real)):
        if at < low or at_real < low_real:
            found.append(Gap(at, low, at_real, low_real))
        if low < size and low_real < real:
            found.append(Gap(low, low + 1, low_real, low_real + 1))
        at, at_real = low + 1, low_real + 1
    return found


def _touches(run: Gap, atom: Gap) -> bool:
    """Tell whether a run changes lines of an atom, or puts some inside or on both sides of it."""
    if run.old < run.old_end and atom.old < atom.old_end:
        return run.old < atom.old_end and atom.old < run.old_end
    return max(run.old, atom.old) < min(run.old_end, atom.old_end) or (
        atom.old < run.old < atom.old_end or run.old < atom.old < run.old_end
    )


def _stretched(runs: Sequence[Gap], atoms: Sequence[Gap]) -> list[Gap]:
    """Return changed runs; one that begins or ends among lines that have no equals takes in all.

    What of the passage belongs to what of these cannot be told, so a person sees it whole.
    """
    found: list[Gap] = []
    for run in runs:
        old, old_end = run.old, run.old_end
        for atom in atoms:
            if atom.new < atom.new_end and _touches(run, atom):
                old, old_end = min(old, atom.old), max(old_end, atom.old_end)
        new, new_end = run.new - (run.old - old), run.new_end + (old_end - run.old_end)
        if found and old <= found[-1].old_end:
            before = found.pop()
            if old_end < before.old_end:
                new_end, old_end = new_end + before.old_end - old_end, before.old_end
            old, new = before.old, before.new
        found.append(Gap(old, old_end, new, new_end))
    return found


def _place(run: Gap, atoms: Sequence[Gap]) -> tuple[int, int]:
    """Return the lines of the passage that a run replaces, from and to."""
    touched = [atom for atom in atoms if _touches(run, atom)]
    if touched:
        return touched[0].new, touched[-1].new_end
    # What is put between two lines stays right behind the first of them.
    ahead = [atom for atom in atoms if atom.old < atom.old_end <= run.old]
    behind = [atom for atom in atoms if run.old <= atom.old < atom.old_end]
    at = ahead[-1].new_end if ahead else behind[0].new if behind else 0
    return at, at


def _in_its_terms(
    quoted: Sequence[bytes], there: Sequence[bytes], wanted: Sequence[bytes], shift: Shift | None
) -> list[bytes]:
    """Return new lines as the file writes them where that is certain, else as the edit does."""
    if [bare(line) for line in quoted] == [bare(line) for line in there]:
        said = kept(quoted, there, wanted, shift)
        if said is not None:
            return said
    return [shift.line(line) if shift else line for line in wanted]
