"""Made-up files and changes for the tests of this room."""

from __future__ import annotations

from hypothesis import strategies as st

from pairtui.proposal import (
    Absent,
    FileChange,
    Hunk,
    Present,
    Proposal,
    Provenance,
    Snapshot,
    hunk_id,
)
from pairtui.review.decide import Review
from pairtui.review.result import results

PROVENANCE = Provenance(source="AI", model="test", host="here")
BODIES = (b"", b"a", b"b", b"c", b"    return x", b"}", b"one", b"two \t", "né …".encode(), b"\x0c")
ENDS = (b"\n", b"\n", b"\n", b"\r\n")


def proposal(*files: FileChange) -> Proposal:
    return Proposal("p", "Title", PROVENANCE, files)


def hunk(base: bytes, start: int, end: int, new: bytes, path: str = "a.txt") -> Hunk:
    old = base[start:end]
    name = hunk_id(path, Present(base).digest, start, old, new)
    return Hunk(name, path, start, end, old, new)


def change(base: bytes, *spans: tuple[int, int, bytes], path: str = "a.txt") -> FileChange:
    hunks = tuple(hunk(base, start, end, new, path) for start, end, new in spans)
    return FileChange(path, Present(base), hunks)


def landing(review: Review) -> dict[str, Present | Absent]:
    """Return what is at each path once what was taken is written."""
    written: dict[str, Present | Absent] = {}
    for result in results(review):
        written |= {**dict.fromkeys(result.paths, Absent()), result.goal: result.after}
    return written


def shown(base: bytes, path: str = "a.txt") -> Snapshot:
    return Snapshot({path: Present(base)}, frozenset({path}))


@st.composite
def texts(draw: st.DrawFn, least: int = 0, most: int = 12) -> bytes:
    """Files of few different lines, with mixed ends, a BOM, or no last newline at times."""
    lines = draw(
        st.lists(
            st.tuples(st.sampled_from(BODIES), st.sampled_from(ENDS)), min_size=least, max_size=most
        )
    )
    data = b"".join(body + end for body, end in lines)
    if draw(st.booleans()) and data.endswith(b"\n"):
        data = data[:-1].removesuffix(b"\r")
    return (b"\xef\xbb\xbf" if draw(st.integers(0, 9)) == 0 else b"") + data


@st.composite
def changes(draw: st.DrawFn, *, whole_lines: bool = False) -> FileChange:
    """Changes of one file: sorted spans that do not overlap, of lines or of any bytes."""
    base = draw(texts(least=1))
    edges = [0, len(base)] if whole_lines else list(range(len(base) + 1))
    if whole_lines:
        edges += [at + 1 for at, byte in enumerate(base) if byte == 10]
    count = draw(st.integers(1, 4))
    cuts = sorted(draw(st.lists(st.sampled_from(edges), min_size=2 * count, max_size=2 * count)))
    spans: list[tuple[int, int, bytes]] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        new = draw(texts(most=3))
        if whole_lines and new and not new.endswith(b"\n"):
            new += b"\n"
        touches = spans and start == spans[-1][1]
        if new == base[start:end] or (touches and (start == end or spans[-1][0] == start)):
            continue
        spans.append((start, end, new))
    return change(base, *spans)
