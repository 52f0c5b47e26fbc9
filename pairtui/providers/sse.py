"""Read a streamed answer: bytes to event lines, event lines to deltas.

The format is the server-sent events of the HTML standard, each carrying one JSON chunk of the
chat completions protocol. Lines end at LF or CR LF only: JSON text may hold U+2028 unescaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from typing import Any, TypeAlias

from pairtui.proposal import Usage
from pairtui.request import TextDelta, ThoughtDelta

_MARK = "\ufeff".encode()
"""A byte order mark, which a stream may begin with."""
HALF, HIGH = re.compile("[\ud800-\udfff]"), re.compile("[\ud800-\udbff]")
"""Halves of a surrogate pair, and its first one."""
STATUS = re.compile("[1-5][0-9][0-9]")
MOST_TOKENS = 1_000_000_000
"""Tokens above which a count of one request is none."""
LONGEST_EVENT = 8 * 1024 * 1024
"""Bytes of one event after which a stream is taken for something else."""


Piece: TypeAlias = TextDelta | ThoughtDelta


class NotAnEvent(Exception):
    """The stream holds something that is no event; `text` is its beginning."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class ErrorEvent(Exception):
    """The server reported an error inside the stream; `status` is 0 where it gave no number."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class Answer:
    """One streamed answer, fed with bytes as they come.

    `reason` is the server's finish reason, None until it came; `done` tells that the end marker
    was read, so nothing more will come. `tools` are the names of tools the model asked for.
    """

    def __init__(self) -> None:
        self.reason: str | None = None
        self.usage: Usage | None = None
        self.done = False
        self.tools: list[str] = []
        self._rest = b""
        self._data: list[bytes] = []
        self._size = 0
        self._begun = False
        self._half = ""
        self._found: list[Piece] = []

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Yield what these bytes complete, like next to like joined.

        Raises NotAnEvent and ErrorEvent, but only after what came before them.
        """
        if not self._begun and data:
            self._begun, data = True, data.removeprefix(_MARK)
        *lines, self._rest = (self._rest + data).split(b"\n")
        yield from self._read(lines)
        if len(self._rest) > LONGEST_EVENT:
            raise NotAnEvent(_beginning(self._rest))

    def close(self) -> Iterator[Piece]:
        """Yield what a last event without its blank line still holds, if it is whole.

        An event cut in its middle is nothing: that the end is missing says it better. Raises
        NotAnEvent where what is left is no event at all.
        """
        rest, self._rest = self._rest, b""
        inside = bool(self._data) or rest.startswith(b"data:")
        with suppress(NotAnEvent) if inside else nullcontext():
            yield from self._read([rest, b""])

    def _read(self, lines: list[bytes]) -> Iterator[Piece]:
        problem: NotAnEvent | ErrorEvent | None = None
        try:
            for line in lines:
                self._line(line.removesuffix(b"\r"))
                if self.done:
                    break
        except (NotAnEvent, ErrorEvent) as error:
            problem = error
        found, self._found = self._found, []
        yield from found
        if problem is not None:
            raise problem

    def _line(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            self._data.append(line[5:].removeprefix(b" "))
            self._size += len(line)
            if self._size > LONGEST_EVENT:
                raise NotAnEvent(_beginning(self._data[0]))
        elif not line:
            data, self._data, self._size = b"\n".join(self._data), [], 0
            if data:
                self._event(data)
        elif line.lstrip()[:1] in (b"<", b"{"):
            _report_error(line)
            raise NotAnEvent(_beginning(line))

    def _event(self, data: bytes) -> None:
        if data.strip() == b"[DONE]":
            self.done = True
            return
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise NotAnEvent(_beginning(data)) from error
        if not isinstance(chunk, dict):
            raise NotAnEvent(_beginning(data))
        if chunk.get("error"):
            raise _error_in(chunk["error"])
        self.usage = _usage(chunk.get("usage")) or self.usage
        for choice in _list(chunk.get("choices")):
            self._choice(_table(choice))

    def _choice(self, choice: dict[str, Any]) -> None:
        if choice.get("index"):  # only one answer was asked for; a second one is no part of it
            return
        delta = _table(choice.get("delta"))
        self._add(ThoughtDelta, delta.get("reasoning_content") or delta.get("reasoning"))
        content = delta.get("content")
        for part in _list(content):
            self._part(_table(part))
        self._add(TextDelta, content or delta.get("refusal"))
        for call in (*_list(delta.get("tool_calls")), delta):
            name = _table(_table(call).get("function") or _table(call).get("function_call"))
            self._wants(name.get("name"))
        reason = choice.get("finish_reason")
        self.reason = reason if isinstance(reason, str) and reason else self.reason

    def _part(self, part: dict[str, Any]) -> None:
        """Take one part of a content that is a list of them, as Mistral's is."""
        if part.get("type") == "thinking":
            for inner in _list(part.get("thinking")):
                self._add(ThoughtDelta, _table(inner).get("text"))
        else:
            self._add(TextDelta, part.get("text"))

    def _wants(self, tool: Any) -> None:
        if isinstance(tool, str) and tool and tool not in self.tools:
            self.tools.append(tool)

    def _add(self, kind: type[Piece], text: Any) -> None:
        if not isinstance(text, str) or not text:
            return
        text, self._half = self._half + text, ""
        if HIGH.match(text[-1]):  # its other half may come with the next event
            text, self._half = text[:-1], text[-1]
        text = whole_text(text)
        if text and self._found and isinstance(self._found[-1], kind):
            text = self._found.pop().text + text
        if text:
            self._found.append(kind(text))


def whole_text(text: str) -> str:
    """Return a text whose halves of surrogate pairs are joined; one alone is a replacement mark.

    JSON can hold them, and no UTF-8 can (RFC 8259, 8.2).
    """
    if not HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _beginning(data: bytes) -> str:
    return data[:300].decode("utf-8", "replace").strip()


def _report_error(line: bytes) -> None:
    """Raise ErrorEvent where a bare line is a JSON object that says what went wrong."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(body, dict) and body.get("error"):
        raise _error_in(body["error"])


def _error_in(error: Any) -> ErrorEvent:
    if not isinstance(error, dict):
        return ErrorEvent(str(error), 0)
    code = str(error.get("code") or error.get("status"))
    status = int(code) if STATUS.fullmatch(code) else 0
    return ErrorEvent(str(error.get("message") or error), status)


def _usage(usage: Any) -> Usage | None:
    counts = _table(usage)
    sent = _count(counts, "prompt_tokens")
    if not sent:
        return None
    return Usage(
        sent=sent,
        received=_count(counts, "completion_tokens"),
        cached=min(sent, _count(_table(counts.get("prompt_tokens_details")), "cached_tokens")),
        estimated=False,
    )


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _count(counts: dict[str, Any], name: str) -> int:
    """Return a count, or 0 for what can be none: sums are kept, and limits go by them."""
    value = counts.get(name)
    return value if type(value) is int and 0 < value <= MOST_TOKENS else 0
