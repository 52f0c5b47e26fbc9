"""The doctor: looks at everything pairtui stands on, and says in plain lines what works."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pairtui.config import Config
from pairtui.landing import JournalFault
from pairtui.policy.repository import FILE
from pairtui.providers.remembered import Remembered
from pairtui.repo.git import Repo, RepoError, find_git, run
from pairtui.repo.ground import ground
from pairtui.repo.recover import interrupted
from pairtui.request import Fault
from pairtui.session.amount import many, size
from pairtui.session.model import address, described
from pairtui.session.parts import Answering
from pairtui.session.policy import Policy
from pairtui.session.recovering import sentence
from pairtui.store.opening import JOURNAL_FILE, STORE_FILE
from pairtui.store.past import open_past
from pairtui.store.place import Place, StoreFault, holds
from pairtui.store.place import places as store_places

MOST = 8
"""How many of an endpoint's models are named."""
REMEDY = "`pairtui` here finishes it or puts it back, as you say."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it works, and in a sentence what was found."""

    what: str
    works: bool
    says: str


def programs() -> list[Finding]:
    """Look at Python and git."""
    python = Finding("python", works=True, says=platform.python_version())
    try:
        program = find_git()
        done = run(program, "/", ("--version",))
    except RepoError as error:
        return [python, Finding("git", works=False, says=f"{error.says} {error.remedy}")]
    version = done.out.decode("utf-8", "replace").strip().removeprefix("git version ")
    return [python, Finding("git", works=True, says=f"{version} ({program})")]


def repository(path: str) -> Finding:
    """Look at the repository a path lies in."""
    try:
        repo = Repo.discover(path)
        here = ground(repo)
    except RepoError as error:
        return Finding("repository", works=False, says=f"{error.says} {error.remedy}".strip())
    where = here.branch or "no branch here"
    told = [repo.root, where if here.head else f"{where}, nothing saved yet"]
    if here.busy:
        told.append(f"a {here.busy} is in progress")
    if here.locked:
        told.append(here.locked)
    if not here.identity:
        told.append("git has no name for you: set user.name and user.email")
    return Finding("repository", works=not here.locked, says="; ".join(told))


def rules(path: str) -> list[Finding]:
    """Say what the repository's own rules ask for, if it has any."""
    try:
        found = Policy(Repo.discover(path)).rules()
    except RepoError:
        return []  # said by `repository`
    if found.broken:
        says = f"{FILE} cannot be used, so nothing is sent: {found.broken}"
        return [Finding("rules", works=False, says=says)]
    told = (
        [] if found.hosts is None else [f"text goes only to {', '.join(found.hosts) or 'nobody'}"]
    )
    told += (
        [f"{many(len(found.ignore), 'pattern')} of files that stay here"] if found.ignore else []
    )
    return [Finding("rules", works=True, says=f"{FILE}: {'; '.join(told)}")] if told else []


def kept(path: str, config: Config, now: float) -> list[Finding]:
    """Say where store and journal lie, how large they are, and whether a save was cut off.

    Makes and changes nothing. `now` is in seconds since the epoch.
    """
    try:
        repo = Repo.discover(path)
    except RepoError:
        return []  # said by `repository`
    where = store_places(repo.common_dir, config.paths.state)
    found = [_file(where, "store", STORE_FILE), _file(where, "journal", JOURNAL_FILE)]
    pasts, says = open_past(where)
    try:
        for past in pasts:
            cut = interrupted(repo, past.journal) if past.journal else ()
            found += [
                Finding("cut off", works=False, says=f"{sentence(one, now)} {REMEDY}")
                for one in cut
            ]
    except (JournalFault, RepoError) as error:
        says = (*says, error.says)
    finally:
        for past in pasts:
            past.close()
    return [*found, *(Finding("kept", works=False, says=one) for one in says)]


def _file(where: Sequence[Place], what: str, name: str) -> Finding:
    there = [place.folder / name for place in where if _holds(place, name)]
    if not there:
        says = f"nothing was ever kept here; it would be in {where[0].folder}"
        return Finding(what, works=True, says=says)
    told = []
    for path in there:
        parts = [path, Path(f"{path}-wal")]
        held = sum(part.stat().st_size for part in parts if part.exists())
        told.append(f"{path}, {size(held)}")
        names = path.parent.glob(f"{name}.damaged-*")
        told += [f"set aside as damaged: {one.name}" for one in sorted(names)]
    return Finding(what, works=True, says="; ".join(told))


def _holds(place: Place, name: str) -> bool:
    try:
        return holds(place, name)
    except StoreFault:
        return False  # why not is said with the rest


async def model(
    config: Config, answering: Answering, *, verbose: bool = False
) -> AsyncIterator[Finding]:
    """Look at who answers; asks the endpoint for its list of models. Never shows a key.

    With `verbose` also say which edit format each model is asked for, and why, and how much it is
    sent.
    """
    key = answering.endpoint.key
    origin = next(
        (config.origin[n] for n in ("api_key", "api_key_command") if n in config.origin), ""
    )
    says = f"found ({origin})" if key else "none set"
    needed = answering.endpoint.provider == "openai" and not answering.endpoint.url
    yield Finding("key", works=bool(key) or not needed, says=says)
    provider = answering.provider
    if provider is None:
        yield Finding("model", works=False, says=answering.problem)
        return
    try:
        names = await provider.models()
    except Fault as fault:
        yield Finding("model", works=False, says=f"{fault.says}. {fault.remedy}")
        return
    listed = ", ".join(names[:MOST]) + (f" and {len(names) - MOST} more" if names[MOST:] else "")
    yield Finding(
        "model", works=bool(names), says=f"{provider.host} answers: {listed or 'no model'}"
    )
    for name in _meant(config, answering, names) if verbose else ():
        asked = described(config, answering, name)
        says = f"{name} is asked for {asked.format} ({asked.why})"
        yield Finding("format", works=True, says=says)
        yield Finding("room", works=True, says=f"{name} is sent at most {asked.budget:,} tokens")


def _meant(config: Config, answering: Answering, names: Sequence[str]) -> Sequence[str]:
    """Return the model that was named or chosen, or else the first ones of the endpoint's list."""
    remembered = Remembered(config.paths.remembered_file)
    chosen = config.model or remembered.model(address(answering))
    return (chosen,) if chosen else names[:MOST]


def terminal(environment: Mapping[str, str] = os.environ) -> Finding:
    """Look at what the terminal can do, as far as the environment says."""
    term = environment.get("TERM", "")
    screen = sys.stdin.isatty() and sys.stdout.isatty()
    told = [f"TERM={term or 'not set'}"]
    colours = environment.get("COLORTERM", "")
    told.append(f"COLORTERM={colours}" if colours else "256 colours or fewer")
    if environment.get("TMUX"):
        told.append("inside tmux; `set -g set-clipboard on` lets it copy")
    if environment.get("NO_COLOR"):
        told.append("NO_COLOR is set: no colours")
    if environment.get("SSH_CONNECTION"):
        told.append("over SSH")
    if not screen:
        told.append("no terminal here: `pairtui ask` and `pairtui demo` work without")
    return Finding("terminal", works=screen and term not in ("", "dumb"), says="; ".join(told))


def places(config: Config) -> list[Finding]:
    """Say where settings and data lie, and whether what is remembered can be read."""
    paths = config.paths
    problem = Remembered(paths.remembered_file).problem
    there = "" if paths.config_file.exists() else " (not there; all is as by default)"
    return [
        Finding("settings", works=True, says=f"{paths.config_file}{there}"),
        Finding("data", works=True, says=str(paths.data)),
        Finding("memory", works=not problem, says=problem or str(paths.remembered_file)),
    ]
