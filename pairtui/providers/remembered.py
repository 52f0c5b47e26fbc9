"""Remember what was learnt of each endpoint.

That is the model that was chosen, options its server does not know, and how its models count; and
of each host, of which repositories something may go there.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pairtui import atomic

RATIOS = 7
"""How many counts of a model are kept."""


class Remembered:
    """A small file of the user's state folder; without a path it lasts as long as the program.

    A damaged file is set aside, and `problem` says so in a sentence; neither reading nor writing
    ever stops anything. Methods may be called from any thread.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.problem = ""
        self._lock = threading.Lock()
        self._endpoints = self._read()

    def model(self, url: str) -> str:
        """Return the model chosen for an endpoint, or nothing."""
        return str(self._entry(url).get("model", ""))

    def choose(self, url: str, model: str) -> None:
        """Keep the model chosen for an endpoint."""
        self._keep(url, lambda entry: entry | {"model": model})

    def dropped(self, url: str) -> frozenset[str]:
        """Return the options this endpoint does not know."""
        return frozenset(self._entry(url).get("dropped", ()))

    def drop(self, url: str, option: str) -> None:
        """Keep that this endpoint does not know an option."""
        self._keep(
            url, lambda entry: entry | {"dropped": sorted({*entry.get("dropped", ()), option})}
        )

    def ratios(self, url: str, model: str) -> tuple[float, ...]:
        """Return what a model counted the last times, each as a share of what was estimated."""
        return tuple(self._entry(url).get("ratios", {}).get(model, ()))

    def counted(self, url: str, model: str, ratio: float) -> None:
        """Keep what a model counted, as a share of what was estimated; the latest few stay."""

        def change(entry: dict[str, Any]) -> dict[str, Any]:
            known = entry.get("ratios", {})
            latest = [*known.get(model, ()), round(ratio, 3)][-RATIOS:]
            return entry | {"ratios": known | {model: latest}}

        self._keep(url, change)

    def told(self, host: str) -> frozenset[str]:
        """Return the repositories, by root, of which something may go to a host."""
        return frozenset(self._entry(host).get("told", ()))

    def tell(self, host: str, root: str) -> None:
        """Keep that the person lets a host be sent something of a repository."""
        self._keep(host, lambda entry: entry | {"told": sorted({*entry.get("told", ()), root})})

    def _entry(self, url: str) -> dict[str, Any]:
        return self._endpoints.get(url, {})

    def _keep(self, url: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Change one entry, on top of what another program may have written since."""
        with self._lock:
            self._endpoints = self._endpoints | self._read()
            self._endpoints[url] = change(self._entry(url))
            self._write()

    def _read(self) -> dict[str, dict[str, Any]]:
        if self.path is None:
            return {}
        try:
            return _endpoints(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.problem = f"{self.path} cannot be read: {error.strerror}"
        except ValueError:
            aside = self.path.with_suffix(".damaged")
            self.problem = f"{self.path} was damaged; it is now {aside.name}"
            try:
                self.path.replace(aside)
            except OSError as error:
                self.problem = f"{self.path} is damaged and in the way: {error.strerror}"
        return {}

    def _write(self) -> None:
        """Replace the file as a whole; only its owner may read it."""
        if self.path is None:
            return
        text = json.dumps({"version": 1, "endpoints": self._endpoints}, indent=1)
        try:
            atomic.put(self.path, text.encode())
        except OSError as error:
            self.problem = f"{self.path} cannot be written: {error.strerror}"


def _endpoints(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the entries of the file; raises ValueError where it is not as it was written."""
    found = json.loads(data)
    entries = found.get("endpoints") if isinstance(found, dict) else None
    if not isinstance(entries, dict) or not all(_whole(entry) for entry in entries.values()):
        raise ValueError("not as it was written")
    return entries


def _whole(entry: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("model", ""), str):
        return False
    lists, ratios = (entry.get("dropped", []), entry.get("told", [])), entry.get("ratios", {})
    return (
        all(isinstance(one, list) for one in lists)
        and all(isinstance(name, str) for one in lists for name in one)
        and isinstance(ratios, dict)
        and all(isinstance(known, list) and all(map(_ratio, known)) for known in ratios.values())
    )


def _ratio(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
