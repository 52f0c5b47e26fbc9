"""Code tasks: which part of some code a person's words mean."""

from __future__ import annotations

import pytest

from pairtui.context.code_task import about_docs
from pairtui.context.task import find_task
from pairtui.conversation import Attachment, NoTask, Task, TaskChoice
from pairtui.prompts import Prompts
from pairtui.proposal import Present, Snapshot

COMMANDS = Prompts.load().commands
CODE = b"""import re

RATE = 1

def parse_line(line):
    return line.split()

class Cart:
    def total(self):
        return 0

    def add(self, item):
        self.items.append(item)

def total(items):
    return sum(items)
"""
SNAPSHOT = Snapshot(
    {
        "cart.py": Present(CODE),
        "one.py": Present(b"def go():\n    pass\n"),
        "data.json": Present(b'{\n  "a": 1\n}\n'),
        "empty.py": Present(b"\n"),
        "article.md": Present(b"The train was late again and again.\n"),
    }
)


def ask(
    words: str, *paths: str, lines: tuple[int, int] | None = None, command: str = "",
    docs_only: bool = False,
) -> Task | TaskChoice | NoTask:  # fmt: skip
    attached = tuple(Attachment(path, lines) for path in paths or ("cart.py",))
    return find_task(words, COMMANDS, attached, SNAPSHOT, command, docs_only=docs_only)


@pytest.mark.parametrize(
    ("words", "label", "begins"),
    [
        (
            "add a docstring to parse_line @cart.py",
            "parse_line in cart.py, lines 5 to 6",
            b"def pa",
        ),
        ("let parse_line() strip the line", "parse_line in cart.py, lines 5 to 6", b"def parse"),
        ("sort the items in Cart.total", "Cart.total in cart.py, lines 9 to 10", b"    def total"),
        ("say why in Cart", "Cart in cart.py, lines 8 to 13", b"class Cart"),
        ("add should return the item", "Cart.add in cart.py, lines 12 to 13", b"    def add"),
    ],
)
def test_one_named_definition_is_the_part(words: str, label: str, begins: bytes) -> None:
    task = ask(words)
    assert isinstance(task, Task)
    assert task.passage.label == label
    assert CODE[task.passage.start : task.passage.end].startswith(begins)
    assert task.passage.label.startswith((task.passage.defines, "Cart."))
    assert task.offer.command == ""
    assert words in task.says
    assert label in task.says


def test_several_or_none_is_a_choice_of_parts() -> None:
    choice = ask("round the total")
    assert isinstance(choice, TaskChoice)
    assert [one.label.split(" ")[0] for one in choice.passages] == ["Cart.total", "total"]
    assert "several" in choice.says
    choice = ask("make it faster")
    assert isinstance(choice, TaskChoice)
    assert choice.offer is not None
    assert choice.passage is None
    assert [one.label.split(",")[0] for one in choice.passages] == [
        "lines 1 to 3 of cart.py: import re RATE = 1",
        "parse_line in cart.py",
        "Cart in cart.py",
        "total in cart.py",
    ]
    assert "none" in choice.says


def test_the_only_part_needs_no_name_and_lines_that_were_named_are_the_part() -> None:
    choice = ask("make it faster", "one.py")
    assert isinstance(choice, TaskChoice)
    assert choice.passage is not None
    task = ask("make the total faster", lines=(2, 3))
    assert isinstance(task, Task)
    assert CODE[task.passage.start : task.passage.end] == b"\nRATE = 1\n"
    choice = ask("faster", lines=(90, 99))
    assert isinstance(choice, TaskChoice)
    assert choice.says == "cart.py has only 16 lines."
    task = ask("faster: parse_line", lines=(2, 3))
    assert isinstance(task, Task)
    assert task.passage.defines == "parse_line"


def test_files_of_an_unknown_kind_are_offered_by_blocks() -> None:
    choice = ask("add b", "data.json")
    assert isinstance(choice, TaskChoice)
    assert choice.passage is not None
    assert choice.passage.label == 'lines 1 to 3 of data.json: { "a": 1 }'


def test_words_for_prose_stay_for_prose() -> None:
    assert isinstance(ask("shorten paragraph 1"), NoTask)
    assert isinstance(ask("parse_line", command="tighten"), NoTask)
    task = ask("shorten paragraph 1", "article.md", "cart.py")
    assert isinstance(task, Task)
    assert task.offer.command == "tighten"
    task = ask("make the total simpler, paragraph 1", "article.md", "cart.py")
    assert isinstance(task, Task)
    assert task.passage.path == "article.md"
    task = ask("make parse_line shorter", "article.md", "cart.py")
    assert isinstance(task, Task)
    assert task.passage.defines == "parse_line"


def test_a_model_that_is_trusted_with_comments_alone_is_asked_for_nothing_else() -> None:
    task = ask("add a docstring to parse_line", docs_only=True)
    assert isinstance(task, Task)
    for words in ("fix the bug in parse_line", "rename parse_line", "faster", "hello"):
        assert isinstance(ask(words, docs_only=True), NoTask), words
    assert isinstance(ask("add a docstring", "empty.py", docs_only=True), TaskChoice)


@pytest.mark.parametrize(
    ("words", "docs"),
    [
        ("add a docstring to go", True),
        ("document parse_line", True),
        ("explain Cart in comments", True),
        ("write a JSDoc comment for load", True),
        ("add a docstring and fix the bug", False),
        ("remove the comments", False),
        ("replace the comment", False),
        ("add type hints and a docstring", False),
        ("make go faster", False),
    ],
)
def test_what_is_about_comments_alone(words: str, docs: bool) -> None:
    assert about_docs(words) == docs
