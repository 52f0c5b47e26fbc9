"""How long placing takes, by hand: `python -m tests.bench.placing` in the project's folder.

Each row places 200 edits, as one reply, in files of 5,000 and of 50,000 lines: the ratio has to
stay near the files' own, 10. A fresh file each time, so that nothing is remembered from before.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

from pairtui.proposal import Present, Proposal, Provenance, SearchReplace, Snapshot, WholeFile
from pairtui.review.propose import extend

BLOCKS = 200
SIZES = (5_000, 50_000)
RUNS = 3
PATH = "a.py"


def lines_of(count: int, run: int) -> list[str]:
    """Return the lines of a made-up module; each function is six lines."""
    return [
        line
        for at in range(count // 6)
        for line in (
            f"def function_{at}_{run}(first, second):",
            f'    """Return “what” {at} is – of two."""',
            f"    total = first * {at} + second",
            "    if total:",
            f"        return total - {at % 97}",
            "",
        )
    ]


def exact(lines: list[str], at: int) -> tuple[str, str]:
    """Quote four lines as they are."""
    quoted = lines[at : at + 4]
    return _text(quoted), _text([*quoted[:2], f"    total = second * {at}", quoted[3]])


def trailing(lines: list[str], at: int) -> tuple[str, str]:
    """Quote them with blanks behind."""
    return _changed(exact(lines, at), lambda line: line + "  ")


def plain(lines: list[str], at: int) -> tuple[str, str]:
    """Quote them with plain quotation marks."""
    signs = str.maketrans("“”–", '""-')
    return _changed(exact(lines, at), lambda line: line.translate(signs))


def indented(lines: list[str], at: int) -> tuple[str, str]:
    """Quote them further in."""
    return _changed(exact(lines, at), lambda line: "    " + line)


def nowhere(lines: list[str], at: int) -> tuple[str, str]:
    """Quote a line that is not there, with its neighbours."""
    quoted = lines[at : at + 4]
    return _text([*quoted[:2], quoted[2].replace("first", "frist"), quoted[3]]), "pass\n"


def twice(lines: list[str], at: int) -> tuple[str, str]:
    """Quote a line that stands in very many places."""
    return "    if total:\n", "    if not total:\n"


KINDS = (exact, trailing, plain, indented, nowhere, twice)


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _changed(pair: tuple[str, str], change: Callable[[str], str]) -> tuple[str, str]:
    one, other = (_text([change(line) for line in side.splitlines()]) for side in pair)
    return one, other


def seconds(kind: Callable[[list[str], int], tuple[str, str]], size: int, run: int) -> float:
    """Return how long 200 edits of a kind take in a file; all are placed, or none."""
    lines = lines_of(size, run)
    step = len(lines) // 6 // BLOCKS
    edits = [SearchReplace(PATH, *kind(lines, 6 * step * at)) for at in range(BLOCKS)]
    snapshot = Snapshot({PATH: Present(_text(lines).encode())}, frozenset({PATH}))
    proposal = Proposal("p", "", Provenance("AI", "bench", "here"))
    began = time.perf_counter()
    for edit in edits:
        proposal = extend(proposal, edit, snapshot)
    took = time.perf_counter() - began
    found = len(list(proposal.hunks))
    refused = kind in (nowhere, twice)
    assert found == (0 if refused else BLOCKS), (kind.__name__, found, proposal.unplaced[:1])
    return took


def whole(size: int, run: int) -> float:
    """Return how long a whole file takes that changes 200 lines."""
    lines = lines_of(size, run)
    step = len(lines) // 6 // BLOCKS
    data = _text(lines).encode()
    for at in range(BLOCKS):
        lines[6 * step * at + 2] = f"    total = {at}"
    snapshot = Snapshot({PATH: Present(data)}, frozenset({PATH}))
    proposal = Proposal("p", "", Provenance("AI", "bench", "here"))
    began = time.perf_counter()
    proposal = extend(proposal, WholeFile(PATH, _text(lines)), snapshot)
    took = time.perf_counter() - began
    assert len(list(proposal.hunks)) == BLOCKS
    return took


def main() -> None:
    """Print the table."""
    print(f"{BLOCKS} edits".ljust(12), *(f"{size:,} lines".rjust(14) for size in SIZES), "ratio")
    rows = [
        (kind.__name__, lambda size, run, kind=kind: seconds(kind, size, run)) for kind in KINDS
    ]
    for name, measure in [*rows, ("whole file", whole)]:
        small, large = (min(measure(size, run) for run in range(RUNS)) for size in SIZES)
        rate = SIZES[1] / large
        cells = f"{small * 1000:11.0f} ms {large * 1000:11.0f} ms {large / small:5.1f}"
        print(f"{name:12} {cells}   {rate:12,.0f} lines/s")
    tracemalloc.start()
    seconds(indented, SIZES[1], RUNS)
    size = len(_text(lines_of(SIZES[1], RUNS)).encode())
    print(
        f"peak memory at another indentation: {tracemalloc.get_traced_memory()[1] / size:.1f} texts"
    )


if __name__ == "__main__":
    main()
