"""All files of a repository, found by what is typed of them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.paths import FEW, MOST, Paths

FILES = ("README.md", "cart/price.py", "cart/tax.py", "docs/prices.md", "tests/test_price.py")
KNOWN = Paths(FILES)
NAMES = st.lists(st.text("abcDß.é[*", min_size=1, max_size=3), min_size=1, max_size=4)
FOUND = st.lists(NAMES.map("/".join), max_size=12, unique=True)


def test_the_path_goes_before_the_name_and_the_name_before_the_letters() -> None:
    assert KNOWN.complete("cart/") == ("cart/tax.py", "cart/price.py")
    assert KNOWN.complete("pri")[:3] == ("cart/price.py", "docs/prices.md", "tests/test_price.py")
    assert KNOWN.complete("readme") == ("README.md",)
    assert set(KNOWN.complete("tpy")) == {FILES[1], FILES[2], FILES[4]}
    assert KNOWN.complete("zzz") == ()


def test_folders_are_offered_until_one_is_in() -> None:
    assert KNOWN.complete("") == ("cart/", "docs/", "tests/", *sorted(FILES, key=_rank))
    assert KNOWN.complete("ca")[0] == "cart/"
    assert "cart/" not in KNOWN.complete("cart/")


def test_a_folder_is_known_by_its_slash() -> None:
    assert KNOWN.folder("cart/")
    assert not KNOWN.folder("cart")
    assert not Paths(()).folder("./")


def test_no_more_is_offered_than_can_be_read() -> None:
    many = Paths([f"a/file{number}.py" for number in range(500)])
    assert len(many.complete("file")) == MOST


@given(FOUND, st.text("abcdß.é[*/\n", max_size=4))
@settings(max_examples=150)
def test_it_finds_what_a_search_one_by_one_would(files: list[str], prefix: str) -> None:
    """The search in one text is only a quicker way to rank every path."""
    every = {*files, *(f"{path[:at]}/" for path in files for at in _slashes(path))}
    wanted = prefix.casefold()
    ranked = sorted(
        (rank, len(path), path)
        for path in every
        if (rank := _ranked(path, wanted)) is not None
        and not (path == prefix and path.endswith("/"))
    )
    best = [path for rank, _, path in ranked if rank < 3]
    letters = [path for rank, _, path in ranked if rank == 3]
    held = any(wanted in path.casefold() for path in every)
    known = Paths(files)
    for typed in (prefix[:-2], prefix[:-1], prefix):
        found = known.complete(typed)  # what a key left to search must not matter for the next
    assert found == tuple(best if held else letters[:FEW])


def _slashes(path: str) -> list[int]:
    return [at for at, letter in enumerate(path) if letter == "/"]


def _rank(path: str) -> tuple[int, str]:
    return len(path), path


def _ranked(path: str, wanted: str) -> int | None:
    folded = path.casefold()
    if folded.startswith(wanted):
        return 0
    if re.search(f"/{re.escape(wanted)}[^/]*/?$", folded):
        return 1
    if wanted in folded:
        return 2
    letters = iter(folded)
    return 3 if all(letter in letters for letter in wanted) else None
