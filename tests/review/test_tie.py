"""Equal places that an edit tells apart by what it says of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.proposal import SearchReplace, Unplaced
from pairtui.review.place import Placed, place
from pairtui.review.result import splice
from tests.review.made import shown

TWO = b"a\nx\nb\nx\nc\n"
METHODS = """class A:
    def f(self):
        return 1

    def g(self):
        if self:
            return 1

class B:
    def f(self):
        return 1

    def h(self):
        return 2
"""
BRACES = "int f() {\n    x;\n}\n\nvoid g() {\n    if (y) {\n        z;\n    }\n    x;\n}\n"
NOTES = "# Top\n## One\n- item\n### More\ntext\n## Two\n- item\n"


def edit(
    search: str, line: int = 0, scope: tuple[str, ...] = (), *, at_end: bool = False
) -> SearchReplace:
    """Quote some lines, to have one put before them."""
    new = f"new\n{search}"
    return SearchReplace("a.txt", search, new, line=line, scope=scope, at_end=at_end)


def outcome(base: bytes, asked: SearchReplace) -> int | Unplaced:
    """Return before which line (from 1) the new one came to stand."""
    found = place(asked, shown(base))
    if isinstance(found, Unplaced):
        return found
    made = splice(base, tuple((hunk, hunk.new) for hunk in found.hunks))
    return [line.strip() for line in made.split(b"\n")].index(b"new") + 1


@pytest.mark.parametrize(
    ("base", "asked", "line"),
    [
        (TWO, edit("x\n", 2), 2),
        (TWO, edit("x\n", 4), 4),
        (TWO, edit("\nx\n", 3), 4),
        (b"x \nb\nx\t\n", edit("x\n", 3), 3),
        (b"  x\nb\n  x\n", edit("x\n", 3), 3),
        (b"x\nb\nx\n", edit("x\n", at_end=True), 3),
        (b"x\nb\nx\n\n \n", edit("x\n", at_end=True), 3),
        (b"x\nb\nx\n", edit("x\n", 3, ("b",), at_end=True), 3),
        (METHODS.encode(), edit("        return 1\n", scope=("class A:", "    def f(self):")), 3),
        (METHODS.encode(), edit("        return 1\n", scope=("class A:", "def f(self):")), 3),
        (METHODS.encode(), edit("        return 1\n", scope=("class B:",)), 11),
        (METHODS.encode(), edit("    def f(self):\n", scope=("class B:", "    def f(self):")), 10),
        (BRACES.encode(), edit("    x;\n", scope=("int f() {",)), 2),
        (BRACES.encode(), edit("    x;\n", scope=("void g() {",)), 9),
        (NOTES.encode(), edit("- item\n", scope=("## One",)), 3),
        (NOTES.encode(), edit("- item\n", scope=("# Top", "## Two ")), 7),
    ],
)
def test_what_is_said_of_the_place_tells_equal_ones_apart(
    base: bytes, asked: SearchReplace, line: int
) -> None:
    assert outcome(base, asked) == line


@pytest.mark.parametrize(
    ("base", "asked"),
    [
        (TWO, edit("x\n")),
        (TWO, edit("x\n", 3)),
        (TWO, edit("x\n", -1)),
        (TWO, edit("x\n", at_end=True)),
        (TWO, edit("x\n", 2, ("b",))),
        (TWO, edit("x\n", scope=("a",))),
        (TWO, edit("x\n", scope=("nowhere",))),
        (TWO, edit("x\n", scope=("b", "nowhere"))),
        (TWO, edit("x\n", scope=("c",))),
        (TWO, edit("x\n", scope=(" ",))),
        # A scope that is quoted as well stands above the second place only, and tells nothing.
        (b"def f\nx\ndef f\nx\n", edit("def f\nx\n", scope=("def f",))),
        # Two of that name, and one of the places in each.
        (METHODS.encode(), edit("        return 1\n", scope=("    def f(self):",))),
        (METHODS.encode(), edit("        return 1\n", scope=("    def g(self):",))),
        # Whether the text behind the string still belongs to it cannot be told from its first word.
        (b'def f():\n    x\n    """\ntext\n"""\n    x\n', edit("    x\n", scope=("def f():",))),
        (b"}\nx\n" * 30, edit("x\n", scope=("}",))),
        (b"\n\na\n\n\n", edit("\n", at_end=True)),
    ],
)
def test_what_does_not_tell_them_apart_leaves_none(base: bytes, asked: SearchReplace) -> None:
    found = outcome(base, asked)
    assert isinstance(found, Unplaced)
    assert found.why == "ambiguous"


def test_a_hint_for_a_place_that_stands_alone_is_not_needed() -> None:
    assert outcome(TWO, edit("b\n", 1, ("nowhere",), at_end=True)) == 3


def test_a_person_is_told_what_told_them_apart() -> None:
    found = place(edit("x\n", 4), shown(b"a\nx \nb\nx\t\n"))
    assert isinstance(found, Placed)
    assert [hunk.placed for hunk in found.hunks] == [
        "placed ignoring trailing space, by its line number, of 2 equal places"
    ]
    exact = place(edit("x\n", 4, ("b",)), shown(TWO))
    assert isinstance(exact, Placed)
    assert [hunk.placed for hunk in exact.hunks] == [
        "placed by its line number and the lines it stands below, of 2 equal places"
    ]
    lost = place(edit("x\n", 1), shown(TWO))
    assert isinstance(lost, Unplaced)
    assert lost.says == (
        "These lines stand in 2 places in a.txt: lines 2 and 4,"
        " and its line number does not tell them apart."
    )


@pytest.mark.parametrize(
    ("line", "result"), [(0, b"x\nb\nX\nb\n"), (3, b"x\nb\nX\nb\n"), (1, None)]
)
def test_the_numbers_of_a_gutter_say_the_place_too(line: int, result: bytes | None) -> None:
    base = b"x\nb\nx\nb\n"
    found = place(SearchReplace("a.txt", "3: x\n4: b\n", "3: X\n4: b\n", line=line), shown(base))
    if isinstance(found, Unplaced):
        assert (found.why, result) == ("ambiguous", None)
    else:
        assert splice(base, tuple((hunk, hunk.new) for hunk in found.hunks)) == result


def test_one_of_two_equal_sentences_is_told_by_its_line() -> None:
    base = b"It was not good. So it was.\nIt was not good. And more.\n"
    asked = SearchReplace("a.txt", "It was not good.\n", "It was bad.\n", line=2)
    found = place(asked, shown(base))
    assert isinstance(found, Placed)
    assert [(hunk.start, hunk.new) for hunk in found.hunks] == [(28, b"It was bad.")]
    same_line = SearchReplace("a.txt", "It was bad.\n", "It was.\n", line=1)
    lost = place(same_line, shown(b"It was bad. So it was. It was bad.\n"))
    assert isinstance(lost, Unplaced)


@st.composite
def modules(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, tuple[str, str]]]]:
    """Lines of classes with methods in which the same line stands; where, and below which lines."""
    lines: list[str] = []
    places: list[tuple[int, tuple[str, str]]] = []
    for name in draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=3)):
        lines.append(f"class {name}:")
        for method in draw(st.lists(st.sampled_from("fgh"), min_size=1, max_size=3)):
            lines.append(f"    def {method}(self):")
            for deeper in draw(st.lists(st.booleans(), max_size=2)):
                places.append((len(lines), (f"class {name}:", f"    def {method}(self):")))
                lines += ["        target", *(["        if x:", "            y"] if deeper else [])]
    return lines, places


@given(modules(), st.data())
def test_a_true_hint_leads_to_the_true_place_and_a_false_one_to_none(
    made: tuple[list[str], list[tuple[int, tuple[str, str]]]], data: st.DataObject
) -> None:
    lines, places = made
    base = "".join(f"{line}\n" for line in lines).encode()
    if len(places) < 2:
        return
    true, scope = data.draw(st.sampled_from(places))
    assert outcome(base, edit("        target\n", true + 1)) == true + 1
    below = [at for at, other in places if other == scope]
    said = outcome(base, edit("        target\n", scope=scope))
    assert said == true + 1 if below == [true] else isinstance(said, Unplaced)
    numbers = {at + 1 for at, _ in places}
    false = data.draw(st.integers(-3, len(lines) + 3).filter(lambda at: at and at not in numbers))
    assert isinstance(outcome(base, edit("        target\n", false)), Unplaced)
    wrong = data.draw(st.sampled_from(("class D:", "    def i(self):")))
    assert isinstance(outcome(base, edit("        target\n", scope=(wrong,))), Unplaced)
