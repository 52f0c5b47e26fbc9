"""Classes of models: which format each is asked for, as data and by name, size and host."""

from __future__ import annotations

import pytest

from pairtui.prompts import Prompts
from pairtui.providers.classes import _table, billions, class_of
from pairtui.providers.hosts import model_of


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("qwen3:8b", 8), ("llama-3.1-70B-Instruct", 70), ("gemma-2.5b", 2.5),
        ("SmolLM2-135M", 0.135), ("gemma3n:e4b", 4), ("qwen2.5-coder:0.5b", 0.5),
        ("mixtral-8x7b", 56), ("qwen3:30b-a3b", 30), ("gpt-6", None), ("claude-4b5c", None),
        ("phi4", None), ("command-r", None),
    ],
)  # fmt: skip
def test_parameters_are_read_from_the_name(name: str, size: float | None) -> None:
    assert billions(name) == size


@pytest.mark.parametrize(
    ("name", "host", "kind", "size", "fmt"),
    [
        ("gpt-6", "api.openai.com", "GPT", "capable", "search_replace"),
        ("openai/gpt-5-mini", "openrouter.ai", "GPT", "capable", "search_replace"),
        ("o3-pro", "api.openai.com", "GPT", "capable", "search_replace"),
        ("models/gemini-2.5-pro", "googleapis.com", "Gemini", "capable", "fenced"),
        ("Google/Gemini-2.5-Flash", "localhost:4000", "Gemini", "capable", "fenced"),
        ("claude-opus-5", "localhost:4000", "frontier", "capable", "search_replace"),
        ("us.anthropic.claude-x", "bedrock.aws", "frontier", "capable", "search_replace"),
        ("claude-distilled-7b", "localhost", "small", "local", "whole_file"),
        ("whatever", "api.example.com", "hosted", "capable", "search_replace"),
        ("llama-8b", "openrouter.ai", "hosted", "capable", "search_replace"),
        ("qwen3:8b", "localhost:11434", "small", "local", "whole_file"),
        ("qwen3:14b", "localhost:11434", "middling", "local", "search_replace"),
        ("m-4b", "[::1]:8080", "small", "local", "whole_file"),
        ("qwen2.5-coder:1.5b", "localhost:11434", "small", "local", "whole_file"),
        ("qwen2.5-coder:0.5b", "localhost:11434", "tiny", "tiny", "selection"),
        ("llama3.2:1b", "10.0.0.2:8080", "tiny", "tiny", "selection"),
        ("smollm2:135m", "localhost:11434", "tiny", "tiny", "selection"),
        ("llama3.2:latest", "localhost:11434", "small", "local", "whole_file"),
        ("mistral", "localhost:11434", "small", "local", "whole_file"),
        ("mistral-small", "gpu-box:8000", "middling", "local", "search_replace"),
        ("gpt-oss", "localhost:11434", "middling", "local", "search_replace"),
        ("model.gguf", "localhost:8080", "unknown", "local", "search_replace"),
    ],
)
def test_class_size_and_format_follow_name_and_host(
    name: str, host: str, kind: str, size: str, fmt: str
) -> None:
    model = model_of(name, host)
    assert (model.size, model.format) == (size, fmt)
    assert model.why.startswith(f"{kind}: ")


def test_there_is_a_class_for_every_name_and_a_prompt_for_every_format() -> None:
    names = Prompts.load().names
    for name in ("", "x", "0b", "1b", "999b", "/", ":", "é" * 300):
        for local in (True, False):
            assert f"format/{class_of(name, local=local).format}" in names


def test_the_sizes_that_are_listed_are_of_names_that_do_not_say_them() -> None:
    _, known = _table()
    assert all(billions(name) is None for name in known)
    assert all(name == name.casefold() for name in known)
