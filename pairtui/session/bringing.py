"""Bringing: a file that someone sent, with changes marked in it, becomes a proposal.

It is a proposal about another file, the draft, and never about the file with the marks: there a
change that is rejected would leave its marks behind. So what is rejected leaves the draft as it
is, and what was on the screen is, byte for byte, what lands.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from pairtui.context.paths import Paths
from pairtui.conversation import Attachment
from pairtui.proposal import (
    Absent,
    FileChange,
    Hunk,
    Present,
    Proposal,
    Provenance,
    Refused,
    digest,
    hunk_id,
)
from pairtui.repo.files import list_files, read, read_sent, same_text
from pairtui.repo.git import Repo
from pairtui.review.after import refreshed
from pairtui.review.decide import Review
from pairtui.session.naming import attach
from pairtui.sources.registry import READERS, recognised
from pairtui.sources.sent import Remark, Sent, Trouble

MOST = 5
"""How many files are named where several could be meant."""


class CannotBring(Exception):
    """What was sent is no proposal; `named` says that it was not even found."""

    def __init__(self, says: str, remedy: str = "", *, named: bool = True) -> None:
        super().__init__(says)
        self.says = says
        self.remedy = remedy
        self.named = named


@dataclass(frozen=True, slots=True)
class Brought:
    """A proposal as it was sent, and what was said in it about no change.

    `review` is how it stands over the file as it is now.
    """

    proposal: Proposal
    review: Review
    remarks: tuple[Remark, ...] = ()

    @property
    def says(self) -> tuple[str, ...]:
        """Return the remarks for a person, one line each."""
        return tuple(
            f"line {one.line}" + (f", on “{one.about}”" if one.about else "") + f": {one.text}"
            for one in self.remarks
        )


def bring(repo: Repo, spec: str, about: str = "", here: str = "") -> Brought:
    """Return what was sent as a proposal about a file of the repository; raises CannotBring.

    `spec` is the file with the marks, which may lie anywhere, `about` the draft. Without it, the
    draft is the one file that holds exactly the text without the marks. `here` is the folder that
    paths are named from.
    """
    name = Path(spec).name
    form, sent = _sent(str(Path(here, spec)), name)
    path = _named(repo, about, here) if about else _found(repo, sent.base, spec)
    state = read(repo, path)
    if isinstance(state, Refused | Absent):
        why = state.reason if isinstance(state, Refused) else "it is not there any more"
        raise CannotBring(f"{path} cannot be changed: {why}")
    if not sent.changes:
        raise CannotBring(f"nothing in {name} changes anything", "It only holds remarks.")
    base = Present(sent.base, state.mode)
    hunks = tuple(_hunks(path, sent))
    proposal = Proposal(
        secrets.token_hex(6),
        f"Changes in {name}",
        Provenance(form, name, ""),
        (FileChange(path, base, hunks),),
    )
    review = Review(proposal)
    return Brought(proposal, refreshed(review, path, state), sent.remarks)


def _sent(path: str, name: str) -> tuple[str, Sent]:
    match read_sent(path):
        case Absent():
            raise CannotBring(f"there is no file {path}", named=False)
        case Refused(reason=reason):
            raise CannotBring(f"{name} cannot be reviewed: {reason}")
        case Present(data=data):
            found = recognised(data)
    if found is None:
        forms = " or ".join(READERS)
        raise CannotBring(f"{name} holds no changes", f"They have to be marked in {forms}.")
    form, sent = found
    if isinstance(sent, Trouble):
        raise CannotBring(f"line {sent.line} of {name}: {sent.says}", f"It is no {form} as it is.")
    return form, sent


def _named(repo: Repo, about: str, here: str) -> str:
    match attach(repo, about, Paths(list_files(repo)), here):
        case Refused(reason=reason):
            raise CannotBring(f"{about} cannot be changed: {reason}", named=False)
        case Attachment(kind="file", path=path):
            return path
        case _:
            raise CannotBring(f"{about} cannot be changed: it is no file", named=False)


def _found(repo: Repo, base: bytes, spec: str) -> str:
    """Return the one file that reads like this, byte for byte."""
    same = same_text(repo, base)
    if len(same) == 1:
        return same[0]
    if same:
        some = ", ".join(same[:MOST]) + (" and more" if len(same) > MOST else "")
        says = f"several files read like {spec} without its changes: {some}"
        raise CannotBring(says, "Name one of them with --for.")
    raise CannotBring(
        f"no file here reads exactly like {spec} without its changes",
        "Name the draft they are about with --for DRAFT. If they were marked in the draft itself, "
        "keep that under another name, bring the draft back, and review the other one.",
    )


def _hunks(path: str, sent: Sent) -> list[Hunk]:
    base = digest(sent.base)
    hunks: list[Hunk] = []
    for change in sent.changes:
        old = sent.base[change.start : change.end]
        name = hunk_id(path, base, change.start, old, change.new)
        hunks.append(Hunk(name, path, change.start, change.end, old, change.new, change.reason))
    return hunks
