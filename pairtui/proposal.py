"""The nouns of a proposal: what a file was, what was asked of it, and the hunks that came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Present:
    """A regular file: its exact bytes and its permission bits (0o644, 0o755, ...)."""

    data: bytes
    mode: int = 0o644

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the bytes."""
        return digest(self.data)


@dataclass(frozen=True, slots=True)
class Absent:
    """No file at this path."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A path the product will not read or write; `reason` is one sentence for a person."""

    reason: str


FileState: TypeAlias = Present | Absent | Refused


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What each path was when the model was asked; `shown` are the paths whose text it was sent.

    `partly` are those of which it was sent only some lines; those in `read_only` it was sent for
    reference, and they are not to be changed.
    """

    files: Mapping[str, FileState] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()

    def with_file(self, path: str, state: FileState) -> Snapshot:
        """Return a snapshot that also knows this path."""
        return replace(self, files={**self.files, path: state})


@dataclass(frozen=True, slots=True)
class SearchReplace:
    """An edit that quotes whole lines of a file and says what stands there instead.

    `search` empty means: create the file with `replace` as its text. Both use LF line ends.
    The rest only tells equal places apart: `line` is the number, from 1, that the reply gives the
    first quoted line, or 0; `scope` are lines it is said to stand below, the outermost first;
    `at_end` says that it is the end of the file.

    Where only the file can tell what of a reply is quoted, `splits` are all the ways to read it, as
    pairs of `search` and `replace`, the shortest quotation first; that one is also the edit's own.
    """

    path: str
    search: str
    replace: str
    reason: str = ""
    line: int = 0
    scope: tuple[str, ...] = ()
    at_end: bool = False
    splits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WholeFile:
    """An edit that gives the whole new text of a file; LF line ends.

    Not `announced`, it may be a part of the file, or an example: nothing in the reply says.
    """

    path: str
    text: str
    reason: str = ""
    announced: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """An edit whose file and byte span the program chose; the model only wrote `text`."""

    path: str
    start: int
    end: int
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Delete:
    """An edit that removes a file."""

    path: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rename:
    """An edit that gives a file another path, in which there must be none yet."""

    path: str
    to: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeMode:
    """An edit that makes a file one that can be run, or one that cannot."""

    path: str
    executable: bool
    reason: str = ""


Edit: TypeAlias = SearchReplace | WholeFile | Selection | Delete | Rename | ChangeMode
Kind: TypeAlias = Literal["text", "delete", "rename", "mode"]


@dataclass(frozen=True, slots=True)
class Hunk:
    """One placed change: bytes `start` to `end` of the base become `new`.

    `id` is given once, by `hunk_id`, and carried from then on. `unseen` says that the model was
    not shown this file. `moved` is by how many lines the hunk was carried along since. `placed` is
    empty where the edit's quotation stood in the file exactly, else a clause for a person:
    "placed ignoring trailing space". `own` says that the person wrote it, beside what was proposed.

    A `kind` other than text is about the file itself and is taken whole: one that deletes holds
    all its bytes as `old`; one that renames, or changes the mode, holds none, and `to` is the new
    path, or the new mode in git's digits ("100755").
    """

    id: str
    path: str
    start: int
    end: int
    old: bytes
    new: bytes
    reason: str = ""
    unseen: bool = False
    moved: int = 0
    placed: str = ""
    kind: Kind = "text"
    to: str = ""
    own: bool = False


def hunk_id(
    path: str, base: str, start: int, old: bytes, new: bytes, *, kind: Kind = "text", to: str = ""
) -> str:
    """Return the identity of a hunk: a hash of what it changes and where, 16 digits."""
    parts = [path.encode("utf-8", "surrogateescape"), base.encode(), b"%d" % start, old, new]
    if kind != "text":
        parts += [kind.encode(), to.encode("utf-8", "surrogateescape")]
    framed = b"".join(b"%d:" % len(part) + part for part in parts)
    return hashlib.sha256(framed).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class FileChange:
    """All hunks of one file against its base; a base that is absent makes this a new file.

    Hunks are sorted by `start` and never overlap.
    """

    path: str
    base: Present | Absent
    hunks: tuple[Hunk, ...] = ()

    @property
    def creates(self) -> bool:
        """Tell whether taking this makes a new file."""
        return isinstance(self.base, Absent) and all(hunk.kind != "delete" for hunk in self.hunks)


Misfit: TypeAlias = Literal[
    "not found",
    "ambiguous",
    "overlaps",
    "depends",
    "already applied",
    "placeholder",
    "path",
    "reference",
    "withheld",
    "unsuitable",
]


@dataclass(frozen=True, slots=True)
class Near:
    """A real line of the file that comes near to what was meant; `line` counts from 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage that is nearly what an edit quoted; `line` counts from 1, `alike` is in percent.

    It is for a person to look at: an edit is never placed there without being asked.
    """

    line: int
    lines: int
    alike: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An edit that fits nowhere, or in several places; it can never be taken.

    `says` is one sentence for a person; `lines` are the places of an ambiguous match, from 1.
    `near` are single lines that come near, `nearest` is a whole passage that nearly fits.
    """

    edit: Edit
    why: Misfit
    says: str
    lines: tuple[int, ...] = ()
    near: tuple[Near, ...] = ()
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class CutOff:
    """An edit whose end marker never came; shown, and never offered for taking."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class PromptUse:
    """Which template a request was made from: name, version, and hash of its text."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one exchange; `estimated` where the server did not say."""

    sent: int = 0
    received: int = 0
    cached: int = 0
    estimated: bool = True


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a proposal comes from: who made it, from which prompts, having seen which files.

    `tiny` marks the embedded model, whose proposals are labelled. `asked` says which edit format
    the model was asked for, and why.
    """

    source: str
    model: str
    host: str
    prompts: tuple[PromptUse, ...] = ()
    saw: tuple[str, ...] = ()
    usage: Usage = Usage()
    tiny: bool = False
    asked: str = ""

    @property
    def by_ai(self) -> bool:
        """Tell whether a model proposed it, which is then told what became of it."""
        return self.source == "AI"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One titled set of changes against a snapshot; files in order of first mention.

    While a reply streams, a later proposal of the same id only ever has more in it.
    """

    id: str
    title: str
    provenance: Provenance
    files: tuple[FileChange, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    cut_off: tuple[CutOff, ...] = ()

    @property
    def hunks(self) -> Iterator[Hunk]:
        """Yield every hunk, by file and then by place."""
        for change in self.files:
            yield from change.hunks

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing at all to show."""
        return not (self.files or self.unplaced or self.cut_off)

    def file(self, path: str) -> FileChange:
        """Return the changes of one file; KeyError where there are none."""
        for change in self.files:
            if change.path == path:
                return change
        raise KeyError(path)

    def hunk(self, hunk_id: str) -> Hunk:
        """Return one hunk by its id; KeyError where there is none."""
        for hunk in self.hunks:
            if hunk.id == hunk_id:
                return hunk
        raise KeyError(hunk_id)

    def with_file(self, change: FileChange) -> Proposal:
        """Return the proposal with this file's changes added or replaced."""
        known = any(old.path == change.path for old in self.files)
        files = tuple(change if old.path == change.path else old for old in self.files)
        return replace(self, files=files if known else (*self.files, change))
