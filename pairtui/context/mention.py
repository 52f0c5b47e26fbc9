"""Mention: the files a person brings in by writing @path in the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pairtui.conversation import Attachment

_CODE = re.compile(r"(?P<run>`+)(?!`).*?(?<!`)(?P=run)(?!`)", re.DOTALL)
_AT = re.compile(
    r"(?<![\w.@/\\+-])@(?:\"(?P<quoted>[^\"\n]+)\"(?P<after>:\d+(?:-\d+)?)?|(?P<bare>[^\s\"@`]+))"
)
_LINES = re.compile(r"(?P<path>.+?):(?P<first>\d+)(?:-(?P<last>\d+))?")
_DECORATES = re.compile(r"[^\n]*\n\s*(?:@|def |async def |class )")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A mention that names no file, or several: `candidates` are those it could be."""

    spec: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentions:
    """The files some words bring in, in order, and the mentions that bring in none."""

    attachments: tuple[Attachment, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def find_mentions(words: str, known: Sequence[str]) -> Mentions:
    """Return the files mentioned as @path, @path:10-20 or @"path with spaces".

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
            case Unknown() as miss if quoted or miss.candidates or _means_a_file(miss.spec):
                unknown[miss] = None
            case Unknown():
                continue
    return Mentions(tuple(files), tuple(unknown))


def resolve(spec: str, known: Sequence[str]) -> Attachment | Unknown:
    """Return the file that "path", "path:10" or "path:10-20" means, or why none is clear.

    Punctuation that only ends the sentence is left off.
    """
    best = Unknown(spec.rstrip(".,;:!?)]}'"))
    while spec:
        found = _find(spec, known)
        if isinstance(found, Attachment):
            return found
        best = found if found.candidates else best
        if spec[-1] not in ".,;:!?)]}'":
            return best
        spec = spec[:-1]
    return best


def _find(spec: str, known: Sequence[str]) -> Attachment | Unknown:
    if spec in known:
        return Attachment(spec)
    lines = None
    path = spec
    if ranged := _LINES.fullmatch(spec):
        first, last = int(ranged["first"]), int(ranged["last"] or ranged["first"])
        path, lines = ranged["path"], (min(first, last), max(first, last))
        if lines[0] == 0:
            return Unknown(spec)
    path = path.removeprefix("./")
    if path in known:
        return Attachment(path, lines)
    candidates = tuple(one for one in known if path and one.endswith(f"/{path}"))
    if len(candidates) == 1:
        return Attachment(candidates[0], lines)
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
