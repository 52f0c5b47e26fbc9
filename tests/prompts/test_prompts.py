"""The templates: each is whole, fills its holes, and stays short."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import get_args

import pytest

from pairtui.formats.reader import Closed, reader
from pairtui.prompts import PromptError, Prompts, Template, parse, prompt_root
from pairtui.proposal import Edit, SearchReplace, WholeFile
from pairtui.request import Format

PROMPTS = Prompts.load()
CEILINGS = {
    "system/pair": 360,
    "system/shortened": 40,
    "format/search_replace": 380,
    "format/fenced": 380,
    "format/v4a": 380,
    "format/unified_diff": 380,
    "format/whole_file": 230,
    "format/selection": 10,
    "format/rewrite": 70,
    "format/files": 60,
    "format/file": 15,
    "format/file_lines": 30,
    "format/file_part": 45,
    "format/gap": 10,
    "context/rules": 60,
    "context/references": 30,
    "context/map": 50,
    "context/needed": 25,
    "format/verdicts": 110,
    "format/verdict": 15,
    "format/verdict_reason": 20,
    "format/verdict_edited": 30,
    "repair/unplaced": 110,
    "repair/failure": 15,
    "repair/continue": 80,
    "repair/continue_inside": 30,
    "repair/quoted": 25,
    "repair/near": 45,
    "repair/ambiguous": 25,
    "repair/already_applied": 20,
    "repair/depends": 30,
    "repair/overlaps": 20,
    "repair/placeholder": 20,
    "round/ask": 190,
    "round/comment": 20,
    "round/comment_file": 15,
    "round/files": 110,
    "round/verdicts": 90,
    "round/question": 35,
    "round/explain": 95,
    "command/tighten": 120,
    "command/plain": 130,
    "command/active": 110,
    "command/ask": 45,
    "command/commit": 155,
    "command/docstring": 150,
    "command/explain": 130,
    "command/proofread": 135,
    "command/rename": 155,
    "command/summarise": 75,
    "command/tests": 195,
    "command/translate": 140,
    "system/answer": 135,
}


def tokens(text: str) -> float:
    return len(text) / 3.5


def filled(template: Template) -> str:
    return template.render(**dict.fromkeys(template.uses, "x")).text


def test_every_template_has_a_ceiling() -> None:
    assert set(PROMPTS.names) == set(CEILINGS)


@pytest.mark.parametrize("name", PROMPTS.names)
def test_a_template_renders_whole_and_stays_under_its_ceiling(name: str) -> None:
    template = PROMPTS.template(name)
    text = filled(template)
    assert not re.search(r"\$[A-Za-z_{]", text)
    assert "## Example" not in text
    assert tokens(text) <= CEILINGS[name], f"{name}: {tokens(text):.0f}"
    assert template.version.isdecimal()


TINY = [one for one in PROMPTS.commands if "tiny" in one.classes]


@pytest.mark.parametrize("template", TINY, ids=lambda one: one.command)
def test_a_command_for_tiny_models_has_four_worked_examples(template: Template) -> None:
    assert len(template.examples) == 4
    assert all(pair.before != pair.after for pair in template.examples)
    assert template.ask
    assert tokens(template.ask) <= 20


def test_the_commands_are_there_with_what_they_want_and_what_they_are_for() -> None:
    found = {one.command: (one.arguments, one.kind, one.may_propose) for one in PROMPTS.commands}
    assert found == {
        "active": ("[WHAT]", "prose", True),
        "ask": ("WORDS", "any", False),
        "commit": ("[WORDS]", "any", False),
        "docstring": ("[NAME]", "code", True),
        "explain": ("[WHAT]", "any", False),
        "plain": ("[WHAT]", "prose", True),
        "proofread": ("[WHAT]", "prose", True),
        "rename": ("OLD NEW", "any", True),
        "summarise": ("[WHAT]", "any", False),
        "tests": ("[WHAT]", "code", True),
        "tighten": ("[WHAT]", "prose", True),
        "translate": ("LANGUAGE [WHAT]", "prose", True),
    }


@pytest.mark.parametrize(
    ("name", "argument", "lacks"),
    [
        ("rename", "", True),
        ("rename", "old", True),
        ("rename", "old new", False),
        ("translate", " ", True),
        ("translate", "French the title", False),
        ("explain", "", False),
    ],
)
def test_a_command_knows_what_it_cannot_do_without(
    name: str, argument: str, *, lacks: bool
) -> None:
    assert PROMPTS.template(f"command/{name}").lacks(argument) is lacks


def test_no_two_commands_are_asked_for_with_the_same_words() -> None:
    words = [word for one in PROMPTS.commands for word in one.words]
    assert len(words) == len(set(words))


def test_the_digest_is_that_of_the_file() -> None:
    template = PROMPTS.template("system/pair")
    data = Path(str(prompt_root()), "system", "pair.md").read_bytes()
    assert template.use.digest == hashlib.sha256(data).hexdigest()
    assert (template.use.name, template.use.version) == ("system/pair", template.version)


def example(fmt: Format) -> list[Edit]:
    """Return the edits a reader finds in what a template says of its format."""
    reading = reader(fmt)
    text = PROMPTS.render(f"format/{fmt}").text + "\n"
    events = [*reading.feed(text), *reading.close(finished=True)]
    return [event.edit for event in events if isinstance(event, Closed)]


@pytest.mark.parametrize("fmt", ["search_replace", "fenced", "v4a", "unified_diff"])
def test_the_example_of_a_format_is_read_as_the_edit_it_shows(fmt: Format) -> None:
    (edit,) = example(fmt)
    assert isinstance(edit, SearchReplace)
    assert edit.path == "notes/trip.md"
    assert edit.search.replace("at about noon or so", "at noon") == edit.replace != edit.search


def test_the_example_of_a_whole_file_is_read_as_one() -> None:
    (edit,) = example("whole_file")
    assert isinstance(edit, WholeFile)
    assert (edit.path, edit.text) == ("notes/trip.md", "We left at noon.\nThe road was dry.\n")


def test_every_format_that_can_be_asked_for_has_a_template() -> None:
    assert {f"format/{fmt}" for fmt in get_args(Format)} <= set(PROMPTS.names)


def test_a_later_folder_replaces_and_adds(tmp_path: Path) -> None:
    room = tmp_path / "system"
    room.mkdir()
    (room / "pair.md").write_text("---\nname: pair\nversion: 9\npurpose: Mine.\n---\nHello.\n")
    (tmp_path / "README").write_text("not a room")
    prompts = Prompts.load((prompt_root(), tmp_path))
    assert prompts.template("system/pair").text == "Hello."
    assert prompts.names == PROMPTS.names


def test_holes_must_be_filled_exactly() -> None:
    with pytest.raises(PromptError, match="its holes are files, but none"):
        PROMPTS.render("format/files")
    with pytest.raises(PromptError, match="other were filled"):
        PROMPTS.render("format/files", other="x")
    with pytest.raises(PromptError, match=r"there is no prompts/format/none\.md"):
        PROMPTS.render("format/none")


def test_what_fills_a_hole_is_not_read_as_a_template() -> None:
    assert "$words ${x} $$" in PROMPTS.render("format/files", files="$words ${x} $$").text


HEAD = b"---\nname: x\nversion: 1\npurpose: A test.\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no front matter", "must open with a front matter"),
        (b"---\nname: x\n", "must open with a front matter"),
        (b"---\nname: x\nversion: 1\n---\n", "lacks 'purpose'"),
        (HEAD + b"name: x\n---\n", "'name' is there twice"),
        (HEAD + b"colour: red\n---\n", "'colour' is not a key"),
        (HEAD + b"uses\n---\n", "is not `key: value`"),
        (HEAD + b"---\n$hole\n", "`uses:` must list exactly these"),
        (HEAD + b"uses: hole\n---\nno hole\n", "`uses:` must list exactly these"),
        (HEAD + b"---\n5 $ a day\n", "a lone"),
        (HEAD + b"words: short\n---\n", "only a command has words"),
        (HEAD.replace(b"name: x", b"name: y") + b"---\n", "says name: y"),
        (HEAD + b"---\n\xff\n", "not UTF-8"),
    ],
)
def test_a_broken_template_says_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(PromptError, match=r"prompts/system/x\.md") as raised:
        parse("system/x", data)
    assert says in str(raised.value)


COMMAND = HEAD + b"words: short\nspans: sentence\nclasses: tiny\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (HEAD + b"classes: tiny\n---\n", "needs words and spans"),
        (COMMAND + b"---\n", "needs worked examples"),
        (COMMAND + b"---\n## Example\nBefore: a\n", "an example is one"),
        (COMMAND.replace(b"tiny", b"huge") + b"---\n", "huge is none of"),
        (COMMAND.replace(b"sentence", b"page") + b"---\n", "page is none of"),
        (COMMAND + b"may_propose: perhaps\n---\n", "may_propose is yes or no"),
        (COMMAND + b"keeps: much\n---\n", "keeps is a share"),
        (COMMAND + b"begins: verb\n---\n## Example\nBefore: a\nAfter: b\n", "begins is actor"),
        (COMMAND + b"unbegun: wait\n---\n## Example\nBefore: a\nAfter: b\n", "unbegun is ask"),
        (COMMAND + b"begins: words\n---\n## Example\nBefore: a\nAfter: b\n", "go together"),
        (COMMAND + b"---\n## Words\n- one two\n", "is not `- learned word: plain word`"),
    ],
)
def test_a_broken_command_says_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(PromptError) as raised:
        parse("command/x", data)
    assert says in str(raised.value)


def test_a_command_reads_all_it_has() -> None:
    extra = b"keeps: 80%\nbegins: words\nunbegun: skip\nmay_propose: no\n"
    extra += b"ask: Say it.\nuses: words\n"
    body = b"---\r\nDo $words for $$5.\n\n"
    body += b"## Example\nBefore: a\nAfter: b\n\n## Words\n- prior: before\n"
    one = parse("command/x", COMMAND + extra + body)
    assert (one.keeps, one.begins, one.unbegun, one.may_propose) == (0.8, "words", "skip", False)
    assert [(pair.before, pair.after) for pair in one.examples] == [("a", "b")]
    assert one.plain_words == (("prior", "before"),)
    assert one.render(words="this").text == "Do this for $5."
    assert one.command == "x"


MINE = "---\nname: shout\nversion: 1\npurpose: Shout.\nuses: words\n{}---\nShout: $words\n"


def test_a_person_adds_commands_and_replaces_words_of_ours(tmp_path: Path) -> None:
    for name, text in {
        "command/shout.md": MINE.format("arguments: WORDS\nfor: prose\nmay_propose: no\n"),
        "system/answer.md": "---\nname: answer\nversion: 9\npurpose: Mine.\n---\nBe brief.\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    prompts = Prompts.load()
    assert prompts.add_own(tmp_path) == ()
    mine = prompts.template("command/shout")
    assert (mine.arguments, mine.kind, mine.may_propose) == ("WORDS", "prose", False)
    assert mine.classes == ("local", "capable")
    assert prompts.render("system/answer").text == "Be brief."


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("command/bad.md", "no front matter", "must open with a front matter"),
        ("command/other.md", MINE.format(""), "its front matter says name: shout"),
        ("command/shout.md", MINE.format("for: music\n"), "for is one of"),
        ("command/shout.md", MINE.format("arguments: a word\n"), "arguments look like"),
        (
            "command/shout.md",
            MINE.format("").replace("uses: words", "uses: words, key") + "$key",
            "has no hole key",
        ),
        (
            "system/new.md",
            "---\nname: new\nversion: 1\npurpose: X.\n---\nX\n",
            "nothing uses a template of this name",
        ),
        (
            "format/files.md",
            "---\nname: files\nversion: 1\npurpose: X.\n---\nX\n",
            "its holes have to be files",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_rest_works(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(text)
    (tmp_path / "command").mkdir(exist_ok=True)
    (tmp_path / "command" / "zoom.md").write_text(MINE.format("").replace("shout", "zoom"))
    prompts = Prompts.load()
    (trouble,) = prompts.add_own(tmp_path)
    assert says in trouble
    assert str(tmp_path / name) in trouble
    assert "command/zoom" in prompts.names
    assert "command/shout" not in prompts.names
    assert prompts.template("format/files").text == PROMPTS.template("format/files").text


def test_no_folder_of_ones_own_is_no_trouble(tmp_path: Path) -> None:
    assert Prompts.load().add_own(tmp_path / "nowhere") == ()
