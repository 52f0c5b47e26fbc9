"""What is in a conversation, on a real repository: named, gathered, weighed, suggested."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pairtui.conversation import Asked, Attachment, Conversation, Offer, Passage, Task
from pairtui.events import Noted
from pairtui.proposal import Present, Refused
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Model
from pairtui.session import folders
from pairtui.session.attaching import Attaching, Came, Mentioned
from pairtui.session.files import gather
from pairtui.session.policy import Policy
from pairtui.session.session import Session
from tests.line.line import session_on
from tests.repo.workbench import Bench

CODE = b"def total(items):\n    return sum(items)\n\n\ndef tax(items):\n    return 2\n"
FOLDER = Attachment("cart/", kind="folder")
DIFF = Attachment("", kind="diff")

pytestmark = pytest.mark.anyio


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench.make(tmp_path / "shop", "-b", "main")
    bench.commit({"cart/price.py": CODE, "cart/old/tax.py": b"x = 1\n", "notes.md": b"Hello.\n"})
    return bench


@pytest.fixture
def session(bench: Bench) -> Session:
    return session_on(bench.root, ScriptedProvider([Reply("hi")]))


def test_a_folder_is_all_text_files_below_it(bench: Bench) -> None:
    bench.put("cart/logo.png", b"\0")
    bench.put("cart/new.md", b"new\n")
    found = gather(Policy(bench.repo), [FOLDER])
    assert [item.path for item in found.attached] == [
        "cart/new.md", "cart/old/tax.py", "cart/price.py",
    ]  # fmt: skip
    assert found.snapshot.shown == {"cart/new.md", "cart/old/tax.py", "cart/price.py"}
    assert (found.references, found.left_out) == ((), ())


def test_what_is_kept_out_is_not_gathered(bench: Bench) -> None:
    bench.commit({".pairtuiignore": b"notes.md\nprice.py\n"})
    bench.put("cart/price.py", b"secret = 1\n")
    found = gather(Policy(bench.repo), [FOLDER, Attachment("notes.md"), DIFF])
    assert isinstance(found.snapshot.files["notes.md"], Refused)
    assert found.snapshot.shown == {"cart/old/tax.py"}
    assert "secret" not in repr(found)
    assert found.left_out == (
        ("@diff", "no text has changed: only cart/price.py, which cannot be shown"),
    )


def test_the_closest_name_says_whether_a_file_may_be_edited(bench: Bench) -> None:
    every = Attachment("./", kind="folder")
    reading = Attachment("cart/", read_only=True, kind="folder")
    found = gather(Policy(bench.repo), [Attachment("cart/price.py"), reading, every])
    assert found.snapshot.read_only == {"cart/old/tax.py"}
    assert len(found.attached) == 3


def test_a_part_of_a_file_that_is_in_whole_is_known_beside_it(bench: Bench) -> None:
    part = Attachment("cart/price.py", kind="symbol", name="tax")
    assert gather(Policy(bench.repo), [part]).attached == (Attachment("cart/price.py", (5, 6)),)
    found = gather(Policy(bench.repo), [part, Attachment("cart/old/", kind="folder")]).attached
    assert len(found) == 2
    found = gather(Policy(bench.repo), [part, FOLDER]).attached
    assert {Attachment("cart/price.py"), Attachment("cart/price.py", (5, 6))} <= set(found)


def test_a_definition_is_where_it_is_now(bench: Bench) -> None:
    part = Attachment("cart/price.py", kind="symbol", name="tax")
    bench.put("cart/price.py", b"# first\n" + CODE)
    assert gather(Policy(bench.repo), [part]).attached == (Attachment("cart/price.py", (6, 7)),)
    bench.put("cart/price.py", b"x = 1\n")
    assert gather(Policy(bench.repo), [part]).left_out == (
        ("@cart/price.py#tax", "cart/price.py does not define it"),
    )


def test_the_changes_are_those_of_the_moment(bench: Bench) -> None:
    assert gather(Policy(bench.repo), [DIFF]).left_out == (
        ("@diff", "nothing has changed since the last commit"),
    )
    bench.put("notes.md", b"Bye.\n")
    (only,) = gather(Policy(bench.repo), [DIFF]).references
    assert only.name == "diff"
    assert "-Hello.\n+Bye.\n" in only.text


def test_a_commit_that_is_gone_is_said(bench: Bench) -> None:
    ((name, why),) = gather(
        Policy(bench.repo), [Attachment("", kind="commit", name="1" * 40)]
    ).left_out
    assert name == "@1111111111"
    assert why.startswith("git cat-file failed")


async def test_a_folder_too_large_is_refused_with_advice(
    bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "FILES", 1)
    refused = await session.attaching.attach("cart/")
    assert isinstance(refused, Refused)
    assert refused.reason == (
        "it holds 2 files of text; at most 1 files and 400 kB come in at once: "
        "name a folder in it, such as cart/old/, or single files"
    )
    monkeypatch.setattr(folders, "BYTES", 5000)
    bench.put("big.txt", b"x" * 9000)
    refused = await session.attaching.attach("./")
    assert isinstance(refused, Refused)
    assert "more than 5 kB of text" in refused.reason


@pytest.mark.parametrize(
    ("spec", "item"),
    [
        ("cart", FOLDER),
        ("cart/", FOLDER),
        ("old/", Attachment("cart/old/", kind="folder")),
        (".", Attachment("./", kind="folder")),
        ("price.py#tax", Attachment("cart/price.py", kind="symbol", name="tax")),
        ("notes.md:1", Attachment("notes.md", (1, 1))),
    ],
)
async def test_what_a_name_means(session: Session, spec: str, item: Attachment) -> None:
    came = await session.attaching.attach(spec)
    assert isinstance(came, Came)
    assert came.item == item


async def test_from_a_folder_its_own_files_are_meant_first(bench: Bench, session: Session) -> None:
    bench.put("old/tax.py", b"1\n")
    here = str(bench.root / "cart")
    for spec, path in (("old/", "cart/old/"), (".", "cart/"), ("..", "./"), ("./old", "cart/old/")):
        came = await session.attaching.attach(spec, here)
        assert isinstance(came, Came), spec
        assert came.item.path == path


async def test_mentions_say_what_they_came_to(bench: Bench, session: Session) -> None:
    bench.git("commit", "--allow-empty", "-qm", "Say *hello*")
    bench.put("notes.md", b"Bye.\n")
    bench.git("branch", "maria")
    words = "@cart/ @diff @HEAD @price.py#tax @notes.md @total.py @tom @price.py#gone"
    found = await session.attaching.mentioned(words)
    commit = Attachment("", kind="commit", name=bench.head)
    assert set(found.attached) == {
        FOLDER, DIFF, commit, Attachment("notes.md"),
        Attachment("cart/price.py", kind="symbol", name="tax"),
    }  # fmt: skip
    assert set(found.says) == {
        "@cart/: 2 files, 77 bytes",
        "@diff: changes in 1 file",
        f"@HEAD: commit {bench.head[:10]}, “Say *hello*”, 0 files",
        "@price.py#tax: cart/price.py, lines 5 to 6",
        "@total.py is no file here; it is sent as a word",
        "@price.py#gone is not defined there; it is sent as a word",
    }


async def test_a_definition_is_found_by_its_name_alone(bench: Bench) -> None:
    bench.put("guide.md", b"# Guide\n\nHello.\n\n## Use it\n\nLike so.\n")
    bench.put("other.py", b"class Cart:\n    def total(self):\n        return 1\n")
    session = session_on(bench.root, ScriptedProvider([Reply("hi")]), maps=True)
    mapping = session._parts.mapping
    assert mapping is not None
    await mapping.first(())
    found = await session.attaching.mentioned('@tax @Cart.total @#Cart @total @"guide.md#Use it"')
    assert set(found.attached) == {
        Attachment("cart/price.py", kind="symbol", name="tax"),
        Attachment("other.py", kind="symbol", name="Cart.total"),
        Attachment("other.py", kind="symbol", name="Cart"),
        Attachment("guide.md", kind="symbol", name="Use it"),
    }
    several = "cart/price.py#total, other.py#Cart.total"
    assert f"@total could be any of {several}; it is sent as a word" in found.says
    assert "@guide.md#Use it: guide.md, lines 5 to 7" in found.says
    complete = session.attaching.complete
    assert ("cart/price.py#tax", "function") in await complete("tax")
    assert (await complete("#Car"))[0] == ("other.py#Cart", "class")
    assert await complete("guide.md#use") == (("guide.md#Guide.Use it", ""),)
    await session.aclose()


async def test_a_model_that_rewrites_parts_is_given_none_of_it(
    bench: Bench, session: Session
) -> None:
    session.answerers.model = Model("tiny", "here", "tiny", "selection")
    bench.put("notes.md", b"Bye.\n")
    found = await session.attaching.mentioned("@cart/ @diff @HEAD @notes.md @price.py#tax")
    assert [item.spec for item in found.attached] == ["notes.md", "cart/price.py#tax"]
    says = "stays out: tiny rewrites one part of one file at a time; name a file"
    assert set(found.says) == {
        f"@cart/ {says}",
        f"@diff {says}",
        f"@HEAD {says}",
        "@price.py#tax: cart/price.py, lines 5 to 6",
    }
    task = Task(Offer("", "say it"), Passage("notes.md", 0, 5, "notes.md"), "")
    asked = Asked("say it", Conversation((), (Attachment("notes.md"), DIFF)), task=task)
    events = [event async for event in session.ask(asked, asyncio.Event())]
    assert Noted("@diff is not sent: this model is given one part of one file") in events


async def test_a_file_of_a_moment_ago_is_found(bench: Bench) -> None:
    now = [0.0]
    session = session_on(bench.root, ScriptedProvider([Reply("hi")]))
    attaching = Attaching(session._parts, lambda: now[0], lambda: None)
    await attaching.mentioned("@notes.md")
    bench.put("fresh.md", b"New.\n")
    now[0] = 60.0
    found = await attaching.mentioned("@notes.md and @fresh.md")
    assert found == Mentioned((Attachment("notes.md"), Attachment("fresh.md")))


async def test_what_is_in_is_weighed_as_it_would_be_sent(bench: Bench, session: Session) -> None:
    bench.put("notes.md", b"Bye.\n")
    talk = Conversation((), (FOLDER, DIFF, Attachment("notes.md", read_only=True)))
    found = await session.attaching.weighed(talk)
    assert found.holds == {"cart/": "2 files"}
    assert found.sizes["cart/"] > found.sizes["notes.md"] > 0
    assert found.sizes["diff"] > found.sizes["notes.md"]
    await session.aclose()


async def test_what_may_be_meant(bench: Bench, session: Session) -> None:
    complete = session.attaching.complete
    assert (await complete(""))[0] == ("diff", "what changed since the last commit")
    assert await complete("cart/") == (
        ("cart/old/", ""),
        ("cart/price.py", ""),
        ("cart/old/tax.py", ""),
    )
    assert await complete("price.py#t") == (("price.py#total", ""), ("price.py#tax", ""))
    bench.git("commit", "--allow-empty", "-qm", "Second")
    assert await complete("H") == (("HEAD", "Second"),)
    assert await complete("HEAD") == (("HEAD", "Second"), ("HEAD~1", "a commit"))
    assert await complete(bench.head[:5]) == ((bench.head[:10], "Second"),)


async def test_a_name_that_steers_a_terminal_is_not_offered(bench: Bench, session: Session) -> None:
    bench.put("notes.md", b"# One \x1b]0;x\x07\n\n# Two \xe2\x80\xae\n\n# Three\n")
    assert await session.attaching.complete("notes.md#") == (("notes.md#Three", ""),)
    await session.aclose()


async def test_a_read_only_file_is_still_the_file(bench: Bench) -> None:
    found = gather(Policy(bench.repo), [Attachment("notes.md", read_only=True)])
    assert found.snapshot.read_only == {"notes.md"}
    assert isinstance(found.snapshot.files["notes.md"], Present)
