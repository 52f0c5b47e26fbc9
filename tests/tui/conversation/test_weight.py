"""The lines of what is in."""

from __future__ import annotations

import pytest

from pairtui.conversation import Attachment, Conversation, Turn
from pairtui.money import Bill, Price, Prices, Spent, TurnSpent
from pairtui.proposal import Usage
from pairtui.tui.conversation.weight import spent, tokens, weights


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), (999, "999"), (1234, "1.2k"), (9999, "10.0k"), (32_000, "32k"), (1_014_808, "1.0M")],
)
def test_tokens(count: int, shown: str) -> None:
    assert tokens(count) == shown


def test_weights_name_every_file_and_mark_the_estimate() -> None:
    talk = Conversation(
        (Turn("x" * 4000, "", "done"),),
        (Attachment("price.py"), Attachment("a\x1bb.py", (1, 2))),
        {"price.py": 1200},
    )
    line = r"@price.py 1.2k  @a\x1bb.py:1-2 …  ≈2.2k/32k 7 %"
    assert weights(talk, 32_000, width=80) == (line,)
    assert weights(talk, 32_000, width=len(line)) == (line,)
    assert weights(talk, 32_000, width=len(line) - 1) == (line[:-15], "≈2.2k/32k 7 %")
    assert weights(Conversation(), 32_000, width=80) == ()


@pytest.mark.parametrize(
    ("takes", "shown"),
    [(None, "≈2.0k/32k 6 %"), (4100, "≈4.1k/32k 13 %"), (40_000, "≈40k/32k 125 %")],
)
def test_what_the_next_request_takes_goes_before_what_is_in(takes: int | None, shown: str) -> None:
    talk = Conversation((Turn("x" * 8000, "", "done"),))
    assert weights(talk, 32_000, takes=takes, width=80) == (shown,)


def test_what_is_cut_is_cut_to_what_the_next_request_takes() -> None:
    talk = Conversation((Turn("x" * 200_000, "", "done"),))
    assert weights(talk, 32_000, takes=29_000, width=80) == ("≈50k cut to 29k",)


def test_what_kind_of_thing_is_in_is_shown() -> None:
    items = (
        Attachment("cart/", kind="folder"),
        Attachment("", kind="diff"),
        Attachment("notes.md", read_only=True),
        Attachment("price.py", kind="symbol", name="total"),
    )
    sizes = {"cart/": 8_200, "diff": 1_200, "notes.md": 2_000, "price.py#total": 90}
    talk = Conversation((), items, sizes, {"cart/": "12 files"})
    assert weights(talk, None, width=80) == (
        "@cart/ 12 files 8.2k  @diff 1.2k  @notes.md read 2.0k  @price.py#total 90",
    )


def test_the_room_is_there_however_many_files_are_in() -> None:
    names = [f"chapter-{number:02}.md" for number in range(20)]
    talk = Conversation((), tuple(map(Attachment, names)), dict.fromkeys(names, 1000))
    lines = weights(talk, 32_000, width=39)
    assert len(lines) == 3
    assert lines[0] == "@chapter-00.md 1.0k"
    assert lines[-1] == "≈20k/32k 62 %"
    assert all(len(line) <= 39 for line in lines)


ONE = TurnSpent("one", (Spent("gpt-5", "h", Usage(18_000, 1600, estimated=False)),))
TWO = TurnSpent("two", (Spent("gpt-5", "h", Usage(3100, 420, estimated=False)),))
PRICES = Prices((("gpt-5", Price(4.0, 20.0)),))


def test_what_a_turn_and_the_conversation_took_fit_one_row() -> None:
    assert weights(Conversation(), None, Bill((ONE, TWO), PRICES), width=38) == (
        "↑3.1k ↓420 $0.02  Σ ↑21k ↓2.0k $0.12",
    )
    assert spent(Bill((TWO,), PRICES), 38) == ("↑3.1k ↓420 $0.02",)
    assert spent(Bill(), 38) == ()


def test_without_a_price_there_is_no_cost_and_an_estimate_is_marked() -> None:
    guessed = TurnSpent("two", (Spent("local", "h", Usage(900, 20)),))
    assert spent(Bill((ONE, guessed)), 38) == ("≈↑900 ↓20  Σ ≈↑18k ↓1.6k",)
    assert spent(Bill((ONE, guessed)), 20) == ("≈↑900 ↓20", "Σ ≈↑18k ↓1.6k")


def test_what_was_spent_stands_behind_the_room_and_goes_before_names_of_files() -> None:
    names = [f"chapter-{number:02}.md" for number in range(20)]
    talk = Conversation((), tuple(map(Attachment, names)), dict.fromkeys(names, 1000))
    assert weights(talk, 32_000, Bill((ONE, TWO), PRICES), width=39) == (
        "@chapter-00.md 1.0k  +19 more",
        "≈20k/32k 62 %",
        "↑3.1k ↓420 $0.02  Σ ↑21k ↓2.0k $0.12",
    )


def test_more_than_the_model_is_sent_is_said_to_be_cut() -> None:
    talk = Conversation((), (Attachment("big.py"),), {"big.py": 147_000})
    assert weights(talk, 8_000, width=80) == ("@big.py 147k  ≈147k cut to 8.0k",)
