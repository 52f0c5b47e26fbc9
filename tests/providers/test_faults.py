from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.providers import faults


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect API key provided: sk-proj-Ab***9xyz.",
        "Authorization: Bearer abc.def",
        "gsk_12345678",
    ],
)
def test_what_looks_like_a_key_is_taken_out(text: str) -> None:
    shown = faults.redact(text, "")
    assert "[key]" in shown
    assert not {"Ab***9xyz", "abc.def", "gsk_12345678"} & set(shown.replace(".", " ").split())


@settings(deadline=None)
@given(st.text(alphabet="abcdef0123456789", min_size=4, max_size=30), st.text(max_size=500))
def test_the_key_itself_never_comes_through_and_the_text_stays_short(key: str, text: str) -> None:
    shown = faults.redact(f"{text} {key} {text}", key)
    assert key not in shown.replace("[key]", "")
    assert len(shown) <= faults.LONGEST_MESSAGE
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": {"message": "out of\\nmemory"}}', "out of memory"),
        (b'{"error": "plain"}', "plain"),
        (b'{"detail": "not found"}', "not found"),
        (b'{"detail": [{"loc": ["body", "n"]}]}', '[{"loc": ["body", "n"]}]'),
        (b"<html>never</html>", ""),
        (b"\xff plain words", "\ufffd plain words"),
        (b"", ""),
        (b"{}", ""),
        (b'{"error": null}', ""),
        (b"[" * 60_000, "[" * (faults.LONGEST_MESSAGE - 1) + "…"),
    ],
)
def test_the_server_s_own_words_are_found(body: bytes, said: str) -> None:
    assert faults.message_in(body, "") == said


@pytest.mark.parametrize("status", [*range(300, 309), *range(400, 432), 451, 499, *range(500, 600)])
def test_every_status_says_something_and_names_the_host(status: int) -> None:
    fault = faults.from_status(status, "gateway.example", "")
    assert "gateway.example" in fault.says
    assert fault.remedy


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (ConnectionRefusedError(111, "refused"), "refused"),
        (socket.gaierror(-2, "unknown"), "refused"),
        (ssl.SSLCertVerificationError(1, "self-signed certificate"), "tls"),
        (ssl.SSLError(1, "wrong version number"), "tls"),
        (TimeoutError(), "timeout"),
    ],
)
def test_the_bottom_of_an_exception_decides(cause: Exception, kind: str) -> None:
    top = RuntimeError("Connection error.")
    top.__cause__ = OSError("All connection attempts failed")
    top.__cause__.__context__ = cause
    assert faults.from_exception(top, "h", "").kind == kind


def test_a_circle_of_causes_ends() -> None:
    one, two = OSError("one"), OSError("two")
    one.__cause__, two.__cause__ = two, one
    assert faults.from_exception(one, "h", "").kind == "refused"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "12", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:30 GMT"}, 40),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:30 GMT",
          "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 30),
        ({"retry-after": "Wed, 21 Oct 2026 07:27:00 GMT"}, 0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 99 Oct 2026 07:28:30 GMT"}, None),
    ],
)  # fmt: skip
def test_the_wait_a_server_asks_for(headers: dict[str, str], wait: float | None) -> None:
    now = datetime(2026, 10, 21, 7, 27, 50, tzinfo=UTC).timestamp()
    assert faults.asked_wait(headers, now) == wait


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (12, "12 s"), (120, "120 s"), (300, "5 min"), (7200, "120 min"), (9000, "2 h")],
)
def test_a_wait_in_words(seconds: float, words: str) -> None:
    assert faults.span(seconds) == words
