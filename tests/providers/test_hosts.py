from __future__ import annotations

import pytest

from pairtui.providers.hosts import is_local, is_loopback, model_of


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


def test_the_embedded_model_is_tiny() -> None:
    model = model_of("SmolLM2-135M-Instruct", "this machine", embedded=True)
    assert (model.size, model.format, model.budget) == ("tiny", "selection", 1500)


def test_what_the_person_says_goes_first() -> None:
    model = model_of("qwen3:8b", "localhost", size="capable", format="search_replace", budget=64000)
    assert (model.size, model.format, model.budget) == ("capable", "search_replace", 64000)
    assert model.why == "you set it"


def test_a_size_that_was_set_brings_its_format() -> None:
    assert model_of("qwen3:8b", "localhost", size="capable").format == "search_replace"
    assert model_of("gpt-6", "api.openai.com", size="tiny").format == "selection"
    assert "you set its size" in model_of("gpt-6", "api.openai.com", size="tiny").why
    assert model_of("gpt-6", "api.openai.com", size="capable").why.startswith("GPT: ")


def test_a_small_model_that_is_called_local_is_asked_for_whole_files() -> None:
    assert model_of("llama-8b", "openrouter.ai", size="local").format == "whole_file"
