"""The code tasks a small model is measured on, with answers that are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.prompts import Prompts, prompt_root
from pairtui.providers.hosts import model_of
from pairtui.providers.scripted import Reply, ScriptedProvider
from tests.tiny.measure_code import ask, measure, tasks

pytestmark = pytest.mark.anyio
TASKS = tasks()
PROMPTS = Prompts.load()
MODEL = model_of("m-1b", "localhost")
HIGH = TASKS[0].code.split("\n\n\n")[1]
DOCUMENTED = HIGH.replace("):\n", '):\n    """Return the highest level."""\n')


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        (f"```python\n{DOCUMENTED}```", "usable"),
        (DOCUMENTED, "usable"),
        (f"```python\n{HIGH}```", "refused"),
        (f"```python\n# High water.\n{HIGH}```", 'wrong: lacks """'),
        (DOCUMENTED.replace("> best", ">= best"), "refused"),
        ("The function returns the highest water level.", "refused"),
    ],
)
async def test_an_answer_is_judged_by_the_guard_and_by_what_it_must_have(
    reply: str, result: str
) -> None:
    provider = ScriptedProvider([Reply(reply)])
    found, _ = await ask(TASKS[0], PROMPTS, provider, MODEL, docs_only=True)
    assert found == result


async def test_the_embedded_model_is_asked_for_the_comments_alone() -> None:
    counts = await measure(TASKS, ScriptedProvider([Reply("no")]), MODEL, docs_only=True)
    assert counts == {"refused": 4, "not asked": 4}
    counts = await measure(TASKS, ScriptedProvider([Reply("no")]), MODEL, docs_only=False)
    assert counts == {"refused": 8}


def test_none_stands_in_a_prompt() -> None:
    told = "\n".join(path.read_text() for path in Path(str(prompt_root())).rglob("*.md"))
    assert not [one for one in TASKS if one.words in told]
