"""Bars: the words above and below the page; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pairtui.proposal import Hunk, Proposal
from pairtui.review.counts import Counts, counts
from pairtui.review.decide import Review
from pairtui.review.prose_figures import figures, unit
from pairtui.review.visible import one_line
from pairtui.tui.keynames import shown_key
from pairtui.tui.review.bits import Bit, Ends, Line, Look, words
from pairtui.tui.review.bits import width as cells
from pairtui.tui.review.eye import Eye
from pairtui.tui.review.labels import SIGNS, base_of, many, named, paragraph, paragraphs
from pairtui.tui.review.page import Page, paths
from pairtui.tui.review.setting import View
from pairtui.tui.review.unseen import unseen

GAP = 2
"""Cells between what is at the left and what is at the right, at least."""
JUST_NOW = "just now: "
NO_KEYS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Heading:
    """What the top line says besides the proposal's title; set by the screen.

    `waiting` counts further proposals. `warning` is why saving is off; it replaces what is less
    urgent.
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
    review: Review | None,
    heading: Heading,
    page: Page | None,
    eye: Eye,
    height: int,
    *,
    view: View = "marked-up",
) -> tuple[Ends, Ends]:
    """Return the two lines above the page; `view` is how prose is read."""
    place = " ".join(
        part for part in (heading.repo, heading.branch and f"⎇ {heading.branch}") if part
    )
    title = f'"{review.proposal.title}"' if review and review.proposal.title else ""
    model = heading.model and f"ai {heading.model}"
    waiting = f"{heading.waiting} more waiting" if heading.waiting else ""
    if heading.warning:
        first = Ends(join((heading.warning, "warn"), (title, "strong"), gap="   "))
    else:
        left = join((place, "muted"), (title, "strong"), (model, "muted"), gap="   ")
        first = Ends(left, join((waiting, "strong")))
    if review is None or page is None:
        return first, Ends(words("nothing to review yet"))
    below = page.height - eye.top - height
    right = words(f"{many(below, 'row' if page.prose else 'line')} below") if below > 0 else ()
    return first, Ends(_second(review, page, eye, view), right)


def _second(review: Review, page: Page, eye: Eye, view: View) -> Line:
    every = paths(review)
    parts: list[tuple[str, Look]] = [(one_line(page.path), "strong")]
    if len(every) > 1:
        parts.append((f"file {every.index(page.path) + 1}/{len(every)}", "muted"))
    hunks = [hunk.id for hunk in review.proposal.hunks]
    if page.prose:
        if view != "marked-up":
            parts.append((view, "strong"))
        parts.append((_paragraph(review, page, eye), "muted"))
    if hunks:
        at = hunks.index(eye.hunk) + 1 if eye.hunk in hunks else "–"
        parts.append((f"change {at}/{len(hunks)}", "muted"))
    if page.prose:
        parts += ((says, "muted") for says in _figures(review, page))
    return join(*parts)


def _paragraph(review: Review, page: Page, eye: Eye) -> str:
    change = review.proposal.file(page.path)
    base = base_of(change)
    here = (hunk for hunk in change.hunks if hunk.id == eye.hunk and hunk.kind == "text")
    at = next((paragraph(base, hunk.start) for hunk in here), 0)
    return f"paragraph {at}/{max(paragraphs(base), at)}" if at else ""


def _figures(review: Review, page: Page) -> Iterator[str]:
    """Yield the words and the mean sentence length of a file of prose, before and after."""
    change = review.proposal.file(page.path)
    before, after = figures(review, change)
    yield f"{unit(base_of(change))} {before.words}→{after.words}"
    if before.per_sentence or after.per_sentence:
        yield f"per sentence {before.per_sentence}→{after.per_sentence}"


def footer(
    review: Review | None,
    page: Page | None,
    just_now: str,
    *,
    focused: bool,
    whole: bool = False,
    own_keys: Mapping[str, str] = NO_KEYS,
    saving_off: bool = False,
    width: int = 80,
) -> tuple[Ends, ...]:
    """Return the three lines below the page; `own_keys` are the person's, by binding id.

    `whole` says that the change under the cursor is about the file itself.
    """
    tally = counts(review) if review else Counts()
    enter = _enter(tally, saving_off=saving_off)
    if review is None:
        hint = hints(prose=False, focused=focused, own_keys=own_keys)
        return Ends(()), Ends(join((just_now, "strong"))), Ends(hint)
    left, says = _beside(enter, just_now, width)
    prose = bool(page and page.prose)
    right = words(says, "same")
    if prose and focused and not says:
        right = _named_keys([("view", "m", "final/original")], own_keys)
    middle = Ends(join((left, "strong" if tally.to_save else "muted")), right)
    hint = hints(prose=prose, focused=focused, whole=whole, own_keys=own_keys, width=width)
    return (
        Ends(_tally(tally, review.proposal, prose=prose), _not_shown(review, page)),
        middle,
        Ends(hint),
    )


def _enter(tally: Counts, *, saving_off: bool) -> str:
    if not tally.to_save:
        return "all saved" if tally.saved and not tally.open else "nothing taken yet"
    return "Enter: " + (
        "saving is off…" if saving_off else f"save {many(tally.to_save, 'change')}…"
    )


def _beside(enter: str, says: str, width: int) -> tuple[str, str]:
    """Return what Enter does and what is said, as both fit on a line of so many cells.

    What is said until the next key goes before the words about Enter.
    """
    if cells(enter) + GAP + cells(says) <= width:
        return enter, says
    if not says.startswith(JUST_NOW):
        return "", _fitted(says, width - GAP)
    return enter, _fitted(says.removeprefix(JUST_NOW), width - cells(enter) - GAP)


def _fitted(says: str, room: int) -> str:
    """Return words cut before their last point, so that the key named there can be read."""
    before, point, key = says.rpartition(" · ")
    if not point or cells(says) <= room:
        return says
    while before and cells(f"{before}…{point}{key}") > room:
        before = before[:-1]
    return f"{before.rstrip()}…{point}{key}" if before else key


def _tally(tally: Counts, proposal: Proposal, *, prose: bool) -> Line:
    lost, cut = len(proposal.unplaced), len(proposal.cut_off)
    parts: list[tuple[str, Look]] = [
        (f"{tally.taken} taken", "taken"),
        (f"{tally.rejected} rejected", "rejected"),
        (f"{tally.edited} {named('edited', prose=prose)}", "edited"),
        (f"{tally.saved} saved", "taken"),
        (f"{tally.stale} moved on", "warn"),
    ]
    cards: list[tuple[str, Look]] = [
        (f"{lost} could not be placed" if lost else "", "warn"),
        (f"{cut} cut off" if cut else "", "warn"),
    ]
    shown = [(text, look) for text, look in parts if not text.startswith("0 ")]
    return join(*shown, (f"{tally.open} open", "strong"), *cards)


def _not_shown(review: Review, page: Page | None) -> Line:
    missing = unseen(review, undecided_or_taken(review))
    if missing:
        return words(f"{many(missing, 'line')} not shown yet", "warn")
    return words("all shown")


def undecided_or_taken(review: Review) -> tuple[Hunk, ...]:
    """Return the changes that a save could write, now or later."""
    wanted = ("open", "taken")
    return tuple(hunk for hunk in review.proposal.hunks if review.state(hunk.id) in wanted)


def hints(
    *, prose: bool, focused: bool, own_keys: Mapping[str, str], whole: bool = False, width: int = 80
) -> Line:
    """Return the line that names the keys most often wanted, as many as there is room for."""
    if not focused:
        return words("Ctrl+G: to the review")
    keys = [
        ("take", "a", "take"),
        ("reject", "x", "reject"),
        ("say-why", "r", "say why"),
        ("edit", "e", "rewrite" if prose else "edit"),
        ("smaller", "s", "smaller"),
        ("right", "→", "next mark") if prose else ("next", "n", "next"),
        ("undo", "u", "undo") if prose else ("files", "f", "files"),
        ("help", "?", "keys"),
    ]
    if whole:  # its text is neither rewritten nor cut
        keys = [key for key in keys if key[0] not in ("edit", "smaller")]
    line = _named_keys(keys, own_keys)
    for less in ("undo", "smaller", "files", "right"):  # the least often wanted first
        if sum(bit.width for bit in line) > width:
            keys = [key for key in keys if key[0] != less]
            line = _named_keys(keys, own_keys)
    return line


def _named_keys(keys: Iterable[tuple[str, str, str]], own_keys: Mapping[str, str]) -> Line:
    line: list[Bit] = []
    for name, usual, does in keys:
        own = own_keys.get(f"review.{name}", "").partition(",")[0]
        key = shown_key(own) if own else usual
        line += (*(words("  ") if line else ()), *words(key, "strong"), *words(f" {does}"))
    return tuple(line)


def strip(review: Review, page: Page) -> Ends:
    """Return the line that shows every file with what became of its changes."""
    line: list[Bit] = []
    for path in paths(review):
        name = path.rsplit("/", 1)[-1]
        signs = _signs(review, path)
        look: Look = "strong" if path == page.path else "muted"
        line += words("   ") if line else ()
        line += words(" ".join([name, *(f"{sign}{count}" for sign, count in signs.items())]), look)
    return Ends(tuple(line), words("f files"))


def _signs(review: Review, path: str) -> Counter[str]:
    """Return how often each sign stands for a change of a file; `!` for what cannot be taken."""
    proposal = review.proposal
    tally = Counter(SIGNS[review.state(hunk.id)] for hunk in proposal.hunks if hunk.path == path)
    lost = sum(one.edit.path == path for one in proposal.unplaced)
    lost += sum(one.path == path for one in proposal.cut_off)
    return tally + Counter({SIGNS["stale"]: lost})
