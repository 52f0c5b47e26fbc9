"""What the tests of this folder share: reading a reply in any pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pairtui.formats.reader import Closed, Prose, ReadEvent, reader
from pairtui.proposal import Edit
from pairtui.request import Format


def read(
    text: str,
    cuts: Iterable[int] = (),
    *,
    form: Format = "search_replace",
    known: Sequence[str] = (),
    finished: bool = True,
) -> list[ReadEvent]:
    """Return the events of a reply that is fed in pieces, with neighbouring prose joined."""
    reading = reader(form, known)
    events: list[ReadEvent] = []
    at = 0
    for cut in (*sorted(cuts), len(text)):
        events += reading.feed(text[at:cut])
        at = cut
    return joined([*events, *reading.close(finished=finished)])


def joined(events: Iterable[ReadEvent]) -> list[ReadEvent]:
    whole: list[ReadEvent] = []
    for event in events:
        last = whole[-1] if whole else None
        if isinstance(event, Prose) and isinstance(last, Prose):
            whole[-1] = Prose(last.text + event.text)
        else:
            whole.append(event)
    return whole


def edits(events: Iterable[ReadEvent]) -> list[Edit]:
    return [event.edit for event in events if isinstance(event, Closed)]
