from __future__ import annotations

import gzip
import hashlib
import importlib
import inspect
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairtui import tokens
from pairtui.tokens import Counter, estimate, seed

TEXTS = ("", "hello world", "def total(self) -> int:\n    return 3\n", "東京は大きい。", "x\udc80y")


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    made = Counter(tmp_path / "cache")
    yield made
    await made.aclose()


def test_the_table_is_the_one_tiktoken_names() -> None:
    openai_public = importlib.import_module("tiktoken_ext.openai_public")
    packed = (files("pairtui") / "_data" / "o200k_base.tiktoken.gz").read_bytes()
    assert hashlib.sha256(gzip.decompress(packed)).hexdigest() == tokens.SHA256
    source = inspect.getsource(openai_public.o200k_base)
    assert tokens.SHA256 in source
    assert tokens.ADDRESS in source


@pytest.mark.parametrize(
    ("name", "text", "exact"),
    [
        ("english", "The train was late. It had been late every day since the strike. " * 20, 320),
        (
            "code",
            "def total(self, items):\n    return sum(i.price * i.n for i in items)\n" * 20,
            440,
        ),
        ("chinese", "人人生而自由，在尊严和权利上一律平等。" * 20, 300),
        ("russian", "Все люди рождаются свободными и равными. " * 20, 180),
    ],
)
def test_an_estimate_is_near(name: str, text: str, exact: int) -> None:
    assert 0.6 < estimate(text) / exact < 1.7, name


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text())
def test_more_text_is_never_fewer_tokens(one: str, two: str) -> None:
    assert 0 <= estimate(one) <= estimate(one + two) + 1


def test_an_estimate_of_a_large_file_is_quick_enough_to_type_by() -> None:
    assert estimate("word " * 400_000) == round(2_000_000 / 3.6)


@pytest.mark.anyio
async def test_counts_are_exact_and_come_from_one_child(counter: Counter) -> None:
    with anyio.fail_after(60):
        first = await counter.count(TEXTS)
        child = counter._child
        second = await counter.count(TEXTS[::-1])
    assert counter.exact
    assert first[:2] == [0, 2]
    assert second == first[::-1]
    assert counter._child is child


@pytest.mark.anyio
async def test_several_counts_at_once_do_not_mix(counter: Counter) -> None:
    found: dict[int, list[int]] = {}

    async def count(number: int) -> None:
        found[number] = await counter.count(["word " * number])

    with anyio.fail_after(60):
        async with anyio.create_task_group() as group:
            for number in range(1, 6):
                group.start_soon(count, number)
    sizes = [found[number][0] for number in range(1, 6)]
    assert sizes == sorted(set(sizes))


@pytest.mark.anyio
async def test_a_child_that_left_is_started_again(counter: Counter) -> None:
    with anyio.fail_after(60):
        await counter.count(["one"])
        assert counter._child is not None
        counter._child.kill()
        assert await counter.count(["hello world"]) == [2]


@pytest.mark.anyio
async def test_where_it_cannot_count_it_estimates_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    counter = Counter(tmp_path / "cache")
    with anyio.fail_after(60):
        assert await counter.count(["hello world"]) == [estimate("hello world")]
    assert not counter.exact
    await counter.aclose()
    assert counter._failed


@pytest.mark.anyio
async def test_a_count_that_takes_for_ever_is_given_up(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "SECONDS_TO_COUNT", 0)
    with anyio.fail_after(60):
        assert await counter.count(["hello world"]) == [estimate("hello world")]


@pytest.mark.anyio
async def test_a_count_nobody_waits_for_does_not_answer_the_next(counter: Counter) -> None:
    with anyio.fail_after(60):
        with anyio.move_on_after(0):
            await counter.count(["one two three"])
        assert await counter.count(["hello world"]) == [2]
    assert counter.exact


@pytest.mark.anyio
async def test_nothing_to_count_starts_nothing(counter: Counter) -> None:
    assert await counter.count([]) == []
    assert counter._child is None


def child(cache: Path, code: str = "") -> subprocess.CompletedProcess[bytes]:
    program = "from pairtui import tokens\nimport sys\n" + code + "\ntokens.main(sys.argv[1])"
    return subprocess.run(
        [sys.executable, "-c", program, str(cache)],
        input=b'["hello world", ""]\n',
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_the_child_ends_with_its_standard_input(tmp_path: Path) -> None:
    ran = child(tmp_path)
    assert (ran.stdout, ran.stderr, ran.returncode) == (b"[2, 0]\n", b"", 0)


def test_the_child_leaves_when_it_has_nothing_to_do(tmp_path: Path) -> None:
    program = "from pairtui import tokens\ntokens.SECONDS_IDLE = 0.01\n"
    reading, writing = os.pipe()  # never written to and never closed while the child lives
    try:
        subprocess.run(
            [sys.executable, "-c", f"{program}tokens.main({str(tmp_path)!r})"],
            stdin=reading,
            timeout=60,
            check=True,
        )
    finally:
        os.close(reading)
        os.close(writing)


def test_the_child_never_fetches(tmp_path: Path) -> None:
    ran = child(tmp_path, "tokens.seed = lambda cache: cache")
    assert ran.returncode == 1
    assert b"is not fetched" in ran.stderr


def test_a_damaged_table_in_the_cache_is_replaced(tmp_path: Path) -> None:
    (table,) = seed(tmp_path).iterdir()
    table.write_bytes(b"damaged")
    assert child(tmp_path).stdout == b"[2, 0]\n"
    assert [file.name for file in seed(tmp_path).iterdir()] == [table.name]


def test_the_program_itself_never_loads_the_table() -> None:
    code = "import sys, pairtui.tokens; assert 'tiktoken' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
