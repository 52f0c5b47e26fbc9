"""Say what went wrong with an endpoint: a status or an exception in, a `Fault` out.

Text from the server is shortened, and whatever looks like a key is taken out of it; showing it
safely is the front's work.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime

from pairtui.request import Fault, FaultKind

LONGEST_MESSAGE = 300
"""Characters of a server's own words that a person is shown."""

AGAIN = "Press Enter to try again."
"""What helps where nothing else does; the words are back in the prompt by then."""

_KEY = re.compile(r"\b(?:sk|pk|rk|gsk|xai|key|hf|AIza)[-_][\w*.\-]{4,}|\bBearer\s+\S+")
_TOO_LONG = re.compile(
    r"context[ _](?:length|size|window)|too (?:long|large|many tokens)|maximum.{0,20}length",
    re.IGNORECASE,
)
_NO_CREDIT = re.compile(
    r"insufficient_quota|exceeded your current quota|credit|billing", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,9}(\.\d+)?")
_DROPPED = frozenset({"RemoteProtocolError", "ReadError", "WriteError", "ConnectionResetError"})
"""What a connection that was there and then went away is called."""
_PASSES = re.compile(
    r"overloaded|unavailable|server_error|internal|capacity|timed? ?out", re.IGNORECASE
)
"""What servers call trouble of their own where they give it no number."""


def redact(text: str, key: str) -> str:
    """Return the text in one line, shortened, without the key or anything that looks like one."""
    if len(key) >= 4:
        text = text.replace(key, "[key]")
    text = " ".join(_KEY.sub("[key]", text).split())
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def message_in(body: bytes, key: str) -> str:
    """Return what an error body says, in one short line; empty for a web page."""
    text = body.decode("utf-8", "replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "" if text.lstrip().startswith("<") else redact(text, key)
    if isinstance(found, dict):
        found = found.get("error", found)
    if isinstance(found, dict):
        found = found.get("message") or found.get("detail") or found
    return redact(found if isinstance(found, str) else json.dumps(found), key) if found else ""


def asked_wait(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds a server asks to wait, or None; `now` is in seconds since the epoch.

    `Retry-After` is seconds or a date (RFC 9110, 10.2.3), which is read by the server's own clock
    where it tells it; `retry-after-ms` is what OpenAI and Azure send beside it.
    """
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        if _NUMBER.fullmatch(value):
            return float(value) / unit
    then = _date(headers.get("retry-after", ""))
    if then is None:
        return None
    here = _date(headers.get("date", ""))
    return max(0.0, then - (now if here is None else here))


def _date(text: str) -> float | None:
    with suppress(ValueError, OverflowError):
        found: datetime = parsedate_to_datetime(text)
        return found.timestamp()
    return None


def span(seconds: float) -> str:
    """Return a wait in words: seconds up to two minutes, then minutes, then hours."""
    if seconds <= 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds <= 7200 else f"{seconds / 3600:.0f} h"


def from_status(
    status: int, host: str, said: str, *, wait: float | None = None, target: str = ""
) -> Fault:
    """Return the fault for an HTTP status; `said` is the server's message, already redacted.

    `wait` is in seconds; `target` is where a redirect leads.
    """
    quoted = f": {said}" if said else ""
    if 300 <= status < 400:
        return Fault(
            "redirect",
            host,
            f"{host} sends requests on to {target or 'another address'}; nothing was sent there",
            "If you trust that address, make it the base_url yourself.",
        )
    kind, says, remedy = _refusal(status, host, said)
    wait = wait if kind in {"busy", "server"} else None
    asks = f", asks to wait {span(wait)}" if wait else ""
    whole = says if kind == "key" else f"{says}{asks}{quoted}"
    return Fault(kind, host, whole, remedy, wait, brief=says)


_DOCTOR = "Run `pairtui doctor`."
_STATUSES: Mapping[int, tuple[FaultKind, str, str]] = {
    0: ("request", "reports an error", _DOCTOR),
    401: ("key", "did not accept the key (401)", "Check OPENAI_API_KEY or api_key."),
    402: ("forbidden", "says there is no credit left (402)", "Top up, then retry."),
    403: ("forbidden", "forbids this (403)", "Check what this key may use."),
    404: (
        "model",
        "does not know this model or address (404)",
        "Choose another with /model, or check that base_url ends as the server wants (/v1).",
    ),
    408: ("timeout", "took too long to answer (408)", AGAIN),
    409: ("busy", "is at something else just now (409)", AGAIN),
    429: ("busy", "is busy", AGAIN),
    501: ("request", "cannot do this (501)", "Check base_url: is it the right server?"),
    504: ("timeout", "took too long to answer (504)", AGAIN),
    505: ("request", "cannot do this (505)", "Check base_url: is it the right server?"),
}
"""What each status means, after the name of the host, and what to do; 0 is an error without one."""


def _refusal(status: int, host: str, said: str) -> tuple[FaultKind, str, str]:
    number = f" ({status})" if status else ""
    if status == 413 or (status in {0, 400, 422, 429, 500} and _TOO_LONG.search(said)):
        says = f"{host} says this is too much at once{number}"
        return "request", says, "Take a file out with /drop, or bring in only some of its lines."
    if status == 429 and _NO_CREDIT.search(said):
        return "forbidden", f"{host} says there is no credit left (429)", "Top up, then retry."
    if (status >= 500 and status not in _STATUSES) or (not status and _PASSES.search(said)):
        return "server", f"{host} has trouble of its own{number}", AGAIN
    kind, says, remedy = _STATUSES.get(
        status, ("request", f"did not take the request{number}", _DOCTOR)
    )
    return kind, f"{host} {says}", remedy


def from_exception(error: BaseException, host: str, key: str) -> Fault:
    """Return the fault for a connection that failed, by what lies at the bottom of it."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, Fault):
            return cause
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = redact(getattr(cause, "verify_message", str(cause)), key)
            return Fault(
                "tls",
                host,
                f"{host} could not prove who it is: {why}",
                "If it is your own server, name its certificate in SSL_CERT_FILE.",
            )
        if isinstance(cause, ssl.SSLError):
            return Fault(
                "tls",
                host,
                f"no safe connection to {host} came about (TLS)",
                "Check that base_url begins as the server wants: https:// or http://.",
            )
        if isinstance(cause, socket.gaierror):
            return Fault(
                "refused", host, f"no such host: {host}", "Check base_url and the network."
            )
    if any("Timeout" in type(cause).__name__ for cause in causes):
        return timeout(host, "connect")
    if any(type(cause).__name__ in _DROPPED for cause in causes):
        return Fault("cut", host, f"{host} closed the connection without an answer", AGAIN)
    return Fault(
        "refused",
        host,
        f"{host} does not answer",
        "Start the server, or check base_url and the network.",
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def timeout(host: str, what: str, seconds: float = 0) -> Fault:
    """Return the fault for a wait that was too long: "connect", "first" word or "next" word."""
    says = {
        "connect": f"{host} could not be reached in time",
        "first": f"{host} said nothing for {seconds:.0f} s",
        "next": f"{host} went silent for {seconds:.0f} s in the middle of the answer",
    }[what]
    remedy = {
        "connect": "Check base_url and the network, then press Enter to try again.",
        "first": "Press Enter to try again; for a slow server set first_byte_timeout.",
        "next": AGAIN,
    }[what]
    return Fault("timeout", host, says, remedy)


def cut(host: str) -> Fault:
    """Return the fault for a stream that ended without its end."""
    return Fault("cut", host, f"the answer from {host} broke off", AGAIN)


def garbage(host: str, what: str, key: str) -> Fault:
    """Return the fault for an answer that is not the protocol; `what` is its beginning."""
    page = what.lstrip().startswith("<")
    shown = "a web page" if page else f"something that is no answer: {redact(what, key)[:80]}"
    remedy = "Check base_url: does it name the API (often ending in /v1)?"
    return Fault("garbage", host, f"{host} sent {shown}", remedy)
