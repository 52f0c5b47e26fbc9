"""A round of a proposal over a real HTTP server on loopback: what is sent, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from pairtui.conversation import Asked, Conversation
from pairtui.events import Event, Failed, Proposed
from pairtui.providers.openai import OpenAIProvider
from pairtui.providers.scripted import Reply as ScriptedReply
from pairtui.providers.scripted import ScriptedProvider
from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.review.offer import offered
from pairtui.review.replay import Standing, advance, retrace
from pairtui.review.result import results
from pairtui.review.round import RoundEnded, Sent
from pairtui.review.rounds import fresh
from pairtui.session.session import Session
from tests.line.line import Heard, edit, session_on
from tests.providers.server import Reply, Server, serve
from tests.repo.workbench import Bench
from tests.review.made import change, proposal

pytestmark = pytest.mark.anyio
BASE = b"one\ntwo\nthree\nfour\n"
FILE = change(BASE, (4, 8, b"2\n"), (14, 19, b"4\n"), path="a.txt")
TWO, FOUR = (hunk.id for hunk in FILE.hunks)
PLAIN = Comment(1, "a.txt", "no digits", hunk=TWO, start=4, end=6, quote=b"2\n")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"a.txt": BASE})
    return made


@pytest.fixture
def server() -> Iterator[Server]:
    with serve(Reply("none")) as server:
        yield server


async def hear(events: AsyncGenerator[Event, None]) -> Heard:
    heard = Heard()
    async with aclosing(events) as found:
        async for event in found:
            heard.events.append(event)
    return heard


def reviewed(*made: Take | Reject | Rewrite, comments: Sequence[Comment] = ()) -> Standing:
    begun = Standing(Review(proposal(FILE)))
    return retrace(begun, (*made, *(Remark(one) for one in comments)))


async def opened(bench: Bench, server: Server) -> Session:
    session = session_on(bench.root, OpenAIProvider(server.url, "sk-test"), "openai")
    await session.choose_model("m")
    return session


def asked(words: str = "") -> Asked:
    return Asked(words, Conversation())


async def test_a_comment_is_sent_with_the_working_text_and_comes_back_as_a_change(
    bench: Bench,
) -> None:
    answer = edit("a.txt", "2", "deux", "In words (comment 1).")
    with serve(Reply(answer)) as server:
        session = await opened(bench, server)
        standing = reviewed(Rewrite(FOUR, b"IV\n"), comments=(PLAIN,))
        standing = advance(standing, Sent((1,)))
        heard = await hear(session.revising.send(asked(), standing.review, asyncio.Event()))
        said = str(server.requests[-1]["messages"])
        await session.aclose()
    assert "one\\n2\\nthree\\nIV\\n" in said
    assert "Comment 1, on a.txt, line 2" in said
    assert "no digits" in said
    assert "in the person" in said
    for event in heard.of(Proposed):
        standing = advance(standing, fresh(standing.review, event.proposal))
    standing = advance(standing, RoundEnded(heard.ended.ending))
    first, second = standing.review.proposal.hunks
    assert (first.new, first.reason) == (b"deux\n", "In words (comment 1).")
    assert standing.review.arrivals[first.id].because == (1,)
    assert standing.review.comments[0].stands == "answered"
    assert standing.review.state(second.id) == "edited"


async def test_what_was_rejected_is_not_in_the_text_and_its_reason_is_told(
    bench: Bench, server: Server
) -> None:
    session = await opened(bench, server)
    standing = advance(reviewed(Reject(TWO, "keep the word")), Sent(()))
    await hear(session.revising.send(asked(), standing.review, asyncio.Event()))
    said = str(server.requests[-1]["messages"])
    await session.aclose()
    assert "one\\ntwo\\nthree\\n4\\n" in said
    assert "rejected, because: keep the word" in said


async def test_what_was_taken_is_not_touched_by_a_round_over_http(bench: Bench) -> None:
    with serve(Reply(edit("a.txt", "2", "deux"))) as server:
        session = await opened(bench, server)
        standing = advance(reviewed(Take(TWO), comments=(PLAIN,)), Sent((1,)))
        heard = await hear(session.revising.send(asked(), standing.review, asyncio.Event()))
        await session.aclose()
    after = advance(standing, fresh(standing.review, heard.proposal)).review
    assert [one.data for one in results(after)] == [b"one\n2\nthree\nfour\n"]
    assert offered(after) == (TWO,)


async def test_a_question_asks_for_no_edits_and_none_is_read(bench: Bench) -> None:
    with serve(Reply(edit("a.txt", "2", "deux", "Because."))) as server:
        session = await opened(bench, server)
        question = Comment(1, "a.txt", "? why digits", hunk=TWO, quote=b"2\n")
        review = reviewed(comments=(question,)).review
        heard = await hear(session.revising.explain(asked(), review, [question], asyncio.Event()))
        said = str(server.requests[-1]["messages"])
        await session.aclose()
    assert "SEARCH" not in said
    assert "why digits" in said
    assert not heard.of(Proposed)
    assert "deux" in heard.ended.reply
    assert heard.ended.ending == "done"


async def test_what_would_be_sent_can_be_known_before_anything_is(
    bench: Bench, server: Server
) -> None:
    session = await opened(bench, server)
    found = await session.revising.foresee(asked(), reviewed().review, [PLAIN])
    await session.aclose()
    assert (found.saw, found.cannot) == (("a.txt",), "")
    assert 0 < found.tokens < found.budget
    assert not server.requests


STORY = b"It was late. There was nobody who looked up at all in the old hall. She left.\n"
LONG = b"There was nobody in the old station who looked up at all that night."
TOLD = change(STORY, (13, 67, LONG), path="one.md")
SHORTER = Comment(1, "one.md", "shorter", hunk=TOLD.hunks[0].id, quote=LONG)


async def by_part(bench: Bench, *comments: Comment, answer: str = "no") -> tuple[str, str, Review]:
    """Return why comments cannot be sent to a tiny model, what is said, and what comes of them."""
    provider = ScriptedProvider([ScriptedReply(answer)])
    session = session_on(bench.root, provider, "embedded")
    await session.ready()
    begun = retrace(Standing(Review(proposal(TOLD))), [Remark(one) for one in comments])
    found = await session.revising.foresee(asked(), begun.review, comments)
    assert not provider.requests
    standing = advance(begun, Sent(tuple(one.number for one in comments)))
    heard = await hear(session.revising.send(asked(), standing.review, asyncio.Event()))
    await session.aclose()
    for event in heard.of(Proposed):
        standing = advance(standing, fresh(standing.review, event.proposal))
    if found.cannot:
        assert heard.of(Failed)
        assert not provider.requests
    return found.cannot, found.says, advance(standing, RoundEnded(heard.ended.ending)).review


async def test_a_model_that_rewrites_one_part_at_a_time_is_asked_for_the_part_of_a_comment(
    bench: Bench,
) -> None:
    answer = "Nobody in the old station looked up at all that night."
    cannot, says, after = await by_part(bench, SHORTER, answer=answer)
    assert cannot == ""
    assert "sentence by sentence: make sentences shorter, in one.md: There was nobody" in says
    (one,) = after.proposal.hunks
    assert one.new.decode() == answer
    assert after.arrivals[one.id].because == (1,)
    assert after.comments[0].stands == "answered"


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        (Comment(1, "one.md", "shorter"), "one chosen part at a time: comment on the part"),
        (Comment(1, "one.md", "rename her", hunk=TOLD.hunks[0].id), "not asked to rename"),
        (Comment(1, "one.md", "hm", hunk=TOLD.hunks[0].id), "What is to be done with"),
        (Comment(1, "one.md", "?why", hunk=TOLD.hunks[0].id), "explains nothing"),
    ],
)
async def test_a_comment_that_is_no_task_for_such_a_model_is_never_sent(
    bench: Bench, comment: Comment, why: str
) -> None:
    cannot, _, after = await by_part(bench, comment)
    assert "cannot be sent this. Comment 1: " in cannot
    assert why in cannot
    assert after.comments[0].stands == "not sent"


async def test_files_nothing_was_said_about_stay_out_where_all_is_too_much(
    bench: Bench, server: Server
) -> None:
    session = await opened(bench, server)
    long = change(b"word " * 60_000 + b"\n", (0, 5, b"Word "), path="long.txt")
    review = Review(proposal(FILE, long))
    found = await session.revising.foresee(asked(), review, [PLAIN])
    await session.aclose()
    assert found.saw == ("a.txt",)
    assert "1 file that nothing was said about stays out" in found.says
