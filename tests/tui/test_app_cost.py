"""What a conversation took: above the prompt, in /cost, after a restart, and against a limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.money import Bill, Limits, Price, Prices, Spent, TurnSpent
from pairtui.proposal import Usage
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.session.spending import Over
from pairtui.tui.screens.cost import CostSheet
from pairtui.tui.screens.limit import limit_sheet
from pairtui.tui.screens.switching import go_to
from tests.line.line import edit
from tests.tui.pictures import Picture
from tests.tui.stage import FIRST, TWO_CHANGES, Stage, on_stage, repository

pytestmark = pytest.mark.anyio

PRICES = Prices((("scripted", Price(3.0, 15.0, 0.3)),))
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


def priced() -> ScriptedProvider:
    """Return who reports what each request took."""
    return ScriptedProvider(
        [
            Reply(TWO_CHANGES, usage=(3100, 420, 0)),
            Reply("It rounds half to even.", usage=(18_000, 1600, 12_000)),
        ]
    )


async def facts(stage: Stage) -> str:
    await stage.pilot.pause()
    return str(stage.main.pane.query_one("#facts").render())


async def talk(stage: Stage) -> None:
    spending = (await stage.main.session()).spending
    spending.prices = PRICES
    await stage.say("fix @price.py")
    await stage.say("How does it round?")


async def test_each_turn_adds_to_what_stands_above_the_prompt(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), provider=priced()) as stage:
        await stage.say("fix @price.py")
        assert "↑3.1k ↓420" in await facts(stage)
        assert "$" not in await facts(stage)
        (await stage.main.session()).spending.prices = PRICES
        await stage.say("How does it round?")
        assert "↑18k ↓1.6k $0.05  Σ ↑21k ↓2.0k $0.06" in await facts(stage)


async def test_it_is_there_again_after_a_restart(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop")
    async with on_stage(root, provider=priced(), kept=True) as stage:
        await talk(stage)
    async with on_stage(root, provider=priced(), kept=True) as stage:
        await stage.until(lambda: stage.main.pane.bill)
        assert "↑18k ↓1.6k  Σ ↑21k ↓2.0k" in await facts(stage)


async def test_another_conversation_has_sums_of_its_own(tmp_path: Path) -> None:
    async with on_stage(repository(tmp_path / "shop"), provider=priced(), kept=True) as stage:
        await talk(stage)
        first = (await stage.main.session()).talks.current
        await stage.type("/new")
        await stage.press("enter")
        await stage.until(lambda: "this is a new conversation" in stage.said)
        assert "↑" not in await facts(stage)
        assert (await stage.main.session()).spending.all == ()
        await go_to(stage.main, first)
        assert "↑18k ↓1.6k $0.05  Σ ↑21k ↓2.0k $0.06" in await facts(stage)


async def limited(stage: Stage, limits: Limits) -> None:
    (await stage.main.session()).spending.limits = limits


async def test_the_limit_sheet(tmp_path: Path, picture: Picture) -> None:
    async with on_stage(repository(tmp_path / "shop"), size=(80, 24)) as stage:
        says = "This turn would come to ≈61,000 tokens; your limit is 50,000."
        stage.app.push_screen(limit_sheet(Over(61_000, None, (says,))))
        await stage.sheet("ChoiceSheet")
        picture(stage.app, "sheet-limit-80x24")


async def test_a_limit_asks_before_it_is_passed(tmp_path: Path) -> None:
    provider = priced()
    async with on_stage(repository(tmp_path / "shop"), provider=provider, size=(80, 24)) as stage:
        await limited(stage, Limits(turn_tokens=500))
        stage.main.pane.prompt.write("fix @price.py")
        await stage.press("enter")
        await stage.looked_at("ChoiceSheet")
        await stage.press("enter")
        await stage.until(lambda: not stage.main.turning)
        assert "nothing was sent" in stage.said
        assert stage.main.pane.prompt.text == "fix @price.py"
        assert not provider.requests
        await stage.press("enter")
        await stage.looked_at("ChoiceSheet")
        await stage.press("down", "enter")
        await stage.until(lambda: stage.desk.shelf.review and not stage.main.turning)
        assert len(provider.requests) == 1


async def test_comments_pass_the_same_limit(tmp_path: Path) -> None:
    provider = priced()
    async with on_stage(repository(tmp_path / "shop"), provider=provider) as stage:
        await stage.say("fix @price.py")
        await limited(stage, Limits(session_tokens=500))
        await stage.press("ctrl+g", "c")
        await stage.sheet("CommentSheet")
        await stage.type("int cents")
        await stage.press("enter")
        await stage.until(lambda: stage.review.comments)
        await stage.press("S")
        await stage.looked_at("SendSheet")
        await stage.press("enter")
        await stage.looked_at("ChoiceSheet")
        await stage.press("escape")
        await stage.until(lambda: not stage.main.turning)
        assert "nothing was sent" in stage.said
        assert not stage.review.rounds
        assert len(provider.requests) == 1


async def test_a_second_request_that_would_pass_a_limit_is_not_sent(tmp_path: Path) -> None:
    lost = edit("price.py", "    no such line", "    other", "Mend it.")
    provider = ScriptedProvider([Reply(f"{FIRST}{lost}", usage=(3100, 420, 0))])
    async with on_stage(repository(tmp_path / "shop"), provider=provider) as stage:
        await limited(stage, Limits(turn_tokens=3000))
        await stage.say("fix @price.py")
        assert "Not asked again for what did not fit: this turn would come to" in stage.said
        assert len(provider.requests) == 1
        assert len(stage.review.proposal.unplaced) == 1


@SIZES
async def test_cost(tmp_path: Path, picture: Picture, size: tuple[int, int]) -> None:
    async with on_stage(repository(tmp_path / "shop"), provider=priced(), size=size) as stage:
        await talk(stage)
        picture(stage.app, f"app-spent-{size[0]}x{size[1]}")
        await stage.type("/cost")
        await stage.press("enter")
        await stage.sheet("CostSheet")
        picture(stage.app, f"sheet-cost-{size[0]}x{size[1]}")
        await stage.press("escape")
        await stage.sheet("MainScreen")


def test_the_sheet_names_every_model_and_turn() -> None:
    turns = (
        TurnSpent("Fix\x1b[31m it", (Spent("gpt-5", "h", Usage(1000, 20, 10, estimated=False)),)),
        TurnSpent(
            "Round it, please, as banks do it everywhere",
            (
                Spent("gpt-5", "h", Usage(500, 10, 0, estimated=False), 2),
                Spent("local", "", Usage(7, 3)),
            ),
        ),
    )
    prices = Prices((("gpt-5", Price(1.0, 10.0)),), "€")
    rows = CostSheet(Bill(turns, prices, Limits(turn_tokens=9000, session_cost=2))).notes()
    assert rows == (
        "by model                          sent  cached  received       cost",
        "  gpt-5@h (3 requests)           1,500      10        30    €0.0018",
        "  local                             ≈7       0        ≈3   no price",
        "",
        "turn by turn",
        r"  1 Fix\x1b[31m it               1,000      10        20    €0.0012",
        "  2 Round it, pl… (3 requests)    ≈507       0       ≈13    €0.0006",
        "    gpt-5@h (2 requests)           500       0        10    €0.0006",
        "    local                           ≈7       0        ≈3   no price",
        "",
        "≈ is an estimate: the server did not say, or the answer was stopped.",
        "You are asked before it passes 9,000 tokens a turn; €2.00 a conversation.",
        "A limit in money holds for models that have a price.",
    )
    assert CostSheet(Bill()).notes()[0] == "Nothing was sent yet."
    narrow = CostSheet(Bill(turns, Prices()), wide=60).notes()
    assert narrow[0] == "by model                    sent  cached  received"
    assert narrow[6] == "  2 Round … (3 requests)    ≈507       0       ≈13"
