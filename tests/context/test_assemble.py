"""Requests: what goes to a model, in which order, and how much of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.assemble import PER_MESSAGE, Assembled, TooLarge, assemble
from pairtui.context.repair import repair_request
from pairtui.context.verdicts import tell_verdicts
from pairtui.conversation import Attachment, Turn
from pairtui.prompts import Prompts
from pairtui.proposal import (
    Absent,
    Misfit,
    Near,
    Present,
    Refused,
    SearchReplace,
    Snapshot,
    Unplaced,
    WholeFile,
)
from pairtui.request import Model
from pairtui.review.verdict import VerdictLine

RENDER = Prompts.load().render
MODEL = Model("test-model", "localhost", budget=3000)
SNAPSHOT = Snapshot(
    {
        "a.md": Present(b"\xef\xbb\xbfone\r\ntwo\r\n```\nthree\n"),
        "b.md": Present(b"x" * 90_000),
        "gone.md": Absent(),
        "bad.md": Refused("not UTF-8"),
    }
)


def count(text: str) -> int:
    return len(text) // 4


def made(words: str = "Shorten it.", **parts: object) -> Assembled:
    given: dict[str, object] = {"model": MODEL, "snapshot": SNAPSHOT, **parts}
    result = assemble(words, render=RENDER, count=count, **given)  # type: ignore[arg-type] # parts of any kind
    assert isinstance(result, Assembled)
    return result


def test_the_order_is_system_turns_verdicts_files_words() -> None:
    verdicts = tell_verdicts([VerdictLine("a.md", "1", "taken")], RENDER)
    turns = [Turn("hello", "hi", "done", told="told then"), Turn("lost", "", "failed")]
    result = made(attached=[Attachment("a.md")], turns=turns, verdicts=verdicts)
    roles = [message.role for message in result.request.messages]
    assert roles == ["system", "user", "assistant", "user"]
    system, said, answered, asked = (message.text for message in result.request.messages)
    assert system.index("pair with a person") < system.index("SEARCH")
    assert (said, answered) == ("told then\n\nhello", "hi")
    places = [asked.index(part) for part in ("- a.md (1): taken", "one\ntwo", "Shorten it.")]
    assert places == sorted(places)
    assert asked.endswith("Shorten it.")
    assert result.request.saw == ("a.md",)
    names = [use.name for use in result.request.prompts]
    assert names == ["system/pair", "format/search_replace", "format/verdicts", "format/files"]
    assert result.request.temperature is None


def test_a_file_is_shown_without_gutter_bom_or_carriage_returns() -> None:
    asked = made(attached=[Attachment("a.md")]).request.messages[-1].text
    assert "a.md\n````\none\ntwo\n```\nthree\n````" in asked


def test_lines_are_shown_as_those_lines() -> None:
    result = made(attached=[Attachment("a.md", (2, 9))])
    asked = result.request.messages[-1].text
    assert "a.md (only lines 2 to 4 of 4)\n````\ntwo\n```\nthree\n````" in asked
    assert "one" not in asked.partition("a.md (")[2]
    assert result.request.saw == ("a.md:2-9",)


def test_files_that_cannot_be_sent_are_left_out() -> None:
    result = made(attached=[Attachment("gone.md"), Attachment("bad.md")])
    assert result.request.messages[-1].text == "Shorten it."
    assert result.request.saw == ()


def test_a_command_stands_for_the_words() -> None:
    command = RENDER("command/tighten", words="the intro")
    result = made("the intro", command=command)
    assert result.request.messages[-1].text == command.text
    assert command.use in result.request.prompts


def test_the_format_asked_for_is_the_model_s() -> None:
    model = Model("small", "localhost", size="local", format="whole_file")
    assert "whole new text" in made(model=model).request.messages[0].text


def test_the_oldest_turns_go_first_and_whole_and_that_is_said() -> None:
    turns = [Turn(f"question {n}", "answer " * 400, "done") for n in range(5)]
    result = made(turns=turns)
    texts = [message.text for message in result.request.messages]
    assert result.left_out > 0
    assert f"question {result.left_out - 1}" not in texts
    assert f"question {result.left_out}" in texts
    assert "left out" in texts[0]
    assert f"oldest {result.left_out} turns" in result.says


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 4000), max_size=8), st.integers(900, 6000))
def test_the_budget_holds(sizes: list[int], budget: int) -> None:
    model = Model("m", "h", budget=budget)
    turns = [Turn("q", "a" * size, "done") for size in sizes]
    result = made(model=model, turns=turns)
    messages = result.request.messages
    assert sum(count(one.text) + PER_MESSAGE for one in messages) <= budget + PER_MESSAGE
    kept = [one.text for one in messages if one.role == "assistant"]
    assert kept == [turn.reply for turn in turns[result.left_out :]]


def test_files_over_the_budget_are_a_clear_refusal() -> None:
    result = assemble(
        "Shorten it.",
        model=MODEL,
        render=RENDER,
        count=count,
        snapshot=SNAPSHOT,
        attached=[Attachment("a.md"), Attachment("b.md", (1, 5))],
    )
    assert isinstance(result, TooLarge)
    assert result.tokens > MODEL.budget
    assert "The largest part is b.md:1-5" in result.says
    assert "/drop b.md" in result.says
    assert "3,000" in result.says


def test_words_alone_over_the_budget_are_told_so() -> None:
    result = assemble("w" * 99_000, model=MODEL, render=RENDER, count=count, snapshot=SNAPSHOT)
    assert isinstance(result, TooLarge)
    assert "fewer words" in result.says


def test_a_repair_names_only_what_failed() -> None:
    request = made(attached=[Attachment("a.md")]).request
    failed = [
        Unplaced(
            SearchReplace("a.md", "tow\n", "2\n"), "not found", "It is not there.",
            near=(Near(2, "two"),),
        ),
        Unplaced(SearchReplace("a.md", "x\n", "y\n"), "not found", "Nothing is like it."),
        Unplaced(WholeFile("../b", "text"), "path", "That lies outside."),
    ]  # fmt: skip
    again = repair_request(request, "the reply", failed, 3, RENDER)
    assert again.messages[: len(request.messages)] == request.messages
    reply, asked = again.messages[-2:]
    assert (reply.role, reply.text) == ("assistant", "the reply")
    assert "## a.md\nIt is not there. You quoted:\n```\ntow\n```\n" in asked.text
    assert "```\ntwo\n```" in asked.text
    assert "Nothing is like it. You quoted:\n```\nx\n```" in asked.text
    assert "## ../b\nThat lies outside." in asked.text
    assert "(3)" in asked.text
    assert again.prompts[-1].name == "repair/unplaced"


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("not found", "Gone."),
        ("ambiguous", "Gone. Quote more of the lines around them, until they stand in one place"),
        ("overlaps", "Gone. That change is with the person already. Leave this edit out."),
        ("depends", "Gone. The person may still refuse that change. Leave this edit out;"),
        ("already applied", "Gone. Leave this edit out, unless it was meant for another place."),
        ("placeholder", "Gone. Write every line in full, or change fewer lines."),
        ("path", "Gone."),
        ("unsuitable", "Gone."),
    ],
)
def test_a_repair_says_what_to_do_about_each_reason(why: Misfit, says: str) -> None:
    request = made(attached=[Attachment("a.md")]).request
    for edit in (SearchReplace("a.md", "x\n", "y\n"), WholeFile("a.md", "text")):
        again = repair_request(request, "the reply", [Unplaced(edit, why, "Gone.")], 3, RENDER)
        assert f"## a.md\n{says}" in again.messages[-1].text


def test_verdicts_are_told_change_by_change() -> None:
    lines = [
        VerdictLine("a.md", "1-2", "taken"),
        VerdictLine("a.md", "3", "taken", saved=True),
        VerdictLine("a.md", "5", "rejected", reason="keep the API"),
        VerdictLine("b.md", "new file", "edited", text="mine"),
    ]
    told = tell_verdicts(lines, RENDER)
    assert told is not None
    assert "- a.md (1-2): taken, not saved yet\n" in told.text
    assert "- a.md (3): taken and saved\n" in told.text
    assert "- a.md (5): rejected, because: keep the API\n" in told.text
    yours = "taken, not saved yet, in the person's own words:\n```\nmine\n```"
    assert f"- b.md (new file): {yours}" in told.text
    assert tell_verdicts([], RENDER) is None
