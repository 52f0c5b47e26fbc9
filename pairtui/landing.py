"""The nouns of leg 2: what a save would do, what it was told to do, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pairtui.proposal import Absent, Present

Mode: TypeAlias = Literal["commit", "stage", "write"]
Tracking: TypeAlias = Literal["tracked", "new", "untracked", "ignored"]
Kind: TypeAlias = Literal["landing", "undo"]
Outcome: TypeAlias = Literal["finished", "failed", "put back"]
Fate: TypeAlias = Literal["not applied", "applied", "other"]
"""Whether a file is still what it was, what it was to become, or neither."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The state of the repository a save would land in, looked at without running its code.

    `branch` is empty when HEAD is detached. `busy` names an unfinished merge, rebase, cherry-pick,
    revert or bisect; `locked` is a sentence about a lock that is held. Counts are of files with
    the person's own changes. `head` is a commit id, or empty on an unborn branch.
    """

    branch: str = ""
    head: str = ""
    busy: str = ""
    locked: str = ""
    identity: bool = True
    staged: int = 0
    unstaged: int = 0
    untracked: int = 0

    @property
    def detached(self) -> bool:
        """Tell whether HEAD is on no branch."""
        return not self.branch

    @property
    def unborn(self) -> bool:
        """Tell whether there is no commit yet."""
        return not self.head


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file of a save: how many changes, how git knows it, and whether it moved on.

    `own` says that the file also holds the person's own uncommitted changes. `stale` is why it
    cannot be written, `not_committed` and `not_staged` why it would only be written, or empty.
    `unsure` says why these two could not be foreseen. An untracked file can go in whole, unless
    the save `deletes` it. `to` is the new path of a file that is renamed; `mode` is the one it
    gets, in git's digits ("100755"), where that changes. `care` are sentences about what is
    taken in it that calls for care; names in them are as they were proposed. It was `left` with
    what was taken, or a part of that, by a save whose commit failed.
    """

    path: str
    changes: int
    tracking: Tracking = "tracked"
    own: bool = False
    stale: str = ""
    not_committed: str = ""
    not_staged: str = ""
    unsure: str = ""
    deletes: bool = False
    to: str = ""
    mode: str = ""
    care: tuple[str, ...] = ()
    left: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a save would do; made without changing anything.

    `refused` is why nothing can be saved at all; `no_commit` is why files can be written but not
    committed. `modes` are the ones that can be chosen, the configured one first. `ground` counts
    only files that the save does not write. `moved_on` are changes left out because the text they
    were about is not there any more.
    """

    files: tuple[PlannedFile, ...]
    ground: Ground
    message: str
    open: int = 0
    unseen_lines: int = 0
    modes: tuple[Mode, ...] = ("commit", "stage", "write")
    refused: str = ""
    no_commit: str = ""
    moved_on: int = 0
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveChoice:
    """What the person chose on the save sheet; `whole` are untracked files to commit whole."""

    mode: Mode
    message: str = ""
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One path that was written: what it was and what it became, and the folders made for it.

    A renamed file comes as two of these, which name each other as `other`: its old path, where
    nothing is left, and its new one.
    """

    path: str
    before: Present | Absent
    after: Present | Absent
    made: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True, slots=True)
class Restaged:
    """What git had staged at a path before and after a save: "100644 <object id>", or nothing."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Landed:
    """What landed: the files, the commit if one was made, and what was compared afterwards.

    `at` is in seconds since the epoch. `committed` are the paths whose changes are in the commit;
    other files were only written. `checked` are sentences about what was really compared;
    `notes` are sentences about what turned out otherwise, such as a file that was not committed.
    The receipt of an undo has the same form; `took_back` is the commit it took off the branch,
    which had `parent` under it.
    """

    id: str
    at: float
    mode: Mode
    files: tuple[LandedFile, ...]
    changes: int = 0
    commit: str = ""
    parent: str = ""
    branch: str = ""
    checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    restaged: tuple[Restaged, ...] = ()
    committed: tuple[str, ...] = ()
    took_back: str = ""


@dataclass(frozen=True, slots=True)
class NotLanded:
    """A save that did not come through; `says` why, `remedy` what to do.

    `stale` names the files that moved on. When the files were written and only the commit failed
    (a hook, signing), `written` holds them and `output` what git printed.
    """

    says: str
    remedy: str = ""
    stale: Mapping[str, str] = field(default_factory=dict)
    written: tuple[LandedFile, ...] = ()
    output: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """A landing that was undone: how, in sentences, and the receipt by which it can be redone."""

    landing: str
    says: tuple[str, ...]
    receipt: Landed


@dataclass(frozen=True, slots=True)
class Intent:
    """What a save, or the undoing of one, is about to do; all of it, so that others can end it.

    `id` is also that of the landing. `at` is in seconds since the epoch, `pid` the process that
    does it, `tree` where git keeps its work tree, `branch` and `head` where it began. `entries` are
    what a new commit is to change, with its `message`; or else the branch goes to `moves_to`, or to
    having no commit where that is empty. `staged` is what is to change of what git has staged. `of`
    is the landing that is undone, or the undo after which a landing is done `again`. `changes` are
    those of the receipt. The folders in `drops` go if they are left empty.
    """

    id: str
    at: float
    kind: Kind
    files: tuple[LandedFile, ...]
    branch: str = ""
    head: str = ""
    mode: Mode = "commit"
    message: str = ""
    pid: int = 0
    of: str = ""
    tree: str = ""
    entries: tuple[Restaged, ...] = ()
    moves_to: str | None = None
    staged: tuple[Restaged, ...] = ()
    drops: tuple[str, ...] = ()
    changes: int = 0
    again: Landed | None = None


@dataclass(frozen=True, slots=True)
class Foretold:
    """What undoing a save, or doing it again, would come to; nothing was changed to find out.

    `history`, `files` and `notes` are sentences about the commit, about each file and folder, and
    about what is staged. `intent` is all of it in full, so that nothing else is done than was said;
    only what git is to have of the paths in `unsure` could not be said.
    """

    intent: Intent
    history: str
    files: tuple[str, ...]
    notes: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an intent; `landed` is the receipt of one that was finished."""

    outcome: Outcome
    landed: Landed | None = None
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One intent with the steps it reached, by name, and its result; None while it is open."""

    intent: Intent
    steps: tuple[str, ...] = ()
    result: Result | None = None


class JournalFault(Exception):
    """The journal cannot be written or read; `says` why, in a sentence for a person."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A save or an undo that was cut off: how far it came, and what can be done about it.

    `fates` are of the files, by path; `commit` is the one that was made, or that the branch was
    moved to. `left` are the files it left lying about, by path. `no_finish` and `no_put_back` say
    why that cannot be done, or are empty.
    """

    intent: Intent
    fates: Mapping[str, Fate]
    commit: str = ""
    left: tuple[str, ...] = ()
    no_finish: str = ""
    no_put_back: str = ""
