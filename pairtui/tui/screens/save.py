"""Save: the sheet before anything is written, and the one after a hook or signing failed."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from pairtui.landing import Ground, Mode, NotLanded, Plan, PlannedFile, SaveChoice
from pairtui.review.result import EXECUTABLE
from pairtui.review.visible import one_line, safe
from pairtui.tui.review.labels import many
from pairtui.tui.screens.box import Box
from pairtui.tui.screens.sheet import Clock, Option, Sheet
from pairtui.tui.screens.undo import each

SendFirst: TypeAlias = Literal["send first"]
SEND_FIRST: SendFirst = "send first"
"""The answer that means: send the comments, and save when the answer is there."""
ShowUnseen: TypeAlias = Literal["show unseen"]
SHOW_UNSEEN: ShowUnseen = "show unseen"
"""The answer that means: go to the first line that was not shown yet; nothing is saved."""
SaveAnswer: TypeAlias = SaveChoice | ShowUnseen | SendFirst
OUTPUT = 200
"""Lines of a hook's output that are shown: the last ones."""
CARE = 5
"""Signs of one file that are named before a save."""
MESSAGE_KEYS = "Ctrl+S or Esc: back to the choices, with this message · F4 $EDITOR"


class SaveSheet(Sheet[SaveAnswer]):
    """Say exactly what a save would do, and ask how. Esc: nothing is written."""

    KEYS = "Enter choose · Esc back, nothing written"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit_message", "Message", id="save.message", tooltip="Edit the message"),
        Binding("space", "whole", "Whole", show=False, id="save.whole"),
        Binding("ctrl+s", "close_message", "Keep", show=False, id="save.keep", priority=True),
    ]

    def __init__(
        self, plan: Plan, *, unsent: int = 0, offers: int = 0, clock: Clock = monotonic
    ) -> None:
        super().__init__(clock=clock)
        self._plan = plan
        self._unsent = unsent
        self._offers = offers
        self._message = plan.message
        self._whole: frozenset[str] = frozenset()
        self.KEYS = self.KEYS if self.options() else "Esc back, nothing written"

    def further(self) -> ComposeResult:
        """Make the box for the message, which shows when it is wanted."""
        box = Box("", id="sheet-box")
        box.display = False
        yield box

    def title_line(self) -> str:
        """Return what would be saved, and where."""
        plan = self._plan
        count = sum(file.changes for file in plan.files if not file.stale)
        files = [file for file in plan.files if not file.stale]
        return f"Save {many(count, 'change')} in {many(len(files), 'file')}{_place(plan.ground)}"

    def options(self) -> tuple[Option[SaveAnswer], ...]:
        """Return the ways to save, after what was not shown yet; none where nothing can be."""
        plan = self._plan
        found: list[Option[SaveAnswer]] = []
        if plan.unseen_lines:
            lines = many(plan.unseen_lines, "line")
            found.append(Option(f"Show the {lines} not seen yet", SHOW_UNSEEN))
        if plan.refused or all(file.stale for file in plan.files):
            return tuple(found)
        modes = [mode for mode in plan.modes if self._possible(mode)]
        found += [Option(self._says(mode), self._choice(mode), _remark(mode)) for mode in modes]
        if self._unsent:
            says = f"Send the {many(self._unsent, 'comment')} first"
            found.append(Option(says, SEND_FIRST, "nothing is written; they can also go later"))
        return tuple(found)

    def notes(self) -> tuple[str, ...]:
        """Return everything else a person should know before Enter."""
        plan = self._plan
        lines = [f"Cannot be saved now: {plan.refused}"] if plan.refused else []
        lines += [f"No commit: {plan.no_commit}"] if plan.no_commit and not plan.refused else []
        lines += _about_ground(plan.ground, f"{plan.refused} {plan.no_commit}")
        for file in plan.files:
            lines += self._about(file)
        lines += [one_line(says) for says in plan.rules]
        lines += ["", _untouched(plan.ground)]
        left = plan.open - self._offers
        opens = [many(left, "change")] if left else []
        opens += [f"{many(self._unsent, 'comment')} not sent"] if self._unsent else []
        lines += [f"Stays open: {' · '.join(opens)}"] if opens else []
        if self._offers:
            said = f"{many(self._offers, 'change')} new since you took it, not decided yet"
            lines.append(f"Set aside: {said}")
        moved = f"Left out: {many(plan.moved_on, 'change')} that moved on"
        lines += [moved] if plan.moved_on else []
        return tuple(lines)

    def picked(self, option: Option[SaveAnswer]) -> None:
        """Answer, unless a message is needed and there is none."""
        value = option.value
        if isinstance(value, SaveChoice) and value.mode == "commit" and not value.message.strip():
            self.say("a commit needs a message · e writes one")
            return
        self.dismiss(value)

    def action_whole(self) -> None:
        """Put untracked files into the commit whole, or not."""
        self.may(deciding=False)
        untracked = frozenset(file.path for file in self._plan.files if _offered(file))
        self._whole = frozenset() if self._whole else untracked
        self.redraw()

    def action_edit_message(self) -> None:
        """Open the message for editing."""
        self.may(deciding=False)
        if any(option.value != SHOW_UNSEEN for option in self.options()):
            self._box.display = True
            self._box.text = safe(self._message)
            self._box.focus()
            self.say(MESSAGE_KEYS)

    def action_close_message(self) -> None:
        """Keep the message that was written."""
        if self._box.display:
            self._message = self._box.text.strip()
            self._box.display = False
            self.set_focus(None)
            self.redraw()
            self.say(self.KEYS)

    async def action_back(self) -> None:
        """Close the message first, then the sheet; nothing is written."""
        if self._box.display:
            self.action_close_message()
        else:
            self.dismiss(None)

    @property
    def message(self) -> str:
        """Return the message as it is by now."""
        return self._message

    @property
    def _box(self) -> Box:
        return self.query_one(Box)

    def _choice(self, mode: Mode) -> SaveChoice:
        message = self._message if mode == "commit" else ""
        return SaveChoice(mode, message, self._whole if mode != "write" else frozenset())

    def _says(self, mode: Mode) -> str:
        if mode == "commit":
            first = one_line(self._message.strip().split("\n")[0])
            written = [file for file in self._plan.files if not file.stale]
            count = sum(self._goes_in(file, mode) for file in written)
            some = f"{count} of {len(written)} files " if count < len(written) else ""
            return f'Save {some}as commit "{first}"'
        return (
            "Write the files and stage the changes" if mode == "stage" else "Write the files only"
        )

    def _possible(self, mode: Mode) -> bool:
        """Tell whether a way of saving would do more than write the files."""
        if mode == "write":
            return True
        if self._plan.no_commit and mode == "commit":
            return False
        return any(self._goes_in(file, mode) for file in self._plan.files)

    def _goes_in(self, file: PlannedFile, mode: Mode) -> bool:
        """Tell whether git gets the changes of a file, as far as that can be foreseen."""
        if file.stale or (_offered(file) and file.path not in self._whole):
            return False
        return not (file.not_committed if mode == "commit" else file.not_staged)

    def _about(self, file: PlannedFile) -> list[str]:
        path = one_line(file.path)
        if file.stale:
            return [f"{path}  left out: {file.stale}"]
        found = [f"{path}{_becomes(file)}  {many(file.changes, 'change')}"]
        return [*found, *_care(file), *self._of_git(file)]

    def _of_git(self, file: PlannedFile) -> list[str]:
        """Return what git gets of a file, where that is not simply what was taken."""
        if file.not_committed and file.not_committed == file.not_staged:
            return [f"  only written: {file.not_committed}"]
        if _offered(file) and file.path in self._whole:
            return ["  all of it goes into the history, your own text too · Space changes that"]
        if _offered(file):
            return ["  only written: it is not in the history yet · Space puts all of it in"]
        lines = []
        if file.not_committed and not self._plan.no_commit:
            lines.append(f"  not in the commit: {file.not_committed}")
        elif file.unsure:
            lines.append(f"  {file.unsure}")
        elif file.left:
            lines.append("  it was written already by a save whose commit was not made")
        elif file.own and file.deletes:
            lines.append("  your own changes in it go with it, as they were shown")
        elif file.own and file.tracking == "tracked" and self._possible("commit"):
            lines.append("  the commit holds only what you took; your own changes stay yours")
        if file.not_staged:
            lines.append(f"  cannot be staged: {file.not_staged}")
        return lines


def _place(ground: Ground) -> str:
    return f" on {one_line(ground.branch)}" if ground.branch else ", on no branch"


def _remark(mode: Mode) -> str:
    return "e edits it" if mode == "commit" else "no commit"


def _about_ground(ground: Ground, said: str) -> list[str]:
    """Return what there is to know of the repository that was not `said` already."""
    lines = []
    if ground.detached and not ground.unborn:
        lines.append("No branch here: a commit will belong to no branch until you make one.")
    if ground.unborn:
        lines.append("Nothing saved yet in this history: this becomes its first commit.")
    if ground.busy and ground.busy not in said:
        lines.append(f"Unfinished here: {ground.busy}.")
    if ground.locked not in said:
        lines.append(ground.locked)
    if not ground.identity and "name for you" not in said:
        lines.append("git has no name for you yet, and a commit needs one.")
    return lines


def _untouched(ground: Ground) -> str:
    parts = [
        f"{count} {what}"
        for count, what in (
            (ground.staged, "staged"),
            (ground.unstaged, "unstaged"),
            (ground.untracked, "untracked"),
        )
        if count
    ]
    if not parts:
        return "Untouched: everything else"
    noun = "file" if parts[-1].startswith("1 ") else "files"
    return f"Untouched: your {', '.join(parts)} {noun}"


def _becomes(file: PlannedFile) -> str:
    """Return what happens to a file itself."""
    says = "  is deleted" if file.deletes else f" → {one_line(file.to)}" if file.to else ""
    runs = "can be run now" if file.mode == EXECUTABLE else "cannot be run any more"
    return f"{says}  {runs}" if file.mode and not file.deletes else says


def _care(file: PlannedFile) -> list[str]:
    """Return what is taken in a file that calls for care, the first few of many."""
    more = len(file.care) - CARE
    rest = [f"  ! and {many(more, 'more sign')}: i in the review lists them"] if more > 0 else []
    return [*(f"  ! needs care: {one_line(says)}" for says in file.care[:CARE]), *rest]


def _offered(file: PlannedFile) -> bool:
    """Tell whether a file is one that git does not know yet, and could."""
    return file.tracking == "untracked" and not (file.stale or file.deletes)


FailedAnswer: TypeAlias = Literal["again", "put back", "leave"]


class FailedSheet(Sheet[FailedAnswer]):
    """Show what a hook or signing said; the files are written, nothing is committed."""

    KEYS = "Enter choose · Esc leaves it as it is"

    def __init__(self, failed: NotLanded, *, clock: Clock = monotonic) -> None:
        super().__init__(clock=clock)
        self._failed = failed

    def title_line(self) -> str:
        """Return what failed."""
        return self._failed.says

    def options(self) -> tuple[Option[FailedAnswer], ...]:
        """Return what can be done now."""
        number = len(each(self._failed.written))
        count = many(number, "file")
        return (
            Option("Try again", "again", "the commit, after you have mended what failed"),
            Option(
                f"Put the {count if number > 1 else 'file'} back", "put back", "as before the save"
            ),
            Option("Leave as is", "leave", f"{count} written, no commit"),
        )

    def notes(self) -> tuple[str, ...]:
        """Return what the program printed, made safe, and what to do."""
        return told_by(self._failed)


def told_by(failed: NotLanded) -> tuple[str, ...]:
    """Return the lines of a sheet about a commit that failed: what is so now, and the output."""
    output = failed.output.rstrip().split("\n")[-OUTPUT:] if failed.output else []
    said = ["", "It said:", *(f"  {line}" for line in output)] if output else []
    return (*([failed.remedy] if failed.remedy else []), *said)
