"""The guard: what of a tiny model's sentences is not shown, and what is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.formats.guard import guard

OLD = (
    "Due to the fact that it was raining, Ms. Ito and the 12 children did not go to [the zoo]"
    "(https://zoo.example/map) with `bus 4`."
)
GOOD = (
    "Because it was raining, Ms. Ito and the 12 children did not go to [the zoo]"
    "(https://zoo.example/map) with `bus 4`."
)


def test_a_good_answer_passes() -> None:
    assert guard(OLD, GOOD) == ""


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("", "nothing came back"),
        ("  ", "nothing came back"),
        ("...", "nothing came back"),
        (OLD, "it came back unchanged"),
        (OLD.replace(" ", "  "), "it came back unchanged"),
        (f"Sure! {GOOD}", "it answered instead of rewording"),
        (f"Here is a shorter one: {GOOD}", "it answered instead of rewording"),
        (GOOD.replace("12", "13"), "it lost the number 12"),
        (GOOD.replace("raining", "raining for 2 hours"), "it made up the number 2"),
        (GOOD.replace("children", "two children"), "it made up the number two"),
        (GOOD.replace("Ito", "Sato"), "it lost the name Ito"),
        (GOOD.replace("children", "children from Osaka"), "it made up the name Osaka"),
        (GOOD.replace("[the zoo](https://zoo.example/map)", "the zoo"), "link"),
        (GOOD.replace("map", "plan"), "link"),
        (GOOD.replace("`bus 4`", "bus 4"), "it lost the code `bus 4`"),
        (GOOD.replace(" did not go", " went"), "it lost a “not”"),
        (f"{GOOD} They stayed.", "more than one sentence came back"),
        (GOOD[:-1] + "?", "it does not end as the sentence did"),
        (GOOD + " and so on" * 20, "it grew too long"),
        (GOOD.replace("raining", "raining raining raining"), "it repeats itself"),
    ],
)
def test_a_bad_answer_is_dropped_and_says_why(new: str, why: str) -> None:
    assert why in guard(OLD, new)
    assert guard(OLD, new)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("He let her use his old room.", "She let her use the old room.", "made up a “her”"),
        (
            "The library is above the bakery, and most people smell it before they see it.",
            "The library is located above the bakery.",
            "it lost a part of the sentence",
        ),
        ("We met Ann, the cook and her son.", "We met Ann, the cook, and her son.", "unchanged"),
        ("We saw him go home at noon.", "We saw him never go home at noon.", "made up a “not”"),
        ('She said "come in" to all of us.', "She asked all of us in.", "lost the quotation"),
        ("Write to a@b.example if you have questions.", "Write if you have questions.", "address"),
        ("It was a *very* long and slow walk home.", "It was a long and slow walk home.", "emph"),
        ("Will the train for Bern leave at all?", "The train for Bern will leave.", "does not end"),
        ("The tram was full of tired workers.", "The cheese smells of wild garlic.", "lost too"),
        ("The tram was full.", "The tram was full, purple, cheesy.", "something else"),
    ],
)
def test_other_losses(old: str, new: str, why: str) -> None:
    assert why in guard(old, new)


def test_a_name_at_the_head_of_the_sentence_may_move() -> None:
    assert guard("Smith was in the process of leaving.", "Smith was leaving.") == ""
    assert guard("In the year 1990 it burned down.", "It burned down in 1990.") == ""


def test_where_every_word_must_stay_none_may_go_or_come() -> None:
    old = "The letters were written by the old clerk during the night."
    assert guard(old, "The old clerk wrote the letters during the night.", kept=1) == ""
    assert "lost" in guard(old, "The old clerk wrote the letters during it.", kept=1)
    assert "will" in guard(old, "The old clerk will write the letters during the night.", kept=1)


def test_several_sentences_may_stay_several() -> None:
    old = "It was the case that he left. In the end she stayed."
    assert guard(old, "He left. In the end she stayed.") == ""


@given(st.text(max_size=80), st.text(max_size=80))
def test_it_never_raises_and_never_lets_the_same_text_through(old: str, new: str) -> None:
    guard(old, new)
    assert guard(old, old)
