"""What a front end shows about the ground it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from pairtui.landing import Ground
from pairtui.request import Model


@dataclass(frozen=True, slots=True)
class Status:
    """The repository, the branch and who answers.

    `warning` is one sentence about something that was set aside, or empty. `model` is None while
    nobody can answer; `problem` then says why in one sentence, and `choices` are the names the
    endpoint offers when only a choice is missing.
    """

    name: str
    ground: Ground
    model: Model | None = None
    problem: str = ""
    warning: str = ""
    choices: tuple[str, ...] = ()
