"""Replay: `python -m tests.replay FOLDER` replays the last commits of a repository as proposals.

Each text file of each commit is written in every format, read in random pieces, placed and taken;
it has to come to the commit's bytes or to a refusal, and any part of its hunks to what `git apply`
makes of them. Prints what came of it; exit code 1 if anything came to other bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random

from tests.replay.checks import Figures, replay
from tests.replay.history import changes, commits
from tests.replay.replies import FORMS


def main() -> int:
    """Replay as the command line says; return 1 where bytes were wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="a repository, or a bare one")
    parser.add_argument("--commits", type=int, default=500)
    given = parser.parse_args()
    figures = {form: Figures() for form in FORMS}
    files = skipped = 0
    names = commits(given.folder, given.commits)
    for name in names:
        found, none = changes(given.folder, name)
        files, skipped = files + len(found), skipped + none
        for form, figure in figures.items():
            known = len(figure.wrong)
            replay(found, form, Random(name), figure)
            for says in figure.wrong[known:]:
                print(f"{name[:12]} {form}: {says}", flush=True)
    print(f"{len(names)} commits, {files} files of text, {skipped} others left out")
    for form, figure in figures.items():
        print(told(form, figure.count))
    return 1 if any(figure.wrong for figure in figures.values()) else 0


def told(form: str, count: Counter[str]) -> str:
    """Return the figures of one format as a paragraph."""
    reasons = {name: count[name] for name in sorted(count) if name.startswith("refused")}
    tried = count["placed"] + count["wrong"] + sum(reasons.values())
    share = {name: f"{amount} ({amount / tried:.1%})" for name, amount in reasons.items()}
    not_said = {name: count[name] for name in sorted(count) if name.startswith("not said")}
    right = f"{count['placed']} placed ({count['placed'] / max(tried, 1):.1%})"
    subsets = f"{count['subset hunks']} of them in {count['subsets']} subsets as git has them"
    rest = "; ".join(f"{name} {said}" for name, said in {**share, **not_said}.items())
    lines = [
        f"{form}: {tried} files, {right}, wrong {count['wrong']}",
        f"    {rest or 'nothing refused'}",
        f"    {count['hunks']} hunks, {subsets}",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
