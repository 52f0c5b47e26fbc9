"""Several conversations in one repository: each is found as it was left, and none in another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Static

from pairtui.conversation import Conversation
from pairtui.providers.scripted import Reply
from pairtui.review.counts import counts
from pairtui.session.keeping import Keeping
from pairtui.session.talks import NoTalk, Talks
from pairtui.store.place import StoreFault
from pairtui.tui.conversation.editing import Editing
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.switching import go_to
from pairtui.tui.screens.talks_sheet import TalksSheet
from tests.tui.pictures import Picture
from tests.tui.pictures import picture as picture  # noqa: PLC0414 - a fixture is used by its name
from tests.tui.stage import TWO_CHANGES, Stage, kept_in, on_stage, repository

pytestmark = pytest.mark.anyio


async def leave(stage: Stage) -> None:
    stage.app.end(0)
    await stage.until(lambda: not stage.app.is_running)


async def talks(stage: Stage) -> Talks:
    return (await stage.main.session()).talks


def sent(stage: Stage) -> list[str]:
    """Return what went to the model, request by request."""
    return [str(one.messages) for one in stage.provider.requests]  # type: ignore[attr-defined]  # the scripted one


def attached(stage: Stage) -> list[str]:
    talk = stage.main.pane.conversation
    return [item.path for item in talk.attached] if talk else []


async def listed(stage: Stage, words: str, key: str = "enter") -> None:
    """Open the list, type what is found in one conversation only, and press a key on that."""
    stage.main.open("sessions")
    await stage.looked_at("TalksSheet")
    await stage.type(words)
    await stage.until(lambda: "(1 of " in screen(stage).title_line())
    await stage.press(key)


def screen(stage: Stage) -> TalksSheet:
    assert isinstance(stage.app.screen, TalksSheet)
    return stage.app.screen


async def test_words_that_cannot_be_looked_for_are_said_and_end_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def holding(_: str) -> frozenset[str]:
        raise StoreFault("The store is locked by another program.")

    async with on_stage(repository(tmp_path / "shop"), "It is noon.", kept=True) as stage:
        await stage.say("what time is it?")
        monkeypatch.setattr(await talks(stage), "holding", holding)
        stage.main.open("sessions")
        await stage.looked_at("TalksSheet")
        await stage.type("noon")
        keys = screen(stage).query_one("#sheet-keys", Static)
        await stage.until(lambda: "locked by another program" in str(keys.content))
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is stage.main)


async def test_a_conversation_is_whole_before_its_files_are_weighed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def weighed(_: Conversation) -> Conversation:
        raise OSError(5, "Input/output error")

    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        first = (await talks(stage)).current
        await stage.say("/new")
        session = await stage.main.session()
        monkeypatch.setattr(session.attaching, "weighed", weighed)
        stage.main.do(lambda: opened(stage, first), "sheet")
        await stage.until(lambda: "Input/output error" in stage.said)
        talk = stage.main.pane.conversation
        assert talk is not None
        assert [turn.words for turn in talk.turns] == ["fix @price.py"]
        assert (attached(stage), counts(stage.review).open) == (["price.py"], 2)


async def opened(stage: Stage, name: str) -> None:
    await go_to(stage.main, name)


async def test_from_one_to_another_and_back_all_is_as_it_was(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, "It is **noon**.", kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        second = tuple(stage.review.proposal.hunks)[1].id
        stage.desk.keep_draft("reason", second, "keep half")
        stage.desk.reviewing.reasons[second] = "keep half"
        told, first = stage.main.pane.told, (await talks(stage)).current
        await stage.press("ctrl+g")
        await stage.say("/new")
        assert stage.said == "this is a new conversation · /sessions has those of before"
        assert (stage.desk.shelf.review, stage.main.pane.told, attached(stage)) == (None, "", [])
        assert stage.desk.reviewing.reasons == {}
        await stage.say("what time is it?")
        assert "price.py" not in sent(stage)[-1]
        await stage.type("half a thou")

        await listed(stage, "fix price.py 2")
        await stage.until(lambda: "n goes on." in stage.said)
        assert (await talks(stage)).current == first
        assert (counts(stage.review).taken, stage.main.pane.told) == (1, told)
        assert (stage.main.pane.prompt.text, attached(stage)) == ("", ["price.py"])
        assert "noon" not in stage.said
        await stage.press("ctrl+g", "n", "r")
        await stage.sheet("ReasonSheet")
        assert stage.app.screen.query_one(Box).text == "keep half"
        await stage.press("enter", "ctrl+g")
        await stage.until(lambda: counts(stage.review).rejected == 1)

        await listed(stage, "noon")
        await stage.until(lambda: stage.main.pane.prompt.text == "half a thou")
        assert (stage.desk.shelf.review, attached(stage)) == (None, [])
        assert "It is noon." in stage.said
        assert "round it" not in stage.said
        await leave(stage)
    async with on_stage(root, kept=True) as stage:
        assert stage.main.pane.prompt.text == "half a thou"


async def test_what_comes_in_is_not_left_behind(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    slow = Reply(TWO_CHANGES, stall=40)
    async with on_stage(root, "One.", slow, kept=True) as stage:
        await stage.say("first")
        await stage.say("/new")
        stage.main.pane.prompt.write("fix @price.py")
        await stage.press("enter")
        await stage.until(lambda: stage.main.answer is not None)
        await listed(stage, "first")
        await stage.until(lambda: "an answer is coming in: Esc stops it" in stage.said)
        assert "you: fix" in stage.said
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        await leave(stage)


async def test_a_fork_goes_on_behind_a_turn_and_leaves_the_proposals(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, "One.", TWO_CHANGES, "Three.", kept=True) as stage:
        await stage.say("first")
        await stage.say("fix @price.py")
        old = (await talks(stage)).current
        await stage.say("/fork 7")
        assert "“7” is no turn; the number of one is wanted, from 1 to 2" in stage.said
        assert stage.main.pane.prompt.text == "/fork 7"
        await stage.say("/fork 1")
        assert "forked behind turn 1: what was proposed stays with the one of before" in stage.said
        assert stage.desk.shelf.review is None
        assert ("One." in stage.said, "fix @price.py" in stage.said) == (True, False)
        assert attached(stage) == ["price.py"]
        assert (await talks(stage)).current != old
        await stage.say("again")
        assert ("first" in sent(stage)[-1], "round it" in sent(stage)[-1]) == (True, False)
        stage.main.open("turns")
        await stage.looked_at("TurnsSheet")
        await stage.press("up", "enter")
        await stage.until(lambda: "forked behind turn 1: all that was said later" in stage.said)
        (fork, other, first) = await (await talks(stage)).every()
        assert [one.turns for one in (fork, other, first)] == [1, 2, 2]
        assert (first.card.id, first.open) == (old, 2)
        await leave(stage)


async def test_a_turn_is_sent_again_in_other_words_and_the_first_stays(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, "One.", "Two.", "Better.", "More.", kept=True) as stage:
        await stage.say("/edit")
        assert "nothing was said in this conversation yet" in stage.said
        stage.main.pane.prompt.load_text("")
        await stage.say("first")
        await stage.say("second thing")
        await stage.say("/edit")
        assert stage.main.pane.prompt.text == "second thing"
        assert len(stage.main.pane.query(Editing)) == 1
        await stage.press("ctrl+c")
        assert not stage.main.pane.query(Editing)
        await stage.say("/edit 2")
        await stage.type("s")
        await stage.press("enter")
        await stage.until(lambda: len(sent(stage)) == 3 and not stage.main.turning)
        assert "second things" in sent(stage)[-1]
        assert ("first" in sent(stage)[-1], "Two." in sent(stage)[-1]) == (True, False)
        assert "you: first ai: One." in stage.said
        assert "you: second things ai: Better." in stage.said
        assert not stage.main.pane.query(Editing)
        await stage.say("and on")
        assert "Better." in sent(stage)[-1]
        made, before = await (await talks(stage)).every()
        assert (made.turns, before.turns) == (3, 2)
        assert made.card.origin is not None
        assert (made.card.origin.session, made.card.origin.turns) == (before.card.id, 1)
        await leave(stage)


async def test_a_conversation_gets_a_name_and_goes_for_good(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, "Two.", kept=True) as stage:
        await stage.say("fix @price.py")
        await stage.say("/name The  rounding")
        assert "this conversation is “The rounding” now" in stage.said
        await stage.say("/new")
        await stage.say("second")
        await listed(stage, "rounding", "f2")
        await stage.sheet("NameSheet")
        await stage.press("ctrl+e", "s", "enter")
        await stage.looked_at("TalksSheet")
        names = {one.card.name for one in await (await talks(stage)).every()}
        assert names == {"", "The roundings"}
        await stage.press("f8")
        await stage.looked_at("ChoiceSheet")
        said = " ".join(str(part.render()) for part in stage.app.screen.query("Static"))
        assert "Remove “The roundings”?" in said
        assert "2 changes to decide or save would go, too." in said
        await stage.press("down", "enter")
        await stage.looked_at("TalksSheet")
        assert [one.card.words for one in await (await talks(stage)).every()] == ["second"]
        await stage.press("ctrl+w", "f8")
        await stage.looked_at("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.sheet("TalksSheet")
        await stage.press("escape")
        assert "“second” is removed for good" in stage.said
        assert "Two." not in stage.said
        assert (await (await talks(stage)).every(), (await talks(stage)).current) == ((), "")
        await leave(stage)


async def test_the_list_stands_where_it_was_when_one_comes_back_to_it(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, "One.", "Two.", kept=True) as stage:
        await stage.say("first")
        await stage.say("/new")
        await stage.say("second")
        stage.main.open("sessions")
        await stage.looked_at("TalksSheet")
        await stage.press("down", "f2")
        await stage.sheet("NameSheet")
        await stage.press("escape")
        await stage.looked_at("TalksSheet")
        await stage.press("f8")
        await stage.looked_at("ChoiceSheet")
        said = " ".join(str(part.render()) for part in stage.app.screen.query("Static"))
        assert "Remove “first”?" in said
        await stage.press("escape")
        await stage.sheet("TalksSheet")
        await stage.press("escape")
        await leave(stage)


async def test_a_conversation_is_written_to_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, home = repository(tmp_path / "shop"), tmp_path / "at-home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("/export")
        await stage.until(lambda: "nothing was said in this conversation yet" in stage.said)
        await stage.say("fix @price.py")
        await stage.say("/export told.md")
        assert "told.md: a whole path is wanted" in stage.said
        assert stage.main.pane.prompt.text == "/export told.md"
        await stage.say(f"/export {root}/told.md")
        assert "there only a save writes" in stage.said
        await stage.say("/export ~/told.md")
        assert "this conversation is in ~/told.md" in stage.said
        text = (home / "told.md").read_text()
        assert "Because" not in text
        assert "<<<<<<< SEARCH" in text
        stage.main.pane.prompt.load_text("")
        await listed(stage, "fix", "f5")
        await stage.looked_at("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.looked_at("TalksSheet")
        await stage.press("escape")
        assert "it is in" in stage.said
        (made,) = home.glob("pairtui-*.json")
        assert made.name == "pairtui-fix-price-py.json"
        assert json.loads(made.read_bytes())["turns"][0]["reply"] == TWO_CHANGES
        await leave(stage)


async def test_one_that_is_open_in_another_window_stays_there(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, TWO_CHANGES, kept=True) as stage:
        await stage.say("fix @price.py")
        async with on_stage(root, "Two.", kept=True) as other:
            await other.say("second")
            await listed(other, "fix")
            await other.until(lambda: "open in another window" in other.said)
            refused = await (await talks(other)).delete((await talks(stage)).current)
            assert refused is not None
            await leave(other)
        assert len(await (await talks(stage)).every()) == 2
        await leave(stage)


async def test_where_nothing_is_kept_nothing_is_left_behind(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), "One.") as stage:
        await stage.say("first")
        await stage.say("/new")
        assert "nothing is kept here, so there is no other conversation" in stage.said
        assert "One." in stage.said


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
async def test_the_list_of_conversations(
    tmp_path: Path, picture: Picture, size: tuple[int, int]
) -> None:
    root = repository(tmp_path / "shop", **{"tax.py": "rate = 2\n"})
    replies = (TWO_CHANGES, "It is **noon**.", "Because.", "So.")
    async with on_stage(root, *replies, size=size, kept=True) as stage:
        await stage.say("fix the rounding in @price.py, and the tests that go with it")
        await stage.say("/new")
        await stage.say("what time is it?")
        await stage.say("why? @tax.py")
        await stage.say("/fork 1")
        await stage.say("/name Noon, \x1b[1mand after")
        await stage.say("and then?")
        stage.main.open("sessions")
        await stage.looked_at("TalksSheet")
        picture(stage.app, f"talks-{size[0]}x{size[1]}")
        await stage.press("f3")
        await stage.looked_at("TurnsSheet")
        picture(stage.app, f"turns-{size[0]}x{size[1]}")
        await stage.press("escape")
        await stage.sheet("TalksSheet")
        await stage.press("escape")
        await leave(stage)


async def test_the_last_one_is_gone_on_with_even_if_nothing_is_open(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, "One.", kept=True) as stage:
        await stage.say("first")
        await leave(stage)
    async with on_stage(root, kept=True) as stage:
        assert "One." not in stage.said
        (only,) = await (await talks(stage)).every()
        await leave(stage)
    async with on_stage(root, kept=True, wants=Talks.want_last) as stage:
        await stage.until(lambda: "Today 22:13: nothing is open." in stage.said)
        assert "you: first ai: One." in stage.said
        async with on_stage(root, kept=True, wants=Talks.want_last) as other:
            assert "One." not in other.said
            await leave(other)
        with pytest.raises(NoTalk, match="open in another window"):
            Talks(Keeping(kept_in(root), branch=str), str).want(only.card.id[:5])
        await leave(stage)
    found = Talks(Keeping(kept_in(root), branch=str), str)
    found.want(only.card.id[:5])
    left = found.first()
    assert left is not None
    assert [one.turn.words for one in left.exchanges] == ["first"]
    with pytest.raises(NoTalk, match="No conversation begins with nope"):
        found.want("nope")
    found.enter(None)
