"""Prose: which files are read as prose, and a change of one as changes of its sentences."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pairtui.proposal import Hunk, hunk_id
from pairtui.review.grains import by_sentence
from pairtui.review.node import Node
from pairtui.review.split import piece

PROSE = {".md", ".markdown", ".mkd", ".txt", ".text", ".rst", ".adoc", ".asciidoc", ".org", ".tex"}
CODE = {
    ".py", ".js", ".ts", ".tsx", ".jsx", ".css", ".html", ".json", ".svg", ".xml", ".csv", ".tsv",
    ".c", ".h", ".cpp", ".rs", ".go", ".java", ".rb", ".sh", ".toml", ".yaml", ".yml", ".sql",
}  # fmt: skip
LONG = 200
"""A line of so many bytes with a good share of spaces is a paragraph, whatever the file's name."""


@lru_cache(maxsize=256)
def is_prose(path: str, data: bytes) -> bool:
    """Tell whether a file is read as prose: by its name, else by its long lines."""
    _, dot, ending = path.rpartition("/")[2].lstrip(".").rpartition(".")
    suffix = f".{ending.lower()}" if dot else ""
    if suffix in PROSE:
        return True
    if suffix in CODE:
        return False
    return any(
        len(line) > LONG and line.count(b" ") > len(line) // 12
        for line in data[:65536].split(b"\n")
    )


def in_sentences(hunk: Hunk, base: str) -> tuple[Hunk, ...]:
    """Return a change of prose as a change of each of its sentences, whose ids are their own.

    A paragraph that is all new, or all gone, stays one, as does what is about the file itself.
    `base` is the digest of the file.
    """
    nodes = by_sentence(hunk) if hunk.old.strip() and hunk.new.strip() else ()
    if not nodes or (len(nodes) == 1 and not _stays_beside(hunk, nodes[0])):
        return (hunk,)
    parts = (piece(hunk, node) for node in nodes)
    return tuple(_named(part, base) for part in parts)


def _stays_beside(hunk: Hunk, node: Node) -> bool:
    """Tell whether more of a change than space stays beside the one sentence that changes in it."""
    stays = hunk.old[: node.old] + hunk.old[node.old_end :]
    return bool(stays.strip()) and node.old < node.old_end and node.new < node.new_end


def _named(part: Hunk, base: str) -> Hunk:
    name = hunk_id(part.path, base, part.start, part.old, part.new)
    return replace(part, id=name)
