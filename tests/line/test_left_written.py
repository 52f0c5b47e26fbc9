"""What a save wrote whose commit failed stays ours: it is decided further and saved again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.landing import NotLanded, Undone
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.review.decide import Decision, Reopen, Review, Take, decide
from pairtui.review.replay import Saved
from pairtui.session.session import Session
from pairtui.store.place import Place
from tests.line.line import decided, edit, save, save_well, session_on, talk, turned
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio

PRICE = b"def total(items):\n    s = 0\n    for i in items:\n        s += i\n    return s\n"
FIRST = (b"    s = 0\n", b"    s = Decimal(0)\n")
SECOND = (b"    return s\n", b"    return round(s, 2)\n")
REPLY = (
    edit("price.py", "    s = 0", "    s = Decimal(0)")
    + edit("price.py", "    return s", "    return round(s, 2)")
    + edit("new/tax.py", "", "RATE = 19\n")
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "shop")
    made.commit({"price.py": PRICE, "other.py": b"other\n"})
    made.hook("pre-commit", "exit 1")
    return made


def session(bench: Bench) -> Session:
    place = Place(bench.root / ".git" / "pairtui")
    return session_on(bench.root, ScriptedProvider([Reply(REPLY)]), places=(place,))


async def left(bench: Bench, on: Session) -> Review:
    """Save the first change and the new file, and leave what was written when the hook fails."""
    proposal = (await talk(on, "money", "price.py")).proposal
    on.keep.arrived(proposal)
    first, _, new = (Take(hunk.id) for hunk in proposal.hunks)
    review = decided(proposal, first, new)
    failed = await save(on, review)
    assert isinstance(failed, NotLanded)
    assert {file.path for file in failed.written} == {"price.py", "new/tax.py"}
    assert bench.data("price.py") == PRICE.replace(*FIRST)
    (bench.root / ".git/hooks/pre-commit").unlink()
    return review


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("reopened", [False, True])
async def test_what_is_decided_further_is_saved_over_it_and_undone_to_what_was_before(
    bench: Bench, reopened: bool, again: bool
) -> None:
    on = session(bench)
    review = await left(bench, on)
    first, second, *_ = (hunk.id for hunk in review.proposal.hunks if hunk.path == "price.py")
    further: list[Decision] = [Take(second), *([Reopen(first)] if reopened else [])]
    for decision in further:
        review = decide(review, decision)
    if again:
        await on.aclose()
        on = session(bench)
    assert await on.watch.look(review) == (), "nobody else changed it"
    plan = await on.plan(review)
    assert [file.stale for file in plan.files] == ["", ""]
    assert all(file.left for file in plan.files)
    landed = await save_well(on, review)
    want = PRICE.replace(*SECOND) if reopened else PRICE.replace(*FIRST).replace(*SECOND)
    assert bench.data("price.py") == want
    assert bench.git("show", f"{landed.commit}:price.py") == want
    assert bench.status() == b""
    on.keep.arrived(review.proposal)
    on.keep.happened(review.proposal.id, Saved(landed.id, {}))
    assert isinstance(await turned(on, landed.id), Undone)
    assert bench.data("price.py") == PRICE
    assert not (bench.root / "new").exists()
    assert bench.status() == b""
    await on.aclose()


async def test_put_back_after_a_second_try_it_is_what_was_there_before_both(bench: Bench) -> None:
    on = session(bench)
    review = await left(bench, on)
    bench.hook("pre-commit", "exit 1")
    second = [hunk.id for hunk in review.proposal.hunks if hunk.path == "price.py"][1]
    review = decide(review, Take(second))
    failed = await save(on, review)
    assert isinstance(failed, NotLanded)
    assert bench.data("price.py") == PRICE.replace(*FIRST).replace(*SECOND)
    third = decide(review, Reopen(second))
    assert not any(file.stale for file in (await on.plan(third)).files), "a third try, too"
    assert await on.put_back(failed.written) == ()
    assert bench.data("price.py") == PRICE
    assert not (bench.root / "new").exists()
    await on.aclose()


async def test_what_somebody_changed_in_it_since_is_never_written_over(bench: Bench) -> None:
    on = session(bench)
    review = await left(bench, on)
    mine = PRICE.replace(*FIRST) + b"# mine\n"
    bench.put("price.py", mine)
    second = [hunk.id for hunk in review.proposal.hunks if hunk.path == "price.py"][1]
    review = decide(review, Take(second))
    plan = await on.plan(review)
    assert [bool(file.stale) for file in plan.files] == [True, False]
    await save_well(on, review)
    assert bench.data("price.py") == mine
    await on.aclose()
