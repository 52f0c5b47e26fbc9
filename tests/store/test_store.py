from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairtui.conversation import Attachment, Turn
from pairtui.proposal import Present, PromptUse, Proposal, Usage
from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Batch, Reject, Review, Seen, Take
from pairtui.review.replay import Event, Grew, PutBack, Refreshed, Standing, advance
from pairtui.review.round import RoundEnded, Sent
from pairtui.store import search
from pairtui.store.nouns import Ambiguous, Draft, Exchange, KeptProposal, Spot, Told
from pairtui.store.place import StoreFault
from pairtui.store.store import Store
from tests.review.happened import (
    BASE,
    FILE,
    FOUR,
    ONE,
    OTHER,
    PROPOSAL,
    TWO,
    events,
    landed,
    proposals,
)
from tests.review.made import change, proposal
from tests.store.made import Clock, open_store

BEGUN = Standing(Review(PROPOSAL))
TURN = Exchange(
    Turn("please fix the rounding", "Here is how.", "done", "told", "p"),
    5.0,
    "model",
    "host",
    (PromptUse("system", "1", "d"),),
    Usage(1, 2),
)


def played(store: Store, session: str, standing: Standing, *happened: Event) -> Standing:
    for event in happened:
        standing = advance(standing, event)
        store.record(session, standing, event)
    return standing


def whole(kept: KeptProposal | Ambiguous | None) -> KeptProposal:
    assert isinstance(kept, KeptProposal)
    return kept


def rows(store: Store, table: str) -> int:
    return store._database.read(lambda c: len(c.execute(f"SELECT 1 FROM {table}").fetchall()))  # noqa: S608 - a name of ours


def saved(store: Store, session: str, standing: Standing, name: str = "l1") -> Standing:
    event, receipt = landed(standing, name)
    after = advance(standing, event)
    store.record_landing(session, after, event, receipt)
    return after


def settled(store: Store, session: str, name: str) -> Standing:
    """Keep a proposal of which nothing is pending and nothing has landed."""
    file = change(name.encode() * 400, (0, 1, b"x"))
    standing = Standing(Review(replace(proposal(file), id=name, title=f"title of {name}")))
    store.record(session, standing)
    return played(store, session, standing, Reject(file.hunks[0].id, f"reason of {name}"))


def test_everything_is_there_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session(branch="br\udce9nch")
    number = store.record_turn(session, replace(TURN, turn=replace(TURN.turn, ending="")))
    assert store.record_turn(session, TURN, number) == number
    store.keep_attached(session, (Attachment("caf\udce9.txt", (1, 2)),))
    store.record(session, BEGUN, branch="main")
    now = played(store, session, BEGUN, Take(ONE), Batch((Reject(TWO, "no"),)), Seen(FOUR, 0, 4))
    now = saved(store, session, now)
    told: Told = frozenset({(Reject(TWO, "no"), "rejected")})
    store.record_told({PROPOSAL.id: told})
    draft = Draft("reason", FOUR, "because \udce9", (0, 3))
    for one in (
        Draft("prompt", "", "half a sen"),
        draft,
        Draft("edit", ONE, "x"),
        Draft("edit", ONE, ""),
    ):
        store.keep_draft(session, one)
    store.keep_spot(session, Spot("review", PROPOSAL.id, TWO, 4))
    store.close()

    found = open_store(tmp_path).resume(session)
    assert found is not None
    assert found.card.branch == "br\udce9nch"
    assert found.card.attached == (Attachment("caf\udce9.txt", (1, 2)),)
    assert found.exchanges == (TURN,)
    assert found.drafts == (Draft("prompt", "", "half a sen"), draft)
    assert found.spot == Spot("review", PROPOSAL.id, TWO, 4)
    assert found.unread == ()
    (kept,) = found.proposals
    assert kept.standing == now
    assert kept.told == told
    assert kept.card.branch == "main"
    assert kept.landings[0].landed == landed(BEGUN_TAKEN, "l1")[1]
    assert found.reviews == {PROPOSAL.id: now.review}


BEGUN_TAKEN = advance(BEGUN, Take(ONE))


def test_a_session_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert open_store(tmp_path).resume("nothing") is None


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(proposals(), st.data())
def test_resuming_at_any_cut_is_standing_where_one_stood(
    tmp_path_factory: pytest.TempPathFactory, final: Proposal, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    store = open_store(folder)
    session = store.begin_session()
    last = final.files[-1]
    part = replace(final, files=(*final.files[:-1], replace(last, hunks=last.hunks[:-1])))
    standing = Standing(Review(part))
    store.record(session, standing)
    for _ in range(data.draw(st.integers(0, 7))):
        event = data.draw(events(standing, final))
        after = advance(standing, event)
        if after is standing:
            continue
        standing = after
        store.record(session, standing, event)
        if data.draw(st.booleans()):
            store.close()
            store = open_store(folder)
        found = store.resume(session)
        assert found is not None
        assert [kept.standing for kept in found.proposals] == [standing]
    store.close()


def test_a_reply_that_streams_while_it_is_decided_does_not_fill_the_disk(tmp_path: Path) -> None:
    base = b"".join(b"line %d\n" % number for number in range(3000))
    spans = [(at, at + 6, b"changed %d" % at) for at in range(0, len(base) - 20, 400)]
    final = proposal(change(base, *spans))
    (file,) = final.files
    store = open_store(tmp_path)
    session = store.begin_session()
    standing = Standing(Review(replace(final, files=(replace(file, hunks=file.hunks[:1]),))))
    store.record(session, standing)
    standing = played(store, session, standing, Take(file.hunks[0].id))
    for count in range(2, len(spans) + 1):
        grown = replace(final, files=(replace(file, hunks=file.hunks[:count]),))
        standing = played(store, session, standing, Grew(grown), Seen(file.hunks[0].id, 0, count))
        if count % 30 == 0:
            store.close()
            store = open_store(tmp_path)  # it does not have the last state at hand then
    assert whole(store.proposal("p")).standing == standing
    bodies = store._database.read(lambda c: c.execute("SELECT sum(length(body)) FROM events"))
    assert len(spans) > 70
    assert bodies.fetchone()[0] < 1000 * len(spans)


def test_growing_before_anything_is_decided_replaces_what_was_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    part = Standing(Review(proposal(FILE)))
    store.record(session, part)
    standing = played(store, session, part, Grew(PROPOSAL))
    assert whole(store.proposal("p")).standing == standing == BEGUN
    assert rows(store, "events") == 0


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    store.record(session, BEGUN)
    before = rows(store, "blobs")
    now = played(store, session, BEGUN, Take(ONE), Refreshed("a.txt", Present(BASE + b"x")))
    played(store, session, now, Refreshed("a.txt", Present(BASE)))
    assert rows(store, "blobs") == before + 1


def test_a_landing_that_is_undone_is_said_so_and_its_proposal_pending_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    one = Standing(Review(proposal(OTHER)))
    store.record(session, one)
    taken = played(store, session, one, Take(FOUR))
    after = saved(store, session, taken)
    assert store.proposals(pending=True) == ()
    assert store.proposals()[0].tally.saved == 1
    back = advance(after, PutBack("l1"))
    store.record_undo(session, back, PutBack("l1"), landed(taken)[1], ("As before.",))
    assert store.proposals(pending=True)[0].tally.taken == 1
    (landing,) = whole(store.proposal("p")).landings
    assert landing.undone == ("As before.",)


def test_a_proposal_is_found_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    for name in ("abc1", "abc", "abd", "x%"):
        settled(store, session, name)
    assert whole(store.proposal("abc")).card.id == "abc"
    assert whole(store.proposal("abd")).card.id == "abd"
    assert store.proposal("ab") == Ambiguous(("abc", "abc1", "abd"))
    for nothing in ("", "b", "%", "_", "\udcff"):
        assert store.proposal(nothing) is None
    assert [card.id for card in store.proposals(2)] == ["x%", "abd"]


def test_words_are_found_in_what_was_said_proposed_and_refused(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    number = store.record_turn(session, TURN)
    settled(store, session, "apple")
    found = store.search("ROUND")
    assert [(one.kind, one.ref) for one in found] == [("turn", str(number))]
    assert "fix the rounding" in found[0].excerpt
    assert {one.kind for one in store.search("apple")} == {"proposal", "reason"}
    assert [one.kind for one in store.search("apple reason")] == ["reason"]
    assert [one.kind for one in store.search("a.txt title")] == ["proposal"]
    assert store.search("pple")[0].kind in ("proposal", "reason")  # a part of a word
    for odd in ("", '"', "'); DROP TABLE texts", "\0", "\udcff", "*", "NEAR(", "100%"):
        assert store.search(odd) == ()


def test_a_text_that_changes_is_found_by_what_it_says_now(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    number = store.record_turn(session, TURN)
    store.record_turn(session, replace(TURN, turn=Turn("other words", "", "done")), number)
    assert store.search("rounding") == ()
    assert len(store.search("other")) == 1


def test_without_an_index_the_texts_are_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    settled(store, session, "before")
    store.close()
    with monkeypatch.context() as without:
        without.setattr(search, "has_index", lambda: False)
        store = open_store(tmp_path)
        settled(store, session, "between")
        assert len(store.search("title of between")) == 1
        assert len(store.search("100%")) == 0
        store.close()
    store = open_store(tmp_path)
    monkeypatch.setattr(search, "_by_looking", lambda *_: [])
    assert len(store.search("between")) == 2
    assert len(store.search("before")) == 2


def test_pruning_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    session = store.begin_session()
    settled(store, session, "xyzzyquux")
    store.record_turn(session, replace(TURN, turn=Turn("xyzzyquux", "", "done")))
    store.keep_draft(session, Draft("prompt", "", "xyzzyquux"))
    store.keep_draft(session, Draft("prompt", "", ""))
    clock.now += 100
    settled(store, store.begin_session(), "kept")
    assert (pruned := store.prune(50)).proposals == pruned.sessions == 1
    assert store.resume(session) is None
    assert store.search("xyzzyquux") == ()
    store.close()
    for path in tmp_path.glob("store.db*"):
        assert b"xyzzyquux" not in path.read_bytes()
    assert len(open_store(tmp_path).search("kept")) == 2


def test_pruning_removes_what_is_old_and_never_what_is_pending_or_can_be_undone(
    tmp_path: Path,
) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    session = store.begin_session()
    settled(store, session, "old")
    store.record(session, Standing(Review(replace(PROPOSAL, id="pending"))))
    file = change(b"a\n", (0, 2, b"b\n"))
    taken = Standing(Review(replace(proposal(file), id="landed")))
    store.record(session, taken)
    saved(store, session, played(store, session, taken, Take(file.hunks[0].id)))
    clock.now += 100
    settled(store, store.begin_session(), "new")
    pruned = store.prune(50)
    assert (pruned.proposals, pruned.sessions) == (1, 0)
    assert {card.id for card in store.proposals()} == {"new", "landed", "pending"}
    assert store.prune(50, undoable=lambda _: False).proposals == 1
    assert {card.id for card in store.proposals()} == {"new", "pending"}
    assert whole(store.proposal("pending")).review == Review(replace(PROPOSAL, id="pending"))


def test_a_session_goes_with_its_last_proposal_but_not_with_a_half_typed_text(
    tmp_path: Path,
) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    bare, typed = store.begin_session(), store.begin_session()
    for session in (bare, typed):
        store.record_turn(session, TURN)
        settled(store, session, f"of {session}")
    store.keep_draft(typed, Draft("prompt", "", "half"))
    clock.now += 100
    pruned = store.prune(50)
    assert (pruned.proposals, pruned.sessions) == (2, 1)
    assert [one.card.id for one in store.conversations.every()] == [typed]
    assert len(store.search("rounding")) == 1


def test_a_store_that_is_too_large_loses_its_oldest(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    session = store.begin_session()
    for number in range(30):
        clock.now += 1
        name = f"n{number:02}"
        file = change(name.encode() * 20_000, (0, 1, b"x"))
        standing = Standing(Review(replace(proposal(file), id=name)))
        store.record(session, standing)
        played(store, session, standing, Reject(file.hunks[0].id))
    pruned = store.prune(1e9, bytes_over=1_000_000)
    left = [card.id for card in store.proposals()]
    assert left == [f"n{number:02}" for number in range(29, 29 - len(left), -1)]
    assert 5 < len(left) < 20
    assert pruned.left <= 1_000_000
    assert (tmp_path / "store.db").stat().st_size <= 1_000_000


def test_what_is_damaged_is_left_out_and_said(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    store.record_turn(session, TURN)
    store.record(session, BEGUN)
    played(store, session, BEGUN, Take(ONE), Take(TWO))
    settled(store, session, "whole")
    spoil = "UPDATE {} SET body = substr(body, 1, 40) WHERE {}"
    store._database.write(lambda c: c.execute(spoil.format("turns", "TRUE")))
    last = "id = (SELECT max(id) FROM events WHERE proposal = 'p')"
    store._database.write(lambda c: c.execute(spoil.format("events", last)))
    found = store.resume(session)
    assert found is not None
    assert found.exchanges == ()
    assert found.proposals[0].review == advance(BEGUN, Take(ONE)).review
    assert [kept.card.id for kept in found.proposals] == ["p", "whole"]
    assert [says.split(":")[0] for says in found.unread] == [
        "A turn",
        "A part of “Title”",
    ]
    store._database.write(lambda c: c.execute("UPDATE blobs SET data = zeroblob(9)"))
    found = store.resume(session)
    assert found is not None
    assert [kept.card.id for kept in found.proposals] == []
    with pytest.raises(StoreFault, match="Some of its bytes are damaged"):
        store.proposal("p")


def test_what_is_decided_after_the_file_was_damaged_is_kept_in_the_new_one(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    store.record(session, BEGUN)
    standing = played(store, session, BEGUN, Take(ONE))
    for path in tmp_path.glob("store.db*"):
        path.write_bytes(b"")
        path.write_bytes(b"garbage" * 1000)
    store.close()
    standing = played(store, session, standing, Take(TWO), Grew(replace(PROPOSAL, title="More")))
    assert len(store.troubles) == 1
    found = store.resume(session)
    assert found is not None
    assert [kept.standing for kept in found.proposals] == [standing]


def test_a_comment_is_found_by_its_words_and_comes_back_with_its_round(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    session = store.begin_session()
    one = Standing(Review(proposal(OTHER)))
    store.record(session, one)
    said = Comment(1, OTHER.path, "pineapples, please", hunk=FOUR)
    sent = played(store, session, one, Remark(said), Sent((1,)), RoundEnded("done"))
    assert [found.kind for found in store.search("pineapples")] == ["reason"]
    assert whole(store.proposal("p")).standing == sent
    assert sent.review.comments[0].stands == "not answered"
