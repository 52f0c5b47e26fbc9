"""Asks: the small sheets the review opens itself, and what their answers come to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pairtui.proposal import Hunk
from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Reject, Review, Rewrite
from pairtui.review.offer import Adopt, Decline
from pairtui.review.visible import one_line
from pairtui.tui.review.commenting import key_of, spot_named
from pairtui.tui.review.external import file_name
from pairtui.tui.review.labels import at_where, happens
from pairtui.tui.review.sheets import FilesSheet, WhySheet
from pairtui.tui.review.sight import Sight
from pairtui.tui.review.standins import TooMany
from pairtui.tui.review.verdicts import can, rest, unwritable
from pairtui.tui.review.wording import wording
from pairtui.tui.screens.bulk import BulkSheet
from pairtui.tui.screens.comment import CommentSheet
from pairtui.tui.screens.edit import EditSheet
from pairtui.tui.screens.offer import OfferSheet
from pairtui.tui.screens.reason import ReasonSheet

if TYPE_CHECKING:
    from pairtui.tui.review.pane import ReviewPane
    from pairtui.tui.review.reading import ReadingPane

NOT_HERE = "this is hardly a text · E opens it in $EDITOR"


def reason(pane: ReviewPane, review: Review, hunk: Hunk) -> None:
    """Ask why a change is refused; an answer refuses it."""
    refusal = can(review, hunk, "reopen") if review.state(hunk.id) == "saved" else ""
    if refusal:
        pane.say(refusal)
        return
    verdict = review.verdicts.get(hunk.id)
    given = verdict.reason if isinstance(verdict, Reject) else ""
    before = pane.reasons.pop(hunk.id, given)

    def answered(text: str | None) -> None:
        pane.forget("reason", hunk)
        if text is None:
            pane.say("nothing happened")
        else:
            pane.decided(Reject(hunk.id, text))

    place = at_where(review.proposal.file(hunk.path), hunk)
    what = f"the change at {place}" if hunk.kind == "text" else place
    pane.push_beside(ReasonSheet(what, before, about=hunk.id), hunk.id, answered)


def reason_for_selected(pane: ReviewPane, first: Hunk) -> None:
    """Ask why what is selected is refused; a half-typed reason is kept with its first change."""

    def answered(text: str | None) -> None:
        pane.forget("reason", first)
        if text is None:
            pane.say("nothing happened")
        else:
            pane.reject_selected(text)

    pane.push_beside(ReasonSheet("what is selected", about=first.id), first.id, answered)


def remark(pane: ReviewPane, review: Review, about: Comment) -> None:
    """Ask for a comment about a place; an answer keeps it, and sends nothing."""
    key = key_of(about)
    before = pane.remarks.pop(key, about.text)
    if about.round:
        pane.say(f"comment {about.number} was sent · c on the line itself makes a new one")
        return

    def answered(text: str | None) -> None:
        pane.done_with("comment", key)
        if text is None or text == about.text:
            pane.say("nothing happened")
        else:
            made = Remark(replace(about, text=text))
            pane.decided(made, go_on=False)
            pane.show_comment(about.number)

    where_it_is = spot_named(review, about)
    sheet = CommentSheet(f"Comment on {where_it_is}", before, about=key)
    pane.push_beside(sheet, about.hunk, answered)


def newer(pane: ReviewPane, review: Review, hunk: Hunk) -> None:
    """Show what a later round wants in the place of something that was taken, and ask."""

    def answered(choice: Adopt | Decline | None) -> None:
        if choice is None:
            pane.say("nothing happened")
        else:
            pane.decided(choice)

    pane.app.push_screen(OfferSheet(review, hunk, clock=pane.clock), answered)


def own_words(pane: ReviewPane, review: Review, hunk: Hunk) -> None:
    """Open a change for editing in place; a changed text is taken in the person's own words."""
    refusal = unwritable(review, hunk)
    data = review.new_bytes(hunk) if review.state(hunk.id) == "edited" else hunk.new
    if refusal:
        pane.say(refusal)
        return
    try:
        words = wording(hunk, data, pane.drafts.get(hunk.id, ""))
    except TooMany:
        pane.say(NOT_HERE)
        return
    place = at_where(review.proposal.file(hunk.path), hunk)
    sheet = EditSheet(place, words, about=hunk.id, name=file_name(hunk.path))

    def answered(new: bytes | None) -> None:
        pane.drafts.pop(hunk.id, None)
        if sheet.draft:
            pane.drafts[hunk.id] = sheet.draft
        else:
            pane.forget("edit", hunk)
        if new is not None:
            pane.decided(Rewrite(hunk.id, new))
        else:
            pane.say("not taken · e offers your draft" if sheet.draft else "nothing changed")

    pane.push_beside(sheet, hunk.id, answered)


def the_rest(pane: ReviewPane, sight: Sight, step: Literal["take", "reject"]) -> None:
    """Ask about all open changes left in the file; one decision, undone as one."""
    if sight.change is None:
        pane.say("nothing here can be taken")
        return
    batch, left_out = rest(sight.review, sight.page.path, step)
    if not batch.of:
        says = " · ".join(left_out.says)
        pane.say(f"left out: {says}" if says else "no change is open in this file")
        return

    def answered(yes: bool | None) -> None:
        if yes:
            pane.decided(batch)
        else:
            pane.say("nothing happened")

    change = sight.change
    ids = {item.hunk for item in batch.of}
    about = tuple(happens(change, hunk) for hunk in change.hunks if hunk.id in ids)
    among = tuple(says for says in about if says)
    sheet = BulkSheet(
        step, one_line(sight.page.path), len(ids), left_out.says, among, clock=pane.clock
    )
    pane.app.push_screen(sheet, answered)


def files(pane: ReadingPane, sight: Sight) -> None:
    """Show the files of the proposal, and go to the one that is chosen."""

    def answered(path: str | None) -> None:
        if path is not None:
            pane.go_to(path)

    pane.app.push_screen(FilesSheet(sight.review, sight.page.path, clock=pane.clock), answered)


def why(pane: ReadingPane, sight: Sight) -> None:
    """Show why the change under the cursor was made, by whom, and what it saw."""
    pane.app.push_screen(WhySheet(sight.review, sight.hunk, clock=pane.clock))
