from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.session.amount import many, size
from pairtui.session.history import SHORT, shortened


@given(st.sets(st.text("ab", min_size=1, max_size=12), max_size=12))
@settings(max_examples=40)
def test_a_short_id_names_one_proposal(ids: set[str]) -> None:
    for name, short in shortened(ids).items():
        assert name.startswith(short)
        assert len(short) >= min(SHORT, len(name))
        others = [other for other in ids if other != name and other.startswith(short)]
        assert not others or short == name


def test_amounts_are_said_as_a_person_reads_them() -> None:
    assert [size(count) for count in (1, 999, 1500, 150_000)] == [
        "1 byte", "999 bytes", "1.5 kB", "0.1 MB",
    ]  # fmt: skip
    assert many(1, "file") == "1 file"
    assert many(1200, "entry", "entries") == "1,200 entries"
