"""`pairtui demo` without a terminal, on any model: what is waited for is said."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pairtui.plain.demo import demo
from pairtui.providers.scripted import Reply, ScriptedProvider
from pairtui.repo.sample import make_sample
from tests.line.line import session_on

pytestmark = pytest.mark.anyio


async def test_a_busy_server_is_waited_for_in_one_line(tmp_path: Path) -> None:
    root, out = make_sample(str(tmp_path / "sample")), io.StringIO()
    provider = ScriptedProvider([Reply(fault="busy", wait=12), Reply("Nothing to change.")])
    code = await demo(session_on(Path(root), provider), root, out)
    assert code == 0
    assert "“busy”; asked again in 12 s\n" in out.getvalue()
    assert "Nothing to change." in out.getvalue()
