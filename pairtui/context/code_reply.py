"""Code reply: what an answer puts in the place of some lines of code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

_FENCE = re.compile(r" {0,3}(?P<run>`{3,}|~{3,})(?P<info>[^`\n]*)")
_CHATTER = re.compile(
    r"(?:(?:sure|certainly|of course|okay|ok)\b.{0,120}"
    r"|(?:here(?:'s| is| are)|(?:the|your) (?:new|changed|updated|modified|rewritten))\b.{0,120}:)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new lines, each with its LF; or `why` there are none, as a clause for a person."""

    text: str = ""
    why: str = ""


def rewritten(reply: str, old: str, *, words: str, path: str) -> Rewritten:
    """Return what an answer makes of some lines.

    What is around the one fence, a repeated instruction and a path above the code are taken off,
    and indentation that was lost in one shift is given back. More than that is not guessed.
    """
    lines = [line.removesuffix("\r") for line in reply.split("\n")]
    found = _fenced(lines)
    if isinstance(found, Rewritten):
        return found
    if found is None:
        found = _bare(lines, words)
        if _last(found) != _last(old.split("\n")) and not path.endswith((".py", ".pyi")):
            return Rewritten(why="it is not certain what of the answer is code")
    found = _without_name(found, path, old)
    if not any(line.strip() for line in found):
        return Rewritten(why="nothing came back")
    shifted = _shifted(_trimmed(found), _trimmed(old.split("\n")))
    if shifted is None:
        return Rewritten(why="its indentation is not that of the lines it was given")
    return Rewritten("".join(f"{line}\n" for line in shifted))


def _fenced(lines: list[str]) -> list[str] | Rewritten | None:
    """Return the lines in the only fence of an answer; None if there is none."""
    found: list[str] | None = None
    at = 0
    while at < len(lines):
        opening = _FENCE.match(lines[at])
        at += 1
        if opening is None:
            continue
        end = next((n for n in range(at, len(lines)) if _ends(lines[n], opening["run"])), None)
        if end is None:
            return Rewritten(why="it broke off")
        if found is not None:
            return Rewritten(why="more than one piece of code came back")
        found, at = lines[at:end], end + 1
    return found


def _ends(line: str, run: str) -> bool:
    text = line.strip()
    return text.startswith(run) and not text.strip(run[0])


def _bare(lines: list[str], words: str) -> list[str]:
    """Return an answer without a fence, from behind a repeated instruction or a preamble."""
    told = {_flat(words), *map(_flat, words.split("\n"))}
    kept = list(lines)
    while kept and (not kept[0].strip() or _flat(kept[0]) in told or _chats(kept[0])):
        kept.pop(0)
    return kept


def _chats(line: str) -> bool:
    return _CHATTER.fullmatch(line.strip()) is not None


def _without_name(lines: list[str], path: str, old: str) -> list[str]:
    """Take off a first line that is but the path, as it is or as a comment."""
    kept = _trimmed(lines)
    if kept and kept[0].strip(" \t#/*`:<>!-") == path and kept[0].strip() not in old:
        return kept[1:]
    return lines


def _shifted(new: list[str], old: list[str]) -> list[str] | None:
    """Return new lines with the indentation of the old ones; None if one shift does not give it."""
    wanted, given = _common(old), _common(new)
    if wanted == given:
        return new
    if new[0] and not new[0][0].isspace() and len(new) > 1 and _steps(new[1:], wanted, old):
        return [wanted + new[0], *new[1:]]  # only the first line has lost it, as by a strip
    if given.startswith(wanted) or wanted.startswith(given):
        return [wanted + line.removeprefix(given) if line.strip() else "" for line in new]
    return None


def _steps(rest: list[str], wanted: str, old: list[str]) -> bool:
    """Tell whether the lines below the first stand as deep as those of the old ones do."""
    return bool(wanted) and len(old) > 1 and _indent(_first(rest)) == _indent(_first(old[1:]))


def _common(lines: list[str]) -> str:
    """Return what all lines but blank ones begin with, of spaces and tabs."""
    indents = [_indent(line) for line in lines if line.strip()]
    least, most = min(indents, default=""), max(indents, default="")
    return "".join(one for one, _ in takewhile(_alike, zip(least, most, strict=False)))


def _alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _first(lines: list[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _last(lines: list[str]) -> str:
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines without blank ones at both ends."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _flat(text: str) -> str:
    return " ".join(re.sub(r"@\S+", " ", text).split()).rstrip(".:").casefold()
