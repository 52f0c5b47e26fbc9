from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pairtui.session.files import complete

KNOWN = ("README.md", "cart/price.py", "cart/tax.py", "docs/prices.md", "tests/test_price.py")


def test_the_path_goes_before_the_name_and_the_name_before_the_letters() -> None:
    assert complete(KNOWN, "cart/") == ("cart/tax.py", "cart/price.py")
    assert complete(KNOWN, "pri")[:2] == ("cart/price.py", "docs/prices.md")
    assert complete(KNOWN, "readme") == ("README.md",)
    assert set(complete(KNOWN, "tpy")) == {KNOWN[1], KNOWN[2], KNOWN[4]}
    assert complete(KNOWN, "zzz") == ()


@given(st.text(max_size=8))
def test_whatever_is_offered_holds_the_letters_in_order(prefix: str) -> None:
    for path in complete(KNOWN, prefix):
        letters = iter(path.casefold())
        assert all(letter in letters for letter in prefix.casefold())
