"""Proposals: each as it first stood, and everything that happened to it since, in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from pairtui.landing import Landed
from pairtui.proposal import Proposal
from pairtui.review.comment import Remark
from pairtui.review.counts import counts
from pairtui.review.decide import Batch, Reject, Review
from pairtui.review.replay import Event, Grew, Standing, advance
from pairtui.review.rounds import number_of
from pairtui.store import search
from pairtui.store.blobs import fetching, keeping, release
from pairtui.store.codec import Unreadable, dump, load
from pairtui.store.growth import Growth, KeptEvent, grown_by, growth
from pairtui.store.nouns import Ambiguous, Found, KeptLanding, KeptProposal, ProposalCard, Told

KeptBody: TypeAlias = Proposal | Standing
"""How a proposal begins: as it was made or, where the store had to begin anew, as it stood."""
_SHOWN = 20
"""How many ids are named where a prefix fits several."""


def record(
    connection: sqlite3.Connection,
    session: str,
    after: Standing,
    events: Sequence[Event],
    *,
    latest: Proposal | None,
    branch: str | None,
    now: float,
) -> Proposal | None:
    """Keep a proposal that is new, or what happened to one that is known.

    `after` is how it stands then, `latest` the last state of it that was kept, if that is at hand;
    the one that is the last then is returned. A proposal that grows before anything else happens
    is kept in the place of the former.
    """
    proposal = after.review.proposal
    known = connection.execute("SELECT card FROM proposals WHERE id = ?", (proposal.id,)).fetchone()
    blank = ProposalCard(proposal.id, session, "", now, now)
    card = _card(_readable(known[0], blank) if known else blank, after, branch, now)
    grows = all(isinstance(event, Grew) for event in events)
    if known is None or (events and grows and not _happened(connection, proposal.id)):
        _keep(connection, after, card)
        _index(connection, proposal, card.arrived)
        return proposal
    connection.execute(
        "UPDATE proposals SET changed = ?, pending = ?, card = ? WHERE id = ?",
        (now, card.pending, dump(card, ProposalCard), proposal.id),
    )
    for event in events:
        if isinstance(event, Grew):
            kept: KeptEvent = growth(latest or _latest(connection, proposal.id), event.proposal)
            latest = event.proposal
            _index(connection, latest, card.arrived)
        else:
            kept = event
        _append(connection, proposal.id, event, kept, now)
    return latest


def keep_landing(
    connection: sqlite3.Connection, proposal: str, landed: Landed, undone: Sequence[str] = ()
) -> None:
    """Keep the receipt of a landing, or how it was undone."""
    connection.execute(
        "INSERT INTO landings (id, proposal, body, undone) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET undone = excluded.undone",
        (
            landed.id,
            proposal,
            dump(landed, Landed, keeping(connection, proposal)),
            dump(tuple(undone), tuple[str, ...]) if undone else None,
        ),
    )


def keep_told(connection: sqlite3.Connection, proposal: str, told: Told) -> None:
    """Keep which decisions of a proposal the model knows of."""
    connection.execute("UPDATE proposals SET told = ? WHERE id = ?", (dump(told, Told), proposal))


def cards(connection: sqlite3.Connection, limit: int, *, pending: bool) -> tuple[ProposalCard, ...]:
    """Return the proposals, the latest first; those that cannot be read are left out."""
    where = "WHERE pending" if pending else ""
    rows = connection.execute(
        f"SELECT card FROM proposals {where} ORDER BY number DESC LIMIT ?",  # noqa: S608 - ours
        (limit,),
    )
    found = (_readable(card, None) for (card,) in rows.fetchall())
    return tuple(card for card in found if card is not None)


def card(connection: sqlite3.Connection, proposal: str) -> ProposalCard | None:
    """Return one proposal as it is in a list, or None if it is not there or cannot be read."""
    row = connection.execute("SELECT card FROM proposals WHERE id = ?", (proposal,)).fetchone()
    found: ProposalCard | None = _readable(row[0], None) if row else None
    return found


def find(connection: sqlite3.Connection, prefix: str) -> str | Ambiguous | None:
    """Return the id that begins so, None if none does, or those that do."""
    rows = connection.execute(
        "SELECT id FROM proposals WHERE id = ?1 OR substr(id, 1, length(?1)) = ?1"
        " ORDER BY id <> ?1, id LIMIT ?2",
        (prefix.encode("utf-8", "replace").decode(), _SHOWN),
    ).fetchall()
    ids = [str(row[0]) for row in rows]
    if not ids or not prefix:
        return None
    return ids[0] if len(ids) == 1 or ids[0] == prefix else Ambiguous(tuple(ids))


def ids(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the ids of all proposals."""
    rows = connection.execute("SELECT id FROM proposals ORDER BY id")
    return tuple(str(row[0]) for row in rows.fetchall())


def of_session(connection: sqlite3.Connection, session: str) -> list[str]:
    """Return the ids of a session's proposals, in order of arrival."""
    rows = connection.execute(
        "SELECT id FROM proposals WHERE session = ? ORDER BY number", (session,)
    )
    return [str(row[0]) for row in rows.fetchall()]


def read(connection: sqlite3.Connection, proposal: str) -> KeptProposal:
    """Return a proposal as it stands after all that happened to it; raises Unreadable.

    An event that cannot be read ends it there, and is said: what follows it is not known.
    """
    row = connection.execute(
        "SELECT card, body, told FROM proposals WHERE id = ?", (proposal,)
    ).fetchone()
    if row is None:
        raise Unreadable("It is not there.")
    standing, unread = _begun(connection, row[1]), ""
    proposed = standing.review.proposal
    try:
        for event in _events(connection, proposal, proposed):
            proposed = event.proposal if isinstance(event, Grew) else proposed
            standing = advance(standing, event)
    except Unreadable as error:
        unread = error.says
    now = standing.review
    card = _readable(row[0], None)
    if card is None:
        unread = unread or "When and where it was made cannot be read."
        card = ProposalCard(proposal, "", "", 0.0, 0.0)
    card = replace(card, title=now.proposal.title, tally=counts(now), rounds=number_of(now))
    told: Told = load(row[2], Told) if row[2] is not None else frozenset()
    receipts = tuple(landings(connection, proposal))
    return KeptProposal(card, standing, proposed, told, receipts, unread)


def landings(connection: sqlite3.Connection, proposal: str) -> Iterator[KeptLanding]:
    """Yield the landings of a proposal, the earliest first; raises Unreadable."""
    rows = connection.execute(
        "SELECT body, undone FROM landings WHERE proposal = ? ORDER BY number", (proposal,)
    )
    for body, undone in rows.fetchall():
        says = load(undone, tuple[str, ...]) if undone is not None else ()
        yield KeptLanding(proposal, load(body, Landed, fetching(connection)), says)


def landing_ids(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the ids of the landings of all proposals."""
    rows = connection.execute("SELECT id FROM landings")
    return frozenset(str(row[0]) for row in rows.fetchall())


def owners(connection: sqlite3.Connection) -> dict[str, ProposalCard]:
    """Return of which proposal each landing is; those whose card cannot be read are left out."""
    rows = connection.execute(
        "SELECT landings.id, proposals.card FROM landings JOIN proposals"
        " ON proposals.id = landings.proposal"
    )
    found = ((str(name), _readable(card, None)) for name, card in rows.fetchall())
    return {name: card for name, card in found if card is not None}


def forget(connection: sqlite3.Connection, proposal: str) -> None:
    """Remove a proposal with all that happened to it, and the bytes only it has."""
    search.drop(connection, proposal)
    connection.execute("DELETE FROM events WHERE proposal = ?", (proposal,))
    connection.execute("DELETE FROM landings WHERE proposal = ?", (proposal,))
    connection.execute("DELETE FROM proposals WHERE id = ?", (proposal,))
    release(connection, proposal)


def _events(connection: sqlite3.Connection, proposal: str, latest: Proposal) -> Iterator[Event]:
    rows = connection.execute("SELECT body FROM events WHERE proposal = ? ORDER BY id", (proposal,))
    fetch = fetching(connection)
    for (body,) in rows.fetchall():
        kept: KeptEvent = load(body, KeptEvent, fetch)
        if isinstance(kept, Growth):
            try:
                latest = grown_by(latest, kept)
            except ValueError as error:
                raise Unreadable("A part of it is missing.") from error
            yield Grew(latest)
        else:
            yield kept


def _happened(connection: sqlite3.Connection, proposal: str) -> bool:
    row = connection.execute("SELECT 1 FROM events WHERE proposal = ? LIMIT 1", (proposal,))
    return row.fetchone() is not None


def _keep(connection: sqlite3.Connection, after: Standing, card: ProposalCard) -> None:
    """Keep a proposal; one to which something has happened already is kept as it stands."""
    proposal = after.review.proposal
    untouched = after == Standing(Review(proposal))
    body = dump(proposal if untouched else after, KeptBody, keeping(connection, card.id))
    connection.execute(
        "INSERT INTO proposals (id, session, changed, pending, card, body)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET changed = excluded.changed,"
        " pending = excluded.pending, card = excluded.card, body = excluded.body",
        (card.id, card.session, card.changed, card.pending, dump(card, ProposalCard), body),
    )


def _append(
    connection: sqlite3.Connection, proposal: str, event: Event, kept: KeptEvent, now: float
) -> None:
    body = dump(kept, KeptEvent, keeping(connection, proposal))
    made = connection.execute(
        "INSERT INTO events (proposal, at, body) VALUES (?, ?, ?)", (proposal, now, body)
    )
    _index_reasons(connection, proposal, made.lastrowid or 0, event, now)


def _begun(connection: sqlite3.Connection, body: Any) -> Standing:
    found: Proposal | Standing = load(body, KeptBody, fetching(connection))
    return found if isinstance(found, Standing) else Standing(Review(found))


def _latest(connection: sqlite3.Connection, proposal: str) -> Proposal:
    (body,) = connection.execute("SELECT body FROM proposals WHERE id = ?", (proposal,)).fetchone()
    latest = _begun(connection, body).review.proposal
    for event in _events(connection, proposal, latest):
        latest = event.proposal if isinstance(event, Grew) else latest
    return latest


def _card(card: ProposalCard, after: Standing, branch: str | None, now: float) -> ProposalCard:
    proposal = after.review.proposal
    return replace(
        card,
        title=proposal.title,
        changed=now,
        model=proposal.provenance.model,
        branch=card.branch if branch is None else branch,
        paths=tuple(file.path for file in proposal.files),
        unplaced=len(proposal.unplaced),
        tally=counts(after.review),
        rounds=number_of(after.review),
    )


def _readable(body: Any, otherwise: Any) -> Any:
    try:
        return load(body, ProposalCard)
    except Unreadable:
        return otherwise


def _index(connection: sqlite3.Connection, proposal: Proposal, at: float) -> None:
    reasons = dict.fromkeys(hunk.reason for hunk in proposal.hunks if hunk.reason)
    paths = (file.path for file in proposal.files)
    said = "\n".join((proposal.title, *paths, *reasons))
    search.index(connection, Found("proposal", proposal.id, at, ""), proposal.id, said=said)


def _index_reasons(
    connection: sqlite3.Connection, proposal: str, number: int, event: Event, now: float
) -> None:
    """Let the person's own comments, and reasons for rejecting, be found."""
    choices = event.of if isinstance(event, Batch) else (event,)
    words = [one.reason for one in choices if isinstance(one, Reject)]
    words += [event.comment.text] if isinstance(event, Remark) else []
    said = "\n".join(filter(None, words))
    if said:
        found = Found("reason", f"{proposal} {number}", now, "")
        search.index(connection, found, proposal, said=said)
