"""What each request takes: counted, corrected, summed, and held to the person's limits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui.context.assemble import PER_MESSAGE
from pairtui.conversation import Turn
from pairtui.money import Limits, Price, Prices, Spent, TurnSpent
from pairtui.proposal import Usage
from pairtui.providers.remembered import RATIOS, Remembered
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.request import Delta, Fault, Message, Model, Request
from pairtui.session.counting import FEWEST, Count, Counting
from pairtui.session.spending import ANSWER, Spending
from pairtui.store.nouns import Exchange
from pairtui.tokens import Counter, estimate

pytestmark = pytest.mark.anyio

GPT = Model("gpt-5", "api.openai.com", budget=1000, table=True)
OTHER = Model("other", "elsewhere", budget=1000)
LONG = "word " * 1000
PRICES = Prices((("gpt-5*", Price(1.0, 10.0, 0.1)),))


class Letters(Counter):
    """Counts a token a letter, and what it was asked for; not `exact` where it cannot."""

    def __init__(self, *, works: bool = True) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._works = works

    async def count(self, texts: Sequence[str]) -> list[int]:
        self.asked += texts
        self.exact = self._works
        return [len(text) if self._works else estimate(text) for text in texts]


def counting(counter: Counter | None = None, remembered: Remembered | None = None) -> Counting:
    return Counting(remembered or Remembered(), counter or Letters(), lambda: "http://h/v1")


def spending(limits: Limits | None = None) -> Spending:
    return Spending(counting(), PRICES, limits or Limits())


def request(text: str = LONG, model: Model = GPT) -> Request:
    return Request((Message("user", text),), model.name)


async def drained(stream: AsyncGenerator[Delta, None]) -> list[Delta]:
    return [delta async for delta in stream]


# Counting


def test_an_estimate_learns_from_what_the_server_counted() -> None:
    found = counting()
    about = estimate(LONG) + PER_MESSAGE
    assert found.request(request()) == about
    found.learn(request(), round(about * 1.2))
    assert found.factor("gpt-5") == pytest.approx(1.2, abs=0.01)
    assert found.count("gpt-5")(LONG) == pytest.approx(estimate(LONG) * 1.2, rel=0.01)
    assert found.count("other")(LONG) == estimate(LONG)


def test_one_odd_count_changes_little_and_an_absurd_one_nothing() -> None:
    found = counting()
    about = estimate(LONG) + PER_MESSAGE
    for share in (1.1, 1.1, 2.0, 1.1, 9.0, 0.01):
        found.learn(request(), round(about * share))
    assert found.factor("gpt-5") == pytest.approx(1.1, abs=0.01)
    found.learn(request("short"), 30)
    assert estimate("short") < FEWEST
    assert found.factor("gpt-5") == pytest.approx(1.1, abs=0.01)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 10**7), max_size=20))
def test_whatever_servers_report_an_estimate_stays_plausible(counts: list[int]) -> None:
    remembered = Remembered()
    found = counting(remembered=remembered)
    for one in counts:
        found.learn(request(), one)
    assert 0.4 <= found.factor("gpt-5") <= 2.5
    assert len(remembered.ratios("http://h/v1", "gpt-5")) <= RATIOS


async def fitted(found: Counting, model: Model, text: str) -> int:
    def make(count: Count) -> int:
        return count(text)

    return await found.fitted(model, model.budget, make, lambda made: made)


@pytest.mark.parametrize(("share", "exact"), [(0.5, False), (0.95, True), (1.05, True), (2, False)])
async def test_near_the_budget_it_is_counted_exactly(share: float, exact: bool) -> None:
    counter = Letters()
    text = "a" * round(1000 * share * 3.6)
    assert await fitted(counting(counter), GPT, text) == (len(text) if exact else estimate(text))
    assert bool(counter.asked) == exact


async def test_what_is_made_of_counted_pieces_is_counted_as_well() -> None:
    pieces = "a" * 1800, "b" * 1800

    def make(count: Count) -> int:
        return count("".join(pieces)) if sum(map(count, pieces)) == 3600 else GPT.budget

    assert await counting(Letters()).fitted(GPT, GPT.budget, make, lambda made: made) == 3600


async def test_the_table_of_another_model_is_second_to_what_its_server_said() -> None:
    counter, near = Letters(), "a" * 3600
    found = counting(counter)
    assert await fitted(found, OTHER, near) == 3600
    found.learn(request(model=OTHER), estimate(LONG) + PER_MESSAGE)
    assert await fitted(found, OTHER, near) == 1000


async def test_where_nothing_counts_exactly_the_estimate_stands() -> None:
    assert await fitted(counting(Letters(works=False)), GPT, "a" * 3600) == 1000


# Spending


async def test_what_the_server_says_is_what_was_spent() -> None:
    found = spending()
    found.begin("fix it")
    usage = Usage(1500, 40, 1200, estimated=False)
    await drained(
        found.metered(ScriptedProvider([Reply("Yes.", usage=(1500, 40, 1200))]), GPT).stream(
            request()
        )
    )
    assert found.turns == [TurnSpent("fix it", (Spent("gpt-5", "api.openai.com", usage),))]
    assert found.usage == usage
    assert found.counting.factor("gpt-5") == pytest.approx(1500 / (estimate(LONG) + 4), abs=0.01)


async def test_what_no_server_says_is_estimated() -> None:
    found = spending()
    found.begin("fix it")
    await drained(found.metered(ScriptedProvider([Reply("Yes. " * 9)]), GPT).stream(request()))
    assert found.usage == Usage(estimate(LONG) + 4, estimate("Yes. " * 9))


async def test_a_request_that_is_stopped_was_sent_all_the_same() -> None:
    found = spending()
    found.begin("fix it")
    provider = ScriptedProvider([Reply("Yes. " * 99, piece=5)])
    async with aclosing(found.metered(provider, GPT).stream(request())) as deltas:
        await anext(deltas)
        await anext(deltas)
    assert found.usage == Usage(estimate(LONG) + 4, estimate("Yes. Yes. "))


async def test_one_that_never_got_there_took_nothing_and_one_that_broke_off_did() -> None:
    found = spending()
    found.begin("fix it")
    replies = [Reply(fault="refused"), Reply("Yes. " * 9, cut=20)]
    meter = found.metered(ScriptedProvider(replies), GPT)
    with pytest.raises(Fault):
        await drained(meter.stream(request()))
    assert found.usage is None
    with pytest.raises(Fault):
        await drained(meter.stream(request()))
    assert found.usage == Usage(estimate(LONG) + 4, estimate("Yes. " * 4))


def test_turns_in_which_nothing_was_spent_are_not_kept() -> None:
    found = spending()
    found.begin("one")
    found.begin("two")
    found.note(Spent("gpt-5", "h", Usage(1, 1)))
    found.begin("three")
    assert [turn.words for turn in found.turns] == ["two", "three"]
    assert found.turn == ()
    assert found.all == (Spent("gpt-5", "h", Usage(1, 1)),)


# Limits


def test_a_limit_says_what_it_would_come_to() -> None:
    found = spending(Limits(5000, 20_000, 0.02, 0.05))
    assert found.over(100, GPT).says == ()
    says = found.over(6000, GPT).says
    assert says[0] == f"This turn would come to ≈{6000 + ANSWER:,} tokens; your limit is 5,000."
    assert found.over(6000, OTHER).says == (
        "This turn would come to ≈7,000 tokens; your limit is 5,000.",
    )
    before = Turn("before", "Yes.", "done")
    found.take_up(
        [
            Exchange(before, 0.0, "gpt-5", "h", usage=Usage(18_000, 400)),
            Exchange(before, 0.0, "gpt-5", "h"),
        ]
    )
    assert found.bill.turns == (TurnSpent("before", found.all),)
    over = found.over(3000, GPT)
    assert over.tokens == 3400
    assert over.says == ("This conversation would come to ≈21,800 tokens; your limit is 20,000.",)


def test_money_is_a_limit_where_a_price_is_known() -> None:
    found = spending(Limits(turn_cost=0.02, session_cost=0.03))
    assert found.over(15_000, GPT).says == (
        "This turn would come to ≈$0.0250; your limit is $0.0200.",
    )
    found.note(Spent("gpt-5", "h", Usage(10_000, 1000)))
    assert "This conversation" in found.over(5000, GPT).says[-1]


async def test_a_request_nobody_is_asked_about_never_passes_a_limit() -> None:
    found = spending(Limits(turn_tokens=3000))
    meter = found.metered(ScriptedProvider([Reply("Yes. " * 9)]), GPT)
    found.begin("fix it")
    await drained(meter.stream(request()))
    assert found.again(request("short"), GPT) == ""
    await drained(meter.stream(request("short")))
    with pytest.raises(Fault, match="This turn would come to") as caught:
        await drained(meter.stream(request("word " * 2000)))
    assert caught.value.kind == "limit"
    found.begin("next")
    await drained(meter.stream(request()))
