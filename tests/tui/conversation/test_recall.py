"""Recalling what was sent; nothing typed meanwhile is lost."""

from __future__ import annotations

from pairtui.tui.conversation.recall import Recall


def test_back_and_forward_keep_the_draft() -> None:
    recall = Recall().keep("one").keep("two")
    back = recall.back("draft")
    assert back is not None
    recall, text = back
    assert text == "two"
    back = recall.back(text)
    assert back is not None
    recall, text = back
    assert text == "one"
    assert recall.back(text) is None
    forward = recall.forward(text)
    assert forward is not None
    recall, text = forward
    forward = recall.forward(text)
    assert forward is not None
    recall, text = forward
    assert text == "draft"
    assert recall.forward(text) is None


def test_what_was_made_of_an_earlier_text_is_kept_too() -> None:
    recall = Recall().keep("one").keep("two")
    first = recall.back("")
    assert first is not None
    older = first[0].back("two, changed")
    assert older is not None
    again = older[0].forward("one")
    assert again is not None
    assert again[1] == "two, changed"


def test_the_same_words_are_kept_once_and_blanks_never() -> None:
    assert Recall().keep("a").keep("b").keep("a").keep("  ").texts == ("b", "a")
