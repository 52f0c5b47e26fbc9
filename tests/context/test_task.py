"""Tasks: what free words mean to a model that can do little."""

from __future__ import annotations

import pytest

from pairtui.context.passage import is_prose
from pairtui.context.task import find_task
from pairtui.conversation import Attachment, NoTask, Passage, Task, TaskChoice
from pairtui.prompts import Prompts
from pairtui.proposal import Absent, Present, Snapshot

COMMANDS = Prompts.load().commands
TEXT = b"# Rain\n\nThe train was late again.\n\n- one item\n\nIt had been late all year.\n"
SNAPSHOT = Snapshot(
    {
        "article.md": Present(TEXT),
        "one.txt": Present(b"Only one paragraph here.\n"),
        "price.py": Present(b"x = 1\n"),
        "gone.md": Absent(),
        "empty.md": Present(b"# Nothing\n"),
    }
)
ARTICLE = (Attachment("article.md"),)


def ask(
    words: str, attached: tuple[Attachment, ...] = ARTICLE, command: str = ""
) -> Task | TaskChoice | NoTask:
    return find_task(words, COMMANDS, attached, SNAPSHOT, command)


def taken(passage: Passage) -> bytes:
    state = SNAPSHOT.files[passage.path]
    assert isinstance(state, Present)
    return state.data[passage.start : passage.end]


@pytest.mark.parametrize(
    ("words", "command", "text"),
    [
        ("make the first paragraph shorter", "tighten", b"The train was late again."),
        ("Tighten paragraph 2", "tighten", b"one item"),
        ("put paragraph three in plain words", "plain", b"It had been late all year."),
        ("turn the 3rd paragraph from passive to active", "active", b"It had been late all year."),
        ("the last paragraph is too long", "tighten", b"It had been late all year."),
        ("simplify the opening paragraph", "plain", b"The train was late again."),
        ("shorten paragraphs 2 to 3", "tighten", b"one item\n\nIt had been late all year."),
        ("shorten the whole text", "tighten", TEXT[8:-1]),
    ],
)
def test_clear_words_are_a_task(words: str, command: str, text: bytes) -> None:
    task = ask(words)
    assert isinstance(task, Task)
    assert task.offer.command == command
    assert taken(task.passage) == text
    assert task.passage.label in task.says
    assert task.offer.purpose in task.says


def test_a_passage_is_named_by_its_number_and_its_beginning() -> None:
    task = ask("shorten paragraph 1")
    assert isinstance(task, Task)
    assert task.passage.label == "paragraph 1 of article.md: The train was late again."


def test_attached_lines_and_a_single_paragraph_need_no_number() -> None:
    task = ask("shorter", (Attachment("article.md", (3, 3)),))
    assert isinstance(task, Task)
    assert taken(task.passage) == b"The train was late again.\n"
    assert task.passage.label.startswith("line 3 of article.md")
    task = ask("shorter", (Attachment("one.txt"), Attachment("price.py"), Attachment("gone.md")))
    assert isinstance(task, Task)
    assert task.passage.path == "one.txt"


def test_a_slash_command_says_what_to_do() -> None:
    task = ask("paragraph 1", command="active")
    assert isinstance(task, Task)
    assert task.offer.command == "active"
    choice = ask("", command="active")
    assert isinstance(choice, TaskChoice)
    assert choice.offer is not None
    assert choice.offer.command == "active"
    assert isinstance(ask("paragraph 1", command="rewrite"), NoTask)


@pytest.mark.parametrize(
    "words",
    [
        "fix the spelling in paragraph 1",
        "rename the train to tram",
        "translate paragraph 1 into French",
        "fix the bug in the first function",
        "summarise the first paragraph",
        "write a new paragraph about snow",
        "check the facts",
        "correct the grammar",
    ],
)
def test_what_it_cannot_do_is_not_asked(words: str) -> None:
    found = ask(words)
    assert isinstance(found, NoTask)
    assert "is not asked to" in found.says
    assert "/tighten" in found.says


@pytest.mark.parametrize(
    ("words", "offer", "passage"),
    [
        ("make it shorter", "tighten", False),
        ("do something with paragraph 1", "", True),
        ("hello", "", False),
        ("shorter and simpler, paragraph 1", "", True),
        ("shorten paragraph 1 and paragraph 3", "tighten", False),
        ("shorten paragraph 1 and fix the spelling", "tighten", True),
    ],
)
def test_without_one_clear_match_there_is_a_choice(words: str, offer: str, passage: bool) -> None:
    choice = ask(words)
    assert isinstance(choice, TaskChoice)
    assert (choice.offer.command if choice.offer else "") == offer
    assert (choice.passage is not None) == passage
    assert [one.command for one in choice.offers] == ["active", "plain", "tighten"]
    assert [one.label.partition(":")[0] for one in choice.passages] == [
        "paragraph 1 of article.md",
        "paragraph 2 of article.md",
        "paragraph 3 of article.md",
        "all 3 paragraphs of article.md",
    ]


def test_a_number_that_is_not_there_is_told() -> None:
    choice = ask("shorten paragraph 9")
    assert isinstance(choice, TaskChoice)
    assert choice.says == "article.md has 3 paragraphs; none is number 9."
    choice = ask("shorten", (Attachment("article.md", (90, 99)),))
    assert isinstance(choice, TaskChoice)
    assert choice.says == "article.md has only 7 lines."


@pytest.mark.parametrize("path", ["price.py", "gone.md"])
def test_without_prose_there_is_nothing_to_do(path: str) -> None:
    found = ask("shorten paragraph 1", (Attachment(path),))
    assert isinstance(found, NoTask)
    assert "prose" in found.says


def test_two_files_leave_the_passage_open() -> None:
    choice = ask("shorten paragraph 1", (*ARTICLE, Attachment("one.txt")))
    assert isinstance(choice, TaskChoice)
    assert {one.path for one in choice.passages} == {"article.md", "one.txt"}


def test_a_path_in_the_words_says_nothing_about_the_task() -> None:
    assert isinstance(ask("shorten paragraph 1 of @test/code.md"), Task)


def test_a_file_without_paragraphs_offers_none() -> None:
    choice = ask("shorten everything", (Attachment("empty.md"),))
    assert isinstance(choice, TaskChoice | NoTask)
    if isinstance(choice, TaskChoice):
        assert choice.passages == ()


@pytest.mark.parametrize(
    ("path", "prose"),
    [
        ("a.md", True),
        ("A.TXT", True),
        ("docs/x.rst", True),
        ("README", True),
        ("a.py", False),
        ("x.json", False),
        ("Makefile", False),
        (".env", False),
    ],
)
def test_which_files_are_prose(path: str, prose: bool) -> None:
    assert is_prose(path) == prose
