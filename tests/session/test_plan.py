"""The plan of a save: what it foresees is what comes of it, and foreseeing changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pairtui.landing import Landed, Mode, Plan, SaveChoice
from pairtui.proposal import FileChange, Present, Proposal, Provenance
from pairtui.repo.inverse import pieces
from pairtui.repo.journal import InMemory
from pairtui.review.decide import Review, Take, fold
from pairtui.session.land import plan, save
from tests.repo.workbench import NOW, Bench

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\n"
SAME = "your own uncommitted changes touch the same lines"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench.make(tmp_path / "work")
    made.commit({"a.txt": LINES, "c.txt": LINES, ".gitignore": b"*.log\n"})
    return made


def taken(bench: Bench, **files: tuple[bytes, bytes]) -> Review:
    """Return a review that takes one replacement in each file, on the files as they are now."""
    changes = []
    for stem, (old, new) in files.items():
        path = stem.replace("_", ".")
        result = bench.taken(path, (bench.data(path) if old else b"").replace(old, new))
        if not old:
            result = bench.taken(path, new)
        base = result.base.data if isinstance(result.base, Present) else b""
        hunks = (hunk for hunk, _ in pieces(path, base, result.data or b""))
        named = tuple(replace(hunk, id=f"{path}-{hunk.id}") for hunk in hunks)
        changes.append(FileChange(path, result.base, named))
    proposal = Proposal("p", "Say it", Provenance("AI", "m", "h"), tuple(changes))
    return fold(proposal, [Take(hunk.id) for hunk in proposal.hunks])


def planned(bench: Bench, review: Review) -> Plan:
    """Plan, and see that nothing at all changed in the folder, git's own part included."""
    before = everything(bench)
    made = plan(bench.repo, review, "commit", now=NOW, journal=bench.journal)
    assert everything(bench) == before
    return made


def everything(bench: Bench) -> dict[Path, bytes]:
    return {place: place.read_bytes() for place in bench.root.rglob("*") if place.is_file()}


def saved(bench: Bench, review: Review, made: Plan, mode: Mode = "commit") -> Landed:
    choice = SaveChoice(mode, made.message if mode == "commit" else "")
    landed = save(
        bench.repo, review, made, choice,
        trailer="", now=NOW, progress=lambda _: None, cancelled=lambda: False, journal=InMemory(),
    )  # fmt: skip
    assert isinstance(landed, Landed), landed
    return landed


def test_what_clashes_with_ones_own_changes_stays_out_and_the_rest_is_committed(
    bench: Bench,
) -> None:
    bench.put("a.txt", LINES.replace(b"five", b"five of mine"))
    review = taken(bench, a_txt=(b"five of mine", b"5"), c_txt=(b"two", b"2"))
    made = planned(bench, review)
    assert {file.path: file.not_committed for file in made.files} == {"a.txt": SAME, "c.txt": ""}
    assert made.files[0].not_staged == SAME
    assert made.no_commit == ""
    landed = saved(bench, review, made)
    assert landed.committed == ("c.txt",)
    assert bench.blob("HEAD:c.txt") == LINES.replace(b"two", b"2")
    assert bench.blob("HEAD:a.txt") == LINES
    assert bench.data("a.txt") == LINES.replace(b"five", b"5")
    assert landed.notes == (f"a.txt was written, not committed: {SAME}.",)
    assert "The commit holds exactly the changes you took in c.txt (checked)." in landed.checked
    assert bench.says("diff", "--name-only") == "a.txt"
    bench.undone(landed)
    assert bench.data("a.txt") == LINES.replace(b"five", b"five of mine")
    assert bench.data("c.txt") == LINES


def test_where_nothing_can_be_committed_no_commit_is_offered(bench: Bench) -> None:
    bench.put("a.txt", LINES.replace(b"five", b"five of mine"))
    made = planned(bench, taken(bench, a_txt=(b"five of mine", b"5")))
    assert made.no_commit == SAME
    assert made.modes == ("stage", "write")


def test_ones_own_changes_elsewhere_in_the_file_stand_in_no_way(bench: Bench) -> None:
    bench.put("a.txt", LINES.replace(b"one", b"one of mine"))
    review = taken(bench, a_txt=(b"five", b"5"))
    made = planned(bench, review)
    assert (made.files[0].not_committed, made.files[0].unsure) == ("", "")
    assert saved(bench, review, made).committed == ("a.txt",)


def test_what_is_staged_can_take_what_the_last_commit_cannot(bench: Bench) -> None:
    bench.put("a.txt", LINES.replace(b"five", b"five of mine"))
    bench.git("add", "a.txt")
    review = taken(bench, a_txt=(b"five of mine", b"5"))
    made = planned(bench, review)
    assert (made.files[0].not_committed, made.files[0].not_staged) == (SAME, "")
    saved(bench, review, made, "stage")
    assert bench.blob(":a.txt") == LINES.replace(b"five", b"5")


@pytest.mark.parametrize(
    "attribute", ["filter=tidy", "eol=crlf", "ident", "working-tree-encoding=UTF-16"]
)
def test_where_git_converts_a_file_the_plan_says_that_it_cannot_tell(
    bench: Bench, attribute: str
) -> None:
    bench.commit({".gitattributes": f"a.txt {attribute}\n".encode()})
    bench.git("config", "filter.tidy.clean", "touch ran; cat")
    bench.put("a.txt", LINES.replace(b"five", b"five of mine"))
    made = planned(bench, taken(bench, a_txt=(b"five of mine", b"5")))
    assert made.files[0].unsure
    assert not made.files[0].not_committed
    assert not made.no_commit


def test_plain_line_ends_are_no_reason_not_to_tell(bench: Bench) -> None:
    bench.commit({".gitattributes": b"* text=auto\n"})
    bench.put("a.txt", LINES.replace(b"five", b"five of mine"))
    made = planned(bench, taken(bench, a_txt=(b"five of mine", b"5")))
    assert (made.files[0].not_committed, made.files[0].unsure) == (SAME, "")


def test_files_git_ignores_or_has_under_that_name_stay_out(bench: Bench) -> None:
    bench.put("x.log", b"one\n")
    (bench.root / "c.txt").unlink()
    review = taken(bench, x_log=(b"one", b"1"), c_txt=(b"", b"new\n"))
    made = planned(bench, review)
    assert [file.not_committed for file in made.files] == [
        "git ignores it", "the history already has a file of that name",
    ]  # fmt: skip
    assert made.no_commit == "none of these files can go into one"


def test_what_is_untouched_is_what_the_save_does_not_write(bench: Bench) -> None:
    for path in ("a.txt", "c.txt"):
        bench.put(path, LINES + b"mine\n")
    bench.git("add", "c.txt")
    bench.put("new.txt", b"one\n")
    review = taken(bench, a_txt=(b"two", b"2"), new_txt=(b"one", b"1"))
    ground = planned(bench, review).ground
    assert (ground.staged, ground.unstaged, ground.untracked) == (1, 0, 0)


def test_changes_that_moved_on_are_counted(bench: Bench) -> None:
    review = taken(bench, a_txt=(b"two", b"2"), c_txt=(b"two", b"2"))
    lost = next(iter(review.proposal.hunks)).id
    stale = Review(review.proposal, review.verdicts, stale={lost: "it moved on"})
    made = planned(bench, stale)
    assert [file.path for file in made.files] == ["c.txt"]
    assert made.moved_on == 1


def test_a_whole_file_is_not_said_to_be_only_what_was_taken(bench: Bench) -> None:
    bench.put("new.txt", b"one\ntwo\n")
    landed = bench.saved(bench.taken("new.txt", b"one\n2\n"), whole=frozenset({"new.txt"}))
    assert (
        "The commit holds exactly the changes you took, and the whole of new.txt (checked)."
        in landed.checked
    )
