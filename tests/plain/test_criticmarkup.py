"""What someone sent is reviewed, and what was proposed is sent, as CriticMarkup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pairtui.cli import run
from pairtui.review.decide import Reject, Rewrite, Take
from pairtui.sources.criticmarkup import read
from pairtui.sources.sent import Sent
from tests.plain.kept import PROSE, Kept, fingerprint
from tests.repo.workbench import Bench
from tests.review.made import change

DRAFT = b"# One\n\nThe train was very late. Nobody looked up.\n\nIt rained.\n"
MARKED = (
    b"# One\n\nThe train was {--very --}{>>calmer<<}late. "
    b"{~~Nobody looked up.~>No one looked.~~}\n\n"
    b"{==It rained.==}{>>Did it?<<}{++ \x1b[31mHard.++}\n"
)


@pytest.fixture
def novel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench.make(tmp_path / "novel")
    bench.commit({"draft.md": DRAFT, "notes.txt": b"x" * len(DRAFT)})
    (tmp_path / "anna.md").write_bytes(MARKED)
    monkeypatch.chdir(bench.root)
    return bench


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_without_a_terminal_the_changes_are_lines(
    novel: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fingerprint(novel.root)
    code, out, err = said(capsys, "review", "../anna.md")
    assert code == 0
    assert out.startswith(
        "Changes in anna.md: 3 changes of draft.md\n  line 3, “very”\n    calmer\n"
    )
    assert "    The train was [-very -]late. Nobody looked up.\n" in out
    assert "    The train was very late. [-Nobody looked up.-]{+No one looked.+}\n" in out
    assert "line 5, on “It rained.”: Did it?" in out
    assert "\\x1b[31mHard." in out
    assert "\x1b" not in out + err
    assert "Nothing was written." in err
    assert fingerprint(novel.root) == before


def test_json_is_exact(novel: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "review", "../anna.md", "--for", "draft.md", "--json")
    assert code == 0
    form = json.loads(out)
    assert form["remarks"] == [{"line": 5, "about": "It rained.", "text": "Did it?"}]
    assert form["proposal"]["files"][0]["path"] == "draft.md"


def test_a_draft_that_went_on_keeps_the_changes_that_still_fit(
    novel: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(capsys, "review", "../anna.md")
    assert code == 0
    text = DRAFT.replace(b"It rained.", b"It poured.").replace(b"# One", b"# One\n\nNew.")
    (novel.root / "draft.md").write_bytes(text)
    code, _, err = said(capsys, "review", "../anna.md")
    assert code == 1
    assert "no file here reads exactly like ../anna.md without its changes" in err
    assert "--for DRAFT" in err
    code, out, _ = said(capsys, "review", "../anna.md", "--for", "draft.md")
    assert code == 0
    assert out.count("the file moved on") == 1


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (b"one\n{++two\n", 1, "line 2 of sent.md: {++ begins a mark that never ends"),
        (b"plain\n", 1, "sent.md holds no changes"),
        (b"\0{++a++}", 1, "sent.md cannot be reviewed: it is binary"),
        (None, 2, "there is no file"),
        (DRAFT + b"{>>only words<<}", 1, "nothing in sent.md changes anything"),
    ],
)
def test_what_cannot_be_reviewed_is_said_in_one_line(
    novel: Bench, capsys: pytest.CaptureFixture[str], text: bytes | None, code: int, says: str
) -> None:
    if text is not None:
        (novel.root.parent / "sent.md").write_bytes(text)
    done, out, err = said(capsys, "review", "../sent.md")
    assert (done, out) == (code, "")
    assert says in err
    assert err.count("\n") == 1


def test_two_files_that_read_alike_are_no_draft(
    novel: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    (novel.root / "copy.md").write_bytes(DRAFT)
    code, _, err = said(capsys, "review", "../anna.md")
    assert code == 1
    assert "copy.md, draft.md. Name one of them with --for." in err
    assert said(capsys, "review", "../anna.md", "--for", "none.md")[0] == 2


FILE = change(PROSE, (0, 7, b"ONE\n"), (63, 71, b"TEN\n"), (71, 79, b"ELEVEN\n"))
ONE, TEN, ELEVEN = (hunk.id for hunk in FILE.hunks)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    made = Kept(tmp_path)
    monkeypatch.chdir(made.bench.root)
    return made


def export(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, Sent, bytes]:
    code = run(["export", "--criticmarkup", *arguments])
    out, err = capfdbinary.readouterr()
    found = read(out) or Sent(out)
    assert isinstance(found, Sent), found
    return code, found, err


def test_what_is_open_is_marked_and_what_was_decided_is_not(
    kept: Kept, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    standing = kept.proposed("abcdef012345", FILE)
    kept.decided(standing, Rewrite(ONE, b"mine, and longer\n"), Reject(TEN))
    kept.close()
    mine = PROSE.replace(b"line 1\n", b"mine, and longer\n", 1)
    code, found, err = export(capfdbinary)
    assert (code, err) == (0, b"")
    assert found.base == mine
    assert found.accepted == mine.replace(b"line 11\n", b"ELEVEN\n")
    code, found, _ = export(capfdbinary, "abc", "--all")
    assert code == 0
    assert found.base == PROSE
    assert found.accepted == (
        mine.replace(b"line 10\n", b"TEN\n").replace(b"line 11\n", b"ELEVEN\n")
    )


def test_what_is_exported_is_reviewed_as_the_same(
    kept: Kept, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    kept.proposed("abcdef012345", FILE)
    kept.close()
    assert run(["export", "--criticmarkup", "latest"]) == 0
    sent = kept.bench.root.parent / "sent.txt"
    sent.write_bytes(capfdbinary.readouterr().out)
    (kept.bench.root / "b.txt").unlink()
    assert run(["review", "../sent.txt", "--json"]) == 0
    (file,) = json.loads(capfdbinary.readouterr().out)["proposal"]["files"]
    assert [hunk["id"] for hunk in file["hunks"]] == [ONE, TEN, ELEVEN]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 1, b"No proposal here is still to be decided or saved."),
        (("beef",), 1, b"No proposal that is kept here begins with beef"),
        (("ab",), 2, b"--file names one of: a.txt, b.txt"),
        (("ab", "--file", "c.txt"), 2, b"It changes no c.txt."),
        (("cd",), 1, b"b.txt, line 1: a change holds {++, a sign of CriticMarkup."),
    ],
)
def test_what_cannot_be_exported_says_why(
    kept: Kept,
    capfdbinary: pytest.CaptureFixture[bytes],
    arguments: tuple[str, ...],
    code: int,
    says: bytes,
) -> None:
    other = change(PROSE, (0, 7, b"{++\n"), path="b.txt")
    first = kept.proposed("abcdef012345", FILE, other)
    kept.decided(first, *(Reject(hunk.id) for hunk in (*FILE.hunks, *other.hunks)))
    last = kept.proposed("cdef00000000", other)
    if not arguments:
        kept.decided(last, Reject(other.hunks[0].id))
    kept.close()
    done, found, err = export(capfdbinary, *arguments)
    assert (done, found.base) == (code, b"")
    assert says in err


def test_the_form_has_to_be_said(kept: Kept) -> None:
    kept.close()
    assert run(["export"]) == 2


def test_taken_changes_are_text(kept: Kept, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    kept.decided(kept.proposed("abcdef012345", FILE), Take(ONE), Take(TEN), Take(ELEVEN))
    kept.close()
    code, found, _ = export(capfdbinary)
    assert code == 0
    assert (found.changes, found.base[:4]) == ((), b"ONE\n")
