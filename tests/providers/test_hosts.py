from __future__ import annotations

import pytest

from pairtui.providers.hosts import billions, is_local, is_loopback, model_of


@pytest.mark.parametrize("host", ["localhost", "api.localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.168.1.7", "10.0.0.2", "gpu-box", "nas.local", "fd00::1"])
def test_this_network(host: str) -> None:
    assert is_local(host)
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "host", ["api.openai.com", "8.8.8.8", "openrouter.ai", "", "localhost.example.com"]
)
def test_far_away(host: str) -> None:
    assert not is_local(host)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("qwen3:8b", 8), ("llama-3.1-70B-Instruct", 70), ("gemma-2.5b", 2.5),
        ("SmolLM2-135M", 0.135),
        ("mixtral-8x7b", 56), ("qwen3:30b-a3b", 30), ("gpt-6", None), ("claude-4b5c", None),
        ("phi4", None), ("command-r", None),
    ],
)  # fmt: skip
def test_parameters_are_read_from_the_name(name: str, size: float | None) -> None:
    assert billions(name) == size


@pytest.mark.parametrize(
    ("name", "host", "size", "fmt"),
    [
        ("gpt-6", "api.openai.com", "capable", "search_replace"),
        ("qwen3:8b", "localhost:11434", "local", "whole_file"),
        ("qwen3:14b", "localhost:11434", "local", "search_replace"),
        ("mistral-small", "gpu-box:8000", "local", "search_replace"),
        ("llama-8b", "openrouter.ai", "capable", "search_replace"),
        ("m-4b", "[::1]:8080", "local", "whole_file"),
    ],
)
def test_size_and_format_follow_name_and_host(name: str, host: str, size: str, fmt: str) -> None:
    model = model_of(name, host)
    assert (model.size, model.format) == (size, fmt)


def test_the_embedded_model_is_tiny() -> None:
    model = model_of("SmolLM2-135M-Instruct", "this machine", embedded=True)
    assert (model.size, model.format, model.budget) == ("tiny", "selection", 1500)


def test_what_the_person_says_goes_first() -> None:
    model = model_of("qwen3:8b", "localhost", size="capable", format="search_replace", budget=64000)
    assert (model.size, model.format, model.budget) == ("capable", "search_replace", 64000)


def test_a_small_model_that_is_called_local_is_asked_for_whole_files() -> None:
    assert model_of("llama-8b", "openrouter.ai", size="local").format == "whole_file"
