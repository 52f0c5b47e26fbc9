"""The shapes of a stream: what each server sends, through the real SDK, and what is read of it.

The chunks are as the servers write them, shortened: OpenAI, Azure, Ollama, llama.cpp, vLLM,
OpenRouter, Mistral and DeepSeek differ in what comes first, what comes last and what is empty.
"""

from __future__ import annotations

import json
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import pytest

from pairtui.proposal import Usage
from pairtui.providers.openai import OpenAIProvider
from pairtui.request import Finish, Message, Request, TextDelta, ThoughtDelta
from tests.providers.server import Reply, serve

pytestmark = pytest.mark.anyio
ASK = Request((Message("user", "Hi"),), "m")
DONE = b"data: [DONE]\n\n"
USED = {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}


def events(*chunks: Any, end: bytes = DONE, line: str = "\n") -> tuple[bytes, ...]:
    """Return one piece of the body for each chunk."""
    data = [
        f"data: {json.dumps(chunk, ensure_ascii=False)}{line}{line}".encode() for chunk in chunks
    ]
    return (*data, end)


def one(delta: Any, finish: Any = None, index: int = 0, **more: Any) -> dict[str, Any]:
    """Return a chunk with one choice."""
    choice = {"index": index, "delta": delta, "finish_reason": finish, "logprobs": None}
    return {"id": "c", "object": "chat.completion.chunk", "choices": [choice], **more}


def call(name: str | None, arguments: str) -> dict[str, Any]:
    function = {"name": name, "arguments": arguments} if name else {"arguments": arguments}
    return {"tool_calls": [{"index": 0, "id": "t", "type": "function", "function": function}]}


@dataclass(frozen=True)
class Read:
    """What is read of a stream."""

    text: str = "Hello there"
    thought: str = ""
    finish: str = "stop"
    usage: tuple[int, int, int] | None = (9, 4, 0)
    tools: tuple[str, ...] = ()


SHAPES: dict[str, tuple[tuple[bytes, ...], Read]] = {
    "OpenAI": (
        events(
            one({"role": "assistant", "content": "", "refusal": None}, usage=None),
            one({"content": "Hello"}, usage=None),
            one({"content": " there"}, usage=None),
            one({}, "stop", usage=None),
            {"id": "c", "choices": [], "usage": USED | {"prompt_tokens_details": {
                "cached_tokens": 3, "audio_tokens": 0}}},
        ),
        Read(usage=(9, 4, 3)),
    ),
    "OpenAI, a refusal": (
        events(
            one({"role": "assistant", "content": None, "refusal": ""}),
            one({"refusal": "Hello"}), one({"refusal": " there"}), one({}, "stop"),
            {"choices": [], "usage": USED},
        ),
        Read(),
    ),
    "Azure": (
        events(
            {"choices": [], "prompt_filter_results": [{"prompt_index": 0}], "id": "", "model": ""},
            one({"role": "assistant", "content": ""}, content_filter_results={}),
            one({"content": "Hello there"}, content_filter_results={"hate": {"filtered": False}}),
            one({}, "stop", content_filter_results={}),
            {"choices": [], "usage": USED},
        ),
        Read(),
    ),
    "Azure, filtered": (
        events(one({"content": "Hello"}), one({}, "content_filter",
               content_filter_result={"error": {"code": "content_filter_error"}})),
        Read("Hello", finish="content_filter", usage=None),
    ),
    "Ollama": (
        events(
            one({"role": "assistant", "content": "", "reasoning": "Hm."}),
            one({"role": "assistant", "content": "Hello"}),
            one({"role": "assistant", "content": " there"}),
            one({"role": "assistant", "content": ""}, "stop"),
            {"id": "c", "choices": [], "usage": USED},
        ),
        Read(thought="Hm."),
    ),
    "without an end marker": (
        events(one({"content": "Hello there"}), one({}, "stop", usage=USED), end=b""), Read(),
    ),
    "llama.cpp": (
        events(
            one({"role": "assistant", "content": None}),
            one({"content": "Hello"}), one({"content": ""}), one({}), one({"content": " there"}),
            one({}, "stop", timings={"predicted_per_second": 80.5}),
            {"choices": [], "usage": USED, "timings": {"prompt_n": 9}},
        ),
        Read(),
    ),
    "vLLM": (
        events(
            one({"role": "assistant", "content": ""}, usage=USED | {"completion_tokens": 0}),
            one({"reasoning_content": "Hm."}, usage=USED | {"completion_tokens": 1}),
            one({"content": "Hello"}, usage=USED | {"completion_tokens": 2}),
            {"choices": [{"index": 0, "delta": {"content": " there"}, "logprobs": None,
                          "finish_reason": "stop", "stop_reason": 151645}],
             "usage": USED | {"completion_tokens": 4}},
            {"choices": [], "usage": USED},
        ),
        Read(thought="Hm."),
    ),
    "OpenRouter": (
        (b": OPENROUTER PROCESSING\n\n", b": OPENROUTER PROCESSING\n\n", *events(
            one({"role": "assistant", "content": "", "reasoning": "Hm.",
                 "reasoning_details": [{"type": "reasoning.text", "text": "Hm."}]}),
            one({"content": "Hello there", "reasoning": None}),
            one({"content": ""}, "stop", provider="X", native_finish_reason="end_turn"),
            one({"role": "assistant", "content": ""}, usage=USED),
        )),
        Read(thought="Hm."),
    ),
    "Mistral, parts": (
        events(
            one({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}]}),
            one({"content": [{"type": "text", "text": "Hello"},
                             {"type": "text", "text": " there"}]}),
            one({"content": ""}, "stop", usage=USED),
        ),
        Read(thought="Hm."),
    ),
    "DeepSeek": (
        events(
            one({"role": "assistant", "content": None, "reasoning_content": ""}),
            one({"content": None, "reasoning_content": "Hm."}),
            one({"content": "Hello there", "reasoning_content": None}),
            one({"content": "", "reasoning_content": None}, "stop", usage=USED),
        ),
        Read(thought="Hm."),
    ),
    "the finish reason beside the last word": (
        events(one({"content": "Hello"}), one({"content": " there"}, "stop"),
               {"choices": [], "usage": USED}),
        Read(),
    ),
    "no usage": (events(one({"content": "Hello there"}), one({}, "stop")), Read(usage=None)),
    "usage that counts nothing": (
        events(one({"content": "Hello there"}), one({}, "stop", usage={"prompt_tokens": 0})),
        Read(usage=None),
    ),
    "an empty finish reason on the way": (
        events(one({"content": "Hello"}, ""), one({"content": " there"}, ""), one({}, "stop")),
        Read(usage=None),
    ),
    "nulls for everything": (
        events({"choices": None}, one(None), {"choices": [None]}, one({"content": 5}),
               one({"content": "Hello there", "tool_calls": None, "function_call": None}),
               one({}, "stop", usage=None)),
        Read(usage=None),
    ),
    "several choices": (
        events(one({"content": "Hello"}), one({"content": "Goodbye"}, index=1),
               one({"content": " there"}), one({}, "length", index=1), one({}, "stop")),
        Read(usage=None),
    ),
    "cut at the limit": (
        events(one({"content": "Hello there"}), one({}, "length"), {"choices": [], "usage": USED}),
        Read(finish="length"),
    ),
    "a tool nobody offered": (
        events(one({"role": "assistant", "content": "Hello"}), one({"content": " there"}),
               one(call("read_file", "")), one(call(None, '{"pa')), one(call(None, 'th": 1}')),
               one({}, "tool_calls"), {"choices": [], "usage": USED}),
        Read(finish="tool_calls", tools=("read_file",)),
    ),
    "the same in the old way": (
        events(one({"content": "Hello there"}), one({"function_call": {"name": "grep"}}),
               one({"function_call": {"arguments": "{}"}}), one({}, "function_call")),
        Read(finish="function_call", usage=None, tools=("grep",)),
    ),
    "tools beside a whole answer": (
        events(one({"content": "Hello there", **call("ls", "{}")}), one(call("cat", "{}")),
               one({}, "stop")),
        Read(usage=None, tools=("ls", "cat")),
    ),
    "CR LF": (
        events(one({"content": "Hello"}), one({"content": " there"}), one({}, "stop", usage=USED),
               end=b"data: [DONE]\r\n\r\n", line="\r\n"),
        Read(),
    ),
    "names of events, numbers and a mark at the start": (
        ("\ufeff: ping\n\nretry: 10\n\n".encode(), b"event: message\nid: 7\n", *events(
            one({"content": "Hello there"}), one({}, "stop", usage=USED)), b"event: bye\n\n"),
        Read(),
    ),
    "one event over several lines": (
        (b'data: {"choices": [{"delta":\ndata: {"content": "Hello there"}}]}\n\n',
         *events(one({}, "stop", usage=USED))),
        Read(),
    ),
    "no space after the colon": (
        (b'data:{"choices":[{"delta":{"content":"Hello there"}}]}\n\n',
         b'data:{"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata:[DONE]\n\n'),
        Read(usage=None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
async def test_each_shape_of_a_stream_is_read_as_what_it_says(name: str) -> None:
    raw, expected = SHAPES[name]
    with serve(Reply(raw=raw)) as server:
        provider = OpenAIProvider(server.url)
        async with aclosing(provider.stream(ASK)) as stream:
            found = [delta async for delta in stream]
        await provider.aclose()
    finish = found[-1]
    assert isinstance(finish, Finish)
    usage = Usage(*expected.usage, estimated=False) if expected.usage else None
    assert (
        Read(
            "".join(delta.text for delta in found if isinstance(delta, TextDelta)),
            "".join(delta.text for delta in found if isinstance(delta, ThoughtDelta)),
            finish.reason,
            expected.usage if finish.usage == usage else None,
            finish.tools,
        )
        == expected
    )
    assert finish.usage == usage
