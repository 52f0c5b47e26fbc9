from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from importlib.resources import files

import pytest

from pairtui.providers.hosts import model_of
from pairtui.providers.rooms import Room, narrowed, room_of


@pytest.mark.parametrize(
    ("name", "budget", "thinks"),
    [
        ("gpt-5.1", 272_000, True),
        ("gpt-5-chat-latest", 111_616, False),
        ("openai/gpt-4.1-mini", 1_014_808, False),
        ("o3", 100_000, True),
        ("GPT-9", 32_000, True),
        ("anthropic.claude-sonnet-4", 168_000, False),
        ("google/gemini-2.5-pro", 983_040, True),
        ("deepseek-reasoner", 95_232, True),
        ("somebody/never-heard-of", 32_000, False),
    ],
)
def test_a_hosted_model_is_sent_its_context_less_room_for_the_answer(
    name: str, budget: int, thinks: bool
) -> None:
    model = model_of(name, "openrouter.ai")
    assert (model.budget, model.thinks) == (budget, thinks)


def test_a_local_server_gives_a_model_less_than_it_could_hold() -> None:
    assert model_of("llama3.1:70b", "localhost:11434").budget == 8_000
    assert model_of("deepseek-r1:32b", "localhost:11434").thinks
    assert model_of("llama3.1:70b", "localhost:11434", budget=64_000).budget == 64_000
    assert model_of("gpt-5", "api.openai.com", size="local").budget == 8_000


def test_whose_tokens_the_table_counts() -> None:
    assert room_of("gpt-5", "capable", hosted=True).table
    assert not room_of("claude-opus-4", "capable", hosted=True).table


def test_the_answer_never_takes_more_than_half() -> None:
    assert Room(10, 9).budget == 5
    assert Room(10, 2).budget == 8
    assert narrowed(4096) == 3072


def test_no_row_stands_behind_one_that_hides_it() -> None:
    rows = tomllib.loads((files("pairtui.providers") / "models.toml").read_text())["model"]
    for at, row in enumerate(rows):
        assert set(row) <= {"models", "context", "output", "thinks", "table"}
        for pattern in row["models"]:
            plain = pattern.replace("*", "").replace("[1-9]", "5").replace("[3-9]", "5")
            before = [one for earlier in rows[:at] for one in earlier["models"]]
            assert not any(fnmatchcase(plain, one) for one in before), pattern
