"""How often the files of a repository are listed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pairtui.repo.files import list_files
from pairtui.repo.git import Repo
from pairtui.session import listing
from pairtui.session.listing import Listing
from tests.repo.workbench import Bench

pytestmark = pytest.mark.anyio


async def test_keys_never_wait_for_a_list_but_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench.make(tmp_path / "shop")
    bench.put("a.py", b"")
    listed: list[tuple[str, ...]] = []

    def counted(repo: Repo) -> tuple[str, ...]:
        listed.append(list_files(repo))
        return listed[-1]

    monkeypatch.setattr(listing, "list_files", counted)
    now = [0.0]
    files = Listing(bench.repo, lambda: now[0])
    first = await files.soon()
    assert [await files.soon() for _ in range(20)] == [first] * 20
    assert len(listed) == 1
    now[0] = 60.0
    assert (await asyncio.gather(*(files.soon() for _ in range(20)))) == [first] * 20
    assert await files.now() is first, "nothing is made anew where nothing changed"
    assert len(listed) == 2
    bench.put("b.py", b"")
    now[0] = 120.0
    assert "b.py" not in await files.soon()
    assert "b.py" in await files.now()
    assert len(listed) == 3


async def test_one_who_gives_up_waiting_ends_it_for_nobody_else(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "shop")
    bench.commit({"a.py": b"x = 1\n"})
    listing = Listing(bench.repo, lambda: 0.0)
    completing = asyncio.create_task(listing.soon())
    asking = asyncio.create_task(listing.now())
    await asyncio.sleep(0)
    completing.cancel()
    assert (await asking).files == ("a.py",)
    assert completing.cancelled()
