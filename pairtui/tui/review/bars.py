"""Bars: the words above and below the page; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pairtui.proposal import Proposal
from pairtui.review.counts import Counts
from pairtui.review.decide import Review
from pairtui.review.prose_figures import figures, unit
from pairtui.review.rounds import number_of
from pairtui.review.visible import one_line
from pairtui.tui.review.bits import Bit, Button, Ends, Line, Look, words
from pairtui.tui.review.bits import width as cells
from pairtui.tui.review.care import open_with_care, says_hidden
from pairtui.tui.review.eye import Eye
from pairtui.tui.review.head import signs
from pairtui.tui.review.hinting import hints, line_cells, named_keys, on
from pairtui.tui.review.labels import base_of, many, named, paragraph, paragraphs
from pairtui.tui.review.page import Page
from pairtui.tui.review.sight import Sight
from pairtui.tui.review.tally import Counted

GAP = 2
"""Cells between what is at the left and what is at the right, at least."""
JUST_NOW = "just now: "
TO_REVIEW = words("Ctrl+G: to the review")
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


def header(heading: Heading, sight: Sight | None, width: int = 80) -> tuple[Ends, Ends]:
    """Return the two lines above the scroll; how much comes below is said where there is room."""
    review = sight.review if sight else None
    place = " ".join(
        part for part in (heading.repo, heading.branch and f"⎇ {heading.branch}") if part
    )
    title = f'"{review.proposal.title}"' if review and review.proposal.title else ""
    if review and review.rounds:
        title = f"{title}  round {number_of(review)}"
    model = heading.model and f"ai {heading.model}"
    waiting = f"{heading.waiting} more waiting" if heading.waiting else ""
    if heading.warning:
        first = Ends(join((heading.warning, "warn"), (title, "strong"), gap="   "))
    else:
        left = join((place, "muted"), (title, "strong"), (model, "muted"), gap="   ")
        first = Ends(left, join((waiting, "strong")))
    if sight is None:
        return first, Ends(words("nothing to review yet"))
    left, right = _second(sight), words(_below(sight))
    fits = line_cells(left) + GAP + line_cells(right) <= width
    return first, Ends(left, right if fits else ())


def _below(sight: Sight) -> str:
    """Return how many rows come below the screen; about how many, while not all are known."""
    below = sight.scroll.height - sight.eye.top - sight.height
    if below <= 0:
        return ""
    about = "" if sight.scroll.sure else "about "
    return f"{about}{many(below, 'row' if sight.page.prose else 'line')} below"


def _second(sight: Sight) -> Line:
    scroll, page = sight.scroll, sight.page
    parts: list[tuple[str, Look]] = [(one_line(page.path), "strong")]
    if len(scroll.leaves) > 1:
        number = scroll.numbers[page.path] + 1
        parts.append((f"file {number}/{len(scroll.leaves)}", "muted"))
    if page.prose:
        if sight.setting.view != "marked-up":
            parts.append((sight.setting.view, "strong"))
        parts.append((_paragraph(sight.review, page, sight.eye), "muted"))
    if scroll.changes:
        at = scroll.ordinal(sight.eye.hunk) or "–"
        parts.append((f"change {at}/{scroll.changes}", "muted"))
    if page.prose:
        parts += ((says, "muted") for says in _figures(sight.review, page))
    changes = scroll.leaves[scroll.numbers[page.path]].changes
    parts += ((says_hidden(sight.review, change), "warn") for change in changes)
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
    sight: Sight | None,
    counted: Counted | None,
    just_now: str,
    *,
    focused: bool,
    own_keys: Mapping[str, str] = NO_KEYS,
    saving_off: bool = False,
    selected: bool = False,
    width: int = 80,
) -> tuple[Ends, ...]:
    """Return the three lines below the scroll; `own_keys` are the person's, by binding id."""
    what, prose = on(sight, selected=selected), bool(sight and sight.page.prose)
    undoes = bool(sight and sight.review.past)
    hint = hints(what, prose=prose, undoes=undoes, own_keys=own_keys, width=width)
    hint = hint if focused else Ends(TO_REVIEW)
    if sight is None or counted is None:
        return Ends(()), Ends(join((just_now, "strong"))), hint
    tally = counted.counts
    left, says = _beside(_enter(tally, saving_off=saving_off), just_now, width)
    right = words(says, "same")
    if prose and focused and not says:
        right = named_keys([("view", "m", "final/original")], own_keys).left
    middle = Ends(join((left, "strong" if tally.to_save else "muted")), right)
    return (
        Ends(_tally(tally, sight.review.proposal, prose=prose), _not_shown(counted.unseen)),
        middle,
        hint,
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


def _not_shown(missing: int) -> Line:
    if missing:
        return words(f"{many(missing, 'line')} not shown yet", "warn")
    return words("all shown")


def strip(sight: Sight, width: int) -> Ends:
    """Return the line that shows the files around the cursor with what became of their changes.

    All of them where there is room for all; else how many more there are is at the right.
    """
    scroll = sight.scroll
    here = scroll.numbers[sight.page.path]
    first = last = here
    shown = {here: _in_strip(sight, here)}
    used = line_cells(shown[here])
    room = width - GAP - line_cells(words(f"+{len(scroll.leaves)} f files"))
    while True:
        fresh = [number for number in (last + 1, first - 1) if 0 <= number < len(scroll.leaves)]
        fits = {number: _in_strip(sight, number) for number in fresh}
        number = next(
            (one for one in fresh if used + GAP + 1 + line_cells(fits[one]) <= room), None
        )
        if number is None:
            break
        shown[number] = fits[number]
        used += GAP + 1 + line_cells(fits[number])
        first, last = min(first, number), max(last, number)
    line: list[Bit] = []
    buttons: list[Button] = []
    for number in sorted(shown):
        line += words("   ") if line else ()
        start = line_cells(line)
        line += shown[number]
        buttons.append(Button(start, line_cells(line), path=scroll.leaves[number].path))
    more = len(scroll.leaves) - len(shown)
    right = words(f"+{more} f files" if more else "f files")
    return Ends(tuple(line), right, tuple(buttons))


def _in_strip(sight: Sight, number: int) -> Line:
    leaf = sight.scroll.leaves[number]
    name = leaf.path.rsplit("/", 1)[-1]
    care = sum(open_with_care(sight.review, change) for change in leaf.changes)
    tally = signs(sight.review, leaf.hunks, len(leaf.lost) + care)
    counted = (f"{sign}{count}" for sign, count in tally.items())
    look: Look = "strong" if leaf.path == sight.page.path else "muted"
    return words(" ".join([name, *counted]), look)
