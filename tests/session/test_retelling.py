"""An answer that came earlier is told again as it was shown then."""

from __future__ import annotations

from pairtui.events import Drafting, Said
from pairtui.session.retelling import retold
from tests.line.line import edit

FIRST = "TITLE: Round it\n\nI round.\n\n" + edit("a.py", "x", "y") + "That is all."


def said(reply: str) -> str:
    return "".join(one.text for one in retold(reply) if isinstance(one, Said))


def test_an_answer_that_was_asked_for_again_has_no_second_title_in_it() -> None:
    both = f"{FIRST}\n{FIRST}"
    assert "TITLE" not in said(both)
    assert said(both).count("I round.") == said(both).count("That is all.") == 2
    assert [one for one in retold(both) if isinstance(one, Drafting)] == [Drafting("a.py")] * 2


def test_a_title_in_code_is_code() -> None:
    reply = f"{FIRST}\n\n```\nTITLE: Mr\n```\n"
    assert "TITLE: Mr" in said(reply)
