"""Team: the commands that a repository brings along, used once a person has read and trusted them.

They can only add commands, never replace a word of ours or of the person's own, and each is bound
to its bytes: one that changes is asked about again.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pairtui.prompts import PromptError, Prompts, Template, parse
from pairtui.proposal import Present, Refused, digest
from pairtui.repo.files import names_in, read
from pairtui.repo.git import Repo
from pairtui.store.trusted import Trusted

FOLDER = ".pairtui/prompts/command"
LARGEST = 64_000
"""Bytes of one file, at most: nobody reads more before trusting it."""
MOST = 50
"""Files that are looked at, at most."""


@dataclass(frozen=True, slots=True)
class TeamFile:
    """One file of the repository's that would be a command; `problem` says why it cannot be."""

    path: str
    text: str = ""
    digest: str = ""
    template: Template | None = None
    stands: Literal["trusted", "new", "changed"] = "new"
    problem: str = ""

    @property
    def name(self) -> str:
        """Return the name of the command."""
        return self.path.rpartition("/")[2].removesuffix(".md")


class Team:
    """The commands of one repository; `files` are as they were when it was last looked."""

    def __init__(self, repo: Repo, prompts: Prompts, trusted: Trusted) -> None:
        self._repo = repo
        self._prompts = prompts
        self._trusted = trusted
        self._root = os.path.realpath(repo.root)
        self._ours = frozenset(template.command for template in prompts.commands)
        self.files: tuple[TeamFile, ...] = ()

    def look(self) -> tuple[TeamFile, ...]:
        """Look at the files as they are now, and use those that are trusted so; blocks."""
        known = self._trusted.digests(self._root)
        names = [one for one in names_in(self._repo, FOLDER) if one.endswith(".md")]
        self.files = tuple(
            self._file(f"{FOLDER}/{name}", known.get(name, "")) for name in names[:MOST]
        )
        for one in self.files:
            if one.template is not None and one.stands == "trusted":
                self._prompts.add(one.template)
        return self.files

    def trust(self, files: Sequence[TeamFile]) -> None:
        """Use these files as they were shown, and keep that; blocks, raises OSError."""
        names = {one.path.rpartition("/")[2]: one.digest for one in files}
        self._trusted.trust(self._root, names)
        for one in files:
            if one.template is not None:
                self._prompts.add(one.template)
        self.files = tuple(
            replace(one, stands="trusted") if one in files else one for one in self.files
        )

    def _file(self, path: str, known: str) -> TeamFile:
        found = TeamFile(path)
        if found.name in self._ours:
            return replace(found, problem=f"there is a /{found.name} already")
        state = read(self._repo, path)
        if isinstance(state, Refused):
            return replace(found, problem=state.reason)
        if not isinstance(state, Present):
            return replace(found, problem="it is not there any more")
        if len(state.data) > LARGEST:
            return replace(found, problem=f"it has over {LARGEST // 1000} kB")
        was = digest(state.data)
        try:
            template = parse(f"command/{found.name}", state.data)
        except PromptError as error:
            return replace(found, problem=str(error))
        stands: Literal["trusted", "new", "changed"] = "changed" if known else "new"
        return replace(
            found,
            text=state.data.decode("utf-8"),
            digest=was,
            template=template,
            stands="trusted" if known == was else stands,
        )
