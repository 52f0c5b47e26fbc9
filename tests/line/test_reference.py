"""Folders, changes, commits and files for reference, from the words to the request and back."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from pairtui.conversation import Asked, Attachment, Conversation
from pairtui.events import Asking, Noted
from pairtui.providers.scripted import Reply, ScriptedProvider
from tests.line.line import Heard, edit, session_on
from tests.repo.workbench import Bench

TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
LINES = ("MIIEvQIBADANBgkqhkiG9w0B", "AQEFAASCBKcwggSjAgEAAoIB")
KEY = "\n".join(("-----BEGIN PRIVATE KEY-----", *LINES, "-----END PRIVATE KEY-----", "")).encode()

pytestmark = pytest.mark.anyio


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench.make(tmp_path / "shop", "-b", "main")
    bench.commit({"cart/price.py": b"PRICE = 1\n", "cart/tax.py": b"TAX = 2\n"}, "Begin here")
    bench.put("cart/tax.py", b"TAX = 3\n")
    return bench


async def ask(bench: Bench, reply: str, *attached: Attachment) -> tuple[Heard, ScriptedProvider]:
    provider = ScriptedProvider([Reply(reply)])
    session = session_on(bench.root, provider)
    await session.ready()
    heard = Heard()
    asked = Asked("Make it 5.", Conversation((), attached))
    async with aclosing(session.ask(asked, asyncio.Event())) as events:
        async for event in events:
            heard.events.append(event)
    await session.aclose()
    return heard, provider


def sent(heard: Heard) -> str:
    (asking,) = heard.of(Asking)
    return "\n".join(message.text for message in asking.request.messages)


async def test_a_folder_the_changes_and_a_commit_are_sent(bench: Bench) -> None:
    heard, _ = await ask(
        bench,
        edit("cart/tax.py", "TAX = 3", "TAX = 5"),
        Attachment("cart/", kind="folder"),
        Attachment("", kind="diff"),
        Attachment("", kind="commit", name=bench.head),
    )
    text = sent(heard)
    for part in ("PRICE = 1\n", "TAX = 3\n", "-TAX = 2\n+TAX = 3\n", "Begin here", bench.head):
        assert part in text
    assert [hunk.new for hunk in heard.proposal.hunks] == [b"TAX = 5\n"]
    assert heard.of(Noted) == []


async def test_an_edit_of_a_file_for_reference_is_refused_and_not_asked_for_again(
    bench: Bench,
) -> None:
    answer = edit("cart/price.py", "PRICE = 1", "PRICE = 5")
    answer += edit("cart/tax.py", "TAX = 3", "TAX = 5")
    heard, _ = await ask(
        bench,
        answer,
        Attachment("cart/price.py", read_only=True),
        Attachment("cart/tax.py"),
    )
    (lost,) = heard.proposal.unplaced
    assert lost.says == "cart/price.py is in as reference only; /add it to let it be changed."
    assert [hunk.path for hunk in heard.proposal.hunks] == ["cart/tax.py"]
    assert len(heard.of(Asking)) == 1


async def test_no_secret_leaves_by_a_folder_the_changes_or_a_commit(bench: Bench) -> None:
    """Each line of a diff has a sign before it, which hides nothing and betrays nothing."""
    old, new = TOKEN.replace("a", "b"), TOKEN
    bench.commit({"cart/config.ini": f"api_key = {old}\n".encode(), "key.pem.txt": KEY})
    bench.put("cart/config.ini", f"api_key = {new}\npassword = Tr0ub4dor&3x!\n".encode())
    (bench.root / "key.pem.txt").unlink()
    bench.put("new.py", f'TOKEN = "{new}"\n'.encode())
    bench.put(".env", b"SECRET=hush-hush-1\n")
    heard, provider = await ask(
        bench,
        "Fine.",
        Attachment("cart/", kind="folder"),
        Attachment("", kind="diff"),
        Attachment("", kind="commit", name=bench.head),
    )
    (request,) = provider.requests
    for text in (sent(heard), repr(request)):
        for secret in (old, new, "Tr0ub4dor", "hush-hush", *LINES):
            assert secret not in text, secret
    assert "+api_key = <withheld:" in sent(heard)
    assert "-api_key = <withheld:" in sent(heard)
    assert "Files a/.env and b/.env differ" in sent(heard)


async def test_what_cannot_be_sent_now_is_said(bench: Bench) -> None:
    bench.put("cart/tax.py", b"TAX = 2\n")
    heard, _ = await ask(bench, "Fine.", Attachment("", kind="diff"))
    assert Noted("@diff is not sent: nothing has changed since the last commit") in heard.events
