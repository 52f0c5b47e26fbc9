"""What the tests in a real terminal share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from pairtui.repo.sample import make_sample
from tests.providers.server import Answers, serve
from tests.terminal.desk import PROGRAM, Desk, endpoint
from tests.terminal.terminal import Terminal

OpenTerminal = Callable[..., Terminal]
SitDown = Callable[..., Desk]


@pytest.fixture
def open_terminal() -> Iterator[OpenTerminal]:
    """Return a function that opens terminals and sees to it that all are gone in the end."""
    with ExitStack() as opened:

        def open_one(*command: str, **options: Any) -> Terminal:
            return opened.enter_context(Terminal(command, **options))

        yield open_one


@pytest.fixture
def sit_down(tmp_path: Path) -> Iterator[SitDown]:
    """Return a function that starts the program on the sample, with a server that answers so."""
    with ExitStack() as opened:

        def desk(
            answers: Answers,
            *,
            env: dict[str, str] | None = None,
            root: Path | None = None,
            **options: Any,
        ) -> Desk:
            server = opened.enter_context(serve(answers, ("model-a",)))
            root = root or Path(make_sample(str(tmp_path / "desk")))
            settings = endpoint(server) | (env or {})
            terminal = opened.enter_context(Terminal([PROGRAM], env=settings, cwd=root, **options))
            terminal.wait_for("›")
            return Desk(terminal, root, server)

        yield desk


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[SitDown]:
    """Return a function that starts `pairtui demo`, with a server that answers so."""
    with ExitStack() as opened:

        def desk(answers: Answers, **options: Any) -> Desk:
            server = opened.enter_context(serve(answers, ("model-a",)))
            temp = tmp_path / "temp"
            temp.mkdir()
            settings = {**os.environ, **endpoint(server), "TMPDIR": str(temp)}
            terminal = opened.enter_context(Terminal([PROGRAM, "demo"], env=settings, **options))
            terminal.wait_for("›")
            (root,) = temp.glob("*/library")
            return Desk(terminal, root, server)

        yield desk
