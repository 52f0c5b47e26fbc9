"""Parts: a request is the sum of them, in order, within the budget, whatever it is made of."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.assemble import PER_MESSAGE, Assembled, TooLarge, assemble
from pairtui.context.laying import BETWEEN, Setting
from pairtui.context.parts import messages_of
from pairtui.context.shares import MAP, RULES, shares
from pairtui.context.verdicts import tell_verdicts
from pairtui.conversation import Attachment, Reference, Turn
from pairtui.prompts import Prompts
from pairtui.proposal import Present, Snapshot
from pairtui.request import Model
from pairtui.review.verdict import VerdictLine
from pairtui.tokens import estimate

RENDER = Prompts.load().render
LINES = st.lists(st.sampled_from(["", "def total(self):", "x = 1", "## Rates", "Größe — 税"]))
TEXT = st.builds(lambda lines, many: "\n".join(lines * many), LINES, st.integers(1, 60))
NAMES = ("a.py", "docs/b.md", "c.txt")


def made(
    words: str = "Change the total.", budget: int = 4000, **parts: Any
) -> Assembled | TooLarge:
    model = Model("m", "h", budget=budget)
    options: dict[str, Any] = {"snapshot": Snapshot(), "model": model, **parts}
    return assemble(words, render=RENDER, count=estimate, **options)


def whole(*texts: str) -> dict[str, Any]:
    files = {name: Present(text.encode()) for name, text in zip(NAMES, texts, strict=False)}
    return {"snapshot": Snapshot(files), "attached": [Attachment(name) for name in files]}


def kinds(result: Assembled | TooLarge) -> list[str]:
    assert isinstance(result, Assembled)
    return list(dict.fromkeys(part.kind for part in result.parts))


SOURCES = {
    "files": st.lists(TEXT, max_size=3),
    "references": st.lists(st.builds(Reference, st.just("@diff"), TEXT), max_size=2),
    "rules": st.lists(st.builds(Reference, st.just("AGENTS.md"), TEXT), max_size=2),
    "turns": st.lists(st.builds(Turn, TEXT, TEXT, st.just("done"), TEXT), max_size=3),
    "words": st.sampled_from(["What is total?", "Mend lines 3-9", ""]),
    "budget": st.integers(600, 6000),
}


@settings(deadline=None, max_examples=60)
@given(st.fixed_dictionaries(SOURCES), st.booleans())
def test_the_parts_are_the_messages_and_the_budget_holds(
    sources: dict[str, Any], maps: bool
) -> None:
    budget, files = sources["budget"], sources.pop("files")
    verdicts = tell_verdicts([VerdictLine("a.py", "1", "taken")], RENDER)
    given_to_map: list[int] = []

    def mapped(tokens: int) -> str:
        given_to_map.append(tokens)
        return "m" * int(tokens * 3.6) if maps else ""

    result = made(**sources, **whole(*files), verdicts=verdicts, mapped=mapped)
    if isinstance(result, TooLarge):
        assert result.says
        return
    messages = result.request.messages
    assert messages_of(result.parts) == messages
    assert [one.role for one in messages[1:-1]] == ["user", "assistant"] * (
        len(messages[1:-1]) // 2
    )
    assert (messages[0].role, messages[-1].role) == ("system", "user")
    assert result.tokens == sum(estimate(one.text) + PER_MESSAGE for one in messages) <= budget
    assert all(part.tokens == estimate(part.text) for part in result.parts)
    assert max(given_to_map, default=0) <= budget // MAP
    weight = sum(part.tokens for part in result.parts if part.kind == "rules")
    assert weight <= budget // RULES + estimate(RENDER("context/rules", rules="").text) + 8


def test_stable_parts_come_first() -> None:
    files = whole("one\n", "two\n", "three\n")
    files["attached"] = [Attachment("a.py"), Attachment("docs/b.md", read_only=True)]
    result = made(
        **files,
        references=[Reference("@diff", "+ four")],
        rules=[Reference("AGENTS.md", "Be brief.")],
        turns=[Turn("hello", "hi", "done")],
        verdicts=tell_verdicts([VerdictLine("a.py", "1", "taken")], RENDER),
        mapped=lambda tokens: "price.py\n  def total",
    )
    assert isinstance(result, Assembled)
    told = "system format rules reference map turn verdicts file words"
    assert " ".join(kinds(result)) == told
    assert [part.name for part in result.parts if part.kind == "reference"] == [
        "introduced by context/references",
        "docs/b.md",
        "@diff",
    ]
    assert result.request.saw == ("a.py", "docs/b.md", "@diff")
    system = result.request.messages[0].text
    assert "AGENTS.md\n```\nBe brief.\n```" in system
    assert "docs/b.md\n```\ntwo\n```\n\n@diff\n```\n+ four\n```" in system
    names = [use.name for use in result.request.prompts]
    assert names[2:5] == ["context/rules", "context/references", "format/verdicts"]
    assert "context/map" in names


def test_a_file_too_large_for_its_share_is_shown_in_part_and_a_small_one_whole() -> None:
    large = "".join(f"def f{at}():\n    return {at}\n\n" for at in range(2000))
    result = made("What does f777 return?", **whole(large, "# small\n"))
    assert isinstance(result, Assembled)
    asked = result.request.messages[-1].text
    assert "def f777():\n    return 777\n" in asked
    assert "docs/b.md\n```\n# small\n```" in asked
    assert result.partly == {"a.py"}
    part = next(part for part in result.parts if part.name == "a.py")
    assert part.note.startswith("⋯ ")
    assert part.note.endswith("lines of 6,000 left out")
    assert "a.py is too large to be sent whole: ⋯ " in result.says
    assert result.tokens > 3000


def some_exactly(text: str) -> int:
    """Count short texts lower than long ones, as exact counts among estimates do."""
    return round(estimate(text) * (0.8 if len(text) < 400 else 1))


@settings(deadline=None, max_examples=30)
@given(st.integers(60, 2000), st.integers(900, 6000), st.integers(0, 5))
def test_counts_that_do_not_add_up_do_not_break_the_budget(
    many: int, budget: int, turns: int
) -> None:
    said = [Turn("What is it?" * 20, "It is so." * 20, "done")] * turns
    files = whole("def total(items):\n" * many, "x = 1\n" * 20)
    model = Model("m", "h", budget=budget)
    result = assemble("total?", render=RENDER, count=some_exactly, model=model, turns=said, **files)
    assert isinstance(result, Assembled)
    assert result.tokens <= budget


def test_what_cannot_be_cut_is_refused() -> None:
    one_line = whole("x" * 90_000)
    assert isinstance(made(**one_line), TooLarge)
    large = whole("x = 1\n" * 9000)
    assert isinstance(made(**large), Assembled)
    assert isinstance(made(**large, setting=Setting(whole=True)), TooLarge)
    diff = made(references=[Reference("@diff", "x" * 90_000)])
    assert isinstance(diff, TooLarge)
    assert diff.says.endswith("The largest part is @diff (25,004): leave it out.")


def test_cut_files_leave_room_for_the_newest_turns() -> None:
    turns = [Turn("q" * 900, "a" * 900, "done") for _ in range(9)]
    result = made(**whole("x = 1\n" * 9000), turns=turns)
    assert isinstance(result, Assembled)
    assert 1 <= result.left_out < 9


def test_nobody_is_asked_for_the_whole_of_what_is_shown_in_part() -> None:
    model = Model("m", "h", size="local", format="whole_file", budget=4000)
    large = made(**whole("x = 1\n" * 9000), model=model)
    assert isinstance(large, Assembled)
    assert large.model.format == "search_replace"
    assert "SEARCH" in large.request.messages[0].text
    files = whole("one\ntwo\n")
    files["attached"] = [Attachment("a.py", (2, 2))]
    lines = made(**files, model=model)
    assert isinstance(lines, Assembled)
    assert lines.model.format == "search_replace"
    assert lines.partly == {"a.py"}
    files["attached"] = [Attachment("a.py", (1, 2))]
    all_lines = made(**files, model=model)
    assert isinstance(all_lines, Assembled)
    assert (all_lines.model, all_lines.partly) == (model, frozenset())


@given(st.lists(st.integers(0, 500), max_size=8), st.integers(0, 900))
def test_shares_are_fair(needs: list[int], room: int) -> None:
    found = shares(needs, room)
    assert sum(found) <= room
    assert all(0 <= got <= need for got, need in zip(found, needs, strict=True))
    if sum(needs) <= room:
        assert found == needs
    short = [got for got, need in zip(found, needs, strict=True) if got < need]
    if short:
        assert sum(found) == room
        assert max(short) - min(short) <= 1
        assert max(found) <= max(short)


def test_a_blank_line_between_texts_is_counted() -> None:
    assert estimate("\n\n") <= BETWEEN


def test_lines_of_a_file_that_is_in_whole_are_shown_once_and_kept_where_it_is_cut() -> None:
    text = "".join(f"value_{number} = {number}\n" for number in range(3000))
    both = [Attachment("a.py"), Attachment("a.py", (1900, 1904))]
    snapshot = Snapshot({"a.py": Present(text.encode())})
    result = made(snapshot=snapshot, attached=both, budget=100_000)
    assert isinstance(result, Assembled)
    assert [part.name for part in result.parts if part.kind == "file"][1:] == ["a.py"]
    cut = made(snapshot=snapshot, attached=both, budget=2000)
    assert isinstance(cut, Assembled)
    (shown,) = [part.text for part in cut.parts if part.name == "a.py"]
    assert all(f"value_{number} = " in shown for number in range(1899, 1904))
    assert cut.partly == {"a.py"}
