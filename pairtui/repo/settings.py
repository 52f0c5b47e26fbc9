"""Settings: what git is told by its configuration, asked once and read here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from pairtui.repo.git import Repo

ROLES = ("GIT_AUTHOR_", "GIT_COMMITTER_", "author.", "committer.")
"""How what makes author or committer another person than the user begins."""
NO = ("false", "no", "off", "0", "")
"""How a configuration says no, in git-config(1)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The last value of every setting by its name, and the filters the repository itself names.

    A setting without a value has the value "true". `filters` are as in "filter.lfs".
    """

    values: Mapping[str, str]
    filters: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return a value as it is written, or nothing."""
        return self.values.get(name, "")

    def denies(self, name: str) -> bool:
        """Tell whether something is switched off, rather than on or left alone."""
        return self.values.get(name, "true").strip().lower() in NO

    @property
    def filtering(self) -> bool:
        """Tell whether any filter is defined that git could run."""
        return any(name.startswith("filter.") for name in self.values)

    @property
    def named(self) -> bool:
        """Tell whether the person's name and address are beyond doubt; else git must be asked."""
        if any(name.startswith(ROLES) for name in (*self.values, *os.environ)):
            return False
        told = (self.get("user.name"), self.get("user.email"))
        return all(any(sign.isalnum() for sign in one) for one in told)

    @property
    def unfiltered(self) -> dict[str, str]:
        """Return an environment that turns off the filters which the repository's settings define.

        To compare a touched file, git would run them; the person's global filters (LFS) stay.
        """
        off = [
            (f"{driver}.{name}", value)
            for driver in self.filters
            for name, value in (
                ("clean", ""), ("smudge", ""), ("process", ""), ("required", "false")
            )
        ]  # fmt: skip
        # Not by -c, which cuts at the first '=', even one in a driver's name.
        env = {"GIT_CONFIG_COUNT": str(len(off))}
        for number, (key, value) in enumerate(off):
            env[f"GIT_CONFIG_KEY_{number}"] = key
            env[f"GIT_CONFIG_VALUE_{number}"] = value
        return env


def settings(repo: Repo) -> Settings:
    """Return what git is told here; RepoError where its configuration cannot be read."""
    fields = os.fsdecode(repo.look("config", "--null", "--show-scope", "--list")).split("\0")
    values: dict[str, str] = {}
    drivers: set[str] = set()
    for scope, told in zip(fields[::2], fields[1::2], strict=False):
        name, equals, value = told.partition("\n")
        values[name] = value if equals else "true"
        if name.startswith("filter.") and scope in ("local", "worktree"):
            drivers.add(name.rpartition(".")[0])
    return Settings(values, tuple(sorted(drivers)))
