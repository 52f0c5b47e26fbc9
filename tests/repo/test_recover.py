"""What was cut off: found, told apart, finished or put back only when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pairtui.landing import Intent, Interrupted, Landed, NotLanded, Undone
from pairtui.repo.alone import alone
from pairtui.repo.git import Repo
from pairtui.repo.recover import finish, interrupted, leave, put_back
from tests.repo.test_existence import state
from tests.repo.workbench import NOW, Bench

LINES = b"one\ntwo\nthree\nfour\nfive\nsix\n"
NEW = LINES.replace(b"two", b"2")


class Cut(BaseException):
    """The process ends here, as far as the code can tell."""


def cut_at(name: str) -> Callable[[str], None]:
    def point(step: str) -> None:
        if step.startswith(name):
            raise Cut

    return point


@pytest.fixture
def on(bench: Bench) -> Bench:
    bench.commit({"a.txt": LINES, "b.txt": LINES})
    return bench


def killed(on: Bench, name: str, **named: Any) -> Interrupted:
    """Save two files, cut off at one step without any clearing up."""
    results = [on.taken("a.txt", NEW), on.taken("b.txt", NEW)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pairtui.repo.write._go_back", lambda swaps: ())
        with pytest.raises(Cut):
            on.land(*results, point=cut_at(name), **named)
    return found(on)


def found(on: Bench) -> Interrupted:
    (cut,) = interrupted(on.repo, on.journal)
    return cut


def finished(on: Bench, cut: Interrupted) -> Landed | Undone | NotLanded:
    return finish(on.repo, cut.intent, journal=on.journal)


def back(on: Bench, cut: Interrupted) -> tuple[str, ...] | NotLanded:
    return put_back(on.repo, cut.intent, journal=on.journal)


def test_it_says_how_far_each_file_came_and_touches_nothing(on: Bench) -> None:
    cut = killed(on, "swap b.txt")
    assert cut.fates == {"a.txt": "applied", "b.txt": "not applied"}
    assert len(cut.left) == 3
    assert (cut.no_finish, cut.no_put_back, cut.commit) == ("", "", "")
    assert (on.data("a.txt"), on.data("b.txt")) == (NEW, LINES)
    assert len(list(on.root.glob(".pairtui-*"))) == 3
    assert found(on) == cut


def test_finished_it_is_a_save_like_any_other(on: Bench) -> None:
    before = state(on)
    cut = killed(on, "swap b.txt")
    landed = finished(on, cut)
    assert isinstance(landed, Landed)
    assert (landed.id, landed.commit, landed.committed) == (
        cut.intent.id,
        on.head,
        ("a.txt", "b.txt"),
    )
    assert on.says("log", "-1", "--format=%s") == "Say it better"
    assert on.status() == b""
    on.undone(landed)
    assert state(on) == before
    on.clean_up_is_done()


def test_a_commit_that_was_made_is_found_and_not_made_twice(on: Bench) -> None:
    cut = killed(on, "committed")
    assert cut.commit == on.head
    landed = finished(on, cut)
    assert isinstance(landed, Landed)
    assert landed.commit == on.head == cut.commit
    assert on.status() == b""


def test_a_commit_that_a_hook_changed_is_found_by_its_message(on: Bench) -> None:
    on.hook("pre-commit", "echo 3 >> a.txt; git add a.txt")
    cut = killed(on, "committed")
    assert cut.commit == on.head


def test_put_back_takes_a_commit_off_again_and_never_one_that_others_have(on: Bench) -> None:
    before = state(on)
    cut = killed(on, "committed")
    on.git("tag", "v1")
    refused = back(on, cut)
    assert isinstance(refused, NotLanded)
    assert refused.says == "It was not put back: v1 has its commit too."
    on.git("tag", "-d", "v1")
    assert back(on, cut) == ()
    assert state(on) == before
    assert interrupted(on.repo, on.journal) == ()


def test_what_the_person_did_since_is_never_written_over(on: Bench) -> None:
    cut = killed(on, "swap b.txt")
    on.put("b.txt", b"mine\n")
    told = found(on)
    assert told.fates["b.txt"] == "other"
    assert told.no_finish == "b.txt is neither as before nor as it was to become"
    for act in (finished, back):
        outcome = act(on, cut)
        assert isinstance(outcome, NotLanded)
        assert told.no_finish in outcome.says
    assert (on.data("a.txt"), on.data("b.txt")) == (NEW, b"mine\n")
    assert leave(on.repo, cut.intent, journal=on.journal) == ()
    assert interrupted(on.repo, on.journal) == ()
    assert on.data("b.txt") == b"mine\n"
    on.clean_up_is_done()


def test_on_a_branch_that_moved_it_can_only_be_put_back(on: Bench) -> None:
    cut = killed(on, "swap b.txt")
    later = on.commit({"c.txt": b"c\n"})
    outcome = finished(on, cut)
    assert isinstance(outcome, NotLanded)
    assert "the branch has moved on" in outcome.says
    assert back(on, cut) == ()
    assert on.head == later
    assert on.status() == b""


def test_what_was_staged_in_between_stays(on: Bench) -> None:
    cut = killed(on, "stage")
    on.put("b.txt", NEW.replace(b"six", b"6"))
    on.git("add", "b.txt")
    on.put("b.txt", NEW)
    landed = finished(on, cut)
    assert isinstance(landed, Landed)
    assert landed.notes == ("What you have staged in b.txt was left as it is.",)
    assert on.blob(":b.txt") == NEW.replace(b"six", b"6")
    assert on.blob(":a.txt") == NEW


def test_a_hook_that_fails_leaves_it_open(on: Bench) -> None:
    before = state(on)
    cut = killed(on, "swap b.txt")
    on.hook("pre-commit", "echo tabs; exit 1")
    outcome = finished(on, cut)
    assert isinstance(outcome, NotLanded)
    assert "pre-commit hook said no" in outcome.says
    assert outcome.output == "tabs\n"
    assert found(on).fates == {"a.txt": "applied", "b.txt": "applied"}
    assert back(on, cut) == ()
    (on.root / ".git/hooks/pre-commit").unlink()
    assert state(on) == before


def test_one_that_another_process_still_works_on_is_left_alone(on: Bench) -> None:
    cut = killed(on, "swap b.txt")
    with alone(on.repo):
        assert interrupted(on.repo, on.journal) == ()
        assert isinstance(back(on, cut), NotLanded)


def test_one_of_another_work_tree_is_left_alone(on: Bench) -> None:
    killed(on, "swap b.txt")
    on.git("worktree", "add", "--quiet", "../other", "-b", "other")
    assert interrupted(Repo.discover(str(on.root.parent / "other")), on.journal) == ()
    assert len(interrupted(on.repo, on.journal)) == 1


def test_what_is_settled_is_not_settled_again(on: Bench) -> None:
    cut = killed(on, "swap b.txt")
    back(on, cut)
    outcome = finished(on, cut)
    assert outcome == NotLanded("That was settled in the meantime.")


@pytest.mark.parametrize(
    ("lock", "says"), [("index.lock", "git is locked"), ("MERGE_HEAD", "A merge is not finished")]
)
def test_a_lock_or_a_merge_comes_first(on: Bench, lock: str, says: str) -> None:
    cut = killed(on, "swap b.txt")
    on.put(f".git/{lock}", b"")
    outcome = finished(on, cut)
    assert isinstance(outcome, NotLanded)
    assert says in f"{outcome.says} {outcome.remedy}"
    assert on.data("b.txt") == LINES


def test_an_undo_that_was_cut_off_is_finished_or_put_back(on: Bench) -> None:
    before = state(on)
    landed = on.saved(on.taken("a.txt", NEW))
    after = state(on)
    with pytest.raises(Cut):
        on.undo(landed, point=cut_at("moved"))
    cut = found(on)
    assert (cut.intent.kind, cut.intent.of, cut.commit) == ("undo", landed.id, "")
    assert back(on, cut) == ()
    assert state(on) == after
    with pytest.raises(Cut):
        on.undo(landed, point=cut_at("moved"))
    undone = finished(on, found(on))
    assert isinstance(undone, Undone)
    assert undone.landing == landed.id
    assert state(on) == before
    again = on.redone(undone, landed)
    assert state(on) == after
    assert again.commit == landed.commit


def test_an_intent_without_files_or_history_is_only_closed(on: Bench) -> None:
    on.journal.intend(Intent("i", NOW, "landing", (), tree=on.repo.tree))
    assert isinstance(finished(on, found(on)), Landed)
