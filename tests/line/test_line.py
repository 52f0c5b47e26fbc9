"""Ask, decide, land, take back: on a real repository with a scripted model."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.events import Asking, Noted, Said
from pairtui.landing import Landed, NotLanded, SaveChoice, Undone
from pairtui.proposal import Provenance
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.review.after import after_landing, after_undo
from pairtui.review.counts import counts
from pairtui.review.decide import Reject, Rewrite, Take, decide
from tests.line.line import decided, edit, hunks, save, save_well, session_on, talk, turned
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio

PRICE = b"def total(items):\n    s = 0\n    for i in items:\n        s += i\n    return s\n"
NOTES = b"Erste Zeile.\r\nZweite Zeile.\r\nDritte."
REPLY = (
    "TITLE: Round the total\n\nHere is what I would do.\n\n"
    + edit("price.py", "    s = 0", "    s = Decimal(0)", "Money is no float.")
    + edit("price.py", "    return s", "    return round(s, 2)", "Cents at the end.")
    + edit("notes.txt", "Zweite Zeile.", "Zweite, kürzere Zeile.")
    + "That is all."
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"price.py": PRICE, "notes.txt": NOTES})
    return made


async def test_a_part_is_taken_and_exactly_that_lands_and_comes_back(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    before = bench.head
    heard = await talk(session, "round it", "price.py", "notes.txt")
    proposal = heard.proposal
    assert proposal.title == "Round the total"
    first, second, third = hunks(proposal)
    assert [h.path for h in hunks(proposal)] == ["price.py", "price.py", "notes.txt"]
    assert first.reason == "Money is no float."
    review = decided(
        proposal,
        Take(first.id),
        Reject(second.id, "keep the public API"),
        Rewrite(third.id, b"Zweite.\r\n"),
    )
    landed = await save_well(session, review)
    assert bench.data("price.py") == PRICE.replace(b"s = 0", b"s = Decimal(0)")
    assert bench.data("notes.txt") == b"Erste Zeile.\r\nZweite.\r\nDritte."
    assert bench.git("show", f"{landed.commit}:price.py") == bench.data("price.py")
    assert bench.git("show", f"{landed.commit}:notes.txt") == bench.data("notes.txt")
    assert bench.says("log", "-1", "--format=%s") == "Round the total"
    assert "Assisted-by: pairtui:scripted" in bench.says("log", "-1", "--format=%B")
    assert bench.status() == b""
    back = await turned(session, landed.id)
    assert isinstance(back, Undone)
    assert bench.head == before
    assert (bench.data("price.py"), bench.data("notes.txt")) == (PRICE, NOTES)
    assert bench.status() == b""


async def test_what_is_left_open_stays_open_against_the_new_bytes(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    proposal = (await talk(session, "round it", "price.py", "notes.txt")).proposal
    first, second, _ = hunks(proposal)
    review = decided(proposal, Take(first.id))
    landed = await save_well(session, review)
    later = after_landing(review, {file.path: file.after for file in landed.files})
    assert counts(later).open == 2
    assert counts(later).saved == 1
    last = await save_well(session, decide(later, Take(second.id)))
    want = PRICE.replace(b"s = 0", b"s = Decimal(0)").replace(b"return s", b"return round(s, 2)")
    assert bench.data("price.py") == want == bench.git("show", "HEAD:price.py")
    assert isinstance(await turned(session, last.id), Undone)
    assert bench.data("price.py") == PRICE.replace(b"s = 0", b"s = Decimal(0)")
    again = after_undo(after_landing(review, {"price.py": landed.files[0].after}), review)
    assert counts(again).taken == 1


async def test_the_file_moved_on_and_nothing_of_it_is_written(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    proposal = (await talk(session, "round it", "price.py", "notes.txt")).proposal
    review = decided(proposal, *(Take(h.id) for h in hunks(proposal)))
    plan = await session.plan(review)
    bench.put("price.py", PRICE + b"# mine\n")
    head = bench.head
    refused = await session.save(review, plan, SaveChoice("commit", "x"), lambda _: None)
    assert isinstance(refused, NotLanded)
    assert list(refused.stale) == ["price.py"]
    assert bench.data("price.py") == PRICE + b"# mine\n"
    assert bench.data("notes.txt") == NOTES
    assert bench.head == head
    again = await session.watch.refresh(review)
    assert isinstance(await save(session, again), Landed)
    assert bench.data("price.py").endswith(b"# mine\n")
    assert b"# mine" not in bench.git("show", "HEAD:price.py")


async def test_another_branch_at_the_same_commit_is_another_branch(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    proposal = (await talk(session, "round it", "price.py", "notes.txt")).proposal
    review = decided(proposal, Take(hunks(proposal)[0].id))
    plan = await session.plan(review)
    bench.git("switch", "--quiet", "-c", "other")
    refused = await session.save(review, plan, SaveChoice("commit", "x"), lambda _: None)
    assert isinstance(refused, NotLanded)
    assert refused.says.startswith("This save was planned on main, and now you are on other")
    assert bench.data("price.py") == PRICE
    bench.git("switch", "--quiet", "main")
    assert isinstance(await session.save(review, plan, SaveChoice("commit", "x"), print), Landed)


async def test_the_persons_own_work_in_the_same_file_stays_out_of_the_commit(bench: Bench) -> None:
    mine = PRICE.replace(b"def total", b"# mine, not committed\n\n\ndef total")
    bench.put("price.py", mine)
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    proposal = (await talk(session, "round it", "price.py", "notes.txt")).proposal
    review = decided(proposal, Take(hunks(proposal)[1].id))
    plan = await session.plan(review)
    assert plan.files[0].own
    assert (plan.files[0].not_committed, plan.files[0].not_staged) == ("", "")
    await save_well(session, review)
    taken = (b"return s\n", b"return round(s, 2)\n")
    assert bench.data("price.py") == mine.replace(*taken)
    assert bench.git("show", "HEAD:price.py") == PRICE.replace(*taken)


async def test_the_model_is_told_every_verdict_with_the_humans_words(bench: Bench) -> None:
    provider = ScriptedProvider([Reply(REPLY), Reply("Understood.")])
    session = session_on(bench.root, provider)
    proposal = (await talk(session, "round it", "price.py", "notes.txt")).proposal
    first, second, third = hunks(proposal)
    review = decided(
        proposal,
        Take(first.id),
        Reject(second.id, "keep the public API"),
        Rewrite(third.id, b"Kurz.\r\n"),
    )
    assert session.told((review,)) == "1 taken, 1 as you rewrote it, 1 refused: keep the public API"
    heard = await talk(session, "go on", "price.py", reviews=(review,))
    sent = provider.requests[-1].messages[-1].text
    assert "keep the public API" in sent
    assert "Kurz." in sent
    assert heard.ended.told in sent
    assert heard.ended.told


async def test_an_edit_that_fits_nowhere_is_asked_for_once_more(bench: Bench) -> None:
    wrong = edit("price.py", "    total = 0", "    total = 1")
    right = edit("price.py", "    s = 0", "    s = 1")
    provider = ScriptedProvider([Reply(f"{wrong}So it is."), Reply(right)])
    heard = await talk(session_on(bench.root, provider), "one", "price.py")
    assert heard.ended.reply == f"{wrong}So it is.\n{right}"
    assert [event.purpose for event in heard.of(Asking)] == ["turn", "repair"]
    assert not heard.proposal.unplaced
    assert hunks(heard.proposal)[0].new == b"    s = 1\n"
    assert "s = 0" in provider.requests[-1].messages[-1].text, "the nearest lines are quoted"


async def test_an_edit_that_fits_nowhere_twice_is_a_card_with_its_reason(bench: Bench) -> None:
    wrong = edit("price.py", "    total = 0", "    total = 1")
    provider = ScriptedProvider([Reply(wrong)])
    heard = await talk(session_on(bench.root, provider), "one", "price.py")
    assert len(provider.requests) == 2
    assert [card.why for card in heard.proposal.unplaced] == ["not found"]
    quotation = "In `price.py` it says:\n```\n    s = 0\n    for i in items:\n        s += i\n```\n"
    for answer in ("Sorry, I do not know.", quotation):
        silent = ScriptedProvider([Reply(wrong), Reply(answer)])
        heard = await talk(session_on(bench.root, silent), "one", "price.py")
        assert [card.why for card in heard.proposal.unplaced] == ["not found"]


async def test_a_whole_file_in_ordinary_words_is_a_change_and_stays_said(bench: Bench) -> None:
    text = PRICE.decode().replace("s = 0", "s = 1")
    reply = f"Here's the updated `price.py`:\n```python\n{text}```\n"
    heard = await talk(session_on(bench.root, ScriptedProvider([Reply(reply)])), "x", "price.py")
    assert [made.new for made in hunks(heard.proposal)] == [b"    s = 1\n"]
    assert "".join(said.text for said in heard.of(Said)) == reply


async def test_a_cut_block_is_shown_and_cannot_be_taken(bench: Bench) -> None:
    whole = edit("price.py", "    s = 0", "    s = 1")
    cut = whole + edit("price.py", "    return s", "    return s + 1")[:-20]
    provider = ScriptedProvider([Reply(cut + "x" * 50, cut=len(cut))])
    heard = await talk(session_on(bench.root, provider), "one", "price.py")
    assert heard.ended.ending == "broke off"
    assert len(hunks(heard.proposal)) == 1
    assert [card.path for card in heard.proposal.cut_off] == ["price.py"]


@pytest.mark.parametrize(("finish", "placed"), [("stop", 1), ("length", 0)])
async def test_a_bare_diff_ends_with_its_answer_only_where_the_server_says_so(
    bench: Bench, finish: str, placed: int
) -> None:
    diff = "--- a/price.py\n+++ b/price.py\n@@ -2,1 +2,1 @@\n-    s = 0\n+    s = Decimal(0)"
    session = session_on(bench.root, ScriptedProvider([Reply(diff, finish=finish)]))
    proposal = (await talk(session, "round it", "price.py")).proposal
    assert (len(hunks(proposal)), len(proposal.cut_off)) == (placed, 1 - placed)


async def test_paths_outside_are_refused_and_never_offered(bench: Bench, tmp_path: Path) -> None:
    (bench.root / "link").symlink_to(bench.root / ".git")
    reply = "".join(
        edit(path, "", "x = 1")
        for path in ("../shop2/a.py", ".GIT/hooks/post-commit", "link/config", "/etc/x", "git~1/a")
    )
    heard = await talk(session_on(bench.root, ScriptedProvider([Reply(reply)])), "one", "price.py")
    assert not hunks(heard.proposal)
    assert [card.why for card in heard.proposal.unplaced] == ["path"] * 5
    assert not (tmp_path / "shop2").exists()


async def test_a_file_the_model_was_not_shown_is_marked(bench: Bench) -> None:
    reply = edit("notes.txt", "Dritte.", "Letzte.")
    heard = await talk(session_on(bench.root, ScriptedProvider([Reply(reply)])), "one", "price.py")
    assert hunks(heard.proposal)[0].unseen


async def test_a_reply_without_an_edit_is_plain_conversation(bench: Bench) -> None:
    provider = ScriptedProvider([Reply("It adds the prices up.\n\n```python\ntotal([1])\n```\n")])
    heard = await talk(session_on(bench.root, provider), "what is this?", "price.py")
    assert heard.ended.ending == "done"
    assert "adds the prices" in "".join(event.text for event in heard.of(Said))
    assert not any(type(event).__name__ == "Proposed" for event in heard.events)


async def test_binary_and_large_files_are_named_and_not_sent(bench: Bench) -> None:
    bench.put("logo.png", b"\x89PNG\0\0")
    bench.put("big.txt", b"a" * 2_000_001)
    provider = ScriptedProvider([Reply("Fine.")])
    heard = await talk(session_on(bench.root, provider), "one", "logo.png", "big.txt", "price.py")
    notes = " ".join(event.text for event in heard.of(Noted))
    assert "logo.png is not sent: it is binary" in notes
    assert "big.txt is not sent: it is larger than 2 MB" in notes
    sent = "".join(message.text for message in provider.requests[0].messages)
    assert "PNG" not in sent
    assert "aaaa" not in sent
    assert "def total" in sent


async def test_where_it_came_from_is_kept(bench: Bench) -> None:
    heard = await talk(
        session_on(bench.root, ScriptedProvider([Reply(REPLY)])), "round it", "price.py"
    )
    made = heard.proposal.provenance
    assert isinstance(made, Provenance)
    assert (made.model, made.host, made.saw) == ("scripted", "script", ("price.py",))
    assert {use.name for use in made.prompts} >= {"system/pair", "format/search_replace"}
    assert all(use.version and use.digest for use in made.prompts)


async def test_a_new_file_in_a_new_folder_is_created_and_committed(bench: Bench) -> None:
    reply = edit("docs/new/read.md", "", "# Read\n\nMe.")
    session = session_on(bench.root, ScriptedProvider([Reply(reply)]))
    proposal = (await talk(session, "write docs", "price.py")).proposal
    landed = await save_well(session, decided(proposal, Take(hunks(proposal)[0].id)))
    assert bench.git("show", "HEAD:docs/new/read.md") == b"# Read\n\nMe.\n"
    assert isinstance(await turned(session, landed.id), Undone)
    assert not (bench.root / "docs").exists()
    assert bench.status() == b""


async def test_a_file_named_in_the_words_that_cannot_come_in_says_so(bench: Bench) -> None:
    bench.put("logo.png", b"\x89PNG\0\0")
    session = session_on(bench.root, ScriptedProvider([Reply("hi")]))
    found = await session.attaching.mentioned("look at @price.py, @logo.png and @gone.py")
    assert [item.path for item in found.attached] == ["price.py"]
    assert any("@logo.png stays out" in line and "binary" in line for line in found.says)
    assert any("@gone.py is no file here" in line for line in found.says)


async def test_after_a_commit_that_failed_what_was_written_can_still_be_committed(
    bench: Bench,
) -> None:
    hook = bench.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    proposal = (await talk(session, "round it", "price.py", "notes.txt")).proposal
    review = decided(proposal, Take(hunks(proposal)[0].id))
    failed = await save(session, review)
    assert isinstance(failed, NotLanded)
    assert failed.written
    after = await session.watch.refresh(review)
    assert after == review, "what we wrote ourselves is not the file moving on"
    hook.unlink()
    landed = await save_well(session, after)
    assert bench.git("show", f"{landed.commit}:price.py") == bench.data("price.py")
    assert counts(after_landing(after, {f.path: f.after for f in landed.files})).saved == 1


async def test_a_whole_file_answer_that_forgot_the_rest_is_refused_unless_less_was_asked(
    bench: Bench,
) -> None:
    bench.put("long.md", b"".join(b"Paragraph %d says something.\n\n" % n for n in range(20)))
    reply = "long.md (whole file)\n````\nParagraph 0 says something else.\n````\n"
    provider = ScriptedProvider([Reply(reply)])
    heard = await talk(session_on(bench.root, provider), "fix the first paragraph", "long.md")
    assert not hunks(heard.proposal)
    assert heard.proposal.unplaced
    heard = await talk(session_on(bench.root, provider), "remove all but the first", "long.md")
    assert hunks(heard.proposal)


async def test_a_quotation_without_its_indentation_is_placed_and_says_so(bench: Bench) -> None:
    reply = edit("price.py", "for i in items:\n    s += i", "for item in items:\n    s += item")
    heard = await talk(session_on(bench.root, ScriptedProvider([Reply(reply)])), "x", "price.py")
    (made,) = hunks(heard.proposal)
    assert made.new == b"    for item in items:\n        s += item\n"
    assert "indent" in made.placed
