"""Beginnings: how an answer is begun for a model that gets lost otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.context.actor import beginning, still_passive
from pairtui.context.plain_words import replaced

PAIRS = (("utilise", "use"), ("prior to", "before"), ("sufficient", "enough"), ("initial", "first"))


@pytest.mark.parametrize(
    ("sentence", "begun"),
    [
        ("The house was built by a bank.", "A bank"),
        ("The house was built by the sons of Dr. Ito in 1990.", "The sons of Dr. Ito"),
        ("In 1990, the house was bought by a bank.", "In 1990, a bank"),
        ("The dog was chased by them.", "They"),
        ("The soup was cooked by her aunt.", "Her aunt"),
        ("It was sunk by King Olav.", "King Olav"),
        ("The plan was rejected by 14 of the 20 members.", "14 of the 20 members"),
        ("She was moved by the news that he sang.", "The news"),
        ("He walked by the river.", ""),
        ("It was done by hand.", ""),
        ("It was done by Friday.", ""),
        ("It was found by chance.", ""),
        ("The price was cut by 10 percent.", ""),
        ("It is opened by turning the key.", ""),
        ("It was sold by Ann and bought by Bob.", ""),
        ("The car, which was sold by Ann, is red.", ""),
        ("The sky is blue.", ""),
    ],
)
def test_who_acts(sentence: str, begun: str) -> None:
    assert beginning(sentence) == begun


def test_what_is_passive() -> None:
    assert still_passive("The report was written yesterday.")
    assert not still_passive("The clerk wrote the report.")


@pytest.mark.parametrize(
    ("sentence", "begun", "whole"),
    [
        ("We utilise it.", "We use", "We use it."),
        ("Prior to noon we utilise it now.", "Before noon we use", "Before noon we use it now."),
        ("A sufficient sum.", "", "A sufficient sum."),
        ("An initial sum.", "", "An initial sum."),
        ("The initial sum.", "The first", "The first sum."),
        ("Run `utilise` or [utilise](x).", "", "Run `utilise` or [utilise](x)."),
        ("Reutilise pre-initial ones.", "", "Reutilise pre-initial ones."),
        ("prior  to it", "before", "before it"),
    ],
)
def test_plain_words(sentence: str, begun: str, whole: str) -> None:
    assert replaced(sentence, PAIRS) == (begun, whole)


@given(st.text(max_size=80))
def test_the_beginning_begins_the_whole(sentence: str) -> None:
    begun, whole = replaced(sentence, PAIRS)
    assert whole.startswith(begun)
    assert replaced(sentence, ()) == ("", sentence)
    beginning(sentence)
    still_passive(sentence)
