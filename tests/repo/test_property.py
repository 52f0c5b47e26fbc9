"""Any mix of the person's staged and unstaged work and of taken changes, on real git."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.repo.workbench import Bench

ROWS = 24


def text(marks: dict[int, str], ends: bytes, last: bool) -> bytes:
    lines = [f"line {row} {marks.get(row, '')}".encode() for row in range(ROWS)]
    data = ends.join(lines)
    return data + ends if last else data


@settings(deadline=None, max_examples=12)
@given(
    owners=st.lists(
        st.sampled_from(["", "", "", "taken", "staged", "own"]), min_size=ROWS, max_size=ROWS
    ).filter(lambda rows: "taken" in rows),
    ends=st.sampled_from([b"\n", b"\r\n"]),
    last=st.booleans(),
)
def test_each_change_lands_only_where_it_belongs(
    owners: list[str], ends: bytes, last: bool
) -> None:
    # A line between any two that differ, so that whose change it is stays beyond doubt.
    rows = {row: owner for row, owner in enumerate(owners) if row % 2 and owner}
    if "taken" not in rows.values():
        return

    def version(*who: str) -> bytes:
        return text({row: owner for row, owner in rows.items() if owner in who}, ends, last)

    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.make(Path(folder) / "work")
        first = bench.commit({"a.txt": version(), "b.txt": b"b\n"})
        bench.put("a.txt", version("staged"))
        bench.git("add", "a.txt")
        bench.put("a.txt", version("staged", "own"))
        before = bench.status()
        landed = bench.saved(bench.taken("a.txt", version("staged", "own", "taken")))
        assert bench.data("a.txt") == version("staged", "own", "taken")
        assert bench.blob("HEAD:a.txt") == version("taken")
        assert bench.blob(":a.txt") == version("staged", "taken")
        bench.undone(landed)
        assert (bench.head, bench.status()) == (first, before)
        assert bench.data("a.txt") == version("staged", "own")
        assert bench.blob(":a.txt") == version("staged")
        bench.clean_up_is_done()
