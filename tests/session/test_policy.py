"""The repository's rules, as the doctor finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.session import doctor
from tests.repo.workbench import Bench


@pytest.mark.parametrize(
    ("rules", "works", "says"),
    [
        (b"", None, ""),
        (b'hosts = []\nignore = ["a", "b"]', True,
         ".pairtui.toml: text goes only to nobody; 2 patterns of files that stay here"),
        (b'hosts = ["api.openai.com"]', True, ".pairtui.toml: text goes only to api.openai.com"),
        (b'api_key = "x"', False, ".pairtui.toml cannot be used, so nothing is sent: it may not"),
    ],
)  # fmt: skip
def test_the_doctor_tells_the_rules(
    tmp_path: Path, rules: bytes, works: bool | None, says: str
) -> None:
    bench = Bench.make(tmp_path / "shop")
    (bench.root / ".pairtui.toml").write_bytes(rules)
    found = doctor.rules(str(bench.root))
    assert [one.works for one in found] == ([] if works is None else [works])
    assert all(one.says.startswith(says) for one in found)
