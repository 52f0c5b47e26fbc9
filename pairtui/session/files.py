"""Files: what comes into a conversation, and what each file was when the model was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pairtui.context.mention import Unknown, resolve
from pairtui.conversation import Attachment
from pairtui.proposal import Absent, Present, Refused, Snapshot
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.review.lines import cut_lines

_MOST = 50


def gather(repo: Repo, attached: Iterable[Attachment]) -> Snapshot:
    """Return what each attached file is now; `shown` are those whose text can be sent."""
    files = {item.path: read(repo, item.path) for item in attached}
    shown = frozenset(path for path, state in files.items() if isinstance(state, Present))
    return Snapshot(files, shown)


def attach(repo: Repo, spec: str, known: Sequence[str]) -> Attachment | Refused:
    """Return the file a person named, or why it cannot come in."""
    found = resolve(spec, known)
    if isinstance(found, Unknown):
        if found.candidates:
            several = ", ".join(found.candidates[:5])
            return Refused(f"that could be any of {several}; write more of the path")
        state = read(repo, found.spec.rpartition(":")[0] or found.spec)
        if isinstance(state, Refused):
            return state
        return Refused("no such file here, or git ignores it")
    match read(repo, found.path):
        case Refused() as refused:
            return refused
        case Absent():
            return Refused("the file is not there any more")
        case Present(data=data):
            last = len(cut_lines(data))
            if found.lines and found.lines[0] > max(last, 1):
                return Refused(f"it has only {last} lines")
            return found


def complete(known: Sequence[str], prefix: str) -> tuple[str, ...]:
    """Return the files that may be meant, best first.

    First those whose path continues the prefix, then those whose name does, then those that hold
    its letters in order.
    """
    wanted = prefix.casefold()

    def rank(path: str) -> tuple[int, int, str] | None:
        folded = path.casefold()
        name = folded.rpartition("/")[2]
        if folded.startswith(wanted):
            return 0, len(path), path
        if name.startswith(wanted):
            return 1, len(path), path
        if wanted in folded:
            return 2, len(path), path
        letters = iter(folded)
        return (3, len(path), path) if all(letter in letters for letter in wanted) else None

    ranked = sorted(found for path in known if (found := rank(path)) is not None)
    return tuple(path for _, _, path in ranked[:_MOST])


def text_of(repo: Repo, item: Attachment) -> str:
    """Return the text an attachment brings in, or nothing when it cannot be read."""
    state = read(repo, item.path)
    if not isinstance(state, Present):
        return ""
    if item.lines is None:
        return state.data.decode("utf-8")
    first, last = item.lines
    return b"".join(cut_lines(state.data)[first - 1 : last]).decode("utf-8")
