"""What every test stands on: no home, no keys, no git identity but what the test makes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

KEEP = {"PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "CI"}


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cut the test off from the home, the keys and the git settings of whoever runs it."""
    for name in set(os.environ) - KEEP:
        if not name.startswith(("PYTEST_", "COV_", "PAIRTUI_TEST_")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    for name, value in {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
        "TERM": "xterm-256color",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    (home / "gitconfig").write_text(
        "[user]\n\tname = Test Person\n\temail = test@example.org\n"
        "[init]\n\tdefaultBranch = main\n[commit]\n\tgpgsign = false\n"
    )
    return home


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
