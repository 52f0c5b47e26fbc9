from __future__ import annotations

from dataclasses import replace

from pairtui.proposal import Absent, FileChange, Hunk
from pairtui.review.after import after_landing
from pairtui.review.decide import Reject, Review, Rewrite, Take, fold
from pairtui.review.verdict import VerdictLine, account, place_names, summary
from tests.review.made import change, landing, proposal

BASE = b"one\ntwo\nthree\nfour\nfive\n"
FILE = change(
    BASE, (0, 4, b"1\n"), (4, 14, b"2\n"), (14, 14, b"more\n"), (15, 18, b"x"), (19, 24, b"")
)
NEW = FileChange("new.txt", Absent(), (Hunk("n", "new.txt", 0, 0, b"", b"text\n"),))
IDS = [hunk.id for hunk in FILE.hunks]


def test_nothing_decided_is_nothing_said() -> None:
    assert summary(Review(proposal(FILE))) == ""
    assert {line.verdict for line in account(Review(proposal(FILE)))} == {"open"}


def test_the_sentence_before_sending() -> None:
    review = fold(
        proposal(FILE),
        [*map(Take, IDS[:3]), Rewrite(IDS[3], b"y"), Reject(IDS[4], "keep the\n public API")],
    )
    assert summary(review) == "3 taken, 1 as you rewrote it, 1 refused: keep the public API"


def test_reasons_are_listed_once_and_none_is_none() -> None:
    reasons = ["", "too long", "wrong", "too long"]
    review = fold(
        proposal(FILE),
        [Reject(name, reason) for name, reason in zip(IDS, reasons, strict=False)],
    )
    assert summary(review) == "4 refused: too long; wrong"
    assert summary(fold(proposal(FILE), [Reject(IDS[0])])) == "1 refused"


def test_each_change_with_its_place() -> None:
    review = fold(
        proposal(FILE, NEW), [Take(IDS[0]), Rewrite(IDS[1], b"zwei\n"), Reject("n", "no")]
    )
    assert account(review) == (
        VerdictLine("a.txt", "1", "taken"),
        VerdictLine("a.txt", "2-3", "edited", text="zwei\n"),
        VerdictLine("a.txt", "4, “more”", "open"),
        VerdictLine("a.txt", "4, “our”", "open"),
        VerdictLine("a.txt", "5", "open"),
        VerdictLine("new.txt", "new file", "rejected", reason="no"),
    )


def test_what_was_saved_was_taken_or_rewritten() -> None:
    review = fold(proposal(FILE), [Take(IDS[0]), Rewrite(IDS[1], b"zwei\n")])
    after = after_landing(review, landing(review))
    assert summary(after) == summary(review) == "1 taken, 1 as you rewrote it"
    became = ["taken, not saved yet", "taken, not saved yet", "open", "open", "open"]
    assert [line.became for line in account(review)] == became
    assert [line.became for line in account(after)][:2] == ["taken and saved"] * 2


def test_the_model_is_not_told_that_what_waits_to_be_saved_is_in_the_file() -> None:
    review = fold(proposal(FILE), [Take(IDS[0])])
    landed = landing(review)
    again = fold(after_landing(review, landed).proposal, [Take(IDS[1])])
    both = replace(after_landing(review, landed), verdicts=again.verdicts)
    assert [line.saved for line in account(both)[:2]] == [True, False]
    assert summary(both) == "2 taken"


def test_what_moved_on_is_open_unless_it_was_refused() -> None:
    review = fold(proposal(FILE), [Take(IDS[0]), Reject(IDS[1])])
    stale = replace(review, stale={IDS[0]: "moved on", IDS[1]: "moved on"})
    assert summary(stale) == "1 refused"


def test_an_insertion_at_the_end_has_a_line() -> None:
    file = change(BASE, (len(BASE), len(BASE), b"six\n"))
    assert list(place_names(file).values()) == ["6"]
