"""By hand: what can be done about an edit that fits nowhere: place it, ask again, put it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pairtui.proposal import Hunk, SearchReplace, Unplaced
from pairtui.review.lines import body, cut_lines, line_of, line_starts
from pairtui.review.replay import Grew
from pairtui.review.unfitting import put_away
from pairtui.review.visible import one_line, show_bytes
from pairtui.session.by_hand import ByHand
from pairtui.tui.review.labels import first_words, many
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.sheet import Option

if TYPE_CHECKING:
    from pairtui.tui.screens.desk import Desk

TAB = "    "


async def by_hand(desk: Desk, lost: Unplaced) -> None:
    """Show where an edit would go, ask what to do about it, and do that."""
    review = desk.shelf.review
    if review is None:
        return
    if desk.main.turning:
        desk.reviewing.say("the answer is still coming · h when it is whole")
        return
    name = review.proposal.id
    session = await desk.main.session()
    found = await session.by_hand(review, lost)
    answer = await desk.app.push_screen_wait(sheet(lost, found))
    now = desk.shelf.reviews[name]
    if answer == "place":
        again = await session.by_hand(now, lost)
        _place(desk, found, again)
    elif answer == "ask":
        in_prompt(desk, words(lost))
    elif answer == "away":
        desk.happened(name, Grew(put_away(now, lost).proposal))
        desk.reviewing.say("put away")


def sheet(lost: Unplaced, found: ByHand) -> ChoiceSheet:
    """Return the sheet; its answer is "place", "ask" or "away"."""
    rows = [
        Option("Ask the AI again", "ask", "writes the words; you send them"),
        Option("Put it away", "away", "it is not listed any more"),
    ]
    says = [lost.says]
    if found.hunks:
        place = f"{found.alike} % alike" if found.alike < 100 else "it fits there now"
        option = f"Place it at {_lines(found)}: {place}"
        rows = [Option(option, "place", "as an open change"), *rows]
        says += ["", "Placed there it would change:", *preview(found.base, found.hunks)]
    else:
        says += [found.says] if found.says != lost.says else []
    keys = "Enter choose · Esc back, nothing happens"
    return ChoiceSheet(
        f"What fits nowhere in {one_line(lost.edit.path)}", rows, says=says, keys=keys
    )


def preview(base: bytes, hunks: tuple[Hunk, ...]) -> Iterator[str]:
    """Yield what changes would do to a file: each line that goes or comes, after its number."""
    starts = line_starts(base)
    for hunk in hunks:
        yield f"  line {line_of(starts, hunk.start)}"
        for sign, data in (("-", hunk.old), ("+", hunk.new)):
            for line in cut_lines(data):
                yield f"  {sign} {show_bytes(body(line))}".replace("\t", TAB)


def words(lost: Unplaced) -> str:
    """Return words for the prompt that ask for a change again; the person sends them."""
    path = one_line(lost.edit.path)
    named = path if " " in path else f"@{path}"
    quoted = ""
    if isinstance(lost.edit, SearchReplace) and lost.edit.search.strip():
        first = first_words(lost.edit.search.encode("utf-8", "surrogateescape"))
        quoted = f" It quoted “{first}”."
    return (
        f"One change of {named} could not be placed: {one_line(lost.says)}{quoted} "
        "Please send that one again, for the file as it is now."
    )


def _lines(found: ByHand) -> str:
    starts = line_starts(found.base)
    first = line_of(starts, found.hunks[0].start)
    last = max(first, line_of(starts, max(found.hunks[-1].end - 1, 0)))
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _place(desk: Desk, shown: ByHand, again: ByHand) -> None:
    """Put an edit into its review, if it still comes to what was shown."""
    if again.hunks != shown.hunks:
        desk.reviewing.say("the file changed meanwhile · h looks again")
        return
    desk.happened(again.review.proposal.id, Grew(again.review.proposal))
    desk.reviewing.show_change(again.hunks[0].id)
    count = many(len(again.hunks), "open change")
    desk.reviewing.say(f"placed at {_lines(again)}: {count} · a takes")


def in_prompt(desk: Desk, says: str) -> None:
    """Put words into the prompt, behind what is there, and go there; the person sends them."""
    prompt = desk.main.pane.prompt
    before = prompt.text.rstrip()
    prompt.write(f"{before}\n\n{says}" if before else says)
    desk.main.action_other_pane()
