"""A file too large to be shown whole: what was shown of it can be changed, and just that."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.events import Noted
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.review.decide import Take
from tests.line.line import decided, edit, hunks, save_well, session_on, talk
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio
LARGE = "".join(f"def f{at}():\r\n    return {at}\r\n\r\n" for at in range(6000)).encode()


async def test_an_edit_of_a_file_shown_in_part_lands_in_all_of_it(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"large.py": LARGE, "AGENTS.md": b"Count from zero.\n"})
    unseen = edit("large.py", "    return 9\n", "    return 10\n")
    echoed = edit("large.py", "def f5999():", "def last():\n⋯ 4 lines left out")
    reply = edit("large.py", "    return 4321", "    return 0") + unseen + echoed
    provider = ScriptedProvider([Reply(reply), Reply("It is as it is.")])
    session = session_on(bench.root, provider)
    try:
        heard = await talk(session, "f4321 should return 0", "large.py")
        asked = provider.requests[0].messages[-1].text
        assert "def f4321():\n    return 4321\n" in asked
        assert len(asked) < len(LARGE) / 4
        assert any("large.py is too large to be sent whole" in one.text for one in heard.of(Noted))
        assert [one.why for one in heard.proposal.unplaced] == ["placeholder"]
        first = next(one for one in hunks(heard.proposal) if one.old == b"    return 4321\r\n")
        landed = await save_well(session, decided(heard.proposal, Take(first.id)))
        now = LARGE.replace(b"return 4321\r\n", b"return 0\r\n")
        assert bench.data("large.py") == now
        assert bench.git("show", f"{landed.commit}:large.py") == now
    finally:
        await session.aclose()
