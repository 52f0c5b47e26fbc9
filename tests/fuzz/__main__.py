"""Fuzz: `python -m tests.fuzz --seconds 600` in the project's folder; exit code 1 if it finds one.

Each reply has a number, from which it and all that is done with it are made: the same number gives
the same reply again (`--first 4711 --count 1`). A finding is printed with the smallest part of its
lines that still shows it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from tests.fuzz.checks import Ground, check
from tests.fuzz.made import reply


def fails(text: str, number: int, ground: Ground) -> str:
    """Return what goes wrong with a reply, or nothing."""
    for again in range(8):
        try:
            check(text, Random(number + again * 1_000_003), ground)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            return f"{type(error).__name__}: {error}"[:600]
    return ""


def smallest(text: str, number: int, ground: Ground) -> str:
    """Return the reply without lines that the finding does not need."""
    lines = text.split("\n")
    size = max(len(lines) // 2, 1)
    while size:
        at = 0
        while at < len(lines):
            fewer = lines[:at] + lines[at + size :]
            if fails("\n".join(fewer), number, ground):
                lines = fewer
            else:
                at += size
        size //= 2
    return "\n".join(lines)


def main() -> int:
    """Run for some time, or over some numbers; return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--first", type=int, default=0, help="the number of the first reply")
    parser.add_argument("--count", type=int, default=sys.maxsize, help="how many at most")
    parser.add_argument("--findings", type=int, default=5, help="stop after so many")
    given = parser.parse_args()
    count: Counter[str] = Counter()
    found: set[str] = set()
    slowest, which, size = 0.0, 0, 0
    end = time.monotonic() + given.seconds
    number = given.first
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground.make(Path(folder))
        while time.monotonic() < end and number < given.first + given.count:
            text = reply(Random(number))
            began = time.process_time()
            try:
                count += check(text, Random(number), ground)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
                where = traceback.extract_tb(error.__traceback__)[-1]
                kind = f"{where.filename}:{where.lineno}"
                if kind not in found:
                    found.add(kind)
                    print(f"number {number}: {type(error).__name__}: {str(error)[:400]}\n  {kind}")
                    small = smallest(text, number, ground)
                    print(f"  {small!r}\n  {fails(small, number, ground)}\n", flush=True)
            took = time.process_time() - began
            if took > slowest:
                slowest, which = took, number
            size += len(text)
            number += 1
            if len(found) >= given.findings:
                break
    total = number - given.first
    print(f"{total:,} replies of {size / 1e6:.1f} MB, {len(found)} findings")
    print(f"slowest: number {which}, {slowest:.2f} s")
    print(", ".join(f"{name} {amount:,}" for name, amount in sorted(count.items())))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
