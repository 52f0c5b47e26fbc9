from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import anyio
import pytest

from pairtui.providers.scripted import Reply, ScriptedProvider, read_script
from pairtui.request import Delta, Fault, Finish, Message, Request, TextDelta, ThoughtDelta

pytestmark = pytest.mark.anyio
ASK = Request((Message("user", "Hi"),), "scripted")


async def deltas(provider: ScriptedProvider, found: list[Delta] | None = None) -> list[Delta]:
    found = [] if found is None else found
    async with aclosing(provider.stream(ASK)) as stream:
        async for delta in stream:
            found.append(delta)
    return found


async def test_replies_come_in_order_and_the_last_one_repeats() -> None:
    provider = ScriptedProvider([Reply("one"), Reply("two", finish="length")])
    finishes = [await deltas(provider) for _ in range(3)]
    assert finishes == [
        [TextDelta("one"), Finish("stop")],
        [TextDelta("two"), Finish("length")],
        [TextDelta("two"), Finish("length")],
    ]
    assert provider.requests == [ASK] * 3


async def test_the_rhythm_is_the_script_s_and_the_clock_the_caller_s() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    reply = Reply("abcde", piece=2, delay=0.5, thought="hm")
    found = await deltas(ScriptedProvider([reply], sleep=sleep))
    assert found[:-1] == [ThoughtDelta("hm"), TextDelta("ab"), TextDelta("cd"), TextDelta("e")]
    assert slept == [0.5] * 4


async def test_a_cut_answer_breaks_off() -> None:
    found: list[Delta] = []
    with pytest.raises(Fault) as caught:
        await deltas(ScriptedProvider([Reply("one two", cut=3)]), found)
    assert (caught.value.kind, found) == ("cut", [TextDelta("one")])


async def test_a_fault_comes_with_its_wait() -> None:
    with pytest.raises(Fault) as caught:
        await deltas(ScriptedProvider([Reply(fault="busy", wait=12)]))
    assert (caught.value.kind, caught.value.wait) == ("busy", 12)


async def test_a_stalled_answer_can_be_closed() -> None:
    stream = ScriptedProvider([Reply("one two", stall=3, piece=3)]).stream(ASK)
    assert await anext(stream) == TextDelta("one")
    waiting = asyncio.create_task(anext(stream))
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    with anyio.fail_after(5), pytest.raises(asyncio.CancelledError):
        await waiting


async def test_it_offers_one_name() -> None:
    assert await ScriptedProvider([Reply("x")]).models() == ("scripted",)


def test_a_script_is_read_from_toml(tmp_path: Path) -> None:
    file = tmp_path / "script.toml"
    file.write_text(
        '[[reply]]\ntext = "Hello"\npiece = 3\ndelay = 0.1\n\n[[reply]]\nfault = "busy"\nwait = 3\n'
        "[[reply]]\nusage = [900, 80, 0]\n"
    )
    assert read_script(file) == (
        Reply("Hello", piece=3, delay=0.1),
        Reply(fault="busy", wait=3),
        Reply(usage=(900, 80, 0)),
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "reply"),
        ("[[reply]]\nwords = 'x'", "words"),
        ("[[reply]]\nfault = 'sulk'", "sulk"),
        ("[[reply]]\npiece = 'x'", "piece"),
        ("[[reply]]\ndelay = -1", "delay"),
        ("[[reply]]\ntext = 3", "text"),
        ("[[reply]]\nusage = [1, 2]", "usage"),
        ("[[reply]]\nusage = [1, 2, -3]", "usage"),
        ("[[reply]]\nusage = 3", "usage"),
        ("reply = 3", "reply"),
        ("reply = [3]", "reply"),
        ("[[reply", "end"),
    ],
)
def test_a_script_that_is_none_says_why(text: str, word: str, tmp_path: Path) -> None:
    file = tmp_path / "script.toml"
    file.write_text(text)
    with pytest.raises(Fault) as caught:
        read_script(file)
    assert caught.value.kind == "missing"
    assert str(file) in caught.value.says
    assert word in caught.value.says.replace(str(file), "")


def test_no_script_at_all_says_so(tmp_path: Path) -> None:
    with pytest.raises(Fault):
        read_script(tmp_path / "none.toml")


def test_a_script_needs_a_reply() -> None:
    with pytest.raises(ValueError, match="reply"):
        ScriptedProvider([])
