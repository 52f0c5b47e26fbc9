"""Say what went wrong with an endpoint: a status or an exception in, a `Fault` out.

Text from the server is shortened, and whatever looks like a key is taken out of it; showing it
safely is the front's work.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Iterator

from pairtui.request import Fault, FaultKind

LONGEST_MESSAGE = 300
"""Characters of a server's own words that a person is shown."""

_KEY = re.compile(r"\b(?:sk|pk|rk|gsk|xai|key|hf|AIza)[-_][\w*.\-]{4,}|\bBearer\s+\S+")
_TOO_LONG = re.compile(
    r"context|too (?:long|large|many tokens)|maximum.{0,20}length", re.IGNORECASE
)
_NO_CREDIT = re.compile(
    r"insufficient_quota|exceeded your current quota|credit|billing", re.IGNORECASE
)


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
    except ValueError:
        return "" if text.lstrip().startswith("<") else redact(text, key)
    if isinstance(found, dict):
        found = found.get("error", found)
    if isinstance(found, dict):
        found = found.get("message") or found.get("detail") or found
    return redact(found if isinstance(found, str) else json.dumps(found), key)


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
    if status == 429 and not _NO_CREDIT.search(said):
        asks = f", asks to wait {wait:.0f} s" if wait else ""
        return Fault("busy", host, f"{host} is busy{asks}", "Press Enter to try again.", wait)
    kind, says, remedy = _refusal(status, host, said)
    return Fault(kind, host, f"{says}{'' if kind == 'key' else quoted}", remedy)


def _refusal(status: int, host: str, said: str) -> tuple[FaultKind, str, str]:
    if status == 401:
        return "key", f"{host} did not accept the key (401)", "Check OPENAI_API_KEY or api_key."
    if status in {402, 429}:
        return "forbidden", f"{host} says there is no credit left ({status})", "Top up, then retry."
    if status == 403:
        return "forbidden", f"{host} forbids this (403)", "Check what this key may use."
    if status == 404:
        return (
            "model",
            f"{host} does not know this model or address (404)",
            "Choose another with /model, or check that base_url ends as the server wants (/v1).",
        )
    if status in {408, 504}:
        return "timeout", f"{host} took too long to answer ({status})", "Press Enter to try again."
    if status >= 500:
        return "server", f"{host} has trouble of its own ({status})", "Press Enter to try again."
    if status == 413 or _TOO_LONG.search(said):
        return "request", f"{host} says this is too much at once ({status})", "Drop a file: /drop."
    return "request", f"{host} did not take the request ({status})", "Run `pairtui doctor`."


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
        "next": "Press Enter to try again.",
    }[what]
    return Fault("timeout", host, says, remedy)


def cut(host: str) -> Fault:
    """Return the fault for a stream that ended without its end."""
    return Fault("cut", host, f"the answer from {host} broke off", "Press Enter to try again.")


def garbage(host: str, what: str, key: str) -> Fault:
    """Return the fault for an answer that is not the protocol; `what` is its beginning."""
    page = what.lstrip().startswith("<")
    shown = "a web page" if page else f"something that is no answer: {redact(what, key)[:80]}"
    remedy = "Check base_url: does it name the API (often ending in /v1)?"
    return Fault("garbage", host, f"{host} sent {shown}", remedy)
