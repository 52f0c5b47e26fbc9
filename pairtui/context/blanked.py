"""Blanked: code without its strings and comments, byte for byte as long, to find its outline in.

A scanner, no parser: it also takes files that are broken or half written. Line ends stay where
they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

_STRINGS = rb"\"(?:\\.|[^\"\\\n])*\"|(?<!\w)'(?:\\.|[^'\\\n])*'"
_TRIPLE = rb"\"\"\"(?:\\.|[^\\]|\\\Z)*?(?:\"\"\"|\Z)"
_SLASHES = rb"(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"
_BACKTICK = rb"`(?:\\.|[^`\\])*`"
_JS_PATTERN = rb"(?<=[=(,:!&|?{};])[ \t]*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/"

_PYTHON = rb"(?P<comment>#[^\n]*)|%s|%s|%s" % (
    _TRIPLE,
    _TRIPLE.replace(rb"\"", rb"'"),
    _STRINGS.replace(rb"(?<!\w)", b""),  # a letter before the quotation mark is a prefix
)
_RUST = (
    rb"%s|\br(?P<hash>#*)\".*?\"(?P=hash)|\"(?:\\.|[^\"\\])*\"|'(?:\\[^\n']{1,10}|[^'\\\n])'"
    % (_SLASHES)
)
_C = rb"%s|\bR\"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)\"|%s" % (_SLASHES, _STRINGS)
_JVM = rb"%s|%s|%s" % (_SLASHES, _TRIPLE, _STRINGS)
_JS = rb"%s|%s|%s|%s" % (_SLASHES, _JS_PATTERN, _BACKTICK, _STRINGS)
_GO = rb"%s|`[^`]*`|%s" % (_SLASHES, _STRINGS)

_SUFFIXES = {
    _PYTHON: ("py", "pyi", "pyw"),
    _RUST: ("rs",),
    _C: ("c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm", "ino"),
    _JVM: ("java", "kt", "kts", "cs", "swift", "scala", "dart", "php"),
    _JS: ("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"),
    _GO: ("go",),
}
_BY_SUFFIX = {suffix: words for words, suffixes in _SUFFIXES.items() for suffix in suffixes}
_AWAY = bytes(byte if byte == 0x0A else 0x20 for byte in range(256))


def suffix_of(path: str) -> str:
    """Return what tells the language of a file: the end of its name, in small letters."""
    name = path.rpartition("/")[2].casefold()
    return name.rpartition(".")[2] if "." in name else ""


def is_known(path: str) -> bool:
    """Tell whether the strings and comments of a file's language are known."""
    return suffix_of(path) in _BY_SUFFIX


def blanked(path: str, data: bytes, *, strings: bool = True) -> bytes:
    """Return code with its comments as spaces and each string as an underscore and spaces.

    A string over several lines is brackets with nothing in them: its lines begin nothing. With
    `strings` false strings stay. A language that is not known comes back as it is.
    """
    words = _BY_SUFFIX.get(suffix_of(path))
    if words is None:
        return data
    pieces: list[bytes] = []
    at = 0
    for found in _pattern(words).finditer(data):
        comment = found["comment"] is not None
        if not comment and not strings:
            continue
        text = found[0].translate(_AWAY)
        if not comment:
            long = b"\n" in text and not text.endswith(b"\n")  # one without an end has no lines
            text = b"(%s)" % text[1:-1] if long else b"_" + text[1:]
        pieces += [data[at : found.start()], text]
        at = found.end()
    return b"".join([*pieces, data[at:]])


@lru_cache(maxsize=len(_SUFFIXES))
def _pattern(words: bytes) -> re.Pattern[bytes]:
    return re.compile(words, re.DOTALL)
