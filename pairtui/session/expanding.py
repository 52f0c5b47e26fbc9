"""Expanding: what something in the conversation comes to: files, lines of files, text to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from pairtui.conversation import Attachment, Reference
from pairtui.proposal import Absent, Present, Refused
from pairtui.repo.commits import commit
from pairtui.repo.git import RepoError
from pairtui.repo.patches import Patch, of_commit, since_commit
from pairtui.session.amount import many
from pairtui.session.defined import defined, named
from pairtui.session.folders import folder
from pairtui.session.policy import Policy

_NAMED = 5
"""How many files a sentence names."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """Files, whole or by lines, and texts to read; `says` how much it is, as in "12 files"."""

    attached: tuple[Attachment, ...] = ()
    references: tuple[Reference, ...] = ()
    says: str = ""


def expand(policy: Policy, item: Attachment) -> Expanded | Refused:
    """Return what something comes to at this moment, or why nothing of it can be sent."""
    try:
        match item.kind:
            case "file":
                return Expanded((item,))
            case "folder":
                found = folder(policy, item.path)
                if isinstance(found, Refused):
                    return found
                return Expanded(tuple(map(Attachment, found.paths)), (), found.says)
            case "symbol":
                return _symbol(policy, item)
            case "diff":
                return _diff(policy)
            case "commit":
                return _commit(policy, item)
    except RepoError as error:
        return Refused(error.says)


def _symbol(policy: Policy, item: Attachment) -> Expanded | Refused:
    state = policy.read_all((item.path,))[item.path]
    if not isinstance(state, Present):
        return state if isinstance(state, Refused) else Refused("the file is not there any more")
    found = named(defined(item.path, state.data), item.name)
    if not found:
        return Refused(f"{item.path} does not define it")
    names = list(dict.fromkeys(one.name for one in found))
    if len(names) > 1:
        several = ", ".join(f"{item.path}#{name}" for name in names[:_NAMED])
        return Refused(f"that could be any of {several}")
    lines = dict.fromkeys((one.first, one.last) for one in found)
    says = " and ".join(f"lines {first} to {last}" for first, last in lines)
    return Expanded(tuple(Attachment(item.path, one) for one in lines), (), says)


def _diff(policy: Policy) -> Expanded | Refused:
    patch = since_commit(policy.repo, partial(_refused, policy))
    if not patch.files and patch.named:
        return Refused(f"no text has changed: only {_names(patch.named)}, which cannot be shown")
    if not patch.files:
        return Refused("nothing has changed since the last commit")
    return Expanded(
        (), (Reference("diff", _whole(policy, patch)),), f"changes in {_how_much(patch)}"
    )


def _refused(policy: Policy, paths: Sequence[str]) -> set[str]:
    """Return of some files those that may not be sent as they are now, or as they were."""
    states = policy.read_all(paths)
    gone = [path for path, state in states.items() if isinstance(state, Absent)]
    refused = {path for path, state in states.items() if isinstance(state, Refused)}
    return refused.union(policy.kept_out(gone) if gone else ())


def _commit(policy: Policy, item: Attachment) -> Expanded | Refused:
    found = commit(policy.repo, item.name)
    patch = of_commit(policy.repo, found.id, found.parent, policy.kept_out)
    text = f"commit {found.id}\n\n{found.message.strip()}\n\n{_whole(policy, patch)}"
    says = f"“{found.subject}”, {_how_much(patch)}"
    return Expanded((), (Reference(item.spec, text),), says)


def _whole(policy: Policy, patch: Patch) -> str:
    """Return a patch as it may be sent, with the files it only names in git's form for such."""
    shown = [policy.cover_patch(path, text) for path, text in patch.files]
    named = [f"Files a/{path} and b/{path} differ\n" for path in patch.named]
    return "".join((*shown, *named))


def _how_much(patch: Patch) -> str:
    files = many(len(patch.files), "file")
    return f"{files}; only named: {_names(patch.named)}" if patch.named else files


def _names(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"{', '.join(paths[:_NAMED])}{more}"
