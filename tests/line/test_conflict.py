"""A file that another program changed between display and save: decided by hand, on real git."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.landing import Landed, Undone
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.review.after import after_landing, after_undo
from pairtui.review.apart import Settle
from pairtui.review.conflict import conflict
from pairtui.review.decide import Review, Take, decide
from tests.line.line import edit, save, save_well, session_on, talk, turned
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio

PRICE = b"def total(items):\n    s = 0\n    for i in items:\n        s += i\n    return s\n"
THEIRS = PRICE.replace(b"    s = 0\n", b"    s = start\n")
REPLY = edit("price.py", "    s = 0", "    s = Decimal(0)") + edit(
    "price.py", "    return s", "    return round(s, 2)"
)
BOTH = b"    s = Decimal(start)\n"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"price.py": PRICE})
    return made


def settled(review: Review) -> Review:
    """Return the review with the words of the person where both changed it, and the rest taken."""
    first, second = review.proposal.hunks
    made = conflict(review, first, prose=False)
    assert made is not None
    answer = Settle(first.id, made.start, made.yours, made.proposed, BOTH)
    return decide(decide(review, answer), Take(second.id))


async def test_what_was_chosen_lands_exactly_and_comes_back_as_it_was(bench: Bench) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    proposal = (await talk(session, "money", "price.py")).proposal
    bench.commit({"price.py": THEIRS})
    review = await session.watch.refresh(Review(proposal))
    assert [review.state(hunk.id) for hunk in review.proposal.hunks] == ["stale", "open"]
    review = settled(review)
    landed = await save_well(session, review)
    want = THEIRS.replace(b"    s = start\n", BOTH).replace(b"return s", b"return round(s, 2)")
    assert bench.data("price.py") == want
    assert bench.git("show", f"{landed.commit}:price.py") == want
    changed = bench.says("show", "--format=", "-U0", landed.commit).splitlines()
    assert [line for line in changed if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-    s = start",
        "+    s = Decimal(start)",
        "-    return s",
        "+    return round(s, 2)",
    ]
    after = after_landing(review, {file.path: file.after for file in landed.files})
    assert isinstance(await turned(session, landed.id), Undone)
    assert bench.data("price.py") == THEIRS
    assert after_undo(after, review).verdicts == review.verdicts


async def test_beside_lines_that_are_not_committed_it_is_written_and_the_commit_is_not_made(
    bench: Bench,
) -> None:
    session = session_on(bench.root, ScriptedProvider([Reply(REPLY)]))
    proposal = (await talk(session, "money", "price.py")).proposal
    bench.put("price.py", THEIRS)
    head = bench.head
    review = settled(await session.watch.refresh(Review(proposal)))
    plan = await session.plan(review)
    assert plan.no_commit
    landed = await save(session, review, plan.modes[0])
    assert isinstance(landed, Landed)
    assert b"    s = Decimal(start)\n" in bench.data("price.py")
    assert bench.head == head
