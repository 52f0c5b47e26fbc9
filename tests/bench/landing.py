"""How long a save and a look at the repository take: `python -m tests.bench.landing`, by hand.

A save of 1 and of 1,000 files, with everything synchronised to the disk and a journal, is compared
with writing the same bytes and `git add` and `git commit` of them: once with git's objects and
references synchronised as in a save, once as git does by default. The state of a repository of
50,000 files is compared with `git status --porcelain=v2`. In turns in the same run, each the median
of several.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from pairtui.landing import Landed, SaveChoice
from pairtui.proposal import Present
from pairtui.repo.git import Repo
from pairtui.repo.glance import glance
from pairtui.repo.ground import ground, head
from pairtui.repo.land import land
from pairtui.review.decide import Review, Take
from pairtui.review.replay import Standing, retrace
from pairtui.review.result import FileResult, results
from pairtui.session.land import plan
from pairtui.store.journal import Journal
from tests.review.made import change, proposal

COUNTS = {1: 7, 1_000: 3}
"""How many files are saved, and how often."""
MANY = 50_000
RUNS = 5
TEXT = b"".join(b"line %d says something\n" % at for at in range(60))
PLACE = TEXT.index(b"line 30 ")
DURABLE = ("-c", "core.fsync=all")


def git(root: Path, *arguments: str) -> None:
    """Run git as a person would, with no more of its work than it does by itself."""
    quiet = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
    subprocess.run(["git", "-C", str(root), *quiet, *arguments], check=True, capture_output=True)


def made(root: Path, count: int) -> Path:
    """Make a repository of so many small files in folders of a hundred, all committed."""
    root.mkdir()
    git(root, "init", "--quiet")
    for number in range(count):
        place = root / name(number)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(TEXT)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "begin")
    return root


def name(number: int) -> str:
    """Return the path of a file."""
    return f"part_{number // 100}/file_{number}.txt"


def review_of(count: int) -> Review:
    """Return a review in which one change of each file is taken."""
    files = (
        change(TEXT, (PLACE, PLACE + 4, b"LINE"), path=name(number)) for number in range(count)
    )
    whole = proposal(*files)
    return retrace(Standing(Review(whole)), (Take(hunk.id) for hunk in whole.hunks)).review


def ours(repo: Repo, review: Review, wanted: tuple[FileResult, ...]) -> Iterator[float]:
    """Plan a save and make it; yield how long each takes."""
    journal = Journal(Path(repo.git_dir) / "journal.db")
    begun = time.perf_counter()
    made_plan = plan(repo, review, "commit", now=time.time(), journal=journal)
    yield time.perf_counter() - begun
    begun = time.perf_counter()
    landed = land(
        repo,
        wanted,
        SaveChoice("commit", made_plan.message),
        trailer="",
        now=time.time(),
        progress=lambda _: None,
        head=made_plan.ground.head,
        journal=journal,
    )
    yield time.perf_counter() - begun
    journal.close()
    assert isinstance(landed, Landed), landed
    assert landed.commit == head(repo)


def theirs(root: Path, wanted: tuple[FileResult, ...], *options: str) -> float:
    """Write the same bytes and commit them with git alone; return how long it takes."""
    begun = time.perf_counter()
    for result in wanted:
        assert isinstance(result.after, Present)
        (root / result.goal).write_bytes(result.after.data)
    git(root, *options, "add", "--", *(result.goal for result in wanted))
    git(root, *options, "commit", "--quiet", "-m", "Say it better")
    return time.perf_counter() - begun


def saving(folder: Path, count: int, runs: int) -> None:
    """Print how long saves of so many files take."""
    review = review_of(count)
    wanted = tuple(results(review))
    took: dict[str, list[float]] = {}
    for run in range(runs):
        repo = Repo.discover(str(made(folder / f"ours-{count}-{run}", count)))
        planned, landed = ours(repo, review, wanted)
        durable = theirs(made(folder / f"sync-{count}-{run}", count), wanted, *DURABLE)
        plain = theirs(made(folder / f"plain-{count}-{run}", count), wanted)
        figures = {"plan": planned, "save": landed, "durable": durable, "plain": plain}
        for what, seconds in figures.items():
            took.setdefault(what, []).append(seconds * 1000)
    plan_, save, durable, plain = (median(took[what]) for what in figures)
    print(f"save {count:,} files:".ljust(24), f"{save:9.1f} ms, and {plan_:.1f} to plan it")
    print("  git, synchronised:".ljust(24), f"{durable:9.1f} ms: {save / durable:.2f}x")
    print("  git, by default:".ljust(24), f"{plain:9.1f} ms: {save / plain:.2f}x")


def looking(root: Path) -> None:
    """Print how long it takes to look at a large repository, in turns with git."""
    repo = Repo.discover(str(root))
    ways: dict[str, Callable[[], object]] = {
        "git status": lambda: git(root, "status", "--porcelain=v2"),
        "our status": lambda: glance(repo),
        "all of the state": lambda: ground(repo),
    }
    took: dict[str, list[float]] = {what: [] for what in ways}
    for work in ways.values():
        work()
    for _ in range(RUNS):
        for what, work in ways.items():
            begun = time.perf_counter()
            work()
            took[what].append((time.perf_counter() - begun) * 1000)
    bare = median(took["git status"])
    for what in ways:
        found = median(took[what])
        print(f"{what}, {MANY:,} files:".ljust(34), f"{found:9.1f} ms: {found / bare:.2f}x")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        settings = folder / "gitconfig"
        settings.write_text("[user]\n\tname = Bench\n\temail = bench@example.org\n")
        os.environ |= {"GIT_CONFIG_GLOBAL": str(settings), "GIT_CONFIG_NOSYSTEM": "1"}
        for count, runs in COUNTS.items():
            saving(folder, count, runs)
        looking(made(folder / "large", MANY))


if __name__ == "__main__":
    main()
