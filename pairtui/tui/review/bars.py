"""Bars: the words above and below the page; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from pairtui.proposal import Hunk
from pairtui.review.decide import Counts, Review, counts
from pairtui.review.visible import one_line, show_bytes
from pairtui.review.words import count_words
from pairtui.tui.keynames import shown_key
from pairtui.tui.review.bits import Bit, Ends, Line, Look, words
from pairtui.tui.review.eye import Eye
from pairtui.tui.review.labels import SIGNS, base_of, many, paragraph, paragraphs
from pairtui.tui.review.page import Page, paths
from pairtui.tui.review.unseen import unseen

NO_KEYS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Heading:
    """What the top line says besides the proposal's title; set by the screen.

    `waiting` counts further proposals. `warning` replaces what is less urgent, such as "the branch
    was changed: saving is off".
    """

    repo: str = ""
    branch: str = ""
    model: str = ""
    waiting: int = 0
    warning: str = ""


def join(*parts: tuple[str, Look], gap: str = "  ") -> Line:
    """Return words as one line, with a gap between those that are not empty."""
    line: list[Bit] = []
    for text, look in parts:
        if text:
            line += words(gap) if line else ()
            line += words(text, look)
    return tuple(line)


def header(
    review: Review | None, heading: Heading, page: Page | None, eye: Eye, height: int
) -> tuple[Ends, Ends]:
    """Return the two lines above the page."""
    place = " ".join(
        part for part in (heading.repo, heading.branch and f"⎇ {heading.branch}") if part
    )
    title = f'"{review.proposal.title}"' if review and review.proposal.title else ""
    model = heading.model and f"ai {heading.model}"
    waiting = f"{heading.waiting} more waiting" if heading.waiting else ""
    right = join((heading.warning, "warn")) if heading.warning else join((waiting, "strong"))
    first = Ends(join((place, "muted"), (title, "strong"), (model, "muted"), gap="   "), right)
    if review is None or page is None:
        return first, Ends(words("nothing to review yet"))
    below = page.height - eye.top - height
    right = words(f"{many(below, 'row' if page.prose else 'line')} below") if below > 0 else ()
    return first, Ends(_second(review, page, eye), right)


def _second(review: Review, page: Page, eye: Eye) -> Line:
    every = paths(review)
    parts: list[tuple[str, Look]] = [(one_line(page.path), "strong")]
    if len(every) > 1:
        parts.append((f"file {every.index(page.path) + 1}/{len(every)}", "muted"))
    hunks = [hunk.id for hunk in review.proposal.hunks]
    if page.prose:
        parts += _prose(review, page, eye)
    if hunks:
        at = hunks.index(eye.hunk) + 1 if eye.hunk in hunks else "–"
        parts.insert(-1 if page.prose else len(parts), (f"change {at}/{len(hunks)}", "muted"))
    return join(*parts)


def _prose(review: Review, page: Page, eye: Eye) -> list[tuple[str, Look]]:
    change = review.proposal.file(page.path)
    base = base_of(change)
    total = paragraphs(base)
    at = next((paragraph(base, hunk.start) for hunk in change.hunks if hunk.id == eye.hunk), 0)
    before = sum(_word_count(hunk.old) for hunk in change.hunks)
    after = sum(
        _word_count(review.new_bytes(hunk) if review.state(hunk.id) != "stale" else hunk.old)
        for hunk in change.hunks
    )
    whole = _word_count(base)
    said: list[tuple[str, Look]] = []
    if total:
        said.append((f"paragraph {at or '–'}/{total}", "muted"))
    return [*said, (f"words {whole}→{whole - before + after}", "muted")]


def footer(
    review: Review | None,
    page: Page | None,
    just_now: str,
    *,
    focused: bool,
    own_keys: Mapping[str, str] = NO_KEYS,
) -> tuple[Ends, ...]:
    """Return the three lines below the page; `own_keys` are the person's, by binding id."""
    tally = counts(review) if review else Counts()
    enter = (
        f"Enter: save {many(tally.to_save, 'change')}…" if tally.to_save else "nothing taken yet"
    )
    if review is None:
        hint = hints(prose=False, focused=focused, own_keys=own_keys)
        return Ends(()), Ends(join((just_now, "strong"))), Ends(hint)
    middle = Ends(
        join((enter, "strong" if tally.to_save else "muted"), gap="      "), words(just_now, "same")
    )
    hint = hints(prose=bool(page and page.prose), focused=focused, own_keys=own_keys)
    return Ends(_tally(tally), _not_shown(review, page)), middle, Ends(hint)


def _tally(tally: Counts) -> Line:
    parts: list[tuple[str, Look]] = [
        (f"{tally.taken} taken", "taken"),
        (f"{tally.rejected} rejected", "rejected"),
        (f"{tally.edited} edited", "edited"),
        (f"{tally.saved} saved", "taken"),
        (f"{tally.stale} moved on", "warn"),
    ]
    shown = [(text, look) for text, look in parts if not text.startswith("0 ")]
    return join(*shown, (f"{tally.open} open", "strong"))


def _not_shown(review: Review, page: Page | None) -> Line:
    missing = unseen(review, undecided_or_taken(review))
    if missing:
        return words(f"{many(missing, 'line')} not shown yet", "warn")
    return words("all shown")


def undecided_or_taken(review: Review) -> tuple[Hunk, ...]:
    """Return the changes that a save could write, now or later."""
    wanted = ("open", "taken")
    return tuple(hunk for hunk in review.proposal.hunks if review.state(hunk.id) in wanted)


def hints(*, prose: bool, focused: bool, own_keys: Mapping[str, str]) -> Line:
    """Return the line that names the keys most often wanted."""
    if not focused:
        return words("Ctrl+G: to the review")
    keys = (
        ("take", "a", "take"),
        ("reject", "x", "reject"),
        ("say-why", "r", "say why"),
        ("edit", "e", "rewrite" if prose else "edit"),
        ("right", "→", "next mark") if prose else ("next", "n", "next"),
        ("undo", "u", "undo") if prose else ("files", "f", "files"),
        ("help", "?", "keys"),
    )
    line: list[Bit] = []
    for name, usual, does in keys:
        own = own_keys.get(f"review.{name}", "").partition(",")[0]
        key = shown_key(own) if own else usual
        line += (*(words("  ") if line else ()), *words(key, "strong"), *words(f" {does}"))
    return tuple(line)


def strip(review: Review, page: Page) -> Ends:
    """Return the line that shows every file with what became of its changes."""
    line: list[Bit] = []
    for change in review.proposal.files:
        tally: dict[str, int] = {}
        for hunk in change.hunks:
            sign = SIGNS[review.state(hunk.id)]
            tally[sign] = tally.get(sign, 0) + 1
        name = change.path.rsplit("/", 1)[-1]
        look: Look = "strong" if change.path == page.path else "muted"
        line += words("   ") if line else ()
        line += words(" ".join([name, *(f"{sign}{count}" for sign, count in tally.items())]), look)
    return Ends(tuple(line), words("f files"))


@lru_cache(maxsize=1024)
def _word_count(data: bytes) -> int:
    return count_words(show_bytes(data))
