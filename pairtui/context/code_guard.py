"""Code guard: whether rewritten lines of code may be shown at all.

Whatever can be checked without understanding is checked: that nothing was dropped, repeated or
left out, that names stay, that it can be read as code; and where only comments were asked for,
that the code is the same. Better no suggestion than a bad one.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from dataclasses import dataclass

from pairtui.context.blanked import blanked, is_known, suffix_of
from pairtui.context.code_task import about_docs
from pairtui.context.definitions import definitions
from pairtui.context.shrinking import asks_for_less
from pairtui.review.placeholder import placeholder

SHRINKAGE = 30
"""Percent of the text that may go without having been asked for; blanks do not count."""
MORE_LINES = 25
"""Lines that may come on top of twice what was there."""
LONGEST_RUN = 40
"""Lines of a run that is looked for as repeated at once."""

_PAIRS = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))
_RENAMES = re.compile(r"\brenam\w*|\bcall it\b|\bnew name\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:add|writ|creat|insert|split|extract|import|mov|defin)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Some lines of a file, with LF ends: what they define, and what was asked of them."""

    path: str
    text: str
    defines: str
    words: str


def guard_code(span: Span, new: str) -> str:
    """Return why new lines are not shown, or "" if they may be."""
    for check in (_form, _length, _repeated, _name, _readable):
        if why := check(span, new):
            return why
    if about_docs(span.words) and not _same_code(span, new):
        return "it changes the code, and only comments were asked for"
    return ""


def _form(span: Span, new: str) -> str:
    if not new.strip():
        return "nothing came back"
    if [line.rstrip() for line in new.split("\n")] == [
        line.rstrip() for line in span.text.split("\n")
    ]:
        return "it came back unchanged"
    there = {line.encode() for line in span.text.split("\n")}
    if line := placeholder(new, there):
        return f"it left something out: {line}"
    return ""


def _length(span: Span, new: str) -> str:
    before, after = _size(span.text), _size(new)
    if (before - after) * 100 > before * SHRINKAGE and not asks_for_less(span.words):
        return f"it would drop {(before - after) * 100 // before} % of it"
    if new.count("\n") > 2 * span.text.count("\n") + MORE_LINES:
        return "it grew too long"
    return ""


def _repeated(span: Span, new: str) -> str:
    before, after = _filled(span.text), _filled(new)
    for size in range(1, min(len(after) // 2, LONGEST_RUN) + 1):
        times = 2 if size > 2 else 3
        for at in range(len(after) - size * times + 1):
            if after[at] != after[at + size]:
                continue
            run = after[at : at + size]
            same = all(run == after[at + size * n : at + size * (n + 1)] for n in range(times))
            if same and _says_something(run) and not _contains(before, run * times):
                return "it repeats itself"
    return ""


def _name(span: Span, new: str) -> str:
    names = [part.name for part in definitions(span.path, new.encode())]
    if not span.defines or _RENAMES.search(span.words):
        return ""
    if span.defines not in names:
        return f"it does not define {span.defines} any more"
    before = [part.name for part in definitions(span.path, span.text.encode())]
    if names.count(span.defines) > before.count(span.defines):
        return f"it defines {span.defines} more than once"
    return ""


def _readable(span: Span, new: str) -> str:
    if suffix_of(span.path).startswith("py"):
        before, after = _parsed(span.text), _parsed(new)
        if before is not None and after is None:
            return "it is no Python that can be read"
        if before and after and len(after.body) > len(before.body) and not _ADDS.search(span.words):
            return "it adds something beside what it was given"
        return ""
    if is_known(span.path) and _is_even(span.path, span.text) and not _is_even(span.path, new):
        return "its brackets do not match"
    return ""


def _same_code(span: Span, new: str) -> bool:
    """Tell whether two texts differ only in comments, docstrings and layout that means nothing."""
    if suffix_of(span.path).startswith("py"):
        before, after = _parsed(span.text), _parsed(new)
        if before is None or after is None:
            return False
        return ast.dump(_undocumented(before)) == ast.dump(_undocumented(after))
    one, other = (blanked(span.path, text.encode(), strings=False) for text in (span.text, new))
    return [line.rstrip() for line in one.split(b"\n") if line.strip()] == [
        line.rstrip() for line in other.split(b"\n") if line.strip()
    ]


def _parsed(text: str) -> ast.Module | None:
    """Return Python, however deep it stands, as a tree; None if it cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(textwrap.dedent(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _undocumented(tree: ast.Module) -> ast.Module:
    """Take the docstrings out of a tree, and return it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def _is_even(path: str, text: str) -> bool:
    code = blanked(path, text.encode())
    return all(code.count(opening) == code.count(closing) for opening, closing in _PAIRS)


def _filled(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _says_something(lines: list[str]) -> bool:
    return any(re.search(r"\w{2}", line) for line in lines)


def _contains(lines: list[str], run: list[str]) -> bool:
    return any(lines[at : at + len(run)] == run for at in range(len(lines) - len(run) + 1))


def _size(text: str) -> int:
    return len("".join(text.split()))
