"""Any save can be undone and done again, whichever conversation it is of; its review follows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.lowlevel
import pytest

from pairtui.landing import Foretold, Landed, NotLanded, Undone
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.repo.undo import undo
from pairtui.review.counts import counts
from pairtui.review.decide import Reopen, Review, Take
from pairtui.session.past_saves import PastSave
from pairtui.session.saves import LOST, OPEN, OTHER_TREE, Turned
from pairtui.session.session import Session
from pairtui.store.nouns import Draft
from pairtui.store.place import Place
from tests.line.line import edit, hunks, save_well, session_on, talk, turned
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio

PRICE = b"def total(items):\n    return sum(items)\n"
ROUNDED = PRICE.replace(b"sum(items)", b"round(sum(items), 2)")
REPLY = "TITLE: Round it\n\n" + edit(
    "price.py", "    return sum(items)", "    return round(sum(items), 2)", "Money."
)

HALF = Draft("prompt", "", "and then")
"""What makes the next start go on with a conversation in which nothing else waits."""


@pytest.fixture
def on(tmp_path: Path) -> Bench:
    bench = Bench.make(tmp_path / "work")
    bench.commit({"price.py": PRICE, "other.py": b"other\n"})
    return bench


@asynccontextmanager
async def begun(
    on: Bench, root: Path | None = None, *, resumed: bool = False
) -> AsyncIterator[Session]:
    """Yield a session with a store, on the last conversation if it is resumed, and close it."""
    place = Place(on.root / ".git" / "pairtui")
    session = session_on(root or on.root, ScriptedProvider([Reply(REPLY)]), places=(place,))
    if resumed:
        assert session.keep.resume() is not None
    try:
        yield session
    finally:
        await session.aclose()


async def saved(session: Session) -> Landed:
    """Propose one change, take it and save it, as the screen does."""
    proposal = (await talk(session, "round it", "price.py")).proposal
    session.keep.arrived(proposal)
    review = session.keep.happened(proposal.id, Take(hunks(proposal)[0].id))
    landed = await save_well(session, review)
    session.keep.landed(proposal.id, landed)
    return landed


async def only(session: Session) -> PastSave:
    (save,) = await session.saves.every()
    return save


def review_of(session: Session) -> Review:
    ((_, standing),) = session.keep.standing.items()
    return standing.review


async def test_after_a_resume_a_save_is_undone_and_done_again_and_the_review_follows(
    on: Bench,
) -> None:
    async with begun(on) as session:
        landed = await saved(session)
        assert isinstance(await turned(session, landed.id), Undone)
        assert counts(review_of(session)).taken == 1
    async with begun(on, resumed=True) as session:
        save = await only(session)
        assert (save.title, save.here, bool(save.undone)) == ("Round it", True, True)
        assert isinstance(await turned(session, landed.id), Landed)
        assert (on.head, on.data("price.py")) == (landed.commit, ROUNDED)
        assert counts(review_of(session)).saved == 1
        again = await only(session)
        assert again.again
        assert isinstance(await turned(session, again.id), Undone)
        assert (on.head, on.data("price.py"), on.status()) == (landed.parent, PRICE, b"")
        assert counts(review_of(session)).taken == 1


async def test_a_save_of_another_conversation_goes_back_to_the_review_of_that(on: Bench) -> None:
    async with begun(on) as session:
        landed = await saved(session)
    async with begun(on) as session:
        save = await only(session)
        assert save.session
        assert not save.here
        assert isinstance(await turned(session, landed.id), Undone)
        assert not session.keep.standing
    async with begun(on, resumed=True) as session:
        assert counts(review_of(session)).taken == 1
        hunk = hunks(review_of(session).proposal)[0]
        session.keep.happened(review_of(session).proposal.id, Reopen(hunk.id))
    async with begun(on) as session:
        assert isinstance(await turned(session, landed.id), Landed)
        assert on.data("price.py") == ROUNDED
        store = session.keep.store()
        assert store is not None
        (card,) = store.proposals()
        assert (card.tally.saved, card.tally.open) == (1, 0)


async def test_one_that_another_window_has_open_is_left_to_it(on: Bench) -> None:
    async with begun(on) as first:
        landed = await saved(first)
        head = on.head
        async with begun(on) as second:
            with anyio.fail_after(10):  # the first one is still being written down
                while not (saves := await second.saves.every())[0].session:
                    await anyio.lowlevel.checkpoint()
            told = await second.saves.foretell(saves[0])
            assert told == OPEN
        assert (on.head, on.data("price.py")) == (head, ROUNDED)
        assert isinstance(await turned(first, landed.id), Undone)


async def test_what_was_undone_just_before_a_crash_is_heard_of_at_the_next_start(
    on: Bench,
) -> None:
    async with begun(on) as session:
        landed = await saved(session)
        session.keep.drafted(HALF)
        done = undo(on.repo, landed, now=1.0, journal=session.keep.journal)
        assert isinstance(done, Undone)
    async with begun(on, resumed=True) as session:
        changed = await session.saves.catch_up()
        (review,) = changed.values()
        assert counts(review).taken == 1
        assert await session.saves.catch_up() == {}
        save = await only(session)
        told = await session.saves.foretell(save)
        assert isinstance(told, Foretold)
        again = await session.saves.turn(save, told, lambda _: None)
        assert isinstance(again, Turned)
        assert again.review is not None
        assert counts(again.review).saved == 1
        assert await session.saves.catch_up() == {}


async def test_what_is_not_any_more_as_it_was_foretold_is_not_done(on: Bench) -> None:
    async with begun(on) as session:
        landed = await saved(session)
        save = await only(session)
        told = await session.saves.foretell(save)
        assert isinstance(told, Foretold)
        on.git("tag", "v1")
        refused = await session.saves.turn(save, told, lambda _: None)
        assert isinstance(refused, NotLanded)
        assert (on.head, on.data("price.py")) == (landed.commit, ROUNDED)
        assert counts(review_of(session)).saved == 1


async def test_a_save_without_a_commit_is_undone_in_the_work_tree_it_was_made_in(
    on: Bench, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    on.git("worktree", "add", "-q", str(other))
    async with begun(on) as session:
        proposal = (await talk(session, "round it", "price.py")).proposal
        session.keep.arrived(proposal)
        review = session.keep.happened(proposal.id, Take(hunks(proposal)[0].id))
        session.keep.landed(proposal.id, await save_well(session, review, "write"))
    (other / "price.py").write_bytes(ROUNDED)
    async with begun(on, other) as session:
        assert await session.saves.foretell(await only(session)) == OTHER_TREE
    assert (other / "price.py").read_bytes() == ROUNDED


async def test_a_save_of_which_nothing_is_kept_but_the_journal_is_files_and_git(on: Bench) -> None:
    async with begun(on) as session:
        landed = await saved(session)
    (on.root / ".git/pairtui/store.db").unlink()
    async with begun(on) as session:
        session.keep.arrived((await talk(session, "again", "other.py")).proposal)
    async with begun(on) as session:
        save = await only(session)
        assert (save.title, save.proposal, save.session) == ("Round it", "", "")
        assert isinstance(await turned(session, landed.id), Undone)
        assert on.data("price.py") == PRICE


async def test_a_save_the_journal_has_lost_is_known_by_its_own_conversation(on: Bench) -> None:
    async with begun(on) as session:
        landed = await saved(session)
        session.keep.drafted(HALF)
    (on.root / ".git/pairtui/journal.db").unlink()
    async with begun(on, resumed=True) as session:
        save = await only(session)
        assert save.kept == landed
        assert isinstance(await turned(session, landed.id), Undone)
        assert on.data("price.py") == PRICE
        gone = PastSave("gone", 0.0, "", 1, "c" * 40, (), tree=".")
        assert await session.saves.foretell(gone) == LOST


async def test_after_an_amend_elsewhere_it_is_found_and_done_again(on: Bench) -> None:
    async with begun(on) as session:
        landed = await saved(session)
        on.git("commit", "-q", "--amend", "-m", "Amended")
        back = await turned(session, landed.id)
        assert isinstance(back, Undone)
        assert "which was amended or rebased" in back.says[0]
        assert on.data("price.py") == PRICE
        on.put("price.py", PRICE.replace(b"sum", b"max"))
        refused = await turned(session, landed.id)
        assert isinstance(refused, NotLanded)
        assert refused.stale == {"price.py": "it changed since it was saved, in the same lines"}
        on.put("price.py", PRICE + b"# mine\n")
        again = await turned(session, landed.id)
        assert isinstance(again, Landed)
        assert on.data("price.py") == ROUNDED + b"# mine\n"
        assert on.blob("HEAD:price.py") == ROUNDED
