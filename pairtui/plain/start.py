"""Begin a history: say what the first commit will hold, ask, and make it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

from pairtui.plain.lines import put_line
from pairtui.repo.git import RepoError
from pairtui.repo.start import Preview, init, init_preview, refuse_inside
from pairtui.session.amount import many, size

DONE, DECLINED, REPOSITORY = 0, 1, 4
_LISTED = 8


def offer(path: str, answers: TextIO, out: TextIO) -> bool:
    """Say that there is no repository here and offer to begin one; True once there is.

    Where none can begin, as in a bare repository, the reason is all there is to say.
    """
    try:
        refuse_inside(os.path.realpath(path))
    except RepoError as error:
        put_line(out, f"pairtui: {error.says} {error.remedy}".rstrip())
        return False
    put_line(out, f"pairtui: {Path(path).absolute()} is in no git repository.")
    if not _yes(answers, out, "Begin a history here (`pairtui init`)?"):
        return False
    return begin(path, answers, out) == DONE


def begin(path: str, answers: TextIO, out: TextIO) -> int:
    """Show what the first commit will hold, ask, and make the repository."""
    try:
        preview = init_preview(path)
        _show(preview, out)
        name = email = ""
        if preview.name_needed:
            name = _line(answers, out, "A name for the history (for this folder only): ")
            email = _line(answers, out, "An address, which may be made up: ")
        if not _yes(answers, out, "Begin the history?"):
            put_line(out, "Nothing was done.")
            return DECLINED
        repo = init(path, name=name, email=email)
    except RepoError as error:
        put_line(out, f"pairtui: {error.says} {error.remedy}".rstrip())
        return REPOSITORY
    put_line(out, f"The history of {repo.root} has begun. `pairtui` opens it.")
    return DONE


def _show(preview: Preview, out: TextIO) -> None:
    what = f"{many(len(preview.files), 'file')}, {size(preview.size)}"
    put_line(out, f"The first commit of {preview.root} will hold {what}:")
    for name in preview.files[:_LISTED]:
        put_line(out, f"  {name}")
    if len(preview.files) > _LISTED:
        put_line(out, f"  and {len(preview.files) - _LISTED} more")
    if preview.large:
        put_line(out, f"Left out, over 2 MB: {', '.join(preview.large[:_LISTED])}")
    if preview.inner:
        put_line(out, f"Left out, histories of their own: {', '.join(preview.inner[:_LISTED])}")
    put_line(out, "Files that .gitignore names are left out. Nothing is uploaded.")


def _yes(answers: TextIO, out: TextIO, question: str) -> bool:
    return _line(answers, out, f"{question} [y/N] ").lower() in ("y", "yes")


def _line(answers: TextIO, out: TextIO, question: str) -> str:
    out.write(question)
    out.flush()
    return answers.readline().strip()
