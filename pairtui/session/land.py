"""Leg 2: decisions become files and a commit; it never calls a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pairtui.landing import Ground, Landed, Mode, NotLanded, Plan, PlannedFile, SaveChoice
from pairtui.proposal import Absent, FileState, Proposal
from pairtui.repo.compose import looked_up, paths_of
from pairtui.repo.files import read_all
from pairtui.repo.foresee import Foreseen, foresee
from pairtui.repo.git import Repo
from pairtui.repo.glance import Glance, glance
from pairtui.repo.ground import ground, tracking
from pairtui.repo.journal import Journal
from pairtui.repo.land import land
from pairtui.repo.made import left_written
from pairtui.repo.new_rules import foreseen
from pairtui.repo.refuse import holds
from pairtui.review.counts import counts
from pairtui.review.decide import Review, Take
from pairtui.review.result import FileResult, results
from pairtui.review.scrutiny.look import cares, signs_now
from pairtui.review.seen import unseen_lines
from pairtui.review.visible import one_line

_ALL: tuple[Mode, ...] = ("commit", "stage", "write")
_WIDTH = 72


def plan(repo: Repo, review: Review, preferred: Mode, *, now: float, journal: Journal) -> Plan:
    """Return what a save of this review would do, having changed nothing.

    `preferred` is the way of saving the person's settings name; `now` in seconds since the epoch.
    The `journal` tells what a save left whose commit failed.
    """
    wanted = tuple(results(review))
    there = read_all(repo, paths_of(wanted))
    left = left_written(journal, wanted, there)
    stale = {one.path: "" if one.path in left else _stale(there, one) for one in wanted}
    fine = [result for result in wanted if not stale[result.path]]
    seen = glance(repo, looked_up(wanted))
    here = ground(repo, seen, now=now, besides=set(paths_of(fine)))
    files = _with_care(_files(repo, seen, wanted, stale), review, wanted)
    files = tuple(replace(file, left=file.path in left) for file in files)
    no_commit = _no_commit(here, files)
    tally = counts(review)
    return Plan(
        files=files,
        ground=here,
        message=draft_message(review),
        open=tally.open,
        unseen_lines=unseen_lines(review, (h for result in wanted for h, _ in result.hunks)),
        modes=_modes(preferred, can_commit=not no_commit),
        refused=_refused(here, files),
        no_commit=no_commit,
        moved_on=tally.stale,
        rules=foreseen(repo, fine),
    )


def save(
    repo: Repo,
    review: Review,
    made: Plan,
    choice: SaveChoice,
    *,
    trailer: str,
    now: float,
    progress: Callable[[str], None],
    cancelled: Callable[[], bool],
    journal: Journal,
) -> Landed | NotLanded:
    """Write exactly what was taken, and commit exactly that when the choice says so.

    Files the plan named as moved on are left out, as the person was told; one that moves on
    between the plan and now stops the whole save.
    """
    stale = {file.path for file in made.files if file.stale}
    return land(
        repo,
        tuple(result for result in results(review) if result.path not in stale),
        choice,
        trailer=trailer,
        now=now,
        progress=progress,
        cancelled=cancelled,
        journal=journal,
        head=made.ground.head,
        branch=made.ground.branch,
    )


def draft_message(review: Review) -> str:
    """Return a commit message from the title and the reasons of what was taken.

    What cannot be seen is written out, so that the message is the one the sheet shows, and no
    escape sequence of a model's goes into the history.
    """
    taken = [h for h in review.proposal.hunks if review.state(h.id) in ("taken", "edited")]
    reasons: list[str] = []
    for hunk in taken:
        if hunk.reason and hunk.reason not in reasons and hunk.reason != review.proposal.title:
            reasons.append(hunk.reason)
    title = _title(review.proposal)
    if not reasons:
        return title
    return title + "\n\n" + "\n".join(_bullet(one_line(reason)) for reason in reasons[:12])


def trailer(proposal: Proposal, attribution: str) -> str:
    """Return the trailer that says a model helped, or nothing.

    `Assisted-by` is the form the Linux kernel asks for; the others are settings.
    """
    who = one_line(proposal.provenance.model)
    match attribution:
        case "assisted-by":
            return f"Assisted-by: pairtui:{who}"
        case "co-authored-by":
            return f"Co-authored-by: {who} <noreply@pairtui.invalid>"
        case _:
            return ""


def takes_model_text(review: Review) -> bool:
    """Tell whether any text of the model is in what would be saved."""
    verdicts = (review.verdict(hunk) for hunk in {*review.verdicts, *review.offers})
    return any(isinstance(verdict, Take) for verdict in verdicts)


def _title(proposal: Proposal) -> str:
    line = one_line(" ".join(proposal.title.split()))
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1].rsplit(" ", 1)[0] + "…"


def _bullet(reason: str) -> str:
    lines, line = [], "-"
    for word in reason.split():
        if len(line) + 1 + len(word) > _WIDTH and line.strip() not in ("", "-"):
            lines.append(line)
            line = " "
        line += f" {word}"
    return "\n".join([*lines, line])


def _files(
    repo: Repo, seen: Glance, wanted: tuple[FileResult, ...], stale: Mapping[str, str]
) -> tuple[PlannedFile, ...]:
    """Return what the save would do with each file, for a commit and for staging."""
    known = tracking(repo, seen, paths_of(wanted))
    written = [result for result in wanted if not stale[result.path]]
    committed = foresee(repo, written, seen.committed, known)
    staged = foresee(repo, written, seen.index, known)
    files = []
    for result in wanted:
        path, mine = result.path, known[result.path]
        # A file of the proposal's own that is there already was written by a save that failed.
        made = isinstance(result.base, Absent) and mine.tracking == "untracked"
        commit, stage = committed.get(path, Foreseen()), staged.get(path, Foreseen())
        files.append(
            PlannedFile(
                path,
                len(result.hunks),
                "new" if made else mine.tracking,
                mine.own,
                stale[path],
                commit.out,
                stage.out,
                commit.unsure,
                deletes=result.data is None,
                to=result.to,
                mode=result.git_mode,
            )
        )
    return tuple(files)


def _with_care(
    files: tuple[PlannedFile, ...], review: Review, wanted: tuple[FileResult, ...]
) -> tuple[PlannedFile, ...]:
    """Return the files with what is taken in each that calls for care, once each."""
    found = []
    for file, result in zip(files, wanted, strict=True):
        change = review.proposal.file(result.path)
        every = (sign for hunk, _ in result.hunks for sign in signs_now(review, change, hunk))
        says = dict.fromkeys(sign.says for sign in cares(every))
        found.append(replace(file, care=tuple(says)))
    return tuple(found)


def _stale(now: Mapping[str, FileState], result: FileResult) -> str:
    if holds(now, result):
        return ""
    if now[result.path] != result.base:
        return "the file moved on: it is not what was shown any more"
    there = bool(result.to) and now[result.to] != Absent()
    return f"there is a file {result.to} now" if there else ""


def _no_commit(here: Ground, files: tuple[PlannedFile, ...]) -> str:
    if here.busy:
        return f"a {here.busy} is in progress, so no commit is made inside it"
    if not here.identity:
        return "git has no name for you: git config user.name and user.email set one"
    reasons = {file.not_committed for file in files if not file.stale}
    if reasons and all(reasons):
        return reasons.pop() if len(reasons) == 1 else "none of these files can go into one"
    return ""


def _modes(preferred: Mode, *, can_commit: bool) -> tuple[Mode, ...]:
    ordered = (preferred, *(mode for mode in _ALL if mode != preferred))
    return tuple(mode for mode in ordered if can_commit or mode != "commit")


def _refused(here: Ground, files: tuple[PlannedFile, ...]) -> str:
    if not files:
        return "nothing is taken, so there is nothing to save"
    if here.locked:
        return here.locked
    if all(file.stale for file in files):
        return "every file moved on since it was shown; nothing would be written"
    return ""
