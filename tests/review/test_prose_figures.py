"""Words and the length of sentences, before and after."""

from __future__ import annotations

import pytest

from pairtui.proposal import Absent, FileChange, Hunk, Present, Proposal, Provenance
from pairtui.review.decide import Reject, Review, Rewrite, decide
from pairtui.review.prose_figures import LONGEST, Figures, figures, unit
from pairtui.review.words import count_words

FROM = Provenance("AI", "m", "h")


def over(base: bytes | None, *pairs: tuple[bytes, bytes]) -> tuple[Review, FileChange]:
    hunks = []
    for number, (old, new) in enumerate(pairs):
        start = (base or b"").index(old)
        hunks.append(Hunk(f"h{number}", "a.md", start, start + len(old), old, new))
    change = FileChange("a.md", Absent() if base is None else Present(base), tuple(hunks))
    return Review(Proposal("p", "t", FROM, (change,))), change


BASE = b"# A heading here\n\nOne two three. Four five.\n\n```\nno sentence. None.\n```\n"


def test_headings_and_code_have_words_and_no_sentences() -> None:
    review, change = over(BASE)
    before, after = figures(review, change)
    assert before == after == Figures(11, 2, 5)
    assert before.per_sentence == 2


def test_a_decision_changes_what_it_comes_to() -> None:
    review, change = over(BASE, (b"One two three. Four five.", b"One. Four five six seven."))
    assert figures(review, change)[1] == Figures(11, 2, 5)
    review = decide(review, Rewrite("h0", b"One."))
    assert figures(review, change)[1] == Figures(7, 1, 1)
    review = decide(review, Reject("h0"))
    assert figures(review, change)[1] == Figures(11, 2, 5)


def test_half_a_word_that_is_cut_is_still_one_word() -> None:
    review, change = over(b"Unbelievable things.\n", (b"Un", b""))
    assert figures(review, change) == (Figures(2, 1, 2), Figures(2, 1, 2))


def test_a_new_file_begins_with_nothing() -> None:
    review, change = over(None, (b"", b"One two. Three.\n"))
    assert figures(review, change) == (Figures(), Figures(3, 2, 3))
    assert Figures().per_sentence == 0


def test_of_a_very_long_text_only_words_are_counted() -> None:
    base = b"First one. " + b"Some words here. " * (LONGEST // 16)
    review, change = over(base, (b"First one. ", b""))
    before, after = figures(review, change)
    assert before.words - after.words == 2
    assert not before.sentences
    assert not after.sentences


@pytest.mark.parametrize(
    ("text", "count", "called"),
    [
        ("It's a well-known fact — no more.", 6, "words"),
        ("我们昨天到了。", 6, "characters"),
        ("น้ำ", 2, "characters"),
        ("日本語です。", 5, "characters"),
        ("한국어 문장입니다.", 2, "words"),
        ("Das ist 'ne Sache.", 4, "words"),
        ("", 0, "words"),
    ],
)
def test_what_is_counted(text: str, count: int, called: str) -> None:
    assert count_words(text) == count
    assert unit(text.encode()) == called
