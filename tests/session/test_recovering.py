from __future__ import annotations

from pairtui.landing import Fate, Intent, Interrupted, Kind
from pairtui.session.recovering import offers, sentence

AT = 1_700_000_000.0


def cut(fates: dict[str, Fate], kind: Kind = "landing", message: str = "") -> Interrupted:
    return Interrupted(Intent("i", AT, kind, (), message=message), fates)


def test_a_save_that_was_cut_off_says_what_each_file_is() -> None:
    found = cut({"price.py": "applied", "tax.py": "not applied"})
    assert sentence(found, AT + 60) == (
        "The save of 22:13 was cut off: price.py is new, tax.py is old."
    )
    assert sentence(found, AT + 90_000).startswith("The save of yesterday 22:13 was")


def test_an_undo_and_a_commit_have_their_own_words() -> None:
    found = cut({"a\x1b": "applied", "b": "applied", "c": "other"}, "undo", "Undo it")
    assert sentence(found, AT) == (
        "The undo of 22:13 was cut off: a\\x1b, b are back, c is something else by now, "
        "the commit was not made."
    )
    many: dict[str, Fate] = {f"{number}": "not applied" for number in range(9)}
    assert "9 files are old" in sentence(cut(many), AT)


def test_what_cannot_be_done_is_said_beforehand() -> None:
    found = Interrupted(Intent("i", AT, "landing", ()), {}, no_finish="a.txt is gone")
    assert offers(found) == ("It cannot be finished: a.txt is gone.", "")
