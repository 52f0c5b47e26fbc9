"""Policy: what may leave the machine; every file, word and request of a session goes by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pairtui.context.assemble import Assembled
from pairtui.context.parts import messages_of
from pairtui.conversation import Asked, Turn
from pairtui.policy.hosts import may_go
from pairtui.policy.names import holds_credentials, told_by_name
from pairtui.policy.repository import FILE, Rules, read_rules
from pairtui.policy.secrets import find_secrets
from pairtui.policy.veil import Veil, Withheld
from pairtui.proposal import (
    Absent,
    Edit,
    FileState,
    Present,
    Refused,
    Rename,
    SearchReplace,
    Selection,
    Snapshot,
    WholeFile,
)
from pairtui.repo.files import read, read_all
from pairtui.repo.git import Repo
from pairtui.repo.ignored import ignored
from pairtui.request import THIS_MACHINE, Fault, Message, Request
from pairtui.review.decide import Review
from pairtui.review.verdict import account

WORDS, EARLIER, REQUEST = "your words", "what was said earlier", "the request"
DECIDED = "what you decided"
CREDENTIALS = "there are credentials in it"
HERE = (THIS_MACHINE, "script")
"""Hosts that are none: what answers runs inside of the program."""
LIKE_SETTINGS = ".env"
"""How typed words are read: as settings, in which a value needs no quotes."""


class Policy:
    """What may be sent of one repository, and to whom; any thread may call its methods.

    `hosts` are those the person allows, None being any.
    """

    def __init__(self, repo: Repo, hosts: Sequence[str] | None = None) -> None:
        self.repo = repo
        self._hosts = hosts
        self._veil = Veil()
        self._heard: set[Turn] = set()
        self._said: set[str] = set()

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """Return everything that was withheld so far in this session, the first one first."""
        return self._veil.items

    def allow(self, name: str, *, allowed: bool = True) -> None:
        """Let one thing that is withheld go along with the next request, and only that."""
        self._veil.allow(name, allowed=allowed)

    @property
    def allowed(self) -> frozenset[str]:
        """Return the names of what may go along with the next request."""
        return self._veil.allowed

    def spend(self, names: Iterable[str]) -> None:
        """Withhold again what has gone along."""
        for name in names:
            self._veil.allow(name, allowed=False)

    def kept_out(self, paths: Iterable[str]) -> dict[str, str]:
        """Return which files may not be sent, each with why; quick for many at a time."""
        paths = tuple(paths)
        rules, allowed = self.rules(), self.allowed
        if rules.broken:
            return dict.fromkeys(paths, f"{FILE} cannot be used: {rules.broken}")
        found = ignored(self.repo, paths, rules.ignore)
        for path in paths:
            why = told_by_name(path)
            if why and path not in allowed:
                found.setdefault(path, why)
        return found

    def admitted(self, files: Mapping[str, FileState]) -> dict[str, FileState]:
        """Return what some files are for a model: those that may not be sent are refused."""
        there = [path for path, state in files.items() if isinstance(state, Present)]
        kept, allowed = self.kept_out(there), self.allowed
        found: dict[str, FileState] = {}
        for path, state in files.items():
            why = kept.get(path, "")
            if isinstance(state, Present) and not why:
                text = state.data.decode("utf-8")
                if path not in allowed and holds_credentials(path) and find_secrets(text, path):
                    why = CREDENTIALS
                else:
                    self._veil.cover_file(text, path)
            says = f"it is not for the AI: {why}"
            if why and why in (told_by_name(path), CREDENTIALS):
                self._veil.add(Withheld(path, "file", path, why))
                says += "; /withheld can allow it once"
            found[path] = Refused(says) if why else state
        return found

    def read_all(self, paths: Iterable[str]) -> dict[str, FileState]:
        """Return what some paths are for a model, as `admitted` does."""
        paths = tuple(dict.fromkeys(paths))
        found = read_all(self.repo, paths)
        return self.admitted({path: found[path] for path in paths})

    def shown(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot without what may not be sent."""
        files = self.admitted(snapshot.files)
        out = {path for path, state in files.items() if not isinstance(state, Present)}
        return replace(snapshot, files=files, shown=snapshot.shown - out)

    def covered(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot as a model sees it: names in the place of secrets.

        Lines are those of the files; what is placed, is placed on the files themselves.
        """
        files: dict[str, FileState] = {}
        for path, state in snapshot.files.items():
            files[path] = state
            if isinstance(state, Present):
                text = self._veil.cover_file(state.data.decode("utf-8"), path)
                files[path] = replace(state, data=text.encode("utf-8"))
        return replace(snapshot, files=files)

    def begin(self, asked: Asked, review: Review | None = None) -> None:
        """Look at what is said in a turn and was said before, so that secrets in it are known.

        What a person decided is said, too; `review` is what the comments of a round are about.
        """
        for turn in asked.conversation.turns:
            if turn not in self._heard:
                self._heard.add(turn)
                for text in (turn.words, turn.told, turn.reply):
                    self._veil.cover(text, EARLIER, LIKE_SETTINGS)
        for one in (*asked.reviews, *([review] if review else [])):
            for line in account(one):
                self._veil.cover(line.reason, DECIDED, LIKE_SETTINGS)
                self._veil.cover(line.text, DECIDED, line.path)
        for words in (asked.words, *(one.text for one in (review.comments if review else ()))):
            self._veil.cover(words, WORDS, LIKE_SETTINGS)

    def cover_patch(self, path: str, text: str) -> str:
        """Return the changes of a file, as a diff has them, without the secrets in its lines."""
        lines = text.split("\n")
        inner = "\n".join(line[1:] for line in lines)
        covered = self._veil.cover(inner, f"the changes of {path}", path).split("\n")
        return "\n".join(line[:1] + rest for line, rest in zip(lines, covered, strict=True))

    def cover(self, request: Request) -> Request:
        """Return a request as it may be sent."""
        messages = tuple(
            replace(one, text=self._veil.cover(one.text, REQUEST)) for one in request.messages
        )
        return replace(request, messages=messages)

    def cover_parts(self, made: Assembled) -> Assembled:
        """Return a request and its parts as they may be sent."""
        parts = tuple(replace(one, text=self._veil.cover(one.text, one.name)) for one in made.parts)
        request = replace(made.request, messages=messages_of(parts))
        return replace(made, parts=parts, request=request)

    def named_in(self, messages: Sequence[Message]) -> tuple[Withheld, ...]:
        """Return what goes as its name only in some messages."""
        text = "\n".join(one.text for one in messages)
        return tuple(
            one
            for one in self.withheld
            if f"<withheld:{one.name}>" in text or f"<withheld:{one.name}." in text
        )

    def news(self, messages: Sequence[Message] | None = None) -> str:
        """Return a note on what was withheld and not told of yet, or "".

        With `messages`, on what is withheld from these: more is known of what was only looked at.
        """
        found = self.withheld if messages is None else self.named_in(messages)
        new = [one for one in found if one.name not in self._said and one.kind != "file"]
        self._said.update(one.name for one in new)
        if not new:
            return ""
        told = "; ".join(f"{one.why.removeprefix('it looks like ')} in {one.where}" for one in new)
        many = "1 secret is" if len(new) == 1 else f"{len(new)} secrets are"
        return f"{many} withheld from the AI: {told}. /withheld shows what, and can allow it once."

    def restored(self, edit: Edit) -> Edit:
        """Return an edit with the secrets in the place of their names; raises Strange.

        Its reason keeps the names: it is for reading, and may come into a message.
        """
        back = self._veil.restore
        match edit:
            case SearchReplace():
                return replace(
                    edit,
                    path=back(edit.path),
                    search=back(edit.search),
                    replace=back(edit.replace),
                    scope=tuple(back(line) for line in edit.scope),
                    splits=tuple((back(old), back(new)) for old, new in edit.splits),
                )
            case WholeFile():
                return replace(edit, path=back(edit.path), text=back(edit.text))
            case Selection():
                return replace(edit, text=back(edit.text))
            case Rename():
                return replace(edit, path=back(edit.path), to=back(edit.to))
            case _:
                return replace(edit, path=back(edit.path))

    def rules(self) -> Rules:
        """Return the repository's own rules as they are now."""
        match read(self.repo, FILE):
            case Absent():
                return Rules()
            case Refused(reason=reason):
                return Rules(broken=reason)
            case Present(data=data):
                return read_rules(data)

    def refusal(self, host: str) -> Fault | None:
        """Return why nothing may be sent to a host, or None."""
        rules = self.rules()
        if rules.broken:
            says = f"nothing is sent: {FILE} of this repository cannot be used: {rules.broken}"
            return Fault("policy", host, says, f"Mend {FILE}, or take it away.")
        if host in HERE:
            return None
        for hosts, where in ((self._hosts, "your settings"), (rules.hosts, FILE)):
            if hosts is not None and not may_go(host, hosts):
                allowed = ", ".join(hosts) or "none"
                says = f"nothing is sent to {host}: {where} allow{'s' * (where == FILE)} {allowed}"
                return Fault("policy", host, says, f"/model chooses another; hosts in {where}.")
        return None
