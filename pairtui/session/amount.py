"""Amounts as a person reads them."""

from __future__ import annotations


def size(count: int) -> str:
    """Return a number of bytes: "1 byte", "1.5 kB", "2.0 MB"."""
    if count < 1000:
        return "1 byte" if count == 1 else f"{count} bytes"
    return f"{count / 1000:.1f} kB" if count < 100_000 else f"{count / 1_000_000:.1f} MB"


def many(count: int, word: str, plural: str = "") -> str:
    """Return a number with its noun: "1 file", "2 files"."""
    return f"{count:,} {word if count == 1 else plural or word + 's'}"
