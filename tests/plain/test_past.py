"""Looking back from the command line: the log, one proposal, tidying up, and the doctor."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from pairtui.cli import run
from pairtui.landing import Intent
from pairtui.plain.past import when
from pairtui.proposal import CutOff, Proposal, SearchReplace, Unplaced
from pairtui.review.comment import Comment, Remark
from pairtui.review.decide import Reject, Review, Rewrite, Take
from pairtui.review.frame import content
from pairtui.review.replay import Standing
from pairtui.review.round import Explained, Revised, RoundEnded, Sent
from pairtui.review.rounds import working
from pairtui.store.codec import dump
from tests.plain.kept import PROSE, Kept, fingerprint
from tests.review.made import PROVENANCE, change

FILE = change(PROSE, (0, 7, b"ONE\x1b]0;evil\x07\n"), (63, 71, b"TEN\n"), (71, 79, b"ELEVEN\n"))
OTHER = change(PROSE, (0, 7, b"uno\n"), path="b.txt")
ONE, TEN, ELEVEN = (hunk.id for hunk in FILE.hunks)
UNO = OTHER.hunks[0].id
OLD = 1_500_000_000.0


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    made = Kept(tmp_path)
    monkeypatch.chdir(made.bench.root)
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_log_names_proposals_saves_and_verdicts(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    first = kept.proposed("abcdef012345", FILE, OTHER, title="Evil \x1b[31m\ntitle")
    first = kept.decided(first, Take(ONE), Reject(TEN, "keep the API"), Rewrite(UNO, b"mine\n"))
    first, landed = kept.saved(first)
    first = kept.undone(first, landed)
    first, again = kept.saved(first)
    kept.clock.now += 60
    kept.proposed("abcdef999999", OTHER)
    kept.close()
    before = fingerprint(kept.bench.root)
    code, out, _ = said(capsys, "log")
    assert code == 0
    assert "\x1b" not in out
    lines = out.split("\n")
    assert lines[0].startswith("abcdef9  2027-01-15 08:01  Say it better  (test)")
    assert lines[1].strip() == "b.txt · 1 open"
    assert lines[2].startswith("abcdef0  2027-01-15 08:00  Evil \\x1b[31m title")
    assert lines[3].strip() == (
        "a.txt, b.txt · 1 rejected · 1 open · 2 saved"
        f" · commit {landed.commit[:7]} (undone) · commit {again.commit[:7]}"
    )
    code, out, _ = said(capsys, "log", "--json", "keep", "api")
    (entry,) = json.loads(out)
    assert entry["id"] == "abcdef012345"
    assert entry["found"] == "keep the API"
    assert [save["undone"] for save in entry["saves"]] == [True, False]
    _, out, _ = said(capsys, "log", "please")
    assert out.count("“please do abcdef") == 2
    code, out, err = said(capsys, "log", "nowhere")
    assert (code, out) == (1, "")
    assert "nowhere" in err
    assert fingerprint(kept.bench.root) == before


def test_the_log_is_short_unless_all_is_wanted(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(21):
        kept.clock.now += 60
        kept.proposed(f"{number:012d}", OTHER, title=f"number {number}")
    kept.close()
    _, out, err = said(capsys, "log")
    assert "number 20 " in out
    assert "number 0 " not in out
    assert "--all" in err
    _, out, err = said(capsys, "log", "--all")
    assert "number 0 " in out
    assert not err


def test_a_save_whose_proposal_is_gone_is_still_listed(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    made = kept.decided(kept.proposed("abcdef012345", OTHER), Take(UNO))
    _, landed = kept.saved(made)
    kept.clock.now += 60
    assert kept.store.prune(30, undoable=lambda _: False).proposals == 1
    kept.close()
    _, out, _ = said(capsys, "log")
    assert "no proposal is kept" in out
    assert f"b.txt · commit {landed.commit[:7]}\n" in out


def test_where_nothing_is_kept_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Kept(tmp_path)
    made.close()
    for path in made.folder.iterdir():
        path.unlink()
    made.folder.rmdir()
    monkeypatch.chdir(made.bench.root)
    before = fingerprint(tmp_path)
    assert said(capsys, "log") == (1, "", "Nothing was ever kept here.\n")
    assert said(capsys, "log", "--json")[1] == "[]\n"
    assert said(capsys, "show", "abc")[0] == 1
    assert said(capsys, "gc") == (0, "Nothing was ever kept here.\n", "")
    assert "store       nothing was ever kept here; it would be in " in said(capsys, "doctor")[1]
    assert fingerprint(tmp_path) == before


def test_one_proposal_is_shown_with_what_became_of_it(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = Unplaced(SearchReplace("a.txt", "x", "y"), "not found", "no line of a.txt is \x1b[2J")
    cut = CutOff("c\x1b.txt", "half")
    whole = Proposal("abcdef012345", "Evil\x07", PROVENANCE, (FILE, OTHER), (lost,), (cut,))
    made = Standing(Review(whole))
    kept.store.record(kept.session, made)
    made = kept.decided(made, Take(ONE), Reject(TEN, "keep\nit"), Rewrite(UNO, b"mine\n"))
    made, landed = kept.saved(made)
    kept.close()
    before = fingerprint(kept.bench.root)
    code, out, _ = said(capsys, "show", "abc")
    assert code == 0
    assert "\x1b" not in out
    assert "\x07" not in out
    for line in (
        "Evil\\x07",
        "  from      AI: test at here",
        "  stands    1 rejected · 1 open · 2 saved · 1 could not be placed · 1 cut off",
        f"commit {landed.commit[:7]}: 2 changes in a.txt, b.txt",
        "  1: taken and saved\n    needs care: \\x1b at line 1: a terminal would obey it",
        "    -line 1\n    +ONE\\x1b]0;evil\\x07\n     line 2\n",
        "  10: rejected, because: keep it\n",
        "    -line 10\n    +TEN\n",
        "  11: open\n",
        "  1: yours, and saved\n    -line 1\n    +mine\n",
        "could not be placed: no line of a.txt is \\x1b[2J",
        "cut off, can never be taken: c\\x1b.txt",
    ):
        assert line in out
    _, out, _ = said(capsys, "show", "abcdef012345", "--json")
    found = json.loads(out)
    assert [one["state"] for one in found["changes"]] == ["saved", "rejected", "open", "saved"]
    assert found["changes"][3]["yours"] == "mine\n"
    assert found["changes"][0]["new"] == "ONE\x1b]0;evil\x07\n"
    assert found["proposal"]["unplaced"][0]["why"] == "not found"
    assert fingerprint(kept.bench.root) == before


def test_rounds_are_counted_and_shown_with_what_was_asked(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    made = kept.proposed("abcdef012345", FILE)
    said_of = Comment(1, "a.txt", "shorter\x1b[2J", hunk=ONE, quote=b"ONE")
    file, more = Comment(2, "a.txt", "?why"), Comment(3, "a.txt", "later")
    made = kept.decided(made, Reject(TEN, "no"), Remark(said_of), Remark(file), Explained((2,)))
    work = content(working(made.review, "a.txt").work)
    old = work[: work.index(b"\n")]
    came = change(work, (0, len(old), b"one"))
    made = kept.decided(made, Sent((1,)), Revised((came,), provenance=PROVENANCE))
    kept.decided(made, RoundEnded("done"), Remark(more))
    kept.close()
    code, out, _ = said(capsys, "show", "abc")
    assert code == 0
    assert "\x1b" not in out
    assert "  round 2   1 change, AI: test\n    before it: 2 open · 1 rejected\n" in out
    assert "    » 1 a.txt, “ONE”: shorter\\x1b[2J (answered)\n" in out
    assert "  » 2 a.txt: ?why (answered)\n  » 3 a.txt: later (not sent)\n" in out
    _, out, _ = said(capsys, "log")
    assert "a.txt · 2 rounds · 1 rejected · 2 open" in out
    _, out, _ = said(capsys, "show", "abc", "--json")
    found = json.loads(out)
    assert [one["stands"] for one in found["comments"]] == ["answered", "answered", "not sent"]
    (second,) = found["rounds"]
    assert (second["number"], second["comments"], second["ending"]) == (2, [1], "done")
    assert [one["state"] for one in second["before"]] == ["open", "rejected", "open"]
    assert len(second["changes"]) == 1


def test_what_was_proposed_can_be_applied_again(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    file = change(PROSE, (63, 71, b"TEN\n"))
    kept.decided(kept.proposed("abcdef012345", file, OTHER), *(
        Reject(hunk.id) for hunk in (*file.hunks, *OTHER.hunks)
    ))  # fmt: skip
    kept.close()
    _, out, _ = said(capsys, "show", "abcdef012345", "--diff")
    kept.bench.git("apply", feed=out.encode())
    assert kept.bench.data("a.txt") == PROSE.replace(b"line 10\n", b"TEN\n")
    assert kept.bench.data("b.txt") == PROSE.replace(b"line 1\n", b"uno\n", 1)


def test_an_id_that_names_none_or_several(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.proposed("abcdef012345", OTHER, title="First")
    kept.proposed("abcdef999999", OTHER, title="Sec\x1bond")
    kept.close()
    code, out, err = said(capsys, "show", "abcdef")
    assert (code, out) == (2, "")
    assert "abcdef012345" in err
    assert "Sec\\x1bond" in err
    code, out, err = said(capsys, "show", "ff\x1b")
    assert (code, out) == (1, "")
    assert "ff\\x1b" in err
    assert said(capsys, "show", "")[0] == 1


def test_what_cannot_be_read_is_said(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    made = kept.decided(kept.proposed("abcdef012345", FILE), Take(ONE), Take(TEN))
    kept.store._database.write(
        lambda one: one.execute(
            "UPDATE events SET body = ? WHERE id = (SELECT max(id) FROM events)",
            (dump("x", str),),
        )
    )
    kept.close()
    assert len(list(made.review.proposal.hunks)) == 3
    code, out, err = said(capsys, "show", "abc")
    assert code == 0
    assert "cannot be read" in err
    assert "  1: taken, not saved yet\n" in out
    assert "  10: open\n" in out
    (kept.folder / "store.db").write_bytes(b"no database" * 1000)
    before = fingerprint(kept.folder)
    code, _, err = said(capsys, "show", "abc")
    assert code == 4
    assert "damaged" in err
    assert fingerprint(kept.folder) == before


def test_tidying_says_what_goes_and_what_stays(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.clock.now = OLD
    settled = kept.proposed("aaaaaaaaaaaa", FILE)
    kept.decided(settled, *(Reject(hunk.id) for hunk in FILE.hunks))
    kept.proposed("bbbbbbbbbbbb", FILE)
    kept.saved(kept.decided(kept.proposed("cccccccccccc", OTHER), Take(UNO)))
    kept.clock.now = time.time()
    fresh = kept.proposed("dddddddddddd", FILE)
    kept.decided(fresh, *(Reject(hunk.id) for hunk in FILE.hunks))
    kept.close()
    code, out, _ = said(capsys, "gc", "--dry-run")
    assert code == 0
    assert out.startswith("Would remove 1 proposal (")
    assert "kept: 1 proposal still to decide or save." in out
    assert "kept: 1 proposal saved and undoable." in out
    assert "aaaaaaa" in said(capsys, "log")[1]
    assert said(capsys, "gc")[1].startswith("Removed 1 proposal (")
    _, out, _ = said(capsys, "log")
    assert "aaaaaaa" not in out
    assert all(name in out for name in ("bbbbbbb", "ccccccc", "ddddddd"))
    assert said(capsys, "gc", "--older-than", "0")[1].startswith("Removed 1 proposal (")
    assert "ddddddd" not in said(capsys, "log")[1]
    assert said(capsys, "gc", "--older-than", "nan")[0] == 2


def test_the_doctor_names_the_files_and_a_save_that_was_cut_off(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = kept.bench.repo.tree
    kept.journal.intend(Intent("i", time.time(), "landing", (), message="m", tree=tree))
    kept.close()
    (kept.folder / "store.db.damaged-20260101-000000").write_bytes(b"x")
    before = fingerprint(kept.bench.root)
    _, out, _ = said(capsys, "doctor")
    assert f"{kept.folder / 'store.db'}, " in out
    assert "set aside as damaged: store.db.damaged-20260101-000000" in out
    assert f"{kept.folder / 'journal.db'}, " in out
    assert "no  cut off" in out
    assert "was cut off: the commit was not made." in out
    assert fingerprint(kept.bench.root) == before


def test_outside_a_repository_is_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (("log",), ("show", "a"), ("gc",)):
        assert said(capsys, *command)[0] == 4


def test_a_time_that_cannot_be_is_no_fault() -> None:
    assert when(1e300) == "at an unknown time"
