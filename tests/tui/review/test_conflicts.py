"""What a person and the AI both changed: its rows, its sheet, and what comes of an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.proposal import Absent, Present
from pairtui.review.after import refreshed
from pairtui.review.apart import Settle
from pairtui.review.conflict import Conflict, conflict
from pairtui.review.counts import counts
from pairtui.review.decide import Review, Rewrite, decide
from pairtui.review.seen import unseen_bytes
from pairtui.tui.review.pane import ReviewPane
from pairtui.tui.review.setting import Setting
from pairtui.tui.review.verdicts import can
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.conflict import sheet, ways_of
from tests.line.line import edit
from tests.tui.pictures import Picture
from tests.tui.review.material import PRICE, STORY, code, ids, prose, screen, showing, whole_files
from tests.tui.review.test_rows import shown
from tests.tui.stage import PRICE as SHOP
from tests.tui.stage import Stage, git, on_stage, repository

pytestmark = pytest.mark.anyio

CART, CHAPTER = "cart/price.py", "ch01.md"
TOTAL = b"        s = sum(map(price, items))\n        return round(s)\n"
MINE = PRICE.replace(b"        s = sum(i.price * i.n for i in items)\n        return s\n", TOTAL)
BUSY = STORY.replace(b"in the process of folding", b"carefully folding")
ROUND = STORY.replace(b"There were two men", b"There were three women")


def over(review: Review, path: str, data: bytes) -> Review:
    return refreshed(review, path, Present(data))


def both_code() -> Review:
    return over(code(), CART, MINE)


def both_prose() -> Review:
    return over(prose(), CHAPTER, BUSY)


def found(review: Review, at: int, *, prose: bool) -> Conflict:
    made = conflict(review, review.proposal.hunk(ids(review)[at]), prose=prose)
    assert made is not None
    return made


def test_the_three_texts_stand_apart_in_the_place_of_the_lines() -> None:
    assert shown(both_code())[3:14] == [
        "    11         def total(self, items):",
        " ! you and the AI both changed this · h decides",
        " | as the AI saw it",
        " |                 s = sum(i.price * i.n for i in items)",
        " |                 return s",
        " < yours now",
        " <  12             s = sum(map(price, items))",
        " <  13             return round(s)",
        " > the AI's",
        " >                 s = sum((i.price * i.n for i in items), Decimal(0))",
        " >                 return s.quantize(CENT)",
    ]


def test_what_the_file_reads_like_already_is_never_put_there_twice() -> None:
    first = next(code().proposal.hunks)
    there = PRICE.replace(first.old, first.new)
    review = over(code(), CART, there)
    assert " ! the file reads like this already · h decides" in shown(review)
    made = found(review, 0, prose=False)
    assert ways_of(made, prose=False) == ()
    asked = sheet(review, first, made, prose=False)
    assert [option.value for option in asked.options()] == ["keep", "write", "ask"]
    assert asked.notes() == ("The file reads like this already.",)


def test_it_can_be_folded() -> None:
    name = ids(code())[0]
    folded = shown(both_code(), setting=Setting(turned=frozenset({f"conflict:{name}"})))
    assert " ! moved on 12-13  you and the AI both changed this · o shows it, h decides" in folded
    assert not any("yours now" in row for row in folded)


def test_in_prose_it_is_about_the_words_that_collide() -> None:
    rows = shown(both_prose(), CHAPTER)
    assert rows[2:13] == [
        " ! you changed the text around this, and this still stands · h decides",
        " < there now",
        " <   …late every day since the strike, and there was nobody who looked up.",
        " <   Maria was carefully folding the letter…",
        " > the AI's",
        " >   …late every day since the strike, and nobody looked up. Maria was",
        " >   carefully folding the letter…",
        "",
        " ! you and the AI both changed this · h decides",
        " | as the AI saw it",
        " |   …and there was nobody who looked up. Maria was in the process of folding",
    ]
    assert any("Maria was carefully folding the letter" in row for row in rows[17:])


def test_what_the_person_wrote_is_named_theirs() -> None:
    name = ids(code())[0]
    own = decide(code(), Rewrite(name, b"        return 0\n"))
    rows = shown(over(own, CART, MINE))
    assert " > the AI's, in your words" in rows
    mine = replace(code().proposal.hunk(name), own=True)
    change = code().proposal.file(CART)
    file = replace(change, hunks=(mine, *change.hunks[1:]))
    rows = shown(over(Review(code().proposal.with_file(file)), CART, MINE))
    assert " > what you wrote" in rows


def test_nothing_is_named_so_and_an_end_without_a_line_end_too() -> None:
    gone = over(code(), CART, PRICE.replace(b"    return float(text)\n", b""))
    rows = shown(gone)
    at = rows.index(" < yours now")
    assert rows[at + 1] == " <         nothing"


def test_a_deletion_says_what_changed_since() -> None:
    review = over(whole_files(), "old.py", PRICE.replace(b"float(text)", b"int(text)"))
    rows = shown(review, "old.py")
    assert " ! moved on deletes this file (29 lines)  you changed this file since · h" in rows
    assert " |             return float(text)" in rows
    assert " <  29         return int(text)" in rows
    name = next(hunk for hunk in review.proposal.hunks if hunk.path == "old.py")
    made = conflict(review, name, prose=False)
    asked = sheet(review, name, made, prose=False)
    assert [option.value for option in asked.options()] == ["keep", "theirs", "ask"]
    assert asked.options()[1].says == "Delete it as it is now"
    assert asked.notes() == ("You changed this file since.",)


def test_taking_it_says_which_key_decides() -> None:
    review = both_code()
    hunk = review.proposal.hunk(ids(review)[0])
    assert can(review, hunk, "take") == "you and the AI both changed this · h decides"
    gone = refreshed(code(), CART, Absent())
    says = "the file moved on: it is not there any more · h decides"
    assert can(gone, gone.proposal.hunk(hunk.id), "take") == says


def test_the_sheet_has_a_row_for_each_way() -> None:
    review = both_code()
    made = found(review, 0, prose=False)
    asked = sheet(review, made.hunk, made, prose=False)
    assert asked.title_line() == "cart/price.py, 12-13"
    assert [option.value for option in asked.options()] == [
        "keep", "theirs", "yours then theirs", "theirs then yours", "write", "ask"
    ]  # fmt: skip
    new = {way.name: way.new for way in ways_of(made, prose=False)}
    assert new["theirs"] == made.wanted
    assert new["yours then theirs"] == TOTAL + made.wanted
    assert new["theirs then yours"] == made.wanted + TOTAL


def test_without_a_passage_it_can_be_rejected_or_asked_for_again() -> None:
    gone = refreshed(code(), CART, Absent())
    hunk = gone.proposal.hunk(ids(gone)[0])
    asked = sheet(gone, hunk, None, prose=False)
    assert [option.value for option in asked.options()] == ["keep", "ask"]
    assert asked.notes() == ("the file moved on: it is not there any more",)
    lost = over(code(), CART, b"nothing\nof it\n")
    made = found(lost, 0, prose=False)
    asked = sheet(lost, made.hunk, made, prose=False)
    assert [option.value for option in asked.options()] == ["keep", "ask"]
    assert "beyond doubt" in asked.notes()[1]


BASE = b"The train was late. Nobody on the long platform looked up from the paper.\n"


@pytest.mark.parametrize(
    ("yours", "wanted", "names"),
    [
        (b"Nobody", b"book", ["both", "theirs"]),
        (b"late", b"book", ["both, yours first", "both, theirs first", "theirs"]),
        (b"late", b"late", ["both, theirs first", "theirs"]),
    ],
)
def test_in_prose_what_does_not_collide_can_go_together(
    yours: bytes, wanted: bytes, names: list[str]
) -> None:
    mine = {b"late": BASE.replace(b"late", b"slow").replace(b"platform", b"bench"),
            b"Nobody": BASE.replace(b"Nobody", b"No one")}[yours]  # fmt: skip
    theirs = {b"late": BASE.replace(b"late", b"on time"),
              b"book": BASE.replace(b"late", b"on time").replace(b"paper", b"book")}  # fmt: skip
    hunk = replace(prose().proposal.hunk(ids(prose())[0]), old=BASE, new=theirs[wanted])
    made = Conflict(hunk, 0, BASE, mine, hunk.new, hunk.new, ahead=b"It rained. ")
    ways = ways_of(made, prose=True)
    assert [way.name for way in ways] == names
    for way in ways[:-1]:
        assert sheet_says(made, way.says)


def sheet_says(made: Conflict, says: str) -> bool:
    return f"{says}:" in sheet(prose(), made.hunk, made, prose=True).notes()


async def test_the_key_asks_and_all_of_it_counts_as_seen() -> None:
    async with showing(both_code(), (80, 40)) as (host, hand):
        name = ids(host.review)[0]
        host.pane.show_change(name)
        await hand.pilot.pause()
        await hand.press("a")
        assert "you and the AI both changed this · h decides" in screen(host)[-2]
        assert host.review.state(name) == "stale"
        assert unseen_bytes(host.review, host.review.proposal.hunk(name)) == 0
        await hand.press("h", "e")
        asked = [one for one in host.asked if isinstance(one, ReviewPane.SettleAsked)]
        assert [(one.hunk, one.prose, one.write) for one in asked] == [
            (name, False, False),
            (name, False, True),
        ]
        made = found(host.review, 0, prose=False)
        host.pane.settled(Settle(name, made.start, made.yours, made.proposed))
        await hand.pilot.pause()
        await hand.pilot.pause()
        assert host.review.state(name) == "taken"
        assert "+      12         s = sum((i.price" in "\n".join(screen(host))
        assert unseen_bytes(host.review, host.review.proposal.hunk(name)) == 0
        await hand.press("u")
        assert host.review.state(name) == "stale"
        assert "yours now" in "\n".join(screen(host))


STATES: dict[str, tuple[Callable[[], Review], int]] = {
    "code": (both_code, 0),
    "prose": (both_prose, 1),
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("size", [(80, 24), (78, 40)], ids=["80x24", "78x40"])
async def test_pictures(name: str, size: tuple[int, int], picture: Picture) -> None:
    made, at = STATES[name]
    async with showing(made(), size) as (host, hand):
        host.pane.show_change(ids(host.review)[at])
        await hand.pilot.pause()
        picture(host, f"review-conflict-{name}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("look", ["no-color", "ansi"])
async def test_pictures_without_many_colours(
    look: str, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    async with showing(both_code()) as (host, hand):
        host.theme = "ansi-dark" if look == "ansi" else host.theme
        await hand.pilot.pause()
        picture(host, f"review-conflict-code-{look}")


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sheets be answered at once; the gate's own tests show that it waits."""
    monkeypatch.setattr("pairtui.tui.review.gate.QUIET", 0.0)


async def changed_by_another(stage: Stage, path: str, text: str) -> None:
    """Let a colleague's commit arrive, and look."""
    (stage.root / path).write_text(text)
    git(stage.root, "commit", "-qam", "Theirs")
    await stage.desk.look_again()
    await stage.pilot.pause()


async def answer(stage: Stage, value: str) -> None:
    await stage.press("h")
    await stage.sheet("ChoiceSheet")
    assert isinstance(stage.app.screen, ChoiceSheet)
    stage.app.screen.dismiss(value)
    await stage.until(lambda: not isinstance(stage.app.screen, ChoiceSheet))
    await stage.pilot.pause()


@pytest.mark.usefixtures("no_waiting")
async def test_code_is_settled_by_hand_saved_and_exactly_that_is_in_the_commit(
    tmp_path: Path, picture: Picture
) -> None:
    root = repository(tmp_path / "shop")
    reply = edit("price.py", "    return sum(items)", "    return round(sum(items), 2)", "Round.")
    mine = SHOP.replace("    return sum(items)\n", "    return fsum(items)\n")
    async with on_stage(root, f"TITLE: Round it\n\n{reply}", size=(80, 24)) as stage:
        await stage.say("round in @price.py")
        await stage.press("ctrl+g")
        await changed_by_another(stage, "price.py", mine)
        assert counts(stage.review).stale == 1
        assert "you and the AI both changed this" in "\n".join(screen(stage.app))
        await stage.press("h")
        await stage.sheet("ChoiceSheet")
        picture(stage.app, "sheet-conflict-80x24")
        await stage.press("escape")
        await answer(stage, "yours then theirs")
        assert counts(stage.review).taken == 1
        assert "+" in "\n".join(screen(stage.app))
        await stage.press("u")
        assert counts(stage.review).stale == 1
        await stage.press("e")
        await stage.sheet("SettleSheet")
        box = stage.app.screen.query_one(Box)
        assert box.text == "    return fsum(items)"
        assert "return round(sum(items), 2)" in "\n".join(screen(stage.app))
        box.text = "    return round(fsum(items), 2)"
        await stage.press("ctrl+s")
        await stage.until(lambda: counts(stage.review).edited == 1)
        await stage.press("enter")
        await stage.sheet("SaveSheet")
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).saved == 1)
        want = mine.replace("return fsum(items)", "return round(fsum(items), 2)")
        assert (root / "price.py").read_text() == want


@pytest.mark.usefixtures("no_waiting")
async def test_prose_is_settled_by_its_words(tmp_path: Path) -> None:
    text = "It rained.\n\nThe train was late. Nobody on the long platform looked up from a paper.\n"
    root = repository(tmp_path / "novel", **{"ch01.md": text})
    line = text.splitlines()[2]
    reply = edit("ch01.md", line, line.replace("a paper", "the news"), "plainer")
    async with on_stage(root, reply, size=(80, 24)) as stage:
        await stage.say("tighten @ch01.md")
        await stage.press("ctrl+g")
        await changed_by_another(stage, "ch01.md", text.replace("long platform", "wet platform"))
        assert "nothing in them collides" in "\n".join(screen(stage.app))
        await answer(stage, "both")
        assert counts(stage.review).taken == 1
        await stage.press("enter")
        await stage.sheet("SaveSheet")
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).saved == 1)
        want = text.replace("long platform", "wet platform").replace("a paper", "the news")
        assert (root / "ch01.md").read_text() == want
        assert "+The train was late. Nobody on the wet platform looked up from the news." in git(
            root, "show", "HEAD"
        )


@pytest.mark.usefixtures("no_waiting")
async def test_kept_asked_again_and_changed_meanwhile(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    reply = edit("price.py", "    return sum(items)", "    return round(sum(items), 2)", "Round.")
    mine = SHOP.replace("    return sum(items)\n", "    return fsum(items)\n")
    async with on_stage(root, reply) as stage:
        await stage.say("round in @price.py")
        await stage.press("ctrl+g")
        await changed_by_another(stage, "price.py", mine)
        await stage.press("h")
        await stage.sheet("ChoiceSheet")
        await changed_by_another(stage, "price.py", mine.replace("fsum", "msum"))
        assert isinstance(stage.app.screen, ChoiceSheet)
        stage.app.screen.dismiss("theirs")
        await stage.until(lambda: "changed meanwhile" in "\n".join(screen(stage.app)))
        assert counts(stage.review).stale == 1
        await answer(stage, "ask")
        prompt = stage.main.pane.prompt
        await stage.until(lambda: "does not fit any more" in prompt.text)
        assert "“return sum(items)”" in prompt.text
        await stage.press("ctrl+g")
        await answer(stage, "keep")
        assert counts(stage.review).rejected == 1
