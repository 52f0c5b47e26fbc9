"""Ollama: how much context it really gives a model, which is less than the model could hold.

What does not fit into that it leaves out without a word. Its own API, beside the one that others
have too, says how much it is (https://docs.ollama.com/api): `/api/ps` lists the models that are
loaded, each with its context; an empty `/api/generate` loads one, as the first request would.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

ROOT = "Ollama is running"
"""What the root of its address says."""
Page: TypeAlias = Callable[[str, Mapping[str, Any] | None], Awaitable[str]]
"""Returns what a path of the server says, asked with a body or without; empty where nothing."""


async def context_of(page: Page, model: str) -> int | None:
    """Return the context of a model in tokens; None where the server is another, or does not say.

    A model that is not loaded is loaded for that.
    """
    if ROOT not in await page("/", None):
        return None
    found = _loaded(await page("/api/ps", None), model)
    if found is None and await page("/api/generate", {"model": model, "stream": False}):
        found = _loaded(await page("/api/ps", None), model)
    return found


def _loaded(text: str, model: str) -> int | None:
    """Return the context of a model in a list of those that are loaded."""
    try:
        models = json.loads(text)["models"]
        return next((_context(one) for one in models if _is(one, model)), None)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _is(entry: Mapping[str, Any], model: str) -> bool:
    """Tell whether an entry is a model; one without a tag is the latest."""
    names = {entry.get("name"), entry.get("model")}
    return model in names or (":" not in model and f"{model}:latest" in names)


def _context(entry: Mapping[str, Any]) -> int | None:
    found = entry.get("context_length")
    return found if type(found) is int and found > 0 else None
