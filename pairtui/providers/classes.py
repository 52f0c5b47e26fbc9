"""Classes: which format a model is asked for, by its name, its size and where it runs.

The classes are data, in classes.toml beside this file, and so are the sizes of models whose names
do not say them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

from pairtui.request import Format, Size

_BILLIONS = re.compile(r"(?<![\d.])(?:(\d+)x)?(\d+(?:\.\d+)?)b(?![a-z0-9])", re.IGNORECASE)
_MILLIONS = re.compile(r"(?<![\d.])(\d+)m(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ModelClass:
    """Models that are asked alike; `says` tells a person why, `up_to` is in billions."""

    name: str
    size: Size
    format: Format
    says: str
    models: tuple[str, ...] = ()
    where: str = ""
    up_to: float | None = None

    def fits(self, name: str, *, local: bool, parameters: float | None) -> bool:
        """Tell whether a model is one of them; `name` is the last part of it, in small letters."""
        if self.models and local and billions(name) is not None:
            return False
        if self.models and not any(fnmatchcase(name, pattern) for pattern in self.models):
            return False
        if self.where and self.where != ("local" if local else "hosted"):
            return False
        return self.up_to is None or (parameters is not None and parameters <= self.up_to)


def class_of(name: str, *, local: bool) -> ModelClass:
    """Return the first class a model fits; there is one for every name."""
    classes, known = _table()
    last = name.rpartition("/")[2].casefold()
    parameters = billions(name)
    if parameters is None:
        parameters = known.get(last.partition(":")[0])
    return next(one for one in classes if one.fits(last, local=local, parameters=parameters))


def billions(name: str) -> float | None:
    """Return how many billion parameters a model's name says it has, or None."""
    if match := _BILLIONS.search(name):
        return float(match[2]) * int(match[1] or 1)
    if match := _MILLIONS.search(name):
        return float(match[1]) / 1000
    return None


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[ModelClass, ...], Mapping[str, float]]:
    text = (files("pairtui.providers") / "classes.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    return tuple(map(_class, found["class"])), found["billions"]


def _class(row: Mapping[str, Any]) -> ModelClass:
    """Return one class; raises ValueError where its format or size is none."""
    made = ModelClass(**{**row, "models": tuple(row.get("models", ()))})
    if made.format not in get_args(Format) or made.size not in get_args(Size):
        raise ValueError(f"classes.toml: {made.name} has no such format or size")
    return made
