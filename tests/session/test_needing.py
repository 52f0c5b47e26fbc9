"""What an answer asks to see: found under its rules, and read only when a person shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.conversation import Asked, Attachment, Conversation
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.session.needing import IN, MOST, Wanted
from tests.line.line import edit, session_on
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
LARGE = "".join(f"def f{at}():\n    return {at}\n\n" for at in range(9000)).encode()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"a.py": b"1\n2\n3\n", "b.py": b"x\n" * 99, "large.py": LARGE})
    made.put(".gitignore", b"secret\n")
    made.put("secret", b"hidden\n")
    return made


async def found(bench: Bench, reply: str, *attached: Attachment) -> tuple[Wanted, ...]:
    session = session_on(bench.root, ScriptedProvider([Reply("No.")]))
    session.needing.hear(reply, Asked("Why?"))
    try:
        return await session.needing.look(Conversation((), attached))
    finally:
        await session.aclose()


async def test_files_are_named_with_their_weight_and_what_cannot_be_shown_with_the_reason(
    bench: Bench,
) -> None:
    (bench.root / "link.py").symlink_to("/etc/passwd")
    reply = "Wait.\nNEED: a.py\nNEED: b.py:3-8\nNEED: secret\nNEED: ../x\nNEED: link.py\nNEED: no"
    a, b, *refused = await found(bench, reply)
    assert (a.item, b.item) == (Attachment("a.py"), Attachment("b.py", (3, 8)))
    assert (a.tokens, b.tokens) == (5, 14)
    assert [one.spec for one in refused] == ["secret", "../x", "link.py", "no"]
    assert all(one.item is None and one.why for one in refused)


async def test_what_is_in_is_made_wider_never_narrower(bench: Bench) -> None:
    lines, whole = Attachment("b.py", (3, 8)), Attachment("b.py")
    read = Attachment("b.py", (3, 8), read_only=True)
    cases = [
        (lines, "b.py:6-20", Attachment("b.py", (3, 20)), ""),
        (lines, "b.py:4-5", None, IN),
        (lines, "b.py", whole, ""),
        (whole, "b.py:4-5", None, IN),
        (read, "b.py", Attachment("b.py", read_only=True), ""),
    ]
    for there, spec, item, why in cases:
        (one,) = await found(bench, f"NEED: {spec}", there)
        assert (one.item, one.why) == (item, why), (there, spec)


async def test_what_is_in_of_a_file_by_a_folder_or_a_definition_is_known(bench: Bench) -> None:
    bench.commit({"cart/tax.py": b"RATE = 2\n\n\ndef tax(n):\n    return n * RATE\n"})
    folder = Attachment("cart/", kind="folder")
    symbol = Attachment("cart/tax.py", kind="symbol", name="tax")
    whole = Attachment("cart/tax.py")
    cases = [
        (folder, "cart/tax.py", None, IN),
        (folder, "cart/tax.py:1-2", None, IN),
        (symbol, "cart/tax.py", whole, ""),
        (symbol, "cart/tax.py:5-5", None, IN),
        (symbol, "cart/tax.py:1-2", Attachment("cart/tax.py", (1, 5)), ""),
    ]
    for there, spec, item, why in cases:
        (one,) = await found(bench, f"NEED: {spec}", there)
        assert (one.item, one.why) == (item, why), (there, spec)


async def test_of_a_file_that_is_shown_in_part_the_lines_asked_for_come_in(bench: Bench) -> None:
    (one,) = await found(bench, "NEED: large.py:800-900", Attachment("large.py"))
    assert one.item == Attachment("large.py", (800, 900))
    (one,) = await found(bench, "NEED: large.py", Attachment("large.py"))
    assert one.why == IN


async def test_only_prose_asks_and_only_for_so_much(bench: Bench) -> None:
    text = edit("a.py", "1", "NEED: b.py") + "```\nNEED: large.py\n```\n"
    assert await found(bench, text) == ()
    many = "\n".join(f"NEED: no{at}.py" for at in range(99))
    assert len(await found(bench, many)) == MOST


async def test_the_question_is_asked_again_as_it_was(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply("No.")]))
    needing = session.needing
    assert not needing.hear("All is clear.", Asked("Why?"))
    assert needing.hear("NEED: a.py", Asked("Why?"))
    words = needing.said([Attachment("a.py"), Attachment("b.py", (1, 2))])
    assert words.startswith("Here is what you asked to see: a.py, b.py:1-2.")
    assert words.endswith("\n\nWhy?")
    assert needing.specs == ()
    needing.hear("NEED: large.py:1-9", Asked(words))
    assert needing.said([]).count("This was my question") == 1
    await session.aclose()


async def test_what_is_withheld_can_be_shown_only_once_it_is_allowed(bench: Bench) -> None:
    bench.commit({".env": b"MODE=slow\n"})
    session = session_on(bench.root, ScriptedProvider([Reply("No.")]))
    session.needing.hear("NEED: .env", Asked("Why?"))
    try:
        (one,) = await session.needing.look(Conversation())
        assert one.item is None
        assert "it is not for the AI" in one.why
        session.policy.allow(".env")
        (one,) = await session.needing.look(Conversation())
        assert one.item == Attachment(".env")
    finally:
        await session.aclose()
