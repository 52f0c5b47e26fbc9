"""The conversations of a repository in plain lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pairtui.conversation import Turn
from pairtui.store.nouns import Exchange
from tests.plain.kept import Kept, fingerprint
from tests.plain.test_past import FILE, said
from tests.plain.test_past import kept as kept  # noqa: PLC0414 - a fixture is used by its name


def test_conversations_are_listed_with_what_is_in_them(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.proposed("abcdef012345", FILE)
    kept.clock.now += 60
    other = kept.store.begin_session(branch="main")
    kept.store.record_turn(other, Exchange(Turn("noon \x1b[31m?", "It is.", "done"), 1.0, "m-1"))
    made = kept.store.conversations.forked(other, 1)
    kept.store.conversations.named(other, "Evil \x1b]0;name\x07")
    kept.close()
    before = fingerprint(kept.bench.root)
    code, out, err = said(capsys, "sessions")
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    lines = out.split("\n")
    assert len(lines) == 7
    assert {line[:7] for line in lines[::2]} >= {other[:7], kept.session[:7]}
    assert f"{kept.session[:7]}  2027-01-15 08:00  please do abcdef012345" in out
    assert "1 turn · a.txt · 3 open" in out
    assert f"1 turn · m-1 · forked from {other[:7]}" in out
    assert said(capsys, "sessions", "noon", "name")[1].startswith(other[:7])
    assert said(capsys, "sessions", "a.txt", "2027-01")[1].startswith(kept.session[:7])
    assert said(capsys, "sessions", "gone") == (
        1, "", "No conversation here has all of: gone\n",
    )  # fmt: skip
    found = json.loads(said(capsys, "sessions", "--json", "noon")[1])
    assert {one["id"] for one in found} == {other, made}
    assert {one["name"] for one in found} == {"", "Evil \x1b]0;name\x07"}
    assert fingerprint(kept.bench.root) == before


def test_where_nothing_was_kept_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Kept(tmp_path)
    kept.close()
    monkeypatch.chdir(kept.bench.root)
    for file in kept.folder.iterdir():
        file.unlink()
    assert said(capsys, "sessions") == (1, "", "Nothing was ever kept here.\n")
    assert list(kept.folder.iterdir()) == []
