"""Mention: what a person brings in by writing @ and its name in the words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pairtui.context.paths import Paths
from pairtui.conversation import Attachment

_CODE = re.compile(r"(?P<run>`+)(?!`).*?(?<!`)(?P=run)(?!`)", re.DOTALL)
_AT = re.compile(
    r"(?<![\w.@/\\+-])@(?:\"(?P<quoted>[^\"\n]+)\"(?P<after>:\d+(?:-\d+)?)?|(?P<bare>[^\s\"@`]+))"
)
_LINES = re.compile(r"(?P<path>.+?):(?P<first>\d+)(?:-(?P<last>\d+))?")
_NAME = re.compile(r"[\w.\-/#:~^]+")
_ENDS = ".,;:!?)]}'"
_DECORATES = re.compile(r"[^\n]*\n\s*(?:@|def |async def |class )")


DIFF = Attachment("", kind="diff")
"""What @diff means: the changes of the work tree since the last commit."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A mention that names no file, or several: `candidates` are those it could be.

    `meant` says that it can hardly be meant as anything else but the name of a file.
    """

    spec: str
    candidates: tuple[str, ...] = ()
    meant: bool = True


@dataclass(frozen=True, slots=True)
class Mentions:
    """The files and folders some words bring in, in order, and the mentions that name none.

    Those may still name a commit or a definition.
    """

    attachments: tuple[Attachment, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def find_mentions(words: str, known: Paths) -> Mentions:
    """Return what is mentioned as @path, @path:10-20, @folder/, @diff or @"path with spaces".

    A path may be shortened to an end of it that only one known file has. Addresses, decorators and
    what stands in backticks are no mentions.
    """
    code = [found.span() for found in _CODE.finditer(words)]
    files: dict[Attachment, None] = {}
    unknown: dict[Unknown, None] = {}
    for found in _AT.finditer(words):
        at = found.start()
        if any(low <= at < high for low, high in code) or _is_decorator(words, at):
            continue
        quoted = found["quoted"]
        spec = quoted + (found["after"] or "") if quoted else found["bare"]
        match resolve(spec, known):
            case Attachment() as attachment:
                files[attachment] = None
            case Unknown() as miss:
                meant = bool(quoted or miss.candidates) or _means_a_file(
                    miss.spec.partition("#")[0]
                )
                if meant or _NAME.fullmatch(miss.spec):
                    unknown[Unknown(miss.spec, miss.candidates, meant)] = None
    return Mentions(tuple(files), tuple(unknown))


def resolve(spec: str, known: Paths) -> Attachment | Unknown:
    """Return what "path", "path:10", "path:10-20", "folder/" or "diff" means, or why nothing.

    Punctuation that only ends the sentence is left off.
    """
    best = Unknown(spec.rstrip(_ENDS))
    while spec:
        found = _find(spec, known)
        if isinstance(found, Attachment):
            return found
        best = found if found.candidates else best
        if spec[-1] not in _ENDS:
            return best
        spec = spec[:-1]
    return best


def _find(spec: str, known: Paths) -> Attachment | Unknown:
    if spec in known:
        return Attachment(spec)
    if spec == DIFF.spec:
        return DIFF
    lines = None
    path = spec
    if ranged := _LINES.fullmatch(spec):
        first, last = int(ranged["first"]), int(ranged["last"] or ranged["first"])
        path, lines = ranged["path"], (min(first, last), max(first, last))
        if lines[0] == 0:
            return Unknown(spec)
    path = path if path == "./" else path.removeprefix("./")
    if path in known:
        return Attachment(path, lines)
    if lines is None and path.endswith("/") and known.folder(path):
        return Attachment(path, kind="folder")
    candidates = known.ending(path) if lines is None or not path.endswith("/") else ()
    if len(candidates) == 1:
        return Attachment(candidates[0], lines, kind="folder" if path.endswith("/") else "file")
    return Unknown(spec, candidates)


def _means_a_file(spec: str) -> bool:
    """Tell a mistyped file from a name such as @someone or @app.route("/")."""
    if "(" in spec:
        return False
    return "/" in spec or _LINES.fullmatch(spec) is not None or _ends_like_a_file(spec)


def _ends_like_a_file(spec: str) -> bool:
    return re.search(r"\w\.[a-z][a-z0-9]{0,4}$", spec) is not None


def _is_decorator(words: str, at: int) -> bool:
    line = words[words.rfind("\n", 0, at) + 1 : at]
    return not line.strip() and _DECORATES.match(words, at) is not None
