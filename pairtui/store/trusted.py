"""Trusted: which of a repository's own files a person has read and lets have a say.

A small file of the user's state folder, never of the repository. A damaged one counts as empty:
what was trusted is then asked about again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pairtui import atomic


class Trusted:
    """The SHA-256 of each trusted file, by repository and path."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def digests(self, root: str) -> Mapping[str, str]:
        """Return what is trusted of a repository: by path, the digest it had then."""
        found = self._read().get(root, {})
        return found if isinstance(found, dict) else {}

    def trust(self, root: str, digests: Mapping[str, str]) -> None:
        """Keep that these files of a repository are trusted as they are; raises OSError."""
        found = self._read()
        text = json.dumps({**found, root: {**self.digests(root), **digests}}, indent=1)
        atomic.put(self._path, text.encode())

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
