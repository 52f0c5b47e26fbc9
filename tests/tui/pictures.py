"""Pictures of screens: what a person would see, kept as SVG and compared.

`PAIRTUI_TEST_ACCEPT=1 pytest tests/tui` keeps what is there now; look at it before it is committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Protocol

import pytest
from textual.app import App

FOLDER = Path(__file__).with_name("pictures")


class Picture(Protocol):
    """Compares the screen of an app with the picture of a name, kept in a folder."""

    def __call__(self, app: App[Any], name: str, folder: Path = FOLDER) -> None: ...


def normal(svg: str) -> str:
    """Return a picture without what differs from run to run or needs the network: ids, fonts."""
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"[ \t]+\n", "\n", re.sub(r"\n\s*\n+", "\n", svg))


@pytest.fixture
def picture() -> Picture:
    """Compare the screen of a running app with the picture of this name."""

    def compare(app: App[Any], name: str, folder: Path = FOLDER) -> None:
        svg = normal(app.export_screenshot(title=name, simplify=True))
        kept = folder / f"{name}.svg"
        if os.environ.get("PAIRTUI_TEST_ACCEPT") == "1":
            folder.mkdir(exist_ok=True)
            kept.write_text(svg, encoding="utf-8")
            return
        if not kept.exists():
            says = f"there is no picture {name}; look at it and accept it: PAIRTUI_TEST_ACCEPT=1"
            if os.environ.get("CI"):
                pytest.fail(says)
            pytest.skip(says)
        if kept.read_text(encoding="utf-8") != svg:
            found = FOLDER / "actual" / kept.name
            found.parent.mkdir(exist_ok=True)
            found.write_text(svg, encoding="utf-8")
            pytest.fail(f"the screen differs from {kept.name}; what it is now is in {found}")

    return compare
