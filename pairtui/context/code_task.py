"""Code task: which part of some code a model is to rewrite that is given one part at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairtui.context.code_passage import named_parts, offered_parts
from pairtui.context.passage import Places, attached_lines
from pairtui.conversation import Offer, Passage, Task, TaskChoice

_ABOUT_DOCS = re.compile(
    r"\b(?:docstrings?|doc[ -]?comments?|comments?|document(?:ation|ing)?|javadoc|jsdoc)\b",
    re.IGNORECASE,
)
_BEYOND_DOCS = re.compile(
    r"\b(?:fix\w*|bugs?|renam\w*|refactor\w*|implement\w*|remov\w*|delet\w*|uncomment\w*|drop\w*"
    r"|strip\w*|optimi[sz]\w*|simplif\w*|handl\w*|convert\w*|tests?|annotat\w*|type hints?|instead"
    r"|replac\w*|chang\w*|mak\w+|rewrit\w*|also|return(?:ing)?)\b",
    re.IGNORECASE,
)


def about_docs(words: str) -> bool:
    """Tell whether some words ask for comments or docstrings, and for nothing else.

    Then it can be checked that the code stayed the same.
    """
    return _ABOUT_DOCS.search(words) is not None and _BEYOND_DOCS.search(words) is None


def find_code_task(
    words: str, places: Sequence[Places], *, surely: bool, docs_only: bool
) -> Task | TaskChoice | None:
    """Return what a model is to do with which part of the attached code; None for nothing.

    With `surely` it must be beyond doubt that code is meant: just one definition is named, in a
    form that no plain word has. With `docs_only` comments and docstrings are all it is asked for.
    """
    if not places or (docs_only and not about_docs(words)):
        return None
    offer = Offer("", " ".join(words.split()))
    lined = [place for place in places if place.item.lines is not None]
    named = named_parts(words, places, surely=surely or bool(lined))
    if len(named) == 1:
        return Task(offer, named[0], offer.says(named[0]))
    if surely:
        return None
    if not named and len(places) == len(lined) == 1:
        found = attached_lines(lined[0])
        if found.passage is not None:
            return Task(offer, found.passage, offer.says(found.passage))
        return TaskChoice(found.says, (), (), offer)
    return _choice(offer, named, offered_parts(places))


def _choice(offer: Offer, named: Sequence[Passage], all_parts: tuple[Passage, ...]) -> TaskChoice:
    says = "Which part? The model rewrites one at a time."
    if named:
        return TaskChoice(f"{says} Your words name several.", (), tuple(named), offer)
    if len(all_parts) == 1:
        return TaskChoice(says, (), all_parts, offer, all_parts[0])
    return TaskChoice(f"{says} Your words name none.", (), all_parts, offer)
