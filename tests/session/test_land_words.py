"""The words of a save: the drafted message and the trailer."""

from __future__ import annotations

import pytest

from pairtui.proposal import FileChange, Hunk, Present, Proposal, Provenance, hunk_id
from pairtui.review.decide import Reject, Review, Rewrite, Take, fold
from pairtui.session.land import draft_message, takes_model_text, trailer


def proposal(title: str, *reasons: str) -> Proposal:
    base = b"".join(b"%d\n" % number for number in range(len(reasons)))
    hunks = tuple(
        Hunk(hunk_id("a", "x", 2 * n, b"", b""), "a", 2 * n, 2 * n + 1, b"%d" % n, b"x", reason)
        for n, reason in enumerate(reasons)
    )
    change = FileChange("a", Present(base), hunks)
    return Proposal("p", title, Provenance("AI", "qwen3", "localhost"), (change,))


def all_taken(made: Proposal) -> Review:
    return fold(made, [Take(hunk.id) for hunk in made.hunks])


def test_the_title_alone_where_no_reason_was_given() -> None:
    assert draft_message(all_taken(proposal("Round half even", ""))) == "Round half even"


def test_only_the_reasons_of_what_was_taken_and_each_once() -> None:
    made = proposal("Tidy", "shorter", "shorter", "clearer", "refused")
    first, second, third, fourth = made.hunks
    review = fold(
        made, [Take(first.id), Take(second.id), Rewrite(third.id, b"y"), Reject(fourth.id)]
    )
    assert draft_message(review) == "Tidy\n\n- shorter\n- clearer"


def test_long_titles_and_reasons_are_laid_out_for_git() -> None:
    made = proposal("word " * 40, "reason " * 30)
    lines = draft_message(all_taken(made)).split("\n")
    assert all(len(line) <= 72 for line in lines), lines
    assert lines[1] == ""
    assert lines[2].startswith("- reason")
    assert lines[3].startswith("  reason")


@pytest.mark.parametrize(
    ("attribution", "want"),
    [
        ("assisted-by", "Assisted-by: pairtui:qwen3"),
        ("co-authored-by", "Co-authored-by: qwen3 <noreply@pairtui.invalid>"),
        ("none", ""),
    ],
)
def test_the_trailer_is_a_setting(attribution: str, want: str) -> None:
    assert trailer(proposal("t", "r"), attribution) == want


def test_a_save_of_nothing_but_the_persons_own_words_has_no_model_text() -> None:
    made = proposal("t", "r", "s")
    first, second = made.hunks
    assert not takes_model_text(fold(made, [Rewrite(first.id, b"mine"), Reject(second.id)]))
    assert takes_model_text(fold(made, [Take(first.id)]))


def test_no_escape_sequence_goes_into_the_history() -> None:
    made = proposal("Fix\x1b]0;PWN\x07\u202eit", "because\x1b[31m red\nreally")
    message = draft_message(all_taken(made))
    assert message == "Fix\\x1b]0;PWN\\x07U+202Eit\n\n- because\\x1b[31m red\\nreally"
