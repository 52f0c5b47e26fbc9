"""Announced: a sentence above a fence that says the fence is all of a file.

"Here is the complete file src/app.js:" says so. "Here is how `app.js` is used:" does not, nor does
"the updated `app.js`" unless whole files were asked for, for models write that above a part too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairtui.formats.envelope import LIMIT, pathlike

_WHOLE = "complete|full|whole|entire"
_CHANGED = (
    "updated|revised|corrected|modified|fixed|rewritten|refactored|improved|changed|final|new"
)
_ALSO = rf"(?:[ ,]+(?:{_WHOLE}|{_CHANGED}|and|working|source)\b){{0,4}}"
_THING = r"(?: \w+)? (?:file|code|content|source|text|version|script|module|document)s?"
_LINK = r"(?:[ ,]+(?:of|for|in|called|named|at|is|the|your|file|updated|new)\b){0,5}[ :,–—-]+"
_PATH = r"(?:`(?P<ticked>[^`]+)`|[\"'(]*(?P<bare>[^\s`\"'|<>]+))"
_NEW_FILE = r"new (?:\w+ )?file"
_SAYS = re.compile(rf"\b(?:(?:{_WHOLE})\b{_ALSO}{_THING}|{_NEW_FILE})\b", re.IGNORECASE)
_NAMES = tuple(
    re.compile(
        rf"\b(?:(?:{words})\b{_ALSO}(?:{_THING}\b)?|{_NEW_FILE}\b){_LINK}{_PATH}", re.IGNORECASE
    )
    for words in (_WHOLE, f"{_WHOLE}|{_CHANGED}")
)
_PARTLY = re.compile(
    r"\b(?:examples?|usage|snippets?|excerpts?|sections?|parts?|functions?|methods?|class(?:es)?"
    r"|lines?|relevant|diff|patch|only|not|without|instead|how|if)\b|n['’]t\b",
    re.IGNORECASE,
)


def says_whole(line: str) -> bool:
    """Tell whether a line says that all of a file comes next, without naming the file."""
    text = _leading(line)
    return (
        text != ""
        and "`" not in text
        and _SAYS.search(text) is not None
        and not _PARTLY.search(text)
    )


def whole_path(line: str, known: Sequence[str], *, asked: bool) -> str:
    """Return the file of which a line says that all of it comes next, or "".

    `known` are the files of the conversation; a name that may be short for one of them is not
    certain. `asked` tells that whole files were asked for.
    """
    text = _leading(line)
    found = _NAMES[asked].search(text) if text else None
    if found is None or _PARTLY.search(text.replace(found["ticked"] or found["bare"], "")):
        return ""
    path = (found["ticked"] or found["bare"].rstrip(":.,;)")).strip().removeprefix("./")
    certain = found["ticked"] or "/" in path
    if path in known:
        return path
    short = any(one.endswith(f"/{path}") for one in known)
    return path if certain and pathlike(path) and not short else ""


def _leading(line: str) -> str:
    """Return a line that leads over to what comes next, without its stars, or ""."""
    if ":" not in line and "#" not in line:
        return ""
    text = line.replace("*", "").strip()
    leads = text.endswith(":") or text.startswith("#")
    return text if leads and len(line) <= LIMIT else ""
