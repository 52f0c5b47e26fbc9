"""Envelope: what a single line of a reply can be besides content: a fence, a name, a title.

A line longer than `LIMIT` characters is never any of these, so an unfinished line need not be
held back for long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 300

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<run>`{3,}|~{3,})(?P<info>.*)")
_TITLE = re.compile(r"\s*[*_#]*\s*TITLE:[*_]*\s*(?P<title>.*?)[*_]*\s*")
_LEAD = r"(?:[-+*>]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|//\s*|--\s+|<!--\s*|/\*\s*)?"
_WORD = r"(?:\*\*|__)?(?i:file ?name|file|path)(?:\*\*|__)?:(?:\*\*|__)?\s*"
_MARK = r"(?:\*\*|__|\*|_)?"
_WHOLE = r"(?P<whole>\s*\((?:(?:new|whole|complete|full|entire) ){1,3}file\))?"
_TAIL = rf"{_MARK}{_WHOLE}{_MARK}\s*:?{_MARK}\s*(?:-->|\*/)?\s*"
_TAIL_BEGUN = r"[*_]{0,4}(?:\s*\([a-z ]{0,40}\)?)?[\s*_:>/-]*"
_NAMED = tuple(
    re.compile(rf"\s*{lead}{_MARK}{name}{_TAIL}")
    for lead, name in (
        (rf"{_LEAD}(?:{_WORD})?", r"`+(?P<name>[^`]+)`+"),
        (rf"{_LEAD}(?:{_WORD})?", r"(?P<name>[^\s`*<>|]+?)"),
        (r"(?:#{1,6}\s+|\*\*|__)", r"(?P<name>[^`*<>|]+?)"),
        (_WORD, r"(?P<name>[^`*<>|]+?)"),
    )
)
_QUOTED = re.compile(r"`([^`\n]+)`")
_BARE = frozenset(
    (
        "makefile", "dockerfile", "license", "licence", "readme", "changelog", "authors", "notice",
        "copying", "procfile", "gemfile", "rakefile", "justfile", "todo", "news", "install",
    )
)  # fmt: skip
_EXTENSION = re.compile(r"(?<=[^\s/\\])\.[A-Za-z0-9_~+-]{1,16}$")
_WORD_OF_END = r"<<-?\s*(['\"]?)(?P<end>[^\s'\"|<>;&]+)\1"
_HEREDOCS = (
    re.compile(rf"\s*(?:\$ )?(?:apply_patch|git apply\b[^<]*|patch -[^<]*)\s*{_WORD_OF_END}\s*"),
    re.compile(rf"\s*(?:\$ )?cat {_WORD_OF_END}\s*\|\s*(?:apply_patch|git apply|patch)\b.*"),
)
_COMMAND = "apply_patch"
_SPARED = 32
"""Characters from which on an unfinished line is looked at again only once it has grown by a
quarter: so it costs no more than a few looks, however small the pieces are in which it comes."""
_HEADING = re.compile(r"(?:\*\*|`)?--- |\*\*\* |diff --git |@@|.*?(?:apply|patch)", re.DOTALL)
_NAMING = "[./]|" + "|".join(sorted(_BARE))
_NAMES = re.compile(_NAMING)
_TELLING = re.compile(rf"<<<<<|```|~~~|--- |\*\*\* begin|diff --git |apply|patch|title:|{_NAMING}")
_BEGINNINGS = (
    "--- ",
    "**--- ",
    "`--- ",
    "diff --git ",
    "*** ",
    "@@ ",
    "apply_patch",
    "git apply",
    "patch -",
    "cat <<",
)
_BEGUN = frozenset(one[:size] for one in _BEGINNINGS for size in range(len(one) + 1))
_UNFINISHED = re.compile(
    "|".join(
        (
            r"\s*",
            r"\s*<{1,9}( [A-Z]*>?:?)?\s*",
            r"\s*(`{1,2}|`{3,}[^`]*|~+|~{3,}.*)",
            r"\s*[*_#]*\s*T?I?T?L?E?:?[*_]*",
            r"\s*[*_#]*\s*TITLE:.*",
            rf"\s*{_LEAD}(?:{_WORD})?{_MARK}(`+[^`]*(`+{_TAIL_BEGUN})?)?",
            rf"\s*{_LEAD}(?:{_WORD})?[^\s`<>|]*{_TAIL_BEGUN}",
            r"\s*(?:#{1,6}\s+|\*\*|__)[^`<>|]*(?:-->\s*)?",
            rf"\s*{_WORD}.*",
            rf"\s*{_LEAD}(?:\*\*|__)?(?i:file n?a?m?e?)(?:\*{{1,2}}|_{{1,2}})?",
            r"\s*(?:<!?-{0,2}|/\*?/?|\d{1,3}[.)]?|>)\s*",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Fence:
    """The opening line of a fence: its indent, its run of ticks or tildes, its info string."""

    indent: str
    run: str
    info: str

    def closed_by(self, line: str) -> bool:
        """Tell whether a line ends this fence: as long at least, and no info string."""
        other = fence(line)
        return (
            other is not None
            and not other.info
            and other.run[0] == self.run[0]
            and len(other.run) >= len(self.run)
        )


@dataclass(frozen=True, slots=True)
class Name:
    """A line that only names a file; `whole` says that it announces all of its text."""

    path: str
    whole: bool = False


def fence(line: str) -> Fence | None:
    """Return the fence a line opens or closes, if it does."""
    if ("```" not in line and "~~~" not in line) or len(line) > LIMIT:
        return None
    return _fence(line)


@lru_cache(maxsize=256)
def _fence(line: str) -> Fence | None:
    found = _FENCE.fullmatch(line)
    if found is None or (found["run"][0] == "`" and "`" in found["info"]):
        return None
    return Fence(found["indent"], found["run"], found["info"].strip())


def title(line: str) -> str:
    """Return the title of a `TITLE:` line, or "" if it is none."""
    found = _TITLE.fullmatch(line) if "TITLE:" in line and len(line) <= LIMIT else None
    return found["title"] if found else ""


def name(line: str) -> Name | None:
    """Return the file a line names and does nothing else, whatever decorates it."""
    if len(line) > LIMIT or not _NAMES.search(line.lower()):
        return None
    return _name(line)


@lru_cache(maxsize=256)
def _name(line: str) -> Name | None:
    for pattern in _NAMED[:1] if "`" in line else _NAMED[1:]:
        found = pattern.fullmatch(line)
        if found and (path := _tidy(found["name"])):
            return Name(path, bool(found["whole"]))
    return None


def named_in_info(info: str) -> str:
    """Return the path in a fence's info string, as in "python cart/price.py", or ""."""
    for word in re.split(r"[\s:=]+", info):
        bare = word.strip("\"'{}")
        if _EXTENSION.search(bare) and ("/" in bare or word != info.strip()):
            return bare
    return _tidy(info) if "/" in info and " " not in info else ""


def named_in_sentence(line: str) -> str:
    """Return the one path a sentence has in backticks, or what it is if it ends like a path."""
    quoted = {path for one in _QUOTED.findall(line) if (path := _tidy(one))}
    if len(quoted) == 1:
        return quoted.pop()
    bare = line.strip().rstrip(":")
    return bare if not quoted and bare.count(" ") <= 5 and _EXTENSION.search(bare) else ""


def command(line: str) -> str | None:
    """Return the word that ends a heredoc a line hands to a patch program; "" if there is none.

    None: the line is no such command.
    """
    if len(line) > LIMIT:
        return None
    for heredoc in _HEREDOCS:
        if found := heredoc.fullmatch(line):
            return found["end"]
    return "" if line.strip() == _COMMAND else None


def plain(text: str) -> bool:
    """Tell whether whole lines are prose for certain, as nothing is in them that makes more of one.

    It does not hold for lines that come after others which are still kept back.
    """
    return _TELLING.search(text.lower()) is None


def may_head(line: str) -> bool:
    """Tell whether a whole line may begin a diff, a patch, or a command that takes one."""
    return _HEADING.match(line) is not None


def may_become_more(line: str) -> bool:
    """Tell whether an unfinished line may yet turn out to be other than prose.

    It holds for every beginning of a marker, a fence, a name, a title, a header or a command.
    """
    if len(line) > LIMIT:
        return False
    return _short_may(line) if len(line) < _SPARED else _may(line)


def _may(line: str) -> bool:
    text = line.lstrip().removeprefix("$ ")
    if text in _BEGUN or text.startswith(_BEGINNINGS):
        return True
    return _UNFINISHED.fullmatch(line) is not None


_short_may = lru_cache(maxsize=1024)(_may)


def look_again(length: int) -> int:
    """Return how long an unfinished line that was held back has to be to be looked at again."""
    return length + length // 4 if length >= _SPARED else 0


def pathlike(path: str) -> bool:
    """Tell whether some text looks like the path of a file."""
    if path.endswith(("/", ".", ",", ";", "!", "?")) or "://" in path:
        return False
    known = path.lower() in _BARE
    return known or "/" in path.strip("/") or _EXTENSION.search(path) is not None


def _tidy(text: str) -> str:
    path = text.strip().strip("\"'").removeprefix("./")
    return path if pathlike(path) else ""
