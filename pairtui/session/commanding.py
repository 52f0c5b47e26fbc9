"""Commanding: the slash commands that are templates: ours, the person's, the repository's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from pairtui.context.passage import is_prose
from pairtui.conversation import Asked
from pairtui.prompts import Template
from pairtui.review.decide import Review
from pairtui.review.diff import unified
from pairtui.review.result import FileResult, results
from pairtui.session.parts import Parts
from pairtui.session.policy import Policy
from pairtui.session.team import Team, TeamFile
from pairtui.store.trusted import Trusted

NOT_TRUSTED = "not trusted yet"


class Commanding:
    """Which commands there are, what each wants, and whether it may be used.

    `troubles` are sentences about files that cannot be used.
    """

    def __init__(self, parts: Parts) -> None:
        self._prompts, self._policy = parts.prompts, parts.policy
        trusted = Trusted(parts.config.paths.state / "trusted.json")
        self._team = Team(parts.repo, parts.prompts, trusted)
        bad = [one for one in self._team.look() if one.problem]
        self.troubles = (
            *parts.troubles,
            *(f"{one.path} is no command: {one.problem}" for one in bad),
        )

    def listing(self) -> tuple[tuple[str, str, str], ...]:
        """Return name, arguments and purpose of each command."""
        ours = [(one.command, one.arguments, one.purpose) for one in self._prompts.commands]
        theirs = [(one.name, "", f"of this repository, {NOT_TRUSTED}") for one in self._waiting()]
        return tuple(sorted((*ours, *theirs)))

    def lacks(self, name: str, argument: str) -> str:
        """Return what is missing behind a command, or nothing."""
        template = self._template(name)
        if template is None or not template.lacks(argument):
            return ""
        return f"/{name} wants {template.arguments}: {template.purpose}"

    async def distrusted(self, name: str) -> tuple[TeamFile, ...]:
        """Return the files to be trusted before a command is used: all that are new or changed.

        They are looked at again first, so that what is used is what was shown.
        """
        if self._template(name) is not None and not self._of_team(name):
            return ()
        await asyncio.to_thread(self._team.look)
        waiting = self._waiting()
        return waiting if any(one.name == name for one in waiting) else ()

    async def trust(self, files: Sequence[TeamFile]) -> None:
        """Use these files of the repository as they were shown; raises OSError."""
        await asyncio.to_thread(self._team.trust, files)

    def unfit(self, asked: Asked) -> str:
        """Return why a command cannot be used on what is in, or nothing."""
        template = self._template(asked.command)
        if template is None or template.kind == "any":
            return ""
        attached = asked.conversation.attached
        paths = [item.path for item in attached]
        if any(item.kind not in ("file", "symbol") for item in attached):
            return ""
        if not paths:
            return f"/{template.command} is for {template.kind}, and no file is in: @ brings one in"
        if any(is_prose(path) == (template.kind == "prose") for path in paths):
            return ""
        return f"/{template.command} is for {template.kind}, and there is none in what is in"

    def wants_changes(self, name: str) -> bool:
        """Tell whether a command is about what is taken in the review."""
        template = self._template(name)
        return template is not None and "changes" in template.uses

    async def changes(self, review: Review) -> str:
        """Return what is taken in a review as a diff that may be sent; empty where there is none.

        Files that the AI may not see are left out.
        """
        return await asyncio.to_thread(_changes, self._policy, tuple(results(review)))

    def only_answers(self, name: str) -> bool:
        """Tell whether the answer to a command changes nothing."""
        template = self._template(name)
        return template is not None and not template.may_propose

    def _template(self, name: str) -> Template | None:
        return next((one for one in self._prompts.commands if one.command == name), None)

    def _of_team(self, name: str) -> bool:
        return any(one.name == name for one in self._team.files)

    def _waiting(self) -> tuple[TeamFile, ...]:
        return tuple(one for one in self._team.files if not one.problem and one.stands != "trusted")


def _changes(policy: Policy, found: Sequence[FileResult]) -> str:
    kept = policy.kept_out(path for one in found for path in (one.path, one.to) if path)
    texts = [
        policy.cover_patch(one.path, unified([one]).decode("utf-8", "replace"))
        for one in found
        if one.path not in kept and one.to not in kept
    ]
    return "".join(texts)
