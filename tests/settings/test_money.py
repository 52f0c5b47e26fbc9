from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairtui.money import Price, Prices, Spent, TurnSpent, together, total
from pairtui.proposal import Usage

TABLE = Prices(
    (("gpt-5-mini*", Price(0.25, 2.0)), ("gpt-5*", Price(1.25, 10.0, 0.125)), ("Qwen*", Price())),
)
USAGES = st.builds(Usage, *[st.integers(0, 10**7)] * 3, estimated=st.booleans())


def test_what_tokens_cost() -> None:
    usage = Usage(sent=1_000_000, received=100_000, cached=400_000, estimated=False)
    assert Price(1.25, 10.0, 0.125).of(usage) == pytest.approx(0.75 + 0.05 + 1.0)
    assert Price(1.0, 0.0).of(usage) == pytest.approx(1.0)


@given(USAGES)
def test_a_cache_never_makes_it_cost_less_than_nothing(usage: Usage) -> None:
    assert 0 <= Price(1.25, 10.0, 0.125).of(usage) <= Price(1.25, 10.0).of(usage) + 1e-9


def test_the_first_pattern_that_fits_counts() -> None:
    assert TABLE.of("gpt-5-mini") == Price(0.25, 2.0)
    assert TABLE.of("openai/GPT-5.1") == Price(1.25, 10.0, 0.125)
    assert TABLE.of("qwen3:8b") == Price()
    assert TABLE.of("claude-x") is None


def test_the_cost_of_several_is_that_of_those_whose_price_is_known() -> None:
    known = Spent("gpt-5", "h", Usage(1_000_000, 0))
    assert TABLE.cost((known, Spent("claude-x", "h", Usage(9, 9)))) == pytest.approx(1.25)
    assert TABLE.cost((Spent("claude-x", "h", Usage(9, 9)),)) is None
    assert TABLE.cost((Spent("qwen3", "h", Usage(9, 9)),)) == 0.0


@pytest.mark.parametrize(
    ("amount", "says"),
    [(0.0, "$0.00"), (0.004, "<$0.01"), (0.01, "$0.01"), (1234.5, "$1,234.50")],
)
def test_an_amount(amount: float, says: str) -> None:
    assert TABLE.shown(amount) == says


def test_a_finer_amount() -> None:
    assert TABLE.shown(0.00312, 4) == "$0.0031"


def test_requests_to_one_model_are_one_sum() -> None:
    turn = TurnSpent("fix it").plus(Spent("a", "h", Usage(10, 5, 2, estimated=False)))
    turn = turn.plus(Spent("b", "h", Usage(1, 1))).plus(Spent("a", "h", Usage(3, 4)))
    assert turn.spent == (
        Spent("a", "h", Usage(13, 9, 2, estimated=True), 2),
        Spent("b", "h", Usage(1, 1)),
    )


@given(st.lists(st.tuples(st.sampled_from("abc"), USAGES)))
def test_summing_loses_nothing(parts: list[tuple[str, Usage]]) -> None:
    spent = [Spent(name, "h", usage) for name, usage in parts]
    whole = total(one.usage for one in together(spent))
    assert whole.sent == sum(one.usage.sent for one in spent)
    assert whole.estimated == any(one.usage.estimated for one in spent)
    assert sum(one.requests for one in together(spent)) == len(spent)
