"""What the model was told of, what moved, and what stands in one line; no screen needed."""

from __future__ import annotations

from rich.cells import cell_len

from pairtui.proposal import FileChange, Present, Proposal
from pairtui.review.after import after_landing, refreshed
from pairtui.review.decide import Reject, Reopen, Review, Take, decide
from pairtui.review.verdict import account, summary
from pairtui.tui.screens.moved import News, moved
from pairtui.tui.screens.shelving import Shelf, put, tell
from pairtui.tui.screens.strip import strip
from tests.tui.review.material import FROM, hunk

BASE = b"one\ntwo\nthree\nfour\nfive\n"
FIRST = hunk("a.txt", BASE, b"one\n", b"1\n")
SECOND = hunk("a.txt", BASE, b"three\n", b"3\n")
THIRD = hunk("a.txt", BASE, b"five\n", b"5\n")


def review(*decisions: Take | Reject | Reopen) -> Review:
    change = FileChange("a.txt", Present(BASE), (FIRST, SECOND, THIRD))
    made = Review(Proposal("p", "Digits", FROM, (change,)))
    for decision in decisions:
        made = decide(made, decision)
    return made


def test_what_was_told_is_not_told_again() -> None:
    early = review(Reject(FIRST.id, "no"), Take(SECOND.id))
    shelf = put(Shelf(), early)
    assert shelf.unheard == 1
    assert [summary(one) for one in shelf.untold] == ["1 taken, 1 refused: no"]
    shelf = tell(shelf, shelf.untold)
    assert (shelf.unheard, shelf.untold) == (0, ())
    shelf = put(shelf, decide(early, Reject(THIRD.id, "never")))
    assert shelf.unheard == 1
    assert [summary(one) for one in shelf.untold] == ["1 refused: never"]
    assert [line.lines for one in shelf.untold for line in account(one)] == ["5"]
    shelf = tell(shelf, shelf.untold)
    assert shelf.untold == ()


def test_another_reason_is_news_and_so_is_a_save() -> None:
    early = review(Reject(FIRST.id, "no"), Take(SECOND.id))
    told = tell(put(Shelf(), early), (early,))
    shelf = put(told, decide(early, Reject(FIRST.id, "keep the word")))
    assert [summary(one) for one in shelf.untold] == ["1 refused: keep the word"]
    saved = after_landing(early, {"a.txt": Present(BASE.replace(b"three", b"3"))})
    shelf = put(told, saved)
    assert shelf.unheard == 0
    known = [line.lines for one in shelf.untold for line in account(one)]
    assert known == ["3", "5"], "the saved one, and what is open"


def test_what_is_still_to_save_begins_with_the_screen() -> None:
    one, two = review(Take(FIRST.id)), review(Take(SECOND.id))
    shelf = Shelf({"one": one, "two": two, "three": review()}, current="two")
    assert shelf.to_save == "two"
    assert Shelf(shelf.reviews, current="three").to_save == "one"
    assert Shelf({"three": review()}, current="three").to_save is None


def test_moved_says_how_many_changes_still_fit() -> None:
    before = review(Take(FIRST.id))
    added = refreshed(before, "a.txt", Present(BASE + b"six\n"))
    assert moved(before, added) == (News("a.txt", "3 changes still fit"),)
    changed = refreshed(before, "a.txt", Present(BASE.replace(b"three", b"drei")))
    assert moved(before, changed) == (News("a.txt", "2 changes still fit, 1 moved on"),)
    assert moved(changed, changed) == ()
    back = refreshed(changed, "a.txt", Present(BASE))
    assert moved(changed, back) == (News("a.txt", "3 changes still fit"),)


def test_moved_leaves_out_a_file_with_nothing_left_to_do() -> None:
    before = review(Reject(FIRST.id), Reject(SECOND.id), Reject(THIRD.id))
    assert moved(before, refreshed(before, "a.txt", Present(BASE + b"six\n"))) == ()


def test_a_strip_keeps_the_key() -> None:
    assert strip("you: hello", " · Tab to write", 80) == "─ you: hello · Tab to write ─"
    cut = strip("you: 長い言葉 and so on", " · Tab to write", 30)
    assert cut.endswith("… · Tab to write ─")
    assert cell_len(cut) == 30
    assert strip("you: hello", " · Tab", 0) == "─ you: hello · Tab ─"
