"""What is prose, and its changes sentence by sentence from the beginning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.proposal import (
    FileChange,
    Hunk,
    Present,
    Proposal,
    Provenance,
    SearchReplace,
    Snapshot,
    Unplaced,
    WholeFile,
)
from pairtui.review.decide import Review, Take, decide
from pairtui.review.place import Placed, place
from pairtui.review.prose import in_sentences, is_prose
from pairtui.review.result import results, splice
from pairtui.review.verdict import place_names

BASE = b"# T\n\nThe train was late. It had been late every day. Nobody looked up at all.\n\nEnd.\n"
OLD = "The train was late. It had been late every day. Nobody looked up at all.\n"
NEW = "The train was late. It was late daily. And then? Nobody at all looked up.\n"


def placed(edit: SearchReplace | WholeFile, base: bytes = BASE) -> tuple[Hunk, ...]:
    found = place(edit, Snapshot({edit.path: Present(base)}, frozenset({edit.path})))
    assert isinstance(found, Placed), found
    return found.hunks


def test_a_rewritten_paragraph_is_a_change_for_each_sentence() -> None:
    found = placed(SearchReplace("a.md", OLD, NEW, "shorter"))
    assert [(hunk.old, hunk.new) for hunk in found] == [
        (b"It had been late every day. ", b"It was late daily. "),
        (b"", b"And then? "),
        (b"Nobody looked up at all.", b"Nobody at all looked up."),
    ]
    assert {hunk.reason for hunk in found} == {"shorter"}
    assert splice(BASE, tuple((hunk, hunk.new) for hunk in found)) == BASE.replace(
        OLD.encode(), NEW.encode()
    )


def test_one_changed_sentence_of_a_paragraph_is_the_change() -> None:
    found = placed(SearchReplace("a.md", OLD, OLD.replace("every day", "daily")))
    assert [(hunk.old, hunk.new) for hunk in found] == [
        (b"It had been late every day.", b"It had been late daily."),
    ]


def test_sentences_that_go_one_after_the_other_go_together() -> None:
    found = placed(SearchReplace("a.md", OLD, "The train was late today.\n"))
    assert [(hunk.old, hunk.new) for hunk in found] == [
        (b"The train was late.", b"The train was late today."),
        (b" It had been late every day. Nobody looked up at all.", b""),
    ]


def test_code_keeps_its_lines_and_a_new_paragraph_is_one() -> None:
    assert len(placed(SearchReplace("a.py", OLD, NEW))) == 1
    added = SearchReplace("a.md", "End.\n", "One new. Two new.\n\nEnd.\n")
    assert [hunk.new for hunk in placed(added)] == [b"One new. Two new.\n\n"]


def test_the_same_edit_again_is_no_second_change() -> None:
    edit = SearchReplace("a.md", OLD, NEW)
    known = FileChange("a.md", Present(BASE), placed(edit))
    again = place(edit, Snapshot({"a.md": Present(BASE)}, frozenset({"a.md"})), known)
    assert again == Placed(())
    other = SearchReplace("a.md", OLD, "All else. Is other now.\n")
    assert isinstance(place(other, Snapshot({"a.md": Present(BASE)}), known), Unplaced)


def test_changes_of_the_same_line_are_told_apart_to_the_model() -> None:
    change = FileChange("a.md", Present(BASE), placed(SearchReplace("a.md", OLD, NEW)))
    assert list(place_names(change).values()) == [
        "3, “It had been late every day.”",
        "3, “And then?”",
        "3, “Nobody looked up at all.”",
    ]


@pytest.mark.parametrize(
    ("path", "data", "prose"),
    [
        ("a/b.MD", b"", True),
        (".md", b"", False),
        ("a.d/readme", b"short\n", False),
        ("a.d/readme", b"many words " * 30, True),
        ("a.py", b"many words " * 30, False),
        ("ch.adoc", b"", True),
        ("ch.tex", b"", True),
    ],
)
def test_what_is_prose(path: str, data: bytes, prose: bool) -> None:
    assert is_prose(path, data) is prose


SENTENCES = st.lists(
    st.sampled_from(
        ["One goes.", "Two went off.", "Three is here?", "我们到了。", "Four! ", "a b"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=3).map("\n\n".join).map(lambda text: f"{text}\n")


@settings(max_examples=150)
@given(TEXTS, TEXTS, st.integers(0, 255))
def test_any_choice_of_sentences_is_what_a_review_comes_to(old: str, new: str, taken: int) -> None:
    base = old.encode()
    whole = Hunk("w", "a.md", 0, len(base), base, new.encode())
    parts = in_sentences(whole, "digest")
    assert splice(base, tuple((part, part.new) for part in parts)) == new.encode()
    assert len({(part.start, part.end) for part in parts}) == len(parts)
    change = FileChange("a.md", Present(base), parts)
    review = Review(Proposal("p", "t", Provenance("AI", "", ""), (change,)))
    wanted = [part for at, part in enumerate(parts) if taken >> at & 1]
    for part in wanted:
        review = decide(review, Take(part.id))
    expected = splice(base, tuple((part, part.new) for part in wanted))
    made = [result.data for result in results(review)]
    assert made == ([expected] if wanted else [])
