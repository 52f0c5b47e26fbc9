from __future__ import annotations

import json
from dataclasses import dataclass
from types import UnionType
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui import conversation, landing
from pairtui import proposal as nouns
from pairtui.landing import Intent, Landed, Result
from pairtui.proposal import Edit, FileState, Hunk, Present, PromptUse, Proposal
from pairtui.request import Request
from pairtui.review.decide import Decision, Review, Take
from pairtui.review.replay import Event, Standing, advance
from pairtui.store import nouns as kept
from pairtui.store.codec import BIG, Unreadable, dump, load
from pairtui.store.growth import Growth, KeptEvent
from tests.review.happened import events, proposals

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.text(st.characters(categories=["Cs", "Cc", "L"]), max_size=4),
    st.binary(max_size=4).map(lambda data: data.decode("utf-8", "surrogateescape")),
    st.sampled_from(["\ud83d\ude00", "😀", "\0", '"\\', "is", "b", "at", "\r\n\u2028"]),
)
NUMBERS = st.integers() | st.integers(min_value=2**70)
DATA = st.binary(max_size=6) | st.binary(min_size=BIG, max_size=BIG + 2)

# Only tests that ask for "any value of this type" see these, and no others do.
st.register_type_strategy(str, TEXTS)
st.register_type_strategy(int, NUMBERS)
st.register_type_strategy(bytes, DATA)
st.register_type_strategy(float, st.floats(allow_nan=False))

KINDS: tuple[Any, ...] = (
    Proposal, nouns.Snapshot, Edit, FileState, nouns.Unplaced, Hunk,
    Landed, landing.NotLanded, landing.Plan, landing.SaveChoice, landing.Undone,
    conversation.Turn, conversation.Task, Request, PromptUse,
    Decision, Event, Growth, KeptEvent, Intent, Result,
    kept.SessionCard, kept.Exchange, kept.Draft, kept.Spot, kept.ProposalCard, kept.Told,
    kept.KeptLanding, kept.Found, tuple[str, ...],
)  # fmt: skip


def name_of(kind: Any) -> str:
    return (
        "|".join(str(one) for one in kind.__args__)[:40]
        if isinstance(kind, UnionType)
        else str(kind)
    )


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_everything_comes_back_exactly_as_it_was(kind: Any) -> None:
    @settings(max_examples=12, deadline=None)
    @given(st.from_type(kind))
    def round_trip(value: Any) -> None:
        blobs: dict[str, bytes] = {}

        def keep(data: bytes) -> str:
            blobs[nouns.digest(data)] = data
            return nouns.digest(data)

        assert load(dump(value, kind), kind) == value
        elsewhere = load(dump(value, kind, keep), kind, blobs.__getitem__)
        assert elsewhere == value
        assert type(elsewhere) is type(value)

    round_trip()


def test_long_bytes_are_kept_elsewhere_and_not_twice() -> None:
    calls: list[bytes] = []

    def keep(data: bytes) -> str:
        calls.append(data)
        return "name"

    body = dump(Present(b"x" * BIG), FileState, keep)
    assert calls == [b"x" * BIG]
    assert len(body) < 100
    assert load(body, FileState, lambda _: b"x" * BIG) == Present(b"x" * BIG)
    with pytest.raises(Unreadable, match="not whole"):
        load(body, FileState)


def test_source_code_stays_readable() -> None:
    assert b"caf\xc3\xa9" in dump(Present("café".encode()), FileState)


def resealed(body: bytes, change: Any) -> bytes:
    tree = json.loads(body[8:])
    change(tree)
    text = json.dumps(tree).encode()
    return b"%08x" % crc32(text) + text


TAKE = dump(Take("h"), Decision)
PRESENT = dump(Present(b"x", 0o600), FileState)


def test_a_field_of_a_newer_version_is_refused_in_a_sentence() -> None:
    newer = resealed(TAKE, lambda tree: tree.update(mood="bold"))
    with pytest.raises(Unreadable, match="newer version of this program: Take has mood"):
        load(newer, Decision)


def test_a_noun_of_a_newer_version_is_refused_in_a_sentence() -> None:
    newer = resealed(TAKE, lambda tree: tree.update({"is": "Ponder"}))
    with pytest.raises(Unreadable, match="does not know Ponder"):
        load(newer, Decision)


def test_a_field_that_is_missing_has_its_default_or_is_missed() -> None:
    assert load(resealed(PRESENT, lambda tree: tree.pop("mode")), FileState) == Present(b"x")
    with pytest.raises(Unreadable, match="lacks 'data'"):
        load(resealed(PRESENT, lambda tree: tree.pop("data")), FileState)


def test_a_file_that_was_in_before_there_were_kinds_is_still_in() -> None:
    made = dump(conversation.Attachment("a.py", (1, 2)), conversation.Attachment)
    former = resealed(made, lambda tree: [tree.pop(key) for key in ("read_only", "kind", "name")])
    assert load(former, conversation.Attachment) == conversation.Attachment("a.py", (1, 2))


@pytest.mark.parametrize("wrong", ["0600", None, 1.5, True, [], {"b": "x"}])
def test_nothing_is_taken_for_what_it_is_not(wrong: Any) -> None:
    with pytest.raises(Unreadable):
        load(resealed(PRESENT, lambda tree: tree.update(mode=wrong)), FileState)


@pytest.mark.parametrize("at", range(len(PRESENT)))
def test_one_wrong_byte_is_found(at: int) -> None:
    damaged = PRESENT[:at] + bytes([PRESENT[at] ^ 1]) + PRESENT[at + 1 :]
    for body in (damaged, PRESENT[:at]):
        with pytest.raises(Unreadable, match="checksum"):
            load(body, FileState)


@pytest.mark.parametrize("body", [None, 7, "text", b""])
def test_what_is_no_body_at_all_is_unreadable(body: Any) -> None:
    with pytest.raises(Unreadable):
        load(body, FileState)


def test_what_has_no_form_cannot_be_kept() -> None:
    @dataclass(frozen=True)
    class Odd:
        it: object

    with pytest.raises(TypeError, match="cannot be kept"):
        dump(Odd({1, 2}.__iter__()), Odd)


@settings(max_examples=25, deadline=None)
@given(proposals(), st.data())
def test_a_review_comes_back_as_it_stands(final: Proposal, data: st.DataObject) -> None:
    standing = Standing(Review(final))
    for _ in range(data.draw(st.integers(0, 6))):
        standing = advance(standing, data.draw(events(standing, final)))
    assert load(dump(standing, Standing), Standing) == standing
