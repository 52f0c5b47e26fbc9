"""Commenting: which place of a review a comment made here and now is about; pure."""

from __future__ import annotations

from collections.abc import Sequence

from pairtui.proposal import Hunk
from pairtui.review.comment import Comment, next_number
from pairtui.review.decide import Review
from pairtui.review.frame import Span
from pairtui.review.lines import line_of
from pairtui.review.pointing import lines_of
from pairtui.review.rounds import spot, working
from pairtui.review.sentences import sentences
from pairtui.review.visible import one_line, show_bytes
from pairtui.tui.review.bits import Row, encoded
from pairtui.tui.review.labels import base_of, first_words, lines, paragraph, shortened, starts
from pairtui.tui.review.page import as_manuscript
from pairtui.tui.review.sight import Sight


def place_at(sight: Sight, selected: tuple[str, int, int] | None = None) -> Comment:
    """Return the comment on the row of the cursor, or a new one, without words, about its place.

    What is `selected`, as a change and a span of its `old + new`, goes before the row.
    """
    review, row, path = sight.review, sight.row, sight.page.path
    known = next((one for one in review.comments if one.number == row.comment), None)
    if known is not None:
        return known
    hunk = sight.hunk
    if selected is not None:
        about = _span(review, *selected)
    elif hunk is not None and hunk.id in row.hunks:
        about = _about(review, hunk, row)
    else:
        about = _line(sight, row) or about_file(review, path)
    same = (one for one in review.comments if one.about(about) and not one.round)
    return next(same, about)


def about_file(review: Review, path: str) -> Comment:
    """Return the comment about a file that is not sent yet, or a new one without words."""
    about = Comment(next_number(review.comments), path, "")
    same = (one for one in review.comments if one.about(about) and not one.round)
    return next(same, about)


def _span(review: Review, name: str, start: int, end: int) -> Comment:
    hunk = review.proposal.hunk(name)
    size = len(hunk.old)
    if start < size < end:  # both sides of it: what is proposed is what the model is shown
        start = size
    quote = (hunk.old + hunk.new)[start:end]
    return Comment(next_number(review.comments), hunk.path, "", name, start, end, quote)


def _about(review: Review, hunk: Hunk, row: Row) -> Comment:
    """Return a comment on a line of a change, or on all of it where the row is no line of it."""
    both = hunk.old + hunk.new
    spans = _spans(row.other, hunk) if row.other else []
    spans = spans or _spans(row, hunk)
    number = next_number(review.comments)
    if row.kind == "prose" and (place := _sentence_of(review, hunk, row)):
        return Comment(number, hunk.path, "", hunk.id, *place, quote=both[slice(*place)])
    if row.kind != "code" or not spans:
        return Comment(number, hunk.path, "", hunk.id, quote=review.new_bytes(hunk) or hunk.old)
    start, end = min(low for low, _ in spans), max(high for _, high in spans)
    return Comment(number, hunk.path, "", hunk.id, start, end, both[start:end])


def _spans(row: Row, hunk: Hunk) -> list[tuple[int, int]]:
    """Return which bytes of a change a row shows."""
    return [
        (bit.at[0], bit.at[0] + len(encoded(bit.raw)))
        for bit in row.bits
        if bit.hunk == hunk.id and bit.at
    ]


def _sentence_of(review: Review, hunk: Hunk, row: Row) -> tuple[int, int] | None:
    """Return which bytes of a change are the sentence that a row shows most of.

    None where it is one sentence, or not what was proposed any more: then all of it is meant.
    """
    size = len(hunk.old)
    if review.new_bytes(hunk) != hunk.new or not hunk.new:
        return None
    shown = [
        (at - size, at - size + len(encoded(bit.raw)))
        for bit in row.bits
        if bit.hunk == hunk.id
        for at in bit.at
        if at >= size
    ]
    place = _most_of(hunk.new, shown)
    return None if place is None else (size + place[0], size + place[1])


def _most_of(text: bytes, shown: Sequence[Span]) -> Span | None:
    """Return the sentence of several of which most is shown, in bytes; None where it is one."""
    words = show_bytes(text)
    every = sentences(words)
    if len(every) < 2 or not shown:
        return None
    spans = [
        (len(encoded(words[:low])), len(encoded(words[:low])) + len(encoded(words[low:high])))
        for low, high in every
    ]
    return max(spans, key=lambda span: sum(_shared(span, other) for other in shown))


def _shared(one: Span, other: Span) -> int:
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0)


def _line(sight: Sight, row: Row) -> Comment | None:
    """Return a comment on a line that stays, where it is known which one of the file that is."""
    change = sight.change
    if change is None or not row.text.strip():
        return None
    base, number = base_of(change), next_number(sight.review.comments)
    if row.kind == "code" and row.old:
        at = [*starts(base), len(base)]
        start, end = at[row.old - 1], at[row.old]
        return Comment(number, change.path, "", start=start, end=end, quote=base[start:end])
    text = encoded(row.text.strip())
    if row.kind != "prose" or base.count(text) != 1:
        return None
    found = base.index(text)
    low, high = _paragraph(base, found)
    whole = base[low:high].strip()
    low = base.index(whole, low)
    place = _most_of(whole, [(found - low, found - low + len(text))]) or (0, len(whole))
    start, end = low + place[0], low + place[1]
    return Comment(number, change.path, "", start=start, end=end, quote=base[start:end])


def _paragraph(base: bytes, at: int) -> Span:
    """Return where the paragraph that holds a byte begins and ends."""
    every, begins = lines(base), starts(base)
    first = last = line_of(begins, at) - 1
    while first > 0 and every[first - 1].strip():
        first -= 1
    while last + 1 < len(every) and every[last + 1].strip():
        last += 1
    return begins[first], begins[last] + len(every[last])


def key_of(comment: Comment) -> str:
    """Return the name that a half-typed comment is kept under."""
    return "\n".join((comment.path, comment.hunk, f"{comment.start}-{comment.end}"))


def from_key(review: Review, key: str) -> Comment | None:
    """Return the comment that was half typed under a name; None where its place is gone."""
    path, hunk, span = key.rsplit("\n", 2)
    start, _, end = span.partition("-")
    change = next((one for one in review.proposal.files if one.path == path), None)
    if change is None or not (start.isdigit() and end.isdigit()):
        return None
    there = next((one for one in change.hunks if one.id == hunk), None)
    if hunk and there is None:
        return None
    data = there.old + there.new if there else base_of(change)
    low, high = int(start), int(end)
    quote = data[low:high] if low < high else (there.new or there.old) if there else b""
    about = Comment(next_number(review.comments), path, "", hunk, low, high, quote)
    same = (one for one in review.comments if one.about(about) and not one.round)
    return next(same, about)


def spot_named(review: Review, comment: Comment) -> str:
    """Return the place of a comment in words, such as "cart.py 31-33" or "cart.py"."""
    path = one_line(comment.path)
    change = next((one for one in review.proposal.files if one.path == comment.path), None)
    if change is None or comment.whole_file:
        return path
    base = base_of(change)
    if as_manuscript(change):
        said = f"{path} paragraph {paragraph(base, spot(review, comment).start)}"
        quoted = comment.start < comment.end and bool(comment.quote.strip())
        return f"{said}, “{shortened(first_words(comment.quote))}”" if quoted else said
    numbers = lines_of(review, working(review, comment.path), comment)
    return f"{path} {numbers}" if numbers else path
