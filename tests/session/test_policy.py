"""What a repository and a person allow: hosts, and what the doctor finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairtui.session import doctor
from pairtui.session.policy import Policy
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


@pytest.mark.parametrize(
    ("own", "theirs", "host", "says"),
    [
        (None, b"", "far.example", ""),
        (("far.example",), b'hosts = ["far.example", "b"]', "far.example:443", ""),
        (("far.example",), b'hosts = ["b"]', "far.example", ".pairtui.toml allows b"),
        (("b",), b'hosts = ["far.example"]', "far.example", "your settings allow b"),
        ((), b"", "far.example", "your settings allow none"),
        ((), b"hosts = []", "this machine", ""),
    ],
)
def test_a_host_has_to_be_allowed_by_both(
    tmp_path: Path, own: tuple[str, ...] | None, theirs: bytes, host: str, says: str
) -> None:
    bench = Bench.make(tmp_path / "shop")
    (bench.root / ".pairtui.toml").write_bytes(theirs)
    fault = Policy(bench.repo, own).refusal(host)
    assert (fault is None) == (not says)
    assert fault is None or (says in fault.says and fault.kind == "policy")
