"""Files: what comes into a conversation, and what each file was when the model was asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pairtui.context.mention import Unknown, resolve
from pairtui.conversation import Attachment
from pairtui.proposal import Absent, Present, Refused, Snapshot
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.review.lines import cut_lines
from pairtui.session.policy import Policy

_MOST = 50


def gather(policy: Policy, attached: Iterable[Attachment]) -> Snapshot:
    """Return what each attached file is now; `shown` are those whose text may be sent."""
    files = policy.read_all(item.path for item in attached)
    shown = frozenset(path for path, state in files.items() if isinstance(state, Present))
    return Snapshot(files, shown)


def attach(repo: Repo, spec: str, known: Sequence[str], here: str = "") -> Attachment | Refused:
    """Return the file a person named, or why it cannot come in.

    `here` is the folder that a path means first, as in a shell; without it, and where it has no
    such file, paths begin at the top of the repository.
    """
    below = _below(repo, spec, here) if here else ""
    found = resolve(below, known) if below else Unknown(spec)
    if isinstance(found, Unknown) or not below.startswith(found.path):
        found = resolve(below if below and _climbs(spec) else spec, known)
    if isinstance(found, Unknown):
        if found.candidates:
            several = ", ".join(found.candidates[:5])
            return Refused(f"that could be any of {several}; write more of the path")
        state = read(repo, found.spec.rpartition(":")[0] or found.spec)
        if isinstance(state, Refused):
            return state
        return Refused("no such file here, or git ignores it")
    match read(repo, found.path):
        case Refused() as refused:
            return refused
        case Absent():
            return Refused("the file is not there any more")
        case Present(data=data):
            last = len(cut_lines(data))
            if found.lines and found.lines[0] > max(last, 1):
                return Refused(f"it has only {last} lines")
            return found


def complete(known: Sequence[str], prefix: str) -> tuple[str, ...]:
    """Return the files that may be meant, best first.

    First those whose path continues the prefix, then those whose name does, then those that hold
    its letters in order.
    """
    wanted = prefix.casefold()

    def rank(path: str) -> tuple[int, int, str] | None:
        folded = path.casefold()
        name = folded.rpartition("/")[2]
        if folded.startswith(wanted):
            return 0, len(path), path
        if name.startswith(wanted):
            return 1, len(path), path
        if wanted in folded:
            return 2, len(path), path
        letters = iter(folded)
        return (3, len(path), path) if all(letter in letters for letter in wanted) else None

    ranked = sorted(found for path in known if (found := rank(path)) is not None)
    return tuple(path for _, _, path in ranked[:_MOST])


def _below(repo: Repo, spec: str, here: str) -> str:
    """Return what a shell in a folder would mean, from the repository's root; or nothing."""
    place = Path(here, spec)
    folder = os.path.realpath(place.parent)
    root = os.path.realpath(repo.root)
    if folder != root and not folder.startswith(f"{root}/"):
        return ""
    return f"{folder}/{place.name}"[len(root) + 1 :]


def _climbs(spec: str) -> bool:
    """Tell whether a path cannot be meant from the top of the repository."""
    return spec.startswith("/") or ".." in spec.split("/")


def text_of(repo: Repo, item: Attachment) -> str:
    """Return the text an attachment brings in, or nothing when it cannot be read."""
    state = read(repo, item.path)
    if not isinstance(state, Present):
        return ""
    if item.lines is None:
        return state.data.decode("utf-8")
    first, last = item.lines
    return b"".join(cut_lines(state.data)[first - 1 : last]).decode("utf-8")
