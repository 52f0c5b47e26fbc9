"""The task sheets: what a tiny model is to do, and with which passage."""

from __future__ import annotations

from textual.app import App

from pairtui.conversation import Offer, Passage, Task, TaskChoice
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.sheet import Option

_KEYS = "Enter choose · Esc back, nothing is asked"


async def choose_task(app: App[int], choice: TaskChoice) -> Task | None:
    """Return the task the person put together, or None if they went back."""
    offer = choice.offer or await _offer(app, choice)
    if offer is None:
        return None
    passage = choice.passage or await _passage(app, choice, offer)
    if passage is None:
        return None
    return Task(offer, passage, offer.says(passage))


async def _offer(app: App[int], choice: TaskChoice) -> Offer | None:
    rows = [Option(offer.command, offer.command, offer.purpose) for offer in choice.offers]
    sheet = ChoiceSheet("What is to be done?", rows, says=[choice.says], keys=_KEYS)
    picked = await app.push_screen_wait(sheet)
    return next((offer for offer in choice.offers if offer.command == picked), None)


async def _passage(app: App[int], choice: TaskChoice, offer: Offer) -> Passage | None:
    rows = [Option(passage.label, str(at)) for at, passage in enumerate(choice.passages)]
    title = f"Which passage? ({offer.command})" if offer.command else "Which part?"
    sheet = ChoiceSheet(title, rows, says=[choice.says], keys=_KEYS)
    picked = await app.push_screen_wait(sheet)
    return None if picked is None else choice.passages[int(picked)]
