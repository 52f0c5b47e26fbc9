"""A person's own keys: every preset is whole, and what cannot be is said and not guessed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding, BindingType

from pairtui.tui.app import PairApp
from pairtui.tui.conversation.prompt import Prompt
from pairtui.tui.keymap import PRESETS, keymap, troubles
from pairtui.tui.palette import Actions
from pairtui.tui.review.bindings import REVIEW_BINDINGS
from pairtui.tui.screens.main import MainScreen
from tests.tui.stage import TWO_CHANGES, on_stage, repository

pytestmark = pytest.mark.anyio
UNBOUND = {"D", "Z", *"0123456789"}
"""Keys that do nothing on purpose: too near to others, or wanted for something later."""


def named(*found: BindingType) -> Iterator[Binding]:
    return (one for one in found if isinstance(one, Binding) and one.id)


EVERYWHERE = (*named(*PairApp.BINDINGS), *named(*MainScreen.BINDINGS))
PROMPT = (*named(*Prompt.BINDINGS), *EVERYWHERE)
REVIEW = (*REVIEW_BINDINGS, *EVERYWHERE)


@pytest.mark.parametrize("preset", ["", *PRESETS])
def test_each_key_does_one_thing_and_each_thing_has_a_key(preset: str) -> None:
    own = keymap(preset)
    assert list(troubles(own, PROMPT, REVIEW)) == []
    for place in (PROMPT, REVIEW):
        keys = [key for one in place for key in own.get(one.id or "", one.key).split(",")]
        assert len(keys) == len(set(keys))
        assert all(keys)
    given = {key for one in REVIEW for key in own.get(one.id or "", one.key).split(",")}
    assert not given & (UNBOUND if preset else UNBOUND | {"d"})


def test_all_ids_are_different_and_have_words() -> None:
    every = (*named(*Prompt.BINDINGS), *REVIEW)
    ids = [one.id for one in every if one.key not in ("super+c", "shift+enter")]
    assert len(set(ids)) == len({(one.id, one.action) for one in every})
    assert all(one.tooltip and one.description for one in every)


def test_what_is_for_nothing_or_for_two_things_is_said() -> None:
    own = {"review.tkae": "t", "take": "t", "review.take": "x", "save.message": "m"}
    assert list(troubles(own, PROMPT, REVIEW)) == [
        'keys: "review.tkae" is no action; the README names them all',
        'keys: "take" is no action; the README names them all',
        "keys: x is given to “Take” and to “Reject”; only one of them has it",
    ]
    assert list(troubles({"review.take": "x", "review.reject": "a"}, PROMPT, REVIEW)) == []


def test_a_key_may_be_given_as_what_it_types() -> None:
    assert keymap({"review.help": "!, Ctrl+K", "review.top": "Home,G"}) == {
        "review.help": "exclamation_mark,ctrl+k",
        "review.top": "home,G",
    }


async def test_the_palette_names_the_persons_own_keys_and_says_what_is_wrong(
    tmp_path: Path,
) -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "pairtui"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(
        'keys = { "review.take" = "!", "review.copy" = "r", "review.say-why" = "Y", nope = "n" }\n'
    )
    async with on_stage(repository(tmp_path / "shop"), TWO_CHANGES) as stage:
        assert 'keys: "nope" is no action' in stage.said
        texts = {str(hit.text) async for hit in Actions(stage.main).discover()}
        assert {"Take (!)", "Copy (r)", "Say why (Y)"} <= texts
        await stage.say("fix @price.py")
        await stage.press("ctrl+g", "exclamation_mark")
        await stage.until(lambda: len(stage.review.verdicts) == 1)
