"""Laying: what goes into a request, group by group, in the order in which it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pairtui.context.cut import Cut, cut, show_part
from pairtui.context.excerpt import fenced, in_part, lines_of, show
from pairtui.context.parts import PartKind, Piece, Pieces, in_template
from pairtui.context.rendered import Render, Rendered
from pairtui.context.shares import RULES, shares
from pairtui.conversation import Attachment, Reference
from pairtui.proposal import Present, PromptUse, Snapshot
from pairtui.request import Model
from pairtui.review.lines import cut_lines
from pairtui.review.text import BOM

BETWEEN = 2
"""Tokens that a blank line between two texts costs, rounding counted in."""

TRIES = 4
"""How often a text is cut anew that weighs more than its pieces: some counts are estimates."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The templates around a request: who the model is, and what its files are.

    Without `edits` it is told of no format to write them in. With `whole`, files are shown whole or
    not at all.
    """

    system: str = "system/pair"
    files: str = "format/files"
    edits: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What a request is made from; `limit` is what it may weigh, in tokens, at most."""

    words: str
    model: Model
    render: Render
    count: Callable[[str], int]
    snapshot: Snapshot
    attached: Sequence[Attachment]
    references: Sequence[Reference]
    rules: Sequence[Reference]
    verdicts: Rendered | None
    command: Rendered | None
    setting: Setting
    limit: int

    @property
    def asked(self) -> str:
        """Return what is asked, as the model reads it."""
        return self.command.text if self.command else self.words


@dataclass(frozen=True, slots=True)
class Shown:
    """A text on its way into a request: its name, how it is shown, and what it weighs then.

    `path` is the file's, or empty; `first` is the number of its first line. `cut` says what of it
    is left out because it is too large.
    """

    name: str
    path: str
    text: str
    tokens: int
    data: bytes
    note: str = ""
    cut: str = ""
    edited: bool = False
    partly: bool = False
    first: int = 1

    @property
    def piece(self) -> Piece:
        """Return it as a piece of a request."""
        note = ", ".join(filter(None, (self.cut, self.note)))
        return Piece("file" if self.edited else "reference", self.name, self.text, note)


def texts(given: Given) -> list[Shown]:
    """Return every file and reference as it is shown whole; lines of a file that is, are in it."""
    found = []
    whole = {item.path for item in given.attached if item.lines is None}
    for item in given.attached:
        state = given.snapshot.files.get(item.path)
        if isinstance(state, Present) and (item.lines is None or item.path not in whole):
            found.append(_file(item, state.data, given))
    return [*found, *(_read(one, "", given) for one in given.references)]


def _read(one: Reference, path: str, given: Given) -> Shown:
    data = one.text.encode()
    text = fenced(one.name, "\n".join(lines_of(data)), given.render)
    return Shown(one.name, path, text, given.count(text), data)


def _file(item: Attachment, data: bytes, given: Given) -> Shown:
    text = show(item, data, given.render)
    first, last = item.lines or (1, 0)
    lines = b"".join(cut_lines(data.removeprefix(BOM))[first - 1 : last]) if last else data
    return Shown(
        item.spec,
        item.path,
        text,
        given.count(text),
        lines,
        note="for reference only" if item.read_only else "",
        edited=not item.read_only,
        partly=in_part(item, data),
        first=first,
    )


def fitted(whole: Sequence[Shown], room: int, given: Given) -> list[Shown] | None:
    """Return the texts so that together they fit, those too large for their share cut.

    None where one cannot be cut so far, or must not be.
    """
    needs = [one.tokens + BETWEEN for one in whole]
    if sum(needs) <= room:
        return list(whole)
    if given.setting.whole:
        return None
    found = []
    for one, need, share in zip(whole, needs, shares(needs, room), strict=True):
        less = one if need == share else _less(one, share - BETWEEN, given)
        if less is None:
            return None
        found.append(less)
    return found


def _less(one: Shown, tokens: int, given: Given) -> Shown | None:
    """Return a text cut to so many tokens."""
    name = one.path or one.name
    empty = show_part(name, Cut("", 0, one.data.count(b"\n")), given.render)
    room = tokens - given.count(empty) - BETWEEN
    named = [item.lines for item in given.attached if item.path == one.path and item.lines]
    for _ in range(TRIES):
        found = cut(
            name, one.data, given.asked, room,
            count=given.count, render=given.render, first=one.first, named=named,
        )  # fmt: skip
        if found is None:
            return None
        text = show_part(name, found, given.render)
        weight = given.count(text)
        if weight <= tokens:
            return replace(one, text=text, tokens=weight, cut=found.note, partly=True)
        room -= weight - tokens + BETWEEN
    return None


def ruled(given: Given) -> list[Shown]:
    """Return the project's rules, those that take more than their share cut at their end."""
    whole = [_read(rule, rule.name, given) for rule in given.rules]
    room = given.limit // RULES
    given_out = shares([one.tokens for one in whole], room)
    found = (
        one if one.tokens <= share else _less(one, share, given)
        for one, share in zip(whole, given_out, strict=True)
    )
    return [one for one in found if one is not None]


@dataclass(slots=True)
class Layout:
    """A request while it is laid out, and the templates that were used for it."""

    given: Given
    uses: dict[PromptUse, None] = field(default_factory=dict)

    def alone(self, kind: PartKind, rendered: Rendered | None) -> Pieces:
        """Return a template that is a part by itself; nothing for none."""
        if rendered is None:
            return ()
        self.uses[rendered.use] = None
        return (Piece(kind, rendered.use.name, rendered.text),)

    def around(self, kind: PartKind, name: str, blocks: Sequence[Piece], hole: str) -> Pieces:
        """Return some blocks in the template that introduces them; nothing without any."""
        if not blocks:
            return ()
        joined = "\n\n".join(one.text for one in blocks)
        rendered = self.given.render(name, **{hole: joined})
        self.uses[rendered.use] = None
        return in_template(kind, rendered, blocks, joined)

    def stable(self, shown: Sequence[Shown], ruled: Sequence[Shown]) -> list[Pieces]:
        """Return what a request begins with, up to the map."""
        given = self.given
        edits = given.render(f"format/{given.model.format}") if given.setting.edits else None
        rules = [replace(one.piece, kind="rules") for one in ruled]
        read = [one.piece for one in shown if not one.edited]
        return [
            self.alone("system", given.render(given.setting.system)),
            self.alone("format", edits),
            self.around("rules", "context/rules", rules, "rules"),
            self.around("reference", "context/references", read, "references"),
        ]

    def last(self, shown: Sequence[Shown]) -> list[Pieces]:
        """Return what a request ends with: verdicts, the files as they are now, the words."""
        given = self.given
        files = [one.piece for one in shown if one.edited]
        said = self.alone("words", given.command) or (Piece("words", "your words", given.words),)
        return [
            self.alone("verdicts", given.verdicts),
            self.around("file", given.setting.files, files, "files"),
            said,
        ]
