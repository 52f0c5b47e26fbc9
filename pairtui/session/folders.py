"""Folders: the files of a folder that come into a conversation together."""

from __future__ import annotations

from dataclasses import dataclass

from pairtui.proposal import Present, Refused
from pairtui.repo.files import list_files, read
from pairtui.session.amount import many, size
from pairtui.session.policy import Policy

FILES = 100
BYTES = 400_000
"""How many files, and of how many bytes together, one folder brings in at most."""
_LOOKED_AT = 1_000
"""How many files are read to learn whether they are text."""


@dataclass(frozen=True, slots=True)
class Held:
    """The files of a folder that can be sent; `says` how many, how large, and what stays out."""

    paths: tuple[str, ...]
    says: str


def folder(policy: Policy, path: str) -> Held | Refused:
    """Return the files below a folder, which ends with a slash, or why they cannot come in.

    RepoError where git cannot list them.
    """
    every = list_files(policy.repo, "" if path == "./" else path)
    kept = policy.kept_out(every)
    paths = [one for one in every if one not in kept]
    withheld = len(every) - len(paths)
    if len(paths) > _LOOKED_AT:
        return _too_much(path, every, many(len(paths), "file"))
    shown: list[str] = []
    barred: list[str] = []
    held = 0
    for one in paths:
        state = read(policy.repo, one)
        if isinstance(state, Present):
            shown.append(one)
            held += len(state.data)
        elif isinstance(state, Refused):
            barred.append(f"{one} ({state.reason})")
        if held > BYTES:
            return _too_much(path, every, f"more than {BYTES // 1000} kB of text")
    if len(shown) > FILES:
        return _too_much(path, every, f"{many(len(shown), 'file')} of text")
    if not shown:
        return Refused("there is no file in it that can be sent")
    return Held(tuple(shown), _says(len(shown), held, barred, withheld))


def _says(count: int, held: int, barred: list[str], withheld: int) -> str:
    says = f"{many(count, 'file')}, {size(held)}"
    if barred:
        others = f" and {len(barred) - 1} more" if len(barred) > 1 else ""
        says += f"; {barred[0]}{others} {'stay' if others else 'stays'} out"
    if withheld:
        says += f"; {withheld} withheld"
    return says


def _too_much(path: str, every: tuple[str, ...], holds: str) -> Refused:
    """Return the advice to take less, with a folder inside it where there is one."""
    start = "" if path == "./" else path
    inner = sorted({start + one[len(start) :].partition("/")[0] + "/" for one in every
                    if "/" in one[len(start) :]})  # fmt: skip
    such = f"a folder in it, such as {inner[0]}, or " if inner else ""
    return Refused(
        f"it holds {holds}; at most {FILES} files and {BYTES // 1000} kB come in at once: "
        f"name {such}single files"
    )
