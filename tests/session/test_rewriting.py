"""One part of some code, rewritten by a model that is given nothing else: the whole way."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.conversation import Asked, Attachment, Conversation, Task
from pairtui.events import Asking, Noted
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.session.answerers import Answerers
from pairtui.settings.models import ModelSettings
from tests.line.line import Heard, session_on
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
CODE = b"""import re\r
\r
class Cart:\r
    def total(self):\r
        s = 0\r
        for price in self.prices:\r
            s += price\r
        return s\r
"""
ANSWER = """Sure:

```python
def total(self):
    \"\"\"Return what all prices come to.\"\"\"
    s = 0
    for price in self.prices:
        s += price
    return s
```
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"cart.py": CODE, "end.py": CODE.rstrip()})
    return made


async def asked(bench: Bench, words: str, *replies: Reply, path: str = "cart.py", endpoint: str = "embedded", budget: int | None = None) -> Heard:  # noqa: E501  # fmt: skip
    session = session_on(bench.root, ScriptedProvider(replies), endpoint)
    name = "scripted" if endpoint == "scripted" else "SmolLM2-135M-Instruct"
    models = {name: ModelSettings(format="selection", budget=budget)}
    session._parts = replace(session._parts, config=replace(session._parts.config, models=models))
    session.answerers = Answerers(session._parts)
    session.answerers.model = None
    await session.ready()
    await session.choose_model(name)
    turn = Asked(words, Conversation((), (Attachment(path),)))
    task = await session.task(turn)
    assert isinstance(task, Task)
    heard = Heard()
    async with aclosing(session.ask(replace(turn, task=task), asyncio.Event())) as events:
        async for event in events:
            heard.events.append(event)
    return heard


async def test_the_hunk_is_the_changed_lines_alone_with_the_files_own_line_ends(
    bench: Bench,
) -> None:
    heard = await asked(bench, "add a docstring to Cart.total", Reply(ANSWER))
    (hunk,) = heard.proposal.hunks
    assert hunk.old == b""
    assert hunk.new == b'        """Return what all prices come to."""\r\n'
    assert hunk.start == CODE.index(b"        s = 0")
    assert hunk.reason == "add a docstring to Cart.total"
    assert heard.proposal.provenance.asked.startswith("selection")
    assert [use.name for use in heard.proposal.provenance.prompts] == ["format/rewrite"]


async def test_the_request_has_that_part_and_nothing_else(bench: Bench) -> None:
    heard = await asked(bench, "add a docstring to Cart.total", Reply(ANSWER))
    (request,) = [asking.request for asking in heard.of(Asking)]
    (message,) = request.messages
    assert "    def total(self):\n        s = 0\n" in message.text
    assert "add a docstring to Cart.total" in message.text
    assert "import re" not in message.text
    assert request.temperature == 0
    assert request.max_tokens is not None


async def test_a_missing_last_newline_stays_missing(bench: Bench) -> None:
    answer = Reply(ANSWER.replace("return s\n", "return s  # all of it\n"))
    heard = await asked(bench, "add comments to Cart.total", answer, path="end.py")
    first, last = heard.proposal.hunks
    assert first.new.endswith(b"\r\n")
    assert last.new == b"        return s  # all of it"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(ANSWER.replace("s = 0", "s = 1")), "it changes the code"),
        (Reply("I cannot do that."), "it would drop 74 % of it"),
        (Reply(ANSWER.replace("def total", "def sums")), "it does not define total any more"),
        (Reply(ANSWER[:-5]), "it broke off"),
        (Reply(ANSWER, cut=60), None),
        (Reply("<think>\nA draft.\n</think>\n"), "nothing came back"),
    ],
)
async def test_what_is_no_good_leaves_the_part_as_it_was(
    bench: Bench, reply: Reply, why: str | None
) -> None:
    heard = await asked(bench, "add a docstring to Cart.total", reply)
    assert not any(type(event).__name__ == "Proposed" for event in heard.events)
    if why is not None:
        (note,) = heard.of(Noted)
        assert note.text.startswith("left Cart.total in cart.py, lines 4 to 8 as it was: ")
        assert why in note.text


async def test_thinking_is_no_part_of_the_answer(bench: Bench) -> None:
    heard = await asked(
        bench, "add a docstring to Cart.total", Reply(f"<think>```\nno\n```</think>\n{ANSWER}")
    )
    assert len(list(heard.proposal.hunks)) == 1


async def test_a_part_that_is_too_large_is_not_sent(bench: Bench) -> None:
    bench.put("cart.py", CODE.replace(b"s = 0\r\n", b"s = 0\r\n" + b"        s += 1\r\n" * 500))
    heard = await asked(bench, "add a docstring to Cart.total", Reply(ANSWER), budget=500)
    assert heard.of(Asking) == []
    assert "is sent at most 500" in heard.of(Noted)[0].text


async def test_any_model_that_is_set_so_may_be_asked_for_any_change(bench: Bench) -> None:
    answer = Reply(ANSWER.replace("s = 0", "s = 1"))
    heard = await asked(bench, "begin with 1 in Cart.total", answer, endpoint="scripted")
    assert [hunk.new for hunk in heard.proposal.hunks][-1].endswith(b"        s = 1\r\n")
