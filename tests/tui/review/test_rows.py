"""Rows as text: what a person reads, before any colour."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from rich.style import Style

from pairtui.proposal import Absent, FileChange, Hunk, Misfit, Present
from pairtui.review.after import refreshed
from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.tui.review.bars import Heading, header
from pairtui.tui.review.bits import Row
from pairtui.tui.review.labels import told
from pairtui.tui.review.page import page
from pairtui.tui.review.paint import Frame, Palette, paint
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.sight import opened
from tests.tui.review.material import (
    PRICE,
    changed,
    code,
    decided,
    ids,
    lost,
    new_file,
    prose,
    review,
    saved,
)

PALETTE = Palette(defaultdict(Style))


def drawn(row: Row) -> str:
    return paint(row, Frame(200, digits=3), PALETTE).text.rstrip()


def shown(
    reviewed: Review, path: str = "cart/price.py", setting: Setting | None = None
) -> list[str]:
    return [drawn(row) for row in page(reviewed, path, setting or Setting()).rows()]


def test_code_open() -> None:
    assert shown(code()) == [
        "   ⋯ 8 lines the same",
        '     9         """What is in the cart."""',
        "    10",
        "    11         def total(self, items):",
        " -  12             s = sum(i.price * i.n for i in items)",
        " -  13             return s",
        " +      12         s = sum((i.price * i.n for i in items), Decimal(0))",
        " +      13         return s.quantize(CENT)",
        "    14",
        "    15         def count(self, items):",
        "    16             # how many there are",
        "    17             return len(items)",
        "    18",
        "    19         def rebate(self, items):",
        " -  20             r = self.total(items) * 0.1",
        " -  21             return round(r)",
        ' +      20         return (self.total(items) * Decimal("0.1")).quantize(CENT)',
        "    22",
        "    23         def empty(self, items):",
        "    24             return not items",
        "    25",
        "    26",
        "    27     def parse(text):",
        '    28         """Return the price a text names."""',
        " -  29         return float(text)",
        " +      28     return Decimal(text)",
    ]


def test_decided_changes_of_code_fold_to_one_line() -> None:
    one, two, three, _ = ids(code())
    after = decided(
        code(), Take(one), Reject(two, "keep the public API"), Rewrite(three, b"    return 0\n")
    )
    rows = shown(after)
    assert " ✔ taken    12-13  round half even, not up" in rows
    assert ' ✘ rejected 20-21  "keep the public API"' in rows
    assert " ✎ edited   29     yours: return 0" in rows
    assert not [row for row in rows if row.startswith((" -", " +"))]


def test_a_folded_change_opens_and_shows_what_was_and_what_it_becomes() -> None:
    three = ids(code())[2]
    after = decided(code(), Rewrite(three, b"    return 0\n"))
    assert (
        shown(after, setting=Setting(turned=frozenset({three})))[-3:]
        == [
            "   - the file's   + the AI's   ~ yours",
            " -  29         return float(text)",
            " ~      28     return 0",
            "   ⋯ 1 line of the AI's that you replaced · o shows",
        ][-3:]
    )


def test_context_can_be_more_or_none() -> None:
    assert shown(code(), setting=Setting(context=0))[:2] == [
        "   ⋯ 11 lines the same",
        " -  12             s = sum(i.price * i.n for i in items)",
    ]
    assert not [row for row in shown(code(), setting=Setting(context=30)) if "⋯" in row]


def test_a_fold_opens() -> None:
    rows = shown(code(), setting=Setting(turned=frozenset({"same:0"})))
    assert rows[0] == '     1     """Prices of a cart."""'


def test_a_new_file_says_so() -> None:
    assert shown(new_file(), "cart/tax.py") == [
        " + a new file",
        " +       1 def rate():",
        " +       2     return 19",
    ]


def test_a_new_text_says_so() -> None:
    made = Hunk("new1", "ch02.md", 0, 0, b"", b"It rained.\n")
    text = review(FileChange("ch02.md", Absent(), (made,)))
    assert shown(text, "ch02.md")[:2] == [" + a new file", " ?   It rained."]


def test_words_that_changed_are_marked_and_the_rest_of_the_line_is_not() -> None:
    rows = list(page(code(), "cart/price.py", Setting()).rows())
    cut = next(row for row in rows if row.old == 29)
    assert [(bit.text, bit.look) for bit in cut.bits if bit.text] == [
        ("    return ", "cut"),
        ("float", "cut-word"),
        ("(text)", "cut"),
    ]
    bare = page(code(), "cart/price.py", Setting(marks=False)).rows()
    assert not [row for row in bare if any("-word" in bit.look for bit in row.bits)]


def test_what_cannot_be_placed_shows_what_was_meant_and_the_nearest_lines() -> None:
    assert shown(lost())[-14:] == [
        " ! could not be placed  these lines are not in cart/price.py",
        " ! why: rounds",
        " ! what was meant:",
        " -             def totals(self):",
        " -                 return s",
        " +             def totals(self):",
        " +                 return round(s)",
        " ! the nearest lines there are:",
        "    11         def total(self, items):",
        "    13             return s",
        "",
        " ! cut off: cannot be taken  the answer ended inside this change",
        "           def rebate(self):",
        "               return",
    ]


@pytest.mark.parametrize(
    ("why", "lines", "says"),
    [
        ("ambiguous", (3, 9), [" ! it fits at lines 3, 9"]),
        ("already applied", (5,), [" ! it stands at line 5"]),
        ("depends", (22,), []),
    ],
)
def test_what_the_numbers_on_a_card_are_depends_on_the_reason(
    why: Misfit, lines: tuple[int, ...], says: list[str]
) -> None:
    (one,) = lost().proposal.unplaced
    made = replace(lost().proposal, unplaced=(replace(one, why=why, lines=lines),))
    assert [row for row in shown(Review(made)) if " at line" in row] == says


def test_after_a_save_a_card_says_which_numbers_of_lines_it_names() -> None:
    note = " ! the file has changed since: lines are numbered as the AI saw it"
    assert note not in shown(lost())
    assert note in shown(saved(decided(lost(), Take(ids(lost())[0]))))
    moved = refreshed(lost(), "cart/price.py", Present(b"# mine\n" + PRICE))
    assert note in shown(moved)
    bare = replace(lost().proposal.unplaced[0], near=())
    unnumbered = Review(replace(moved.proposal, unplaced=(bare,)), placed=moved.placed)
    assert note not in shown(unnumbered), "it names none"


def test_a_change_the_file_moved_away_from_says_so() -> None:
    one = ids(code())[0]
    stale = Review(code().proposal, stale={one: "the file moved on: it changed on disk at 14:02"})
    assert " ! moved on 12-13  the file moved on: it changed on disk at 14:02" in shown(stale)


def test_escapes_are_seen_and_tabs_are_spaces() -> None:
    base = b"\tone\x1b[31m\xe2\x80\xae\n"
    made = review(changed("a.py", base, (base, b"\ttwo\n", "")))
    assert shown(made, "a.py") == [
        " -   1         one\\x1b[31mU+202E",
        " +       1     two",
    ]


def test_a_missing_line_end_and_differing_ones_are_seen() -> None:
    bare = review(changed("a.py", b"x = 1", (b"x = 1", b"x = 2\n", "")))
    assert shown(bare, "a.py") == [" -   1     x = 1  (no line end)", " +       1 x = 2"]
    ends = review(changed("a.py", b"x = 1\r\n", (b"x = 1\r\n", b"x = 1\n", "")))
    assert shown(ends, "a.py") == [" -   1     x = 1\\r", " +       1 x = 1"]


def test_a_file_the_ai_had_not_seen_and_a_change_that_moved_say_so() -> None:
    change = changed("a.py", PRICE, (b"    return float(text)\n", b"    return 0\n", ""))
    moved = tuple(replace(item, unseen=True, moved=12) for item in change.hunks)
    rows = shown(review(FileChange("a.py", Present(PRICE), moved)), "a.py")
    assert " ! the AI had not seen this file" in rows
    assert "   moved, 12 lines down" in rows


def plain(reviewed: Review, turned: frozenset[str] = frozenset()) -> list[str]:
    return shown(reviewed, "ch01.md", Setting(plain=True, turned=turned))


def test_prose_is_one_flowing_paragraph_with_its_changes_inside() -> None:
    assert plain(prose()) == [
        "     # Chapter 1",
        "",
        "     The train was late. It had been late every day since the strike, and",
        " ??  [-there was -]nobody [-who -]looked up. Maria [-was in the process of",
        "     folding-]{+folded+} the letter [-in order -]to fit the [-very -]small",
        "     envelope.",
        "",
        "     The station was as it had always been, and nothing at all had been done",
        "     about the roof.",
        "",
        " ?   [-There were two-]{+Two+} men [-who -]watched her from the door. One of",
        "     them had a hat.",
        "",
        "     It rained.",
    ]


def test_a_decided_sentence_stays_in_its_paragraph_in_its_final_wording() -> None:
    assert plain(decided(prose(), Take(ids(prose())[0])))[2:5] == [
        "     The train was late. It had been late every day since the strike, and",
        " ✔?  nobody looked up. Maria [-was in the process of folding-]{+folded+} the",
        "     letter [-in order -]to fit the [-very -]small envelope.",
    ]


def test_a_paragraph_in_which_all_is_decided_folds() -> None:
    one, two, three = ids(prose())
    after = decided(prose(), Take(one), Reject(two, "too short"), Take(three))
    assert [row for row in plain(after) if "paragraph" in row] == [
        (
            " · ✔ 1 taken  ✘ 1 rejected  paragraph 1  nobody looked up. Maria was in the "
            "process of folding the letter in order to fit the very small envelope."
        ),
        " ✔ taken    paragraph 3  active",
    ]


def test_a_sentence_the_human_wrote_is_marked_as_his() -> None:
    one = ids(prose())[0]
    assert plain(decided(prose(), Rewrite(one, b"no one did.")))[2:4] == [
        " ✎   The train was late. It had been late every day since the strike, and no",
        " ?   one did. Maria [-was in the process of folding-]{+folded+} the letter",
    ]


def test_long_distances_in_prose_fold() -> None:
    base = b"\n".join(b"Paragraph %d is here.\n" % number for number in range(1, 30))
    made = review(changed("a.md", base, (b"Paragraph 15 is", b"Paragraph fifteen is", "")))
    assert shown(made, "a.md", Setting(plain=True)) == [
        "   ⋯ 13 paragraphs the same",
        "",
        "     Paragraph 14 is here.",
        "",
        " ?   Paragraph [-15-]{+fifteen+} is here.",
        "",
        "     Paragraph 16 is here.",
        "",
        "   ⋯ 13 paragraphs the same",
        "",
    ]


def test_a_new_paragraph_between_two_stands_alone() -> None:
    base = b"One is here.\n\nTwo is here.\n"
    start = base.index(b"Two")
    item = Hunk("n", "a.md", start, start, b"", b"New between.\n\n")
    made = review(FileChange("a.md", Present(base), (item,)))
    assert shown(made, "a.md", Setting(plain=True)) == [
        "     One is here.",
        "",
        " ?   {+New between.+}",
        "",
        "     Two is here.",
    ]


def test_a_line_that_is_joined_to_the_next_shows_the_break_that_goes() -> None:
    base = b"One line\nand two.\n"
    made = review(changed("a.txt", base, (b"One line\nand two.\n", b"One line and two.\n", "")))
    assert shown(made, "a.txt", Setting(plain=True)) == [" ?   One line[-↵-]{+ +}and two."]


def test_very_long_lines_of_an_unknown_kind_are_prose() -> None:
    base = b"Here are many words in one line. " * 12 + b"\n"
    made = review(changed("NOTES", base + b"End.\n", (b"End.", b"The end.", "")))
    assert page(made, "NOTES", Setting()).prose
    source = b"x = 1  # " + b"many words here " * 30 + b"\n"
    coded = review(changed("a.py", source, (b"x = 1", b"x = 2", "")))
    assert not page(coded, "a.py", Setting()).prose


def test_what_a_human_wrote_is_what_is_shown_after_the_save() -> None:
    one, two, _, _ = ids(code())
    mine = b"        s = 0\n        t = 1\n        u = 2\n        return s\n"
    after = saved(decided(code(), Rewrite(one, mine)))
    rows = shown(after)
    assert " ✔ saved    12-13  yours: s = 0" in rows
    unfolded = shown(after, setting=Setting(turned=frozenset({one})))
    assert [row for row in unfolded if row.startswith(" ~")][:4] == [
        " ~      12         s = 0",
        " ~      13         t = 1",
        " ~      14         u = 2",
        " ~      15         return s",
    ]
    assert " -  22             r = self.total(items) * 0.1" in rows
    assert ' +      22         return (self.total(items) * Decimal("0.1")).quantize(CENT)' in rows
    assert told(saved(decided(code(), Take(two))), code().proposal.hunk(two)) == "no float in money"


def test_prose_shows_what_landed_and_counts_its_words() -> None:
    three = ids(prose())[2]
    after = saved(decided(prose(), Rewrite(three, b"Men watched.")))
    assert " ✔ saved    paragraph 3  yours: Men watched." in plain(after)
    opened = plain(after, frozenset({three}))
    assert any("who-]{✎Men✎} watched[- her" in row for row in opened)
    assert not any("Two" in row for row in opened)


def words_said(reviewed: Review) -> str:
    second = header(Heading(), opened(reviewed, Setting(), 20))[1].left
    return "".join(bit.text for bit in second).partition("words ")[2].partition(" ")[0]


def test_the_words_are_those_of_the_file_and_what_it_would_come_to() -> None:
    one, two, three = ids(prose())
    assert words_said(prose()) == "75→61"
    mine = decided(prose(), Rewrite(three, b"Men watched."))
    assert words_said(mine) == "75→56"
    assert words_said(saved(mine)) == "67→56"
    assert words_said(saved(decided(mine, Take(one), Take(two)))) == "56→56"
