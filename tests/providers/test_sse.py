from __future__ import annotations

import itertools
import json
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.providers import sse
from pairtui.providers.sse import LONGEST_EVENT, Answer, ErrorEvent, NotAnEvent
from pairtui.request import TextDelta, ThoughtDelta


def event(delta: dict[str, Any], finish: str | None = None, end: str = "\n\n") -> bytes:
    chunk = {"choices": [{"delta": delta, "finish_reason": finish}]}
    return ("data: " + json.dumps(chunk, ensure_ascii=False) + end).encode()


def text_of(answer: Answer, *data: bytes) -> str:
    deltas = [delta for piece in data for delta in answer.feed(piece)]
    deltas += answer.close()
    return "".join(delta.text for delta in deltas if isinstance(delta, TextDelta))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text(min_size=1, max_size=8), max_size=6),
    st.lists(st.integers(0, 400), max_size=8),
    st.sampled_from(["\n\n", "\r\n\r\n"]),
)
def test_any_cut_of_the_bytes_gives_the_same_text(
    texts: list[str], cuts: list[int], end: str
) -> None:
    data = b"".join(event({"content": text}, end=end) for text in texts)
    data += event({}, "stop", end) + b"data: [DONE]\n\n"
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[a:b] for a, b in itertools.pairwise(places)]
    answer = Answer()
    assert text_of(answer, *pieces) == "".join(texts)
    assert answer.reason == "stop"
    assert answer.done


def test_a_line_separator_inside_json_is_text() -> None:
    assert text_of(Answer(), event({"content": "a\u2028b\x85c"})) == "a\u2028b\x85c"


def test_thinking_is_kept_apart_from_the_text() -> None:
    for name in ("reasoning_content", "reasoning"):
        assert list(Answer().feed(event({name: "hm"}))) == [ThoughtDelta("hm")]


def test_a_refusal_is_text_a_person_sees() -> None:
    assert text_of(Answer(), event({"refusal": "I will not."})) == "I will not."


def test_comments_fields_and_empty_choices_are_passed_over() -> None:
    data = b': keep-alive\n\nevent: message\nid: 1\ndata: {"choices": []}\n\ndata:{"id": "x"}\n\n'
    assert text_of(Answer(), data, event({"content": "a", "role": "assistant"})) == "a"


def test_usage_is_read_with_the_cached_tokens() -> None:
    answer = Answer()
    usage = {"prompt_tokens": 9, "completion_tokens": 4, "prompt_tokens_details": None}
    list(answer.feed(b"data: " + json.dumps({"choices": [], "usage": usage}).encode() + b"\n\n"))
    assert answer.usage is not None
    assert (answer.usage.sent, answer.usage.received, answer.usage.cached) == (9, 4, 0)
    assert not answer.usage.estimated


@pytest.mark.parametrize("count", [-5, 10**12, 10**40, True, 2.5, "12"])
def test_a_count_that_can_be_none_is_none(count: object) -> None:
    for usage, found in (
        ({"prompt_tokens": count, "completion_tokens": 4}, None),
        ({"prompt_tokens": 9, "completion_tokens": count}, (9, 0, 0)),
        ({"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": count}}, (9, 0, 0)),
        ({"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 12}}, (9, 0, 9)),
    ):
        answer = Answer()
        list(answer.feed(b"data: " + json.dumps({"usage": usage}).encode() + b"\n\n"))
        got = answer.usage
        assert (got and (got.sent, got.received, got.cached)) == found


def test_half_a_character_never_comes_out_of_a_stream() -> None:
    texts = ["a\ud83d", "\ude00b\ud83d\ude00", "\udc00", "\ud83d", "c\ud83d"]
    events = [json.dumps({"choices": [{"delta": {"content": one}}]}) for one in texts]
    data = "".join(f"data: {one}\n\n" for one in events).encode()
    assert text_of(Answer(), data) == "a😀b😀\ufffd\ufffdc"


def test_a_last_event_without_its_blank_line_counts_when_it_is_whole() -> None:
    answer = Answer()
    assert text_of(answer, event({"content": "a"}), event({}, "stop", end="")) == "a"
    assert answer.reason == "stop"


def test_a_last_event_cut_in_the_middle_is_no_event() -> None:
    answer = Answer()
    assert text_of(answer, event({"content": "a"}), b'data: {"choices": [{"del') == "a"
    assert answer.reason is None


def test_nothing_is_read_after_the_end_marker() -> None:
    assert text_of(Answer(), b"data: [DONE]\n\n" + event({"content": "late"})) == ""


@pytest.mark.parametrize(
    "data", [b"<!DOCTYPE html>\n", b"data: {broken\n\n", b"data: 12\n\n", b'{"object": "x"}\n']
)
def test_what_is_no_event_is_named_as_such(data: bytes) -> None:
    with pytest.raises(NotAnEvent):
        list(Answer().feed(data))


def test_an_endless_line_is_no_event() -> None:
    answer = Answer()
    list(answer.feed(b"x" * LONGEST_EVENT))
    with pytest.raises(NotAnEvent):
        list(answer.feed(b"x"))


def test_an_endless_event_is_none_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LONGEST_EVENT", 100)
    for times, fits in ((11, True), (12, False)):
        answer = Answer()
        with nullcontext() if fits else pytest.raises(NotAnEvent):
            list(answer.feed(b"data: 123\n" * times))


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b'data: {"error": {"message": "out of memory", "code": 502}}\n\n', 502),
        (b'data: {"error": {"message": "out of memory", "code": "x"}}\n\n', 0),
        (b'event: error\ndata: {"error": "out of memory"}\n\n', 0),
        (b'{"error": {"message": "out of memory", "status": 503}}\n', 503),
        (b'data: {"error": {"message": "out of memory", "code": "' + b"9" * 5000 + b'"}}\n\n', 0),
        (b'data: {"error": {"message": "out of memory", "code": 1000000}}\n\n', 0),
    ],
)
def test_an_error_inside_the_stream_is_found(data: bytes, status: int) -> None:
    with pytest.raises(ErrorEvent) as caught:
        list(Answer().feed(data))
    assert (caught.value.message, caught.value.status) == ("out of memory", status)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.binary(max_size=80) | st.just(b"data: ") | st.just(b"\n\n"), max_size=12))
def test_no_bytes_raise_anything_else(pieces: list[bytes]) -> None:
    answer = Answer()
    try:
        text_of(answer, *pieces)
    except (NotAnEvent, ErrorEvent):
        return


@pytest.mark.parametrize(
    "chunk",
    ['{"choices": [null]}', '{"choices": {"a": 1}}', '{"choices": [{"delta": "text"}]}',
     '{"choices": [{"delta": {"content": [1]}}]}',
     '{"choices": [], "usage": {"prompt_tokens": "a"}}',
     '{"choices": [], "usage": {"prompt_tokens": 1, "prompt_tokens_details": 7}}',
     '{"choices": 5}', '{"choices": [{"delta": {}, "finish_reason": 3}]}'],
)  # fmt: skip
def test_chunks_of_an_odd_shape_are_passed_over_or_named(chunk: str) -> None:
    answer = Answer()
    try:
        assert text_of(answer, b"data: " + chunk.encode() + b"\n\n") == ""
    except NotAnEvent:
        return
    assert answer.reason is None or isinstance(answer.reason, str)
