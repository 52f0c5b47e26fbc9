"""What happens to a whole file: how it reads, and what the keys do about it."""

from __future__ import annotations

import pytest

from pairtui.proposal import FileChange, Present
from pairtui.review.decide import Reject, Review, Take
from pairtui.tui.review.labels import where
from pairtui.tui.review.page import page
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.sheets import FilesSheet, WhySheet
from pairtui.tui.review.verdicts import said
from tests.tui.pictures import Picture
from tests.tui.review.material import (
    PRICE,
    about,
    decided,
    ids,
    review,
    screen,
    showing,
    whole_files,
)
from tests.tui.review.test_rows import shown


def test_a_new_name_and_a_mode_stand_above_the_text() -> None:
    assert shown(whole_files())[:5] == [
        " ? open     renamed to cart/money.py",
        " ! needs care: it becomes a program that can be run",
        " ? open     becomes a program that can be run (mode 100644 → 100755)",
        "   ⋯ 25 lines the same",
        "    26",
    ]


def test_what_was_decided_about_them_is_said_with_the_reason() -> None:
    first, second, *_ = ids(whole_files())
    rows = shown(decided(whole_files(), Take(first), Reject(second, "no need")))
    assert rows[:2] == [
        " ✔ taken    renamed to cart/money.py  it is about money",
        ' ✘ rejected becomes a program that can be run (mode 100644 → 100755)  "no need"',
    ]


def test_a_mode_that_goes_and_one_of_a_new_file() -> None:
    base = Present(PRICE, 0o755)
    less = review(FileChange("a.py", base, (about("a.py", base, "mode", "100644"),)))
    assert shown(less, "a.py")[0] == " ? open     can no longer be run (mode 100755 → 100644)"
    assert shown(whole_files(), "run.sh")[:3] == [
        " ! needs care: it becomes a program that can be run",
        " ? open     the new file is a program that can be run (mode 100755)",
        " + a new file",
    ]


def test_a_long_file_that_goes_is_folded_and_opens() -> None:
    rows = shown(whole_files(), "old.py")
    assert rows[:2] == [
        " ? open     deletes this file (29 lines)",
        ' -   1     """Prices of a cart."""',
    ]
    assert rows[-1] == "   ⋯ 21 more lines go · o shows them"
    opened = shown(whole_files(), "old.py", Setting(turned=frozenset({ids(whole_files())[3]})))
    assert len(opened) == 30
    assert opened[-1] == " -  29         return float(text)"


def test_prose_that_goes_is_struck_through_in_its_paragraphs() -> None:
    rows = shown(whole_files(), "ch01.md", Setting(plain=True))
    assert rows[:2] == [" ? open     deletes this file (9 lines)", "     [-# Chapter 1-]"]
    assert rows[-1] == "     [-It rained.-]"
    text = b"One line of the story.\n\n" * 40
    long = review(
        FileChange("a.md", Present(text), (about("a.md", Present(text), "delete"),)),
    )
    assert len(shown(long, "a.md")) == 10
    assert shown(long, "a.md")[-1] == "   ⋯ 72 more rows go · o shows them"


@pytest.mark.parametrize("path", ["old.py", "ch01.md"])
def test_a_deletion_that_is_decided_is_one_line_and_what_stays_is_there(path: str) -> None:
    name = next(item.id for item in whole_files().proposal.hunks if item.path == path)
    taken = shown(decided(whole_files(), Take(name)), path)
    assert len(taken) == 1
    assert taken[0].startswith(" ✔ taken    deletes this file")
    stays = shown(decided(whole_files(), Reject(name)), path)
    assert stays[0].startswith(" ✘ rejected deletes this file")
    assert stays[1].endswith("the same")


def test_an_empty_file_that_goes_and_what_moved_on_say_so() -> None:
    item = about("a", Present(b""), "delete")
    gone = review(FileChange("a", Present(b""), (item,)))
    assert shown(gone, "a") == [" ? open     deletes this file (nothing in it)"]
    stale = Review(gone.proposal, stale={item.id: "the file moved on"})
    assert shown(stale, "a") == [
        " ! moved on deletes this file (nothing in it)  the file moved on · h decides"
    ]


def test_a_hostile_new_name_is_shown_whole_and_made_safe() -> None:
    name = "x\x1b[31m\u202e\n" + "y" * 120 + "/evil"
    item = about("a.py", Present(PRICE), "rename", name)
    made = review(FileChange("a.py", Present(PRICE), (item,)))
    rows = [row for row in page(made, "a.py", Setting(width=60)).rows() if row.hunks]
    assert all(row.width <= 57 for row in rows)
    text = "".join(row.text for row in rows)
    assert "renamed to x\\x1b[31mU+202E\\n" in text
    assert text.endswith("y/evil")


def test_they_have_names_of_their_own_in_what_is_said() -> None:
    made = whole_files()
    first, runs, _, gone, *_ = ids(made)
    assert said(made, Take(first)) == "took the new name"
    assert said(made, Reject(runs)) == "rejected the mode"
    assert where(made.proposal.file("old.py"), made.proposal.hunk(gone)) == "the deletion"
    why = WhySheet(made, made.proposal.hunk(gone))
    assert why.title_line() == "Why the deletion"
    assert why.notes()[:2] == ("What it does: deletes this file (29 lines)", "Reason: not used")
    files = FilesSheet(decided(made, Take(first)), "run.sh").options()
    assert [option.says for option in files] == [
        "cart/price.py → cart/money.py",
        "old.py is deleted",
        "ch01.md is deleted",
        "run.sh",
    ]
    refused = FilesSheet(decided(made, Reject(first), Reject(gone)), "run.sh").options()
    assert [option.says for option in refused][:2] == ["cart/price.py", "old.py"]
    assert [option.remark for option in files] == [
        "✔1 ?2 !1 needs care",
        "?1",
        "?1",
        "?2 !1 needs care",
    ]


@pytest.mark.anyio
async def test_the_keys_decide_about_them_and_editing_says_why_not() -> None:
    first, _, _, gone, *_ = ids(whole_files())
    async with showing(whole_files()) as (host, hand):
        assert screen(host)[-1].split("  ") == ["a take", "x reject", "r say why", "n next",
                                               "f files", "? keys"]  # fmt: skip
        await hand.press("e")
        assert "about the whole file: take or reject it" in screen(host)[-2]
        await hand.press("E")
        assert host.asked == []
        await hand.press("A")
        assert "Among them: renamed to cart/money.py" in "\n".join(screen(host))
        await hand.press("escape", "r")
        assert "Reject the new name. Why?" in "\n".join(screen(host))
        await hand.press("escape", "a", "right_square_bracket", "n")
        assert host.said == [Take(first)]
        await hand.press("space", "space")  # it opens, and pages on
        assert host.said == [Take(first)]
        assert "return float(text)" in "\n".join(screen(host))
        await hand.press("space")
        assert host.said == [Take(first), Take(gone)]


@pytest.mark.anyio
@pytest.mark.parametrize(("keys", "name"), [((), "renamed"), (("]",), "deleted")])
async def test_pictures(keys: tuple[str, ...], name: str, picture: Picture) -> None:
    async with showing(whole_files()) as (host, hand):
        await hand.press(*["right_square_bracket"] * len(keys))
        picture(host, f"review-file-{name}-80x24")
