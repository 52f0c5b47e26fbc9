"""Going on with an answer that broke off, and asking the last words once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Request
from pairtui.session.talks import Talks
from tests.tui.stage import FIRST, SECOND, Stage, on_stage, repository

pytestmark = pytest.mark.anyio
BOTH = f"TITLE: Fix rounding\n\nTwo things.\n\n{FIRST}{SECOND}That is all."
CUT = Reply(BOTH, cut=BOTH.index("items) * 3"))
"""An answer that breaks off in the middle of its second edit."""


def asked(stage: Stage) -> list[Request]:
    assert isinstance(stage.provider, ScriptedProvider)
    return stage.provider.requests


async def fresh(stage: Stage, words: str) -> None:
    """Send some words in the place of those that were given back."""
    stage.main.pane.prompt.write("")
    await stage.say(words)


async def test_what_comes_after_the_break_joins_the_proposal(tmp_path: Path) -> None:
    rest = Reply(f"{SECOND}That is all.")
    async with on_stage(repository(tmp_path / "shop"), CUT, rest) as stage:
        await stage.say("fix @price.py")
        assert stage.said.endswith(
            "the answer broke off · /continue goes on · /retry asks again · ↑ brings your words"
        )
        assert stage.main.pane.prompt.text == ""
        assert [one.path for one in stage.review.proposal.cut_off] == ["price.py"]
        first, before = next(stage.review.proposal.hunks), stage.review.proposal.id
        await stage.press("ctrl+g", "a")
        await stage.until(lambda: stage.review.verdict(first.id))
        await stage.press("ctrl+g", "up")
        assert stage.main.pane.prompt.text == "fix @price.py"
        await stage.press("down")
        await stage.say("/continue")
        assert stage.review.proposal.id == before
        assert stage.review.proposal.title == "Fix rounding"
        assert len(list(stage.review.proposal.hunks)) == 2
        assert stage.review.proposal.cut_off == ()
        assert stage.review.verdict(first.id) is not None
        *_, partial, last = asked(stage)[1].messages
        assert partial.role == "assistant"
        assert partial.text == BOTH[: BOTH.index("items) * 3")]
        assert "Go on where the answer broke off." in last.text
        assert "It broke off inside an edit of price.py" in last.text
        talk = stage.main.pane.conversation
        assert talk is not None
        assert [turn.ending for turn in talk.turns] == ["broke off", "done"]
        await fresh(stage, "/continue")
        assert "there is nothing to go on with" in stage.said
        assert len(asked(stage)) == 2


async def test_a_line_that_breaks_says_no_more_than_what_helps(tmp_path: Path) -> None:
    cut = Reply("One.", cut=4)
    async with on_stage(repository(tmp_path / "shop"), cut, Reply("Two.")) as stage:
        await stage.say("count")
        assert "Ask again" not in stage.said
        assert "/continue goes on" in stage.said
        await stage.say("/continue")
        assert stage.said.endswith("Two.")


async def test_of_an_answer_without_a_word_nothing_is_gone_on_with(tmp_path: Path) -> None:
    empty = Reply("", finish="length")
    async with on_stage(repository(tmp_path / "shop"), empty) as stage:
        await stage.say("count")
        assert stage.said.endswith("the answer broke off")
        assert stage.main.pane.prompt.text == "count"
        await fresh(stage, "/continue")
        assert "nothing came of the last words" in stage.said


async def test_an_edit_that_comes_twice_is_one_change(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), CUT, Reply(BOTH)) as stage:
        await stage.say("fix @price.py")
        await fresh(stage, "/continue but leave the tests")
        assert len(list(stage.review.proposal.hunks)) == 2
        assert stage.review.proposal.unplaced == ()
        assert "but leave the tests" in asked(stage)[1].messages[-1].text


async def test_where_a_file_changed_since_what_comes_is_a_proposal_of_its_own(
    tmp_path: Path,
) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, CUT, Reply(SECOND)) as stage:
        await stage.say("fix @price.py")
        file = root / "price.py"
        file.write_text(file.read_text().replace("import decimal", "import decimal as d"))
        await fresh(stage, "/continue")
        assert len(stage.desk.shelf.reviews) == 2
        second = [*stage.desk.shelf.reviews.values()][1]
        assert len(list(second.proposal.hunks)) == 1


async def test_where_there_is_nothing_to_go_on_with_nothing_is_sent(tmp_path: Path) -> None:
    failing = Reply(fault="key")
    async with on_stage(repository(tmp_path / "shop"), failing) as stage:
        await stage.say("/continue")
        assert "there is no answer yet to go on with" in stage.said
        await stage.say("/retry")
        assert "there are no words yet to ask again" in stage.said
        assert asked(stage) == []
        await stage.say("fix @price.py")
        await fresh(stage, "/continue")
        assert "nothing came of the last words: /retry asks them again" in stage.said
        assert len(asked(stage)) == 1


async def test_the_last_words_are_asked_again_and_the_earlier_answer_stays(
    tmp_path: Path,
) -> None:
    replies = (Reply(f"TITLE: One\n\n{FIRST}"), Reply(f"TITLE: Two\n\n{SECOND}"))
    async with on_stage(repository(tmp_path / "shop"), *replies) as stage:
        await stage.say("fix @price.py")
        await stage.say("/retry other")
        assert "other@script answers from now on" in stage.said
        status = stage.main.pane.status
        assert status is not None
        assert status.model is not None
        assert status.model.name == "other"
        one, two = asked(stage)
        assert (one.model, two.model) == ("scripted", "other")
        assert two.messages == one.messages
        titles = [review.proposal.title for review in stage.desk.shelf.reviews.values()]
        assert titles == ["One", "Two"]
        assert stage.review.proposal.title == "One"
        talk = stage.main.pane.conversation
        assert talk is not None
        assert [turn.words for turn in talk.turns] == ["fix @price.py"] * 2


async def test_words_that_failed_are_asked_again_with_their_command(tmp_path: Path) -> None:
    replies = (Reply(fault="key"), Reply("It adds up."))
    async with on_stage(repository(tmp_path / "shop"), *replies) as stage:
        await stage.say("/explain total @price.py")
        assert stage.main.pane.prompt.text == "/explain total @price.py"
        await fresh(stage, "/retry")
        one, two = asked(stage)
        assert two.messages == one.messages
        assert "It adds up." in stage.said
        assert stage.main.pane.prompt.text == ""


async def test_a_command_stays_one_in_what_was_said_and_at_the_next_start(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, "It adds up.", "Yes.", kept=True) as stage:
        await stage.say("/explain")
        await stage.say("Are you sure?")
        assert [one.text for one in asked(stage)[1].messages[1:3]] == ["/explain", "It adds up."]
    async with on_stage(root, "Still.", kept=True, wants=Talks.want_last) as stage:
        assert "you: /explain" in stage.said
        await fresh(stage, "/edit 1")
        assert stage.main.pane.prompt.text == "/explain"


async def test_what_was_gone_on_with_is_asked_again_from_its_beginning(tmp_path: Path) -> None:
    replies = (CUT, Reply(SECOND, cut=20), Reply(SECOND), Reply("No."))
    async with on_stage(repository(tmp_path / "shop"), *replies) as stage:
        await stage.say("fix @price.py")
        await stage.say("/continue")
        await stage.say("/continue")
        await stage.say("/retry other")
        assert asked(stage)[3].model == "other"
        assert asked(stage)[3].messages[-1].text.endswith("\n\nfix @price.py")


async def test_at_the_next_start_what_only_answered_goes_on_only_to_answer(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, Reply("It adds up.", cut=7), kept=True) as stage:
        await stage.say("/explain @price.py")
    async with on_stage(root, FIRST, kept=True, wants=Talks.want_last) as stage:
        await fresh(stage, "/continue")
        assert len(asked(stage)) == 1
        assert stage.desk.shelf.reviews == {}


async def test_at_the_next_start_the_last_answer_can_be_gone_on_with(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, CUT, kept=True) as stage:
        await stage.say("fix @price.py")
    async with on_stage(root, Reply(SECOND), kept=True) as stage:
        await stage.until(lambda: "n goes on." in stage.said)
        await stage.pilot.pause()
        stage.main.pane.prompt.focus()
        await fresh(stage, "/continue")
        assert len(asked(stage)) == 1
        assert asked(stage)[0].messages[-2].text.startswith("TITLE: Fix rounding")


async def test_an_answer_that_changes_nothing_is_gone_on_with_as_such(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, Reply("It adds it up.", cut=7), kept=True) as stage:
        await stage.say("/explain total @price.py")
    async with on_stage(root, Reply(FIRST), kept=True, wants=Talks.want_last) as stage:
        await stage.until(lambda: "It adds" in stage.said)
        await fresh(stage, "/continue")
        assert "only answers" in stage.said
        assert stage.desk.shelf.review is None
