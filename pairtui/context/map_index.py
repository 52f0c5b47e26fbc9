"""The index of a repository's definitions: one table of bytes, searched where it lies.

A header of one line, then two tables: files with their outlines by path, and names by their
letters. The tables are text; whatever does not read as it was written counts as damaged.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pairtui.context.map_lines import Buffer, SortedLines
from pairtui.context.outline.definition import Definition, Outline

MAGIC = b"pairtui map 1 "
TOP = 200
"""Files kept by how much they are referred to."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file is known to be unchanged: bytes and time of its last change."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition that can be found by its name, or the file itself (kind "file").

    `first` to `last` are its lines, from 1; `used` is how many files use the name.
    """

    name: str
    kind: str
    path: str
    first: int
    last: int
    within: tuple[str, ...] = ()
    used: int = 0


@dataclass(frozen=True, slots=True)
class Filed:
    """A file as it was when its outline was made."""

    stamp: Stamp
    outline: Outline


class Damaged(Exception):
    """An index that is not what was written."""


def record(stamp: Stamp, found: Outline) -> bytes:
    """Return a file's stamp and outline as they stand behind its path."""
    names = " ".join(f"{name} {count}" for name, count in found.names)
    definitions = [
        [one.name, one.kind, one.first, one.line, one.last, list(one.within), one.text]
        for one in found.definitions
    ]
    written = json.dumps(definitions, ensure_ascii=False, separators=(",", ":"))
    return f"{stamp.size}\t{stamp.mtime_ns}\t{names}\t{written}".encode()


def can_be_filed(path: str) -> bool:
    """Tell whether a path can stand in an index: text, without signs that steer."""
    return path.isprintable() and bool(path)


def encode(records: Mapping[str, bytes], *, left: int = 0, skipped: int = 0) -> bytes:
    """Return an index of these files; `left` were not read yet, `skipped` never will be."""
    filed = sorted((path.encode(), line) for path, line in records.items())
    used = _used(line for _, line in filed)
    names: list[bytes] = []
    weight: dict[str, int] = {}
    for key, line in filed:
        path = key.decode()
        for symbol in _symbols(path, _definitions(line)):
            count = used[symbol.name]
            if symbol.kind != "file":
                weight[path] = weight.get(path, 0) + count
            names.append(_name_line(symbol, count))
    names.sort()
    files = b"".join(b"%s\t%s\n" % one for one in filed)
    table = b"".join(names)
    top = sorted((path for path in weight if weight[path]), key=lambda path: (-weight[path], path))
    header = {
        "files": len(files),
        "names": len(table),
        "sum": zlib.crc32(table, zlib.crc32(files)),
        "count": len(filed),
        "left": left,
        "skipped": skipped,
        "top": top[:TOP],
    }
    return b"".join((MAGIC, json.dumps(header).encode(), b"\n", files, table))


class MapIndex:
    """An index as it lies in a file; raises Damaged where it is not whole."""

    def __init__(self, data: Buffer) -> None:
        end = data.find(b"\n") + 1
        if not end or data[: len(MAGIC)] != MAGIC:
            raise Damaged
        try:
            header = json.loads(data[len(MAGIC) : end])
            files, names = int(header["files"]), int(header["names"])
            self.count, self.left = int(header["count"]), int(header["left"])
            self.skipped = int(header["skipped"])
            self.top: tuple[str, ...] = tuple(map(str, header["top"]))
            expected = int(header["sum"])
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged from error
        if len(data) != end + files + names or _sum(data, end) != expected:
            raise Damaged
        self._files = SortedLines(data, end, end + files)
        self._names = SortedLines(data, end + files, end + files + names)

    def file(self, path: str) -> Filed | None:
        """Return what was found in a file, if it is in the index."""
        for line in self._files.having(path.encode("utf-8", "surrogateescape")):
            _, size, time, names, _ = line.split(b"\t", 4)
            words = names.decode().split()
            pairs = zip(words[::2], map(int, words[1::2]), strict=True)
            found = Outline(tuple(_definitions(line)), tuple(pairs))
            return Filed(Stamp(int(size), int(time)), found)
        return None

    def stamp(self, path: str) -> Stamp | None:
        """Return by what a file was known, if it is in the index."""
        for line in self._files.having(path.encode("utf-8", "surrogateescape")):
            _, size, time, _ = line.split(b"\t", 3)
            return Stamp(int(size), int(time))
        return None

    def records(self) -> Iterator[tuple[str, Stamp, bytes]]:
        """Yield every file with its stamp and what stands behind its path."""
        for line in self._files.all():
            path, rest = line.split(b"\t", 1)
            size, time, _ = rest.split(b"\t", 2)
            yield path.decode(), Stamp(int(size), int(time)), rest

    def named(self, name: str) -> Iterator[Symbol]:
        """Yield what has this name, letter by letter, and the files that are called so."""
        for line in self._names.having(_key(name)):
            symbol = _symbol(line)
            if symbol.name == name or symbol.kind == "file":
                yield symbol

    def beginning(self, start: str, most: int) -> Sequence[Symbol]:
        """Return the symbols whose names begin so, upper and lower case alike, at most so many."""
        found = []
        for line in self._names.beginning(_key(start)):
            found.append(_symbol(line))
            if len(found) >= most:
                break
        return found


def _sum(data: Buffer, at: int) -> int:
    found = 0
    while at < len(data):
        found = zlib.crc32(data[at : at + (1 << 20)], found)
        at += 1 << 20
    return found


def _used(lines: Iterable[bytes]) -> Counter[str]:
    """Return in how many files each name is used."""
    used: Counter[str] = Counter()
    for line in lines:
        used.update(line.split(b"\t", 3)[2].decode().split()[::2])
    return used


def _definitions(line: bytes) -> Iterator[Definition]:
    """Yield the definitions at the end of a line of a file."""
    for name, kind, first, start, last, within, text in json.loads(line.rpartition(b"\t")[2]):
        yield Definition(name, kind, first, start, last, tuple(within), text)


def _symbols(path: str, found: Iterable[Definition]) -> Iterator[Symbol]:
    """Yield what can be found of a file by name: its own, and those it defines."""
    stem = path.rpartition("/")[2].partition(".")[0]
    if stem:
        yield Symbol(stem, "file", path, 1, 1)
    for one in found:
        if one.kind != "impl" and all(map(str.isprintable, (one.name, *one.within))):
            yield Symbol(one.name, one.kind, path, one.first, one.last, one.within)


def _name_line(symbol: Symbol, used: int) -> bytes:
    within = "\x1f".join(symbol.within)
    lines = f"{symbol.first}\t{symbol.last}\t{used}"
    text = f"{symbol.name}\t{symbol.path}\t{symbol.kind}\t{lines}\t{within}\n"
    return b"%s\t%s" % (_key(symbol.name), text.encode())


def _symbol(line: bytes) -> Symbol:
    _, name, path, kind, first, last, used, within = line.decode().split("\t")
    names = tuple(within.split("\x1f")) if within else ()
    return Symbol(name, kind, path, int(first), int(last), names, int(used))


def _key(name: str) -> bytes:
    return name.casefold().encode("utf-8", "surrogateescape")
