"""The repository's own rules (`.pairtui.toml`): they make what may be sent stricter, never looser.

Nothing in it chooses who is asked: that belongs to the person (reliability of what is versioned:
a file that comes with a clone must not lead words and keys elsewhere).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from pairtui.settings import readers
from pairtui.settings.readers import Expected

FILE = ".pairtui.toml"
LARGEST = 64_000
"""Bytes of the file at most."""
MOST = 1_000
"""Entries of a list at most."""
PERSONAL = (
    "provider", "model", "base_url", "url", "endpoint", "endpoints", "api_key", "key",
    "api_key_command", "command", "models", "proxy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """What the repository asks for: the only hosts, None being any, and files that stay here.

    `broken` is why the file cannot be used, or ""; nothing may be sent then.
    """

    hosts: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    broken: str = ""


def read_rules(data: bytes) -> Rules:
    """Return the rules in the bytes of the file; what cannot be used is said, never skipped."""
    if len(data) > LARGEST:
        return Rules(broken="it is larger than 64 kB")
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        says = " ".join(str(error).split()) or "it is nested too deeply"
        return Rules(broken=f"it cannot be read: {says[:120]}")
    for name in found:
        if name in PERSONAL:
            return Rules(broken=f"it may not set {name}: only you say who is asked, and how")
        if name not in ("hosts", "ignore"):
            return Rules(broken=f"it may set hosts and ignore only, not {name[:40]!r}")
    ignore = found.get("ignore", [])
    try:
        hosts = readers.hosts(found["hosts"]) if "hosts" in found else None
    except Expected as error:
        return Rules(broken=f"hosts must be {error}")
    if not _texts(ignore) or any("\n" in one or "\0" in one for one in ignore):
        return Rules(broken='ignore must be a list of patterns, such as ["secret/", "*.sql"]')
    return Rules(hosts, tuple(ignore))


def _texts(raw: Any) -> bool:
    return (
        isinstance(raw, list)
        and len(raw) <= MOST
        and all(isinstance(one, str) and one.strip() for one in raw)
    )
