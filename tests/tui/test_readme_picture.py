"""The picture of the README, made by the app itself on its own sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.repo.sample import make_sample
from pairtui.review.counts import counts
from tests.line.line import edit
from tests.tui.pictures import Picture
from tests.tui.pictures import picture as picture  # noqa: PLC0414 - a fixture is used by its name
from tests.tui.stage import on_stage

pytestmark = pytest.mark.anyio

REPLY = (
    "TITLE: Fix the fines\n\n"
    + edit(
        "fines.py",
        "    return max(0, (returned - due(lent)).days + 1)",
        "    return max(0, (returned - due(lent)).days)",
        "On its due date a book is not late.",
    )
    + edit("fines.py", "LOAN_DAYS = 21", "LOAN_WEEKS = 3", "Weeks say it better.")
    + edit(
        "fines.py",
        '    """Return the fine for one book in cents; it never grows beyond MOST_CENTS."""',
        '    """Return the fine for one book in cents, MOST_CENTS at most."""',
        "Shorter.",
    )
    + edit(
        "check_fines.py",
        "LENT = date(2024, 3, 1)  # so it is due on the 22nd",
        "LENT = date(2024, 3, 1)  # due on the 22nd",
        "The comment says no more than it must.",
    )
)


class Local(ScriptedProvider):
    """A script that looks like a model on this machine."""

    host = "localhost"

    async def models(self) -> tuple[str, ...]:
        return ("qwen3:14b",)


async def test_the_picture_of_the_readme(tmp_path: Path, picture: Picture) -> None:
    root = Path(make_sample(str(tmp_path)))
    local = Local([Reply(REPLY, usage=(1600, 420, 0))])
    async with on_stage(root, size=(120, 32), provider=local, endpoint="openai") as stage:
        await stage.say("fix the bug in @fines.py that @check_fines.py shows")
        await stage.press("ctrl+g", "g", "n", "r")
        await stage.sheet("ReasonSheet")
        await stage.type("keep the public names")
        await stage.press("enter")
        await stage.until(lambda: counts(stage.review).rejected == 1)
        await stage.press("a")
        await stage.until(lambda: counts(stage.review).taken == 1)
        await stage.pilot.pause()
        picture(stage.app, "picture", Path(__file__).parents[2] / ".github")
