"""The map: an index of definitions, ranked by what the conversation uses, fitted into a budget."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.map_index import (
    Damaged,
    Filed,
    MapIndex,
    Stamp,
    Symbol,
    can_be_filed,
    encode,
    record,
)
from pairtui.context.map_lines import SortedLines
from pairtui.context.map_rank import rank
from pairtui.context.map_text import fit
from pairtui.context.outline.read import outline
from pairtui.tokens import estimate

SHOP = {
    "shop/price.py": "class Price:\n    def total(self, rate):\n        return round_up(rate)\n\n\n"
    "LIMIT = 3\n",
    "shop/round.py": "def round_up(value):\n    return value\n\n\n"
    "def round_down(value):\n    pass\n",
    "shop/page.py": "from shop.price import Price\n\n\n"
    "def show(cart):\n    return Price(cart).total(1)\n",
    "shop/unused.py": "def nobody_calls():\n    pass\n",
    "web/price.js": "export function round_up(a) { return a }\nexport class Price {}\n",
    "docs/guide.md": "# Guide\n\n## Prices\n\nSee `Price`.\n",
}


def indexed(files: dict[str, str], **more: int) -> MapIndex:
    records = {}
    for number, (path, text) in enumerate(files.items()):
        found = outline(path, text)
        assert found is not None
        records[path] = record(Stamp(len(text), number), found)
    return MapIndex(encode(records, **more))


def drawn(index: MapIndex, talk: list[str], words: str = "", budget: int = 10_000) -> str:
    return fit(rank(index, talk, words, lambda paths: set(paths) - set(talk)), budget, estimate)


def test_what_goes_into_an_index_comes_out_of_it() -> None:
    index = indexed(SHOP, left=4, skipped=5)
    for number, (path, text) in enumerate(SHOP.items()):
        found = outline(path, text)
        assert found is not None
        assert index.file(path) == Filed(Stamp(len(text), number), found)
        assert index.stamp(path) == Stamp(len(text), number)
    assert (index.count, index.left, index.skipped) == (len(SHOP), 4, 5)
    assert [path for path, _, _ in index.records()] == sorted(SHOP)
    assert index.file("shop/nothing.py") is None
    assert index.stamp("shop") is None


def test_names_are_found_whole_by_their_beginnings_and_with_their_lines() -> None:
    index = indexed(SHOP)
    assert list(index.named("total")) == [
        Symbol("total", "method", "shop/price.py", 2, 3, ("Price",), 1)
    ]
    names = [(one.name, one.path) for one in index.beginning("ROUND_", 10)]
    assert names == [
        ("round_down", "shop/round.py"),
        ("round_up", "shop/round.py"),
        ("round_up", "web/price.js"),
    ]
    assert len(index.beginning("round_", 2)) == 2
    assert not index.beginning("nothing", 10)


def test_files_are_found_by_what_they_are_called() -> None:
    found = [(one.kind, one.path) for one in indexed(SHOP).named("price")]
    assert found == [("file", "shop/price.py"), ("file", "web/price.js")]


@settings(max_examples=60)
@given(st.sets(st.text("ab\t\x7fé", min_size=1, max_size=4)), st.text("abé", max_size=3))
def test_a_table_finds_what_a_search_of_all_lines_finds(names: set[str], start: str) -> None:
    keys = sorted(name.replace("\t", "").encode() for name in names)
    lines = sorted(b"%s\t%s" % (key, b"x" * 9_000) for key in keys)
    data = b"head\n" + b"".join(line + b"\n" for line in lines)
    table, key = SortedLines(data, 5, len(data)), start.encode()
    assert list(table.all()) == lines
    assert list(table.having(key)) == [one for one in lines if one.split(b"\t")[0] == key]
    assert list(table.beginning(key)) == [one for one in lines if one.startswith(key)]


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_index_is_known_to_be_one(data: st.DataObject) -> None:
    whole = encode({"a.py": record(Stamp(1, 2), outline("a.py", "def one(): pass\n"))})  # type: ignore[arg-type]  # it has an outline
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.booleans())
    torn = whole[:at] if cut else whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :]
    try:
        found = MapIndex(torn)
    except Damaged:
        return
    assert found.file("a.py") == MapIndex(whole).file("a.py"), "only what is beside the tables"


@pytest.mark.parametrize("path", ["a\tb.py", "a\nb.py", "a\x1b[2J.py", "\udcff.py", ""])
def test_names_with_signs_that_steer_are_in_no_index(path: str) -> None:
    assert not can_be_filed(path)


def test_a_map_shows_what_the_files_in_the_conversation_use() -> None:
    assert drawn(indexed(SHOP), ["shop/page.py"], budget=12) == "shop/price.py\n1 class Price"


def test_a_map_goes_on_with_what_those_use_and_ends_with_the_rest() -> None:
    some = drawn(indexed(SHOP), ["shop/page.py"], budget=35)
    assert some.startswith("shop/price.py\n1 class Price\n2   def total(self, rate)\n")
    assert "shop/round.py\n1 def round_up(value)" in some
    assert "nobody_calls" not in some
    found = drawn(indexed(SHOP), ["shop/page.py"])
    assert "shop/unused.py\n1 def nobody_calls()" in found, "there is room for it"
    assert "shop/page.py" not in found


def test_a_file_refers_to_definitions_of_its_own_language_only() -> None:
    ranked = rank(
        indexed(SHOP), ["shop/price.py"], "", lambda paths: set(paths) - {"shop/price.py"}
    )
    first = ranked[0]
    assert (first.path, first.definition.name) == ("shop/round.py", "round_up")
    assert all(one.weight < first.weight / 3 for one in ranked if one.path == "web/price.js")


def test_prose_refers_to_definitions_of_every_language() -> None:
    found = drawn(indexed(SHOP), ["docs/guide.md"])
    assert "shop/price.py" in found
    assert "web/price.js" in found


def test_words_bring_in_what_they_name() -> None:
    assert "nobody_calls" in drawn(indexed(SHOP), [], "who needs nobody_calls?", budget=30)
    assert "nobody_calls" in drawn(indexed(SHOP), [], "look at shop/unused.py")


def test_what_stands_in_a_test_is_meant_less_than_what_stands_in_the_code() -> None:
    both = {"a/test_price.py": "class Price: ...\n", "b/price.py": "class Price: ...\n"}
    ranked = rank(indexed(both | {"page.py": "Price()\n"}), ["page.py"], "", set)
    assert [one.path for one in ranked] == ["b/price.py", "a/test_price.py"]


def test_a_telling_name_says_more_than_a_small_word() -> None:
    one = {"a.py": "def fetch(): ...\n", "b.py": "def fetch_all(): ...\n"}
    page = "fetch()\nfetch_all()\n_own()\n"
    ranked = rank(
        indexed(one | {"c.py": "def _own(): ...\n", "page.py": page}), ["page.py"], "", set
    )
    assert [found.path for found in ranked if found.weight > 0.1] == ["b.py", "a.py"]


def test_what_has_nothing_to_do_with_the_words_says_where_things_are() -> None:
    assert "class Price" in drawn(indexed(SHOP), [], "hello")


def test_the_same_question_has_the_same_map_and_other_plain_words_too() -> None:
    index = indexed(SHOP)
    one = drawn(index, ["shop/page.py"], "Please make this faster")
    assert one == drawn(indexed(dict(reversed(SHOP.items()))), ["shop/page.py"], "And shorter now")


names = st.text("abcxyz_", min_size=3, max_size=6).filter(str.isidentifier)
sources = st.lists(st.tuples(names, names), max_size=6).map(
    lambda pairs: "".join(
        f"def {one}(first):\n    return {other}(first)\n\n\n" for one, other in pairs
    )
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(names.map(lambda name: f"{name}.py"), sources, max_size=6),
    st.integers(0, 200),
    st.data(),
)
def test_no_map_is_over_its_budget_or_names_what_is_kept_in(
    files: dict[str, str], budget: int, data: st.DataObject
) -> None:
    index = indexed(files)
    kept = data.draw(st.sets(st.sampled_from([*files, "none.py"])))
    talk = data.draw(st.lists(st.sampled_from([*files, "none.py"]), max_size=3))
    ranked = rank(index, talk, " ".join(files), lambda paths: set(paths) - kept)
    found = fit(ranked, budget, estimate)
    assert not found or estimate(found) <= budget
    paths = {line for line in found.split("\n") if line.endswith(".py")}
    assert paths <= files.keys() - kept
    assert found == fit(ranked, budget, estimate)
