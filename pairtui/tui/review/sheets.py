"""Sheets of the review that only show: the list of files, and why a change was made."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from pairtui.proposal import FileChange, Hunk
from pairtui.review.decide import Review
from pairtui.review.node import root_of
from pairtui.review.visible import one_line
from pairtui.tui.review.care import open_with_care, says_hidden, signs_of
from pairtui.tui.review.labels import SIGNS, at_where, happens, many, named, newer, told
from pairtui.tui.review.page import paths
from pairtui.tui.review.remarks import because
from pairtui.tui.screens.sheet import Clock, Option, Sheet


class FilesSheet(Sheet[str]):
    """Choose a file of the proposal."""

    KEYS = "Enter goes there · Esc back"

    def __init__(self, review: Review, current: str, *, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._review = review
        self._at = paths(review).index(current)
        self._files: dict[str, list[FileChange]] = {}
        for change in review.proposal.files:
            self._files.setdefault(change.path, []).append(change)

    def title_line(self) -> str:
        """Return how many files there are."""
        return many(len(paths(self._review)), "file")

    def options(self) -> tuple[Option[str], ...]:
        """Return the files, each with what became of its changes."""
        return tuple(
            Option(self._named(path), path, self._tally(path)) for path in paths(self._review)
        )

    def _named(self, path: str) -> str:
        """Return a path with where its file is to go, unless that was refused."""
        hunks = [hunk for change in self._files.get(path, ()) for hunk in change.hunks]
        wanted = [hunk for hunk in hunks if self._review.state(hunk.id) != "rejected"]
        new = next((hunk.to for hunk in wanted if hunk.kind == "rename"), path)
        if any(hunk.kind == "delete" for hunk in wanted):
            return f"{one_line(path)} is deleted"
        return one_line(path) if new == path else f"{one_line(path)} → {one_line(new)}"

    def _tally(self, path: str) -> str:
        proposal = self._review.proposal
        files = self._files.get(path, ())
        hunks = [hunk for change in files for hunk in change.hunks]
        states = [self._review.state(hunk.id) for hunk in hunks]
        parts = [
            f"{sign}{sum(SIGNS[state] == sign for state in states)}"
            for sign in dict.fromkeys(SIGNS[state] for state in states)
        ]
        care = sum(open_with_care(self._review, change) for change in files)
        parts += [f"!{care} {'needs' if care == 1 else 'need'} care"] if care else []
        parts += [says for change in files if (says := says_hidden(self._review, change))]
        lost = sum(item.edit.path == path for item in proposal.unplaced)
        cut = sum(item.path == path for item in proposal.cut_off)
        parts += [f"{lost} could not be placed"] if lost else []
        parts += [f"{cut} cut off"] if cut else []
        return " ".join(parts)


class WhySheet(Sheet[None]):
    """Say why a change was made, by whom, and what it saw."""

    KEYS = "Esc back"

    def __init__(self, review: Review, hunk: Hunk | None, *, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._review = review
        self._hunk = hunk

    def title_line(self) -> str:
        """Return which change it is about."""
        if self._hunk is None:
            return "Why this was proposed"
        return f"Why {at_where(self._review.proposal.file(self._hunk.path), self._hunk)}"

    def options(self) -> tuple[Option[None], ...]:
        """Return no answers: there is nothing to choose."""
        return ()

    def action_pick(self) -> None:
        """Close; there is nothing else to do."""
        self.dismiss(None)

    def notes(self) -> tuple[str, ...]:
        """Return what is known about where the change comes from."""
        number = came_in(self._review, self._hunk)
        found = (one.provenance for one in self._review.rounds if one.number == number)
        provenance = next(found, None) or self._review.proposal.provenance
        host = f" at {provenance.host}" if provenance.host else ""
        tiny = ", a tiny model, only for trying out" if provenance.tiny else ""
        if not provenance.by_ai:
            return (*self._change(), f"From: {provenance.source}, {provenance.model}")
        saw = ", ".join(provenance.saw) or "no files"
        used = ", ".join(f"{use.name} {use.version}" for use in provenance.prompts)
        sent, received = provenance.usage.sent, provenance.usage.received
        about = "≈" if provenance.usage.estimated else ""
        lines = [*self._change(), f"From: {provenance.source}, {provenance.model}{host}{tiny}"]
        lines.append(f"What it saw: {saw}")
        lines += [f"Asked with: {used}"] if used else []
        lines += [f"Asked for: {provenance.asked}"] if provenance.asked else []
        lines += [f"Tokens: {about}{sent} sent, {about}{received} back"] if sent else []
        return tuple(lines)

    def _change(self) -> list[str]:
        hunk = self._hunk
        if hunk is None:
            return []
        if hunk.own:
            return ["You wrote it, beside what was proposed."]
        state = self._review.state(hunk.id)
        change = self._review.proposal.file(hunk.path)
        does = happens(change, hunk)
        lines = [f"What it does: {does}"] if does else []
        for sign in signs_of(self._review, change, hunk):
            lines += [f"{'! Needs care' if sign.care else 'Note'}: {one_line(sign.says)}"]
        lines += [f"Reason: {hunk.reason}" if hunk.reason else "No reason was given."]
        if state != "open":
            lines.append(f"Now: {named(state)}, {told(self._review, hunk)}")
        lines += self._rounds(hunk)
        if hunk.placed:
            lines.append(f"It was {hunk.placed}.")
        if hunk.unseen:
            lines.append("The AI had not seen this file.")
        return lines

    def _rounds(self, hunk: Hunk) -> Iterator[str]:
        """Yield in which round a change came, and for what the person had said."""
        review, name = self._review, hunk.id
        arrival = review.arrivals.get(name) or review.arrivals.get(root_of(name))
        brought = review.brought.get(root_of(name))
        if brought is not None:
            yield f"You brought it back from round {brought.round}."
        elif arrival is not None:
            yield f"It came in round {arrival.round}{''.join(because(review, arrival.because))}"
        offer = review.offers.get(name)
        if offer is None or offer.became != "open":
            return
        if offer.back:
            yield f"Beside it stands what you brought back from round {offer.round}."
        else:
            whys = "".join(because(review, offer.because))
            yield f"Beside it stands, {newer(review, hunk)}: round {offer.round}{whys}"


def came_in(review: Review, hunk: Hunk | None) -> int:
    """Return the round that what a change proposes came in, from 1."""
    if hunk is None:
        return 1
    name = root_of(hunk.id)
    brought = review.brought.get(name)
    arrival = review.arrivals.get(hunk.id) or review.arrivals.get(name)
    if brought is not None:
        return brought.round
    offer = review.adopted(hunk.id)
    return offer.round if offer else arrival.round if arrival else 1
