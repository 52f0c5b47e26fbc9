"""A real repository to work on, with git itself as the oracle."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pairtui.landing import Landed, Mode, NotLanded, SaveChoice, Undone
from pairtui.proposal import Absent, Present
from pairtui.repo.back import put_back
from pairtui.repo.files import read
from pairtui.repo.git import Repo
from pairtui.repo.ground import head
from pairtui.repo.inverse import pieces
from pairtui.repo.journal import InMemory, Point, unwatched
from pairtui.repo.land import land
from pairtui.repo.process import never
from pairtui.repo.undo import redo, undo
from pairtui.review.result import FileResult

NOW = 1_700_000_000.0
TRAILER = "Assisted-by: pairtui:test-model"


@dataclass(frozen=True)
class Bench:
    """A repository in a temporary folder; paths are relative to its root."""

    root: Path
    journal: InMemory = field(default_factory=InMemory)

    @classmethod
    def make(cls, root: Path, *options: str) -> Bench:
        root.mkdir(parents=True)
        bench = cls(root)
        bench.git("init", "--quiet", *options)
        return bench

    @property
    def repo(self) -> Repo:
        return Repo.discover(str(self.root))

    def git(
        self, *arguments: str, feed: bytes = b"", env: Mapping[str, str] | None = None
    ) -> bytes:
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            input=feed,
            capture_output=True,
            check=False,
            env={**os.environ, **(env or {})},
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def says(self, *arguments: str) -> str:
        return self.git(*arguments).decode().strip()

    def put(self, path: str, data: bytes, mode: int | None = None) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        if mode is not None:
            place.chmod(mode)

    def data(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def commit(self, files: Mapping[str, bytes], message: str = "a commit") -> str:
        for path, data in files.items():
            self.put(path, data)
        self.git("--literal-pathspecs", "add", "--force", "--", *files)
        self.git("commit", "--quiet", "-m", message)
        return self.head

    @property
    def head(self) -> str:
        return head(self.repo)

    def status(self) -> bytes:
        return self.git("status", "--porcelain=v2", "-z", "--untracked-files=all")

    def blob(self, name: str) -> bytes:
        return self.git("cat-file", "blob", name)

    def hook(self, name: str, script: str) -> None:
        self.put(f".git/hooks/{name}", f"#!/bin/sh\n{script}\n".encode(), 0o755)

    def taken(self, path: str, new: bytes) -> FileResult:
        """Return a result as if every changed line from the file as it is now was taken."""
        base = read(self.repo, path)
        assert isinstance(base, Present | Absent), base
        old = base.data if isinstance(base, Present) else b""
        mode = base.mode if isinstance(base, Present) else 0o644
        return FileResult(path, base, new, mode, pieces(path, old, new))

    def land(
        self,
        *results: FileResult,
        mode: Mode = "commit",
        message: str = "Say it better",
        whole: frozenset[str] = frozenset(),
        trailer: str = TRAILER,
        progress: Callable[[str], None] = lambda _: None,
        planned: str | None = None,
        cancelled: Callable[[], bool] = never,
        limit: float = 600.0,
        point: Point = unwatched,
    ) -> Landed | NotLanded:
        return land(
            self.repo,
            results,
            SaveChoice(mode, message, whole),
            trailer=trailer,
            now=NOW,
            progress=progress,
            head=self.head if planned is None else planned,
            journal=self.journal,
            cancelled=cancelled,
            limit=limit,
            point=point,
        )

    def saved(self, *results: FileResult, mode: Mode = "commit", **more: object) -> Landed:
        landed = self.land(*results, mode=mode, **more)  # type: ignore[arg-type]  # passed through
        assert isinstance(landed, Landed), landed
        return landed

    def refused(self, *results: FileResult, mode: Mode = "commit", **more: object) -> NotLanded:
        landed = self.land(*results, mode=mode, **more)  # type: ignore[arg-type]  # passed through
        assert isinstance(landed, NotLanded), landed
        return landed

    def undo(self, landed: Landed, point: Point = unwatched) -> Undone | NotLanded:
        return undo(self.repo, landed, now=NOW, journal=self.journal, point=point)

    def redo(self, undone: Undone, landed: Landed) -> Landed | NotLanded:
        return redo(self.repo, undone.receipt, landed, now=NOW, journal=self.journal)

    def redone(self, undone: Undone, landed: Landed) -> Landed:
        redone = self.redo(undone, landed)
        assert isinstance(redone, Landed), redone
        return redone

    def undone(self, landed: Landed) -> Undone:
        undone = self.undo(landed)
        assert isinstance(undone, Undone), undone
        return undone

    def put_back(self, refused: NotLanded) -> tuple[str, ...]:
        return put_back(self.repo, refused.written, journal=self.journal, now=NOW)

    def clean_up_is_done(self) -> None:
        """Nothing of ours lies about, and git finds the repository whole."""
        left = list(self.root.rglob(".pairtui-*"))
        assert not left, left
        done = subprocess.run(
            ["git", "-C", str(self.root), "fsck", "--strict", "--no-dangling"],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert not list((self.root / ".git").glob("*.lock"))
