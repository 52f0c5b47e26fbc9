"""The labelled sentences: enough of them, and known to nothing that the model is told."""

from __future__ import annotations

import re
from pathlib import Path

from pairtui.conversation import Passage
from pairtui.prompts import Prompts, prompt_root
from pairtui.session.sentence import begin, sentence_request, sentences_of
from tests.tiny.measure import HERE, Labelled, labelled, verdict

ROOT = Path(__file__).parents[2]
ROOMS = ("formats", "context", "session")
SENTENCES = labelled(HERE / "sentences.toml")
COMMANDS = {one.command: one for one in Prompts.load().commands if "tiny" in one.classes}


def texts(root: Path) -> list[Path]:
    kinds = {".py", ".md", ".txt", ".toml"}
    return [path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix in kinds]


def test_there_are_enough_of_each_task() -> None:
    assert len(SENTENCES) >= 45
    assert {one.task for one in SENTENCES} == set(COMMANDS)
    assert len({one.text for one in SENTENCES}) == len(SENTENCES)


def test_none_stands_in_a_prompt_in_the_sample_or_in_the_program() -> None:
    known = [*texts(Path(str(prompt_root()))), *texts(ROOT / "pairtui")]
    text = "\n".join(" ".join(path.read_text(encoding="utf-8").split()) for path in known)
    assert [one.text for one in SENTENCES if one.text in text] == []


def test_the_sample_is_not_special() -> None:
    """No eight words in a row of the article stand in a prompt or in the rooms that ask."""
    told = [Path(str(prompt_root())), *(ROOT / "pairtui" / room for room in ROOMS)]
    known = " ".join(path.read_text(encoding="utf-8") for root in told for path in texts(root))
    words = re.findall(r"\w+", known.casefold())
    runs = set(zip(*(words[at:] for at in range(8)), strict=False))
    articles = [
        path for path in texts(ROOT / "pairtui" / "repo" / "sample") if path.suffix == ".md"
    ]
    assert articles
    for article in articles:
        said = re.findall(r"\w+", article.read_text(encoding="utf-8").casefold())
        assert runs.isdisjoint(zip(*(said[at:] for at in range(8)), strict=False))


def test_what_is_asked_does_not_depend_on_the_file() -> None:
    template, prompts = COMMANDS["tighten"], Prompts.load()
    asked = {
        sentence_request(one.text, template, prompts, "m", begin(one.text, template))
        for path in ("article.md", "other.txt")
        for one in sentences_of(b"It was late. Nobody came.", Passage(path, 0, 25, path))
    }
    assert len(asked) == 2


def test_a_label_judges_by_what_must_survive() -> None:
    one = Labelled(
        "tighten", "It was the case that Ann left at 9 in the evening.", ("Ann", "9|nine")
    )
    assert verdict(one, "Ann left at nine.") == "usable"
    assert verdict(one, "She left at 9.") == "wrong: lost Ann"
    assert verdict(one, one.text) == "wrong: not shorter"
