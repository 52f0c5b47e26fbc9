"""The nouns of one exchange with a model, and the protocol every provider keeps."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from pairtui.proposal import PromptUse, Usage, digest

Role: TypeAlias = Literal["system", "user", "assistant"]
Format: TypeAlias = Literal[
    "search_replace", "fenced", "whole_file", "v4a", "unified_diff", "selection"
]
Size: TypeAlias = Literal["tiny", "local", "capable"]
THIS_MACHINE = "this machine"
"""The host of a model that runs inside the program itself."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class SentPart:
    """A part of a request, without its text: what it is, and about how many tokens it has."""

    name: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Request:
    """Exactly what goes to a model; `temperature` and `max_tokens` are sent only when set.

    `parts` say what the messages are made of.
    """

    messages: tuple[Message, ...]
    model: str
    prompts: tuple[PromptUse, ...] = ()
    saw: tuple[str, ...] = ()
    temperature: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    parts: tuple[SentPart, ...] = ()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all messages, each with its role and its length in bytes."""
        texts = ((one.role, one.text.encode("utf-8", "surrogatepass")) for one in self.messages)
        return digest(
            b"".join(b"%s %d\n%s" % (role.encode(), len(text), text) for role, text in texts)
        )


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ThoughtDelta:
    """The next piece of the model's thinking; never parsed for edits."""

    text: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The server's word that the answer is whole ("stop") or was cut at a limit ("length", ...).

    `tools` are names of tools the model asked for although it was offered none; nothing runs them.
    """

    reason: str
    usage: Usage | None = None
    tools: tuple[str, ...] = ()


Delta: TypeAlias = TextDelta | ThoughtDelta | Finish

FaultKind: TypeAlias = Literal[
    "key", "forbidden", "model", "busy", "server", "refused", "tls", "timeout", "cut", "garbage",
    "redirect", "request", "missing", "limit", "policy",
]  # fmt: skip


class Fault(Exception):
    """What went wrong with an endpoint, in words for a person.

    `says` names the host and what happened, `brief` in a few words, `remedy` what to do; `wait` is
    in seconds, from the server. None of them holds a key.
    """

    def __init__(
        self,
        kind: FaultKind,
        host: str,
        says: str,
        remedy: str,
        wait: float | None = None,
        *,
        brief: str = "",
    ) -> None:
        super().__init__(says)
        self.kind = kind
        self.host = host
        self.says = says
        self.brief = brief or says
        self.remedy = remedy
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Model:
    """Who answers: a model's name, where it runs, and what may be asked of it.

    `budget` is in tokens, for everything sent. `why` says what it is asked for `format` for.
    `thinks` says that it thinks first, shown or not; `table` that the exact count of its tokens is
    its own.
    """

    name: str
    host: str
    size: Size = "capable"
    format: Format = "search_replace"
    budget: int = 32_000
    why: str = ""
    thinks: bool = False
    table: bool = False

    @property
    def label(self) -> str:
        """Return how the status bar names it."""
        if self.size == "tiny":
            where = "on this machine" if self.host == THIS_MACHINE else f"at {self.host}"
            return f"{self.name} (tiny, {where}, only for trying out)"
        return f"{self.name}@{self.host}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go: a provider's name in the registry, and what that provider needs.

    `url` is the base URL of an HTTP endpoint; `key` may be empty for servers that want none;
    `file` is the model or the script it answers from. `first_byte` is how long to wait for the
    first word, in seconds; None leaves it to the provider.
    """

    provider: str
    url: str = ""
    key: str = field(default="", repr=False)
    file: str = ""
    first_byte: float | None = None


@runtime_checkable
class TellsContext(Protocol):
    """A provider whose server may say how much it really gives a model to read."""

    async def context_of(self, model: str) -> int | None:
        """Return how many tokens that is, question and answer together; None where it is unsaid."""
        ...


class Provider(Protocol):
    """Anything that answers requests; every method may raise `Fault`."""

    @property
    def name(self) -> str:
        """Return the provider's name in the registry."""
        ...

    @property
    def host(self) -> str:
        """Return the host a request goes to, or `THIS_MACHINE`."""
        ...

    async def models(self) -> tuple[str, ...]:
        """Return the names the endpoint offers."""
        ...

    def stream(self, request: Request) -> AsyncGenerator[Delta, None]:
        """Yield the answer piece by piece; a `Finish` is last, or the stream was cut.

        Closing the generator closes the connection.
        """
        ...

    async def aclose(self) -> None:
        """Close connections and end child processes."""
        ...
