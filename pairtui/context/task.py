"""Task: which command and which passage some free words mean, for a model that can do little.

It is asked to reword sentences of prose, by a command that has worked examples for it, or to
rewrite one part of some code. Words that do not name one task and one passage become a choice;
words for anything else are refused, and the model is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from pairtui.context.code_task import find_code_task
from pairtui.context.passage import Found, Places, find_passage, is_prose, offered
from pairtui.conversation import Attachment, NoTask, Offer, Task, TaskChoice
from pairtui.proposal import Present, Snapshot

_BEYOND = (
    ("fix spelling", r"spell\w*|typos?|misspel\w*|orthograph\w*"),
    ("rename", r"renam\w*"),
    (
        "translate",
        r"translat\w*|in(?:to)? (?:french|german|spanish|italian|chinese|japanese|dutch)",
    ),
    ("correct grammar", r"grammar|grammatical\w*|punctuat\w*|commas?"),
    ("sum up", r"summar\w*|sum up|abstract|tl;?dr"),
    (
        "work on code",
        (
            r"code|coding|bugs?|debug\w*|functions?|methods?|tests?|refactor\w*|implement\w*"
            r"|compile\w*|class(?:es)?|variables?|docstrings?|scripts?|python|javascript|rust|sql"
        ),
    ),
    (
        "write something new",
        (
            r"writ(?:e|ing) (?:a|an|me|some|the|more|about)|add|append|insert|continue|invent"
            r"|expand|longer|headings?|titles?"
        ),
    ),
    ("check facts", r"facts?|fact-?check\w*|verify|research"),
)


class Wording(Protocol):
    """What is known of a command here: its name, its purpose, and the words that mean it."""

    @property
    def command(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def purpose(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def words(self) -> tuple[str, ...]: ...  # noqa: D102 - the class says it
    @property
    def classes(self) -> tuple[str, ...]: ...  # noqa: D102 - the class says it


def find_task(
    words: str,
    commands: Sequence[Wording],
    attached: Sequence[Attachment],
    snapshot: Snapshot,
    command: str = "",
    *,
    docs_only: bool = True,
) -> Task | TaskChoice | NoTask:
    """Return the one task these words mean, or what there is to choose from, or why none is given.

    `command` is the slash command the person used, if any: those are for prose. With `docs_only`
    the model is trusted with comments and docstrings of code and nothing else of it.
    """
    able = [one for one in commands if "tiny" in one.classes]
    offers = tuple(Offer(one.command, one.purpose) for one in able)
    if command and command not in {offer.command for offer in offers}:
        return NoTask(f"This tiny model cannot do /{command}. {_can(offers)}")
    meant = [offer for offer, one in zip(offers, able, strict=True) if _means(words, one)]
    if command:
        meant = [offer for offer in offers if offer.command == command]
    places = _places(attached, snapshot, prose=True)
    code = _places(attached, snapshot, prose=False)
    if not command:
        surely = bool(meant or places)
        task = find_code_task(words, code, surely=surely, docs_only=docs_only)
        if task is not None:
            return task
    beyond = [what for what, pattern in _BEYOND if _has(words, pattern)]
    if beyond and not meant:
        says = f"This tiny model is not asked to {beyond[0]}: it would get it wrong."
        return NoTask(f"{says} {_can(offers)}")
    if not places:
        return NoTask(
            f"There is no text here to work on: bring in a file of prose with @. {_can(offers)}"
        )
    found = find_passage(words, places)
    if len(meant) == 1 and found.passage is not None and not (beyond and not command):
        return task_for(meant[0], found)
    return _choice(offers, meant, beyond, places, found)


def task_for(offer: Offer, found: Found) -> Task:
    """Return a task, with the sentence a person sees before the model is asked."""
    if found.passage is None:
        raise ValueError("a task needs a passage")
    return Task(offer, found.passage, offer.says(found.passage))


def _choice(
    offers: tuple[Offer, ...],
    meant: Sequence[Offer],
    beyond: Sequence[str],
    places: Sequence[Places],
    found: Found,
) -> TaskChoice:
    if beyond:
        says = f"This tiny model is not asked to {beyond[0]}. Choose what it does, and where."
    elif found.says:
        says = found.says
    elif len(meant) == 1:
        says = f"Which part? The tiny model works on one at a time: {meant[0].purpose}."
    elif found.passage is not None:
        says = f"What is to be done with {found.passage.label}?"
    else:
        says = "This tiny model can do only a few things. Choose one, and where."
    offer = meant[0] if len(meant) == 1 else None
    return TaskChoice(says, offers, offered(places), offer, found.passage)


def _places(attached: Sequence[Attachment], snapshot: Snapshot, *, prose: bool) -> list[Places]:
    return [
        Places(item, state.data)
        for item in attached
        if is_prose(item.path) == prose
        and isinstance(state := snapshot.files.get(item.path), Present)
    ]


def _means(words: str, one: Wording) -> bool:
    return any(_has(words, re.escape(phrase).replace(r"\ ", r"\s+")) for phrase in one.words)


def _has(words: str, pattern: str) -> bool:
    told = re.sub(r"@(?:\"[^\"]*\"|\S+)", " ", words)
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", told, re.IGNORECASE) is not None


def _can(offers: Sequence[Offer]) -> str:
    if not offers:
        return "There is nothing it can be given."
    purposes = [f"{offer.purpose} (/{offer.command})" for offer in offers]
    told = " or ".join((", ".join(purposes[:-1]), purposes[-1])) if purposes[1:] else purposes[0]
    return f"It can {told}."
