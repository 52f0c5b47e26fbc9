from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.providers.openai import OFFICIAL_URL
from pairtui.providers.registry import PROVIDERS, make
from pairtui.request import Endpoint


@pytest.mark.parametrize("name", list(PROVIDERS))
def test_every_provider_is_made_under_its_name(name: str, tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text("[[reply]]\ntext = 'x'\n")
    assert make(Endpoint(name, file=str(script))).name == name


def test_without_an_address_it_is_the_official_one() -> None:
    assert make(Endpoint("openai", key="k")).host in OFFICIAL_URL


def test_a_key_never_shows_in_an_endpoint() -> None:
    assert "secret" not in repr(Endpoint("openai", key="secret"))
