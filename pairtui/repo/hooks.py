"""Hooks: which hook of a running git is at work, read from the events git writes about itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def running(trace: str) -> str:
    """Return the name of the hook that runs now, as "the pre-commit hook", or nothing."""
    begun: dict[int, str] = {}
    for event in _events(trace):
        if event.get("event") == "child_start" and event.get("child_class") == "hook":
            begun[event.get("child_id", -1)] = str(event.get("hook_name", ""))
        elif event.get("event") == "child_exit":
            begun.pop(event.get("child_id", -1), None)
    names = [name for name in begun.values() if name]
    return f"the {names[-1]} hook" if names else ""


def failed(trace: str) -> str:
    """Return the name of the hook that ended with an error, or nothing."""
    begun: dict[int, str] = {}
    for event in _events(trace):
        if event.get("event") == "child_start" and event.get("child_class") == "hook":
            begun[event.get("child_id", -1)] = str(event.get("hook_name", ""))
        elif event.get("event") == "child_exit" and event.get("code"):
            name = begun.get(event.get("child_id", -1))
            if name:
                return name
    return ""


def _events(trace: str) -> list[dict[str, Any]]:
    """Return the events of the outermost git; hooks that call git write into the same file."""
    try:
        lines = Path(trace).read_bytes().splitlines()
    except OSError:
        return []
    events = []
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue  # the last line may be half written
        if isinstance(event, dict) and "/" not in str(event.get("sid", "")):
            events.append(event)
    return events
