"""The conversations of a repository in plain lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pairtui.conversation import Turn
from pairtui.proposal import PromptUse, Usage
from pairtui.request import SentPart
from pairtui.review.decide import Reject, Take
from pairtui.store.nouns import Draft, Exchange
from tests.plain.kept import Kept, fingerprint
from tests.plain.test_past import FILE, ONE, TEN, said
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


def told(kept: Kept) -> None:
    """Leave a conversation with one proposal, decided and saved in part, and a half-typed text."""
    standing = kept.proposed("abcdef012345", FILE, title="Evil \x1b]0;title\x07")
    standing = kept.decided(standing, Take(ONE), Reject(TEN, "keep the API"))
    kept.saved(standing)
    exchange = Exchange(
        Turn("why \x1b[31m?", "Because.\n\x9b31m", "broke off", "told so"),
        1.0,
        "m-1",
        "host",
        (PromptUse("system/pair", "3", "d1"),),
        Usage(1200, 30, 100, estimated=False),
        (SentPart("words", 2),),
        ("d2",),
        2.5,
    )
    kept.store.record_turn(kept.session, exchange)
    kept.store.keep_draft(kept.session, Draft("prompt", "", "half"))
    kept.close()


def test_a_conversation_is_printed_to_be_read(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    told(kept)
    code, out, err = said(capsys, "sessions", "export", kept.session[:9], "--markdown")
    assert (code, err) == (0, "")
    assert not {"\x1b", "\x9b", "\x07"} & set(out)
    lines = out.split("\n")
    assert lines[0] == "# please do abcdef012345"
    assert "## 1. You, 2027-01-15 08:00" in lines
    assert "please do abcdef012345" in lines
    assert r"### Proposed: Evil \x1b]0;title\x07 (`abcdef012345`)" in lines
    assert "- a.txt 1: saved" in lines
    assert "- a.txt 10: rejected, because: keep the API" in lines
    assert any("- saved 2027-01-15 08:00: commit " in line for line in lines)
    assert r"why \x1b[31m?" in lines
    assert "> told so" in lines
    assert "Because." in lines
    facts = "*broke off · at host · 1,200 tokens sent (100 cached), 30 received · 2.5 s"
    assert f"{facts} · prompts system/pair 3*" in lines


def test_a_conversation_as_json_is_all_of_it_exact(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    told(kept)
    out = said(capsys, "sessions", "export", kept.session, "--json")[1]
    assert out.isascii()
    assert not {"\x1b", "\x07"} & set(out)
    found = json.loads(out)
    second = found["turns"][1]
    assert (second["words"], second["reply"]) == ("why \x1b[31m?", "Because.\n\x9b31m")
    assert (second["seconds"], second["requests"]) == (2.5, ["d2"])
    assert second["sent"] == [{"name": "words", "tokens": 2}]
    assert second["prompts"] == [{"name": "system/pair", "version": "3", "digest": "d1"}]
    (made,) = found["proposals"]
    assert made["proposal"]["title"] == "Evil \x1b]0;title\x07"
    assert [one["state"] for one in made["changes"]] == ["saved", "rejected", "open"]
    assert made["changes"][0]["new"] == "ONE\x1b]0;evil\x07\n"
    assert made["saves"][0]["paths"] == ["a.txt"]
    assert found["drafts"][0]["text"] == "half"


def test_a_conversation_goes_into_a_new_file_only(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(kept)
    goal = str(tmp_path / "told.md")
    export = ("sessions", "export", kept.session, "--markdown", "-o", goal)
    assert said(capsys, *export) == (0, "", f"Written to {goal}.\n")
    first = Path(goal).read_bytes()
    assert first.startswith(b"# please do abcdef012345\n")
    code, out, err = said(capsys, *export[:-1], goal)
    assert (code, out) == (1, "")
    assert err == f"pairtui: {goal} is there already, and stays as it is. Name another file.\n"
    assert Path(goal).read_bytes() == first
    assert said(capsys, *export[:-1], str(tmp_path / "no" / "x"))[0] == 1
    assert said(capsys, "sessions", "export", "zzz", "--json")[0] == 1
    assert said(capsys, "sessions", "export", kept.session)[0] == 2
