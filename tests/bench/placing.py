"""How long placing takes, by hand: `python -m tests.bench.placing` in the project's folder.

Each row places 200 edits, as one reply, in files of 5,000 and of 50,000 lines: the ratio has to
stay near the files' own, 10. A fresh file each time, so that nothing is remembered from before. The
peak is that of memory, the file and the reply with it, in sizes of these.
"""

from __future__ import annotations

import functools
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pairtui.proposal import Edit, Present, Proposal, Provenance, SearchReplace, Snapshot, WholeFile
from pairtui.review.propose import extend

BLOCKS = 200
SIZES = (5_000, 50_000)
RUNS = 3
PATH = "a.py"

Kind: TypeAlias = Callable[[list[str], int], tuple[Any, ...]]


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


def beside(lines: list[str], at: int) -> tuple[str, str]:
    """Quote a line that is not there, with its neighbours."""
    quoted = lines[at : at + 4]
    return _text([*quoted[:2], quoted[2].replace("first", "frist"), quoted[3]]), "pass\n"


def nowhere(lines: list[str], at: int) -> tuple[str, str]:
    """Quote nothing but lines that are not there."""
    return _text([line.replace("t", "d") for line in lines[at : at + 4]]), "pass\n"


def sentence(lines: list[str], at: int) -> tuple[str, str]:
    """Quote a sentence that is in no line."""
    return f"This is none of the {at} sentences in there.\n", "pass\n"


def twice(lines: list[str], at: int) -> tuple[str, str]:
    """Quote a line that stands in very many places."""
    return "    if total:\n", "    if not total:\n"


def numbered(lines: list[str], at: int) -> tuple[str, str, int]:
    """Quote a line that stands in very many places, with the number it has."""
    return "    if total:\n", f"    if total > {at}:\n", at + 4


REFUSED = (beside, nowhere, sentence, twice)
KINDS = (exact, trailing, plain, indented, numbered, *REFUSED)


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _changed(pair: tuple[str, str], change: Callable[[str], str]) -> tuple[str, str]:
    one, other = (_text([change(line) for line in side.splitlines()]) for side in pair)
    return one, other


@dataclass(frozen=True)
class Case:
    """Edits of one file, and whether all of them are placed, or none."""

    data: bytes
    edits: list[Edit]
    placed: bool = True

    @property
    def size(self) -> int:
        """Return how many bytes the file and the edits hold."""
        return len(self.data) + sum(len(_written(edit).encode()) for edit in self.edits)

    def run(self) -> float:
        """Place them as one reply and return how many seconds it took."""
        snapshot = Snapshot({PATH: Present(self.data)}, frozenset({PATH}))
        proposal = Proposal("p", "", Provenance("AI", "bench", "here"))
        began = time.process_time()
        for edit in self.edits:
            proposal = extend(proposal, edit, snapshot)
        took = time.process_time() - began
        found = len(list(proposal.hunks))
        assert found == (BLOCKS if self.placed else 0), (found, proposal.unplaced[:1])
        return took

    def peak(self) -> float:
        """Return the most memory that placing needs, the texts too, in sizes of these texts."""
        tracemalloc.start()
        self.run()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return (peak + self.size) / self.size


def quoted(kind: Kind, size: int, run: int) -> Case:
    """Return 200 edits of one kind, spread over a file."""
    lines = lines_of(size, run)
    step = len(lines) // 6 // BLOCKS
    edits: list[Edit] = []
    for at in range(BLOCKS):
        search, new, *line = kind(lines, 6 * step * at)
        edits.append(SearchReplace(PATH, search, new, line=line[0] if line else 0))
    return Case(_text(lines).encode(), edits, kind not in REFUSED)


def whole(size: int, run: int) -> Case:
    """Return a whole file that changes 200 lines."""
    lines = lines_of(size, run)
    step = len(lines) // 6 // BLOCKS
    data = _text(lines).encode()
    for at in range(BLOCKS):
        lines[6 * step * at + 2] = f"    total = {at}"
    return Case(data, [WholeFile(PATH, _text(lines))])


def _written(edit: Edit) -> str:
    match edit:
        case SearchReplace(search=search, replace=new):
            return search + new
        case WholeFile(text=text):
            return text
        case _:
            raise TypeError(edit)


def main() -> None:
    """Print the table."""
    print(f"{BLOCKS} edits".ljust(12), *(f"{size:,} lines".rjust(14) for size in SIZES), "ratio")
    rows: list[tuple[str, Callable[[int, int], Case]]] = [
        (kind.__name__, functools.partial(quoted, kind)) for kind in KINDS
    ]
    for name, made in [*rows, ("whole file", whole)]:
        small, large = (min(made(size, run).run() for run in range(RUNS)) for size in SIZES)
        rate = SIZES[1] / large
        cells = f"{small * 1000:11.0f} ms {large * 1000:11.0f} ms {large / small:5.1f}"
        peak = made(SIZES[1], RUNS).peak()
        print(f"{name:12} {cells}   {rate:12,.0f} lines/s   peak {peak:.1f} texts")


if __name__ == "__main__":
    main()
