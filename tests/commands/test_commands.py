"""Each command, run on a real repository without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.commands.outcome import Answers, Asks, Changed, Opens, Outcome, Told
from pairtui.commands.parse import Run
from pairtui.commands.registry import COMMANDS, listing, run
from pairtui.conversation import Attachment, Conversation
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.session.session import Session
from tests.line.line import session_on
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio


@pytest.fixture
def session(tmp_path: Path) -> Session:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"1\n2\n3\n", "docs/b.md": b"Hello.\n"})
    bench.put("logo.png", b"\0")
    return session_on(bench.root, ScriptedProvider([Reply("hi")]))


async def outcomes(name: str, argument: str, talk: Conversation, session: Session) -> list[Outcome]:
    return [one async for one in run(Run(name, argument), talk, session)]


async def test_add_brings_files_in_and_says_what_stays_out(session: Session) -> None:
    found = await outcomes("add", "a.py:2-3 b.md logo.png gone.py", Conversation(), session)
    changed = [one.conversation for one in found if isinstance(one, Changed)]
    assert changed[-1].attached == (Attachment("a.py", (2, 3)), Attachment("docs/b.md"))
    told = [one.text for one in found if isinstance(one, Told)]
    assert "a.py:2-3 is in" in told
    assert any("logo.png stays out" in text and "binary" in text for text in told)
    assert any("gone.py stays out" in text for text in told)


async def test_add_without_a_file_says_how(session: Session) -> None:
    (only,) = await outcomes("add", "", Conversation(), session)
    assert isinstance(only, Told)
    assert "/add notes.md" in only.text


async def test_add_beyond_the_end_says_how_long_the_file_is(session: Session) -> None:
    found = await outcomes("add", "a.py:9-12", Conversation(), session)
    assert found == [Told("a.py:9-12 stays out: it has only 3 lines")]


async def test_drop_takes_out_one_or_all(session: Session) -> None:
    talk = Conversation((), (Attachment("a.py"), Attachment("docs/b.md")))
    found = await outcomes("drop", "a.py nope", talk, session)
    assert [one.conversation.attached for one in found if isinstance(one, Changed)] == [
        (Attachment("docs/b.md"),)
    ]
    assert Told("nope was not in") in found
    found = await outcomes("drop", "", talk, session)
    assert [one.conversation.attached for one in found if isinstance(one, Changed)][-1] == ()


async def test_read_brings_in_for_reference_and_add_lets_it_be_changed(session: Session) -> None:
    found = await outcomes("read", "a.py docs/", Conversation(), session)
    assert Told("a.py is in, for reference only") in found
    assert Told("docs/ is in, for reference only: 1 file, 7 bytes") in found
    talk = [one.conversation for one in found if isinstance(one, Changed)][-1]
    assert [item.read_only for item in talk.attached] == [True, True]
    found = await outcomes("add", "a.py", talk, session)
    talk = [one.conversation for one in found if isinstance(one, Changed)][-1]
    assert Attachment("a.py") in talk.attached
    assert len(talk.attached) == 2
    (only,) = await outcomes("read", "", talk, session)
    assert only == Told(
        "/read wants a file that is to be read and not changed, such as /read style.md"
    )


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("cart", 5), ("cart/", 5), ("diff", 5), ("price.py", 5), ("cart/price.py", 5),
        ("price.py:1-2", 5), ("total", 5), ("abcd1", 5), ("tax.py", 6), ("nope", 6), ("", 0),
    ],
)  # fmt: skip
async def test_drop_takes_any_name(session: Session, name: str, left: int) -> None:
    items = (
        Attachment("cart/", kind="folder"),
        Attachment("", kind="diff"),
        Attachment("cart/price.py", (1, 2)),
        Attachment("x/tax.py", kind="symbol", name="total"),
        Attachment("y/tax.py"),
        Attachment("", kind="commit", name="abcd1" + "0" * 35),
    )
    found = await outcomes("drop", name, Conversation((), items), session)
    changed = [one.conversation for one in found if isinstance(one, Changed)]
    assert len(changed[-1].attached if changed else items) == left
    if name == "tax.py":
        assert found == [Told("tax.py could be any of x/tax.py#total, y/tax.py; write more of it")]


async def test_drop_says_of_files_alone_that_they_stay(session: Session) -> None:
    items = (Attachment("", kind="diff"), Attachment("a.py"))
    found = await outcomes("drop", "", Conversation((), items), session)
    told = [one.text for one in found if isinstance(one, Told)]
    assert told == ["diff is out", "a.py is out; it is still where it was"]


async def test_sheets_and_templates(session: Session) -> None:
    assert await outcomes("help", "", Conversation(), session) == [Opens("help")]
    assert await outcomes("quit", "", Conversation(), session) == [Opens("leave")]
    assert await outcomes("model", "", Conversation(), session) == [Opens("models")]
    asked = await outcomes("tighten", "the first", Conversation(), session)
    assert asked == [Asks("the first", "tighten")]


async def test_model_by_name(session: Session) -> None:
    answers, told = await outcomes("model", "qwen", Conversation(), session)
    assert isinstance(answers, Answers)
    assert answers.status.model == session.answerers.model
    assert told == Told("qwen@script answers from now on")


async def test_the_listing_has_every_command_once(session: Session) -> None:
    names = [name for name, _, _ in listing(session)]
    assert len(names) == len(set(names))
    assert {command.name for command in COMMANDS} < set(names)
    assert "tighten" in names
