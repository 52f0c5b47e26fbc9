"""Tell what a model is from its name and host: near or far, small or large.

The classes follow what models of a size were seen to manage: exact quotation from 14 billion
parameters up, whole short files below that.
"""

from __future__ import annotations

import ipaddress
import re

from pairtui.request import Format, Model, Size

SMALLEST_QUOTING = 14.0
"""Billions of parameters from which a local model quotes lines exactly often enough."""
BUDGETS: dict[Size, int] = {"tiny": 1_500, "local": 8_000, "capable": 32_000}

_BILLIONS = re.compile(r"(?<![\d.])(?:(\d+)x)?(\d+(?:\.\d+)?)b(?![a-z0-9])", re.IGNORECASE)
_MILLIONS = re.compile(r"(?<![\d.])(\d+)m(?![a-z0-9])", re.IGNORECASE)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_local(host: str) -> bool:
    """Tell whether a host is this machine or one in the same network, going by its name."""
    if is_loopback(host) or host.endswith((".local", ".internal", ".lan")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return bool(host) and "." not in host


def billions(name: str) -> float | None:
    """Return how many billion parameters a model's name says it has, or None."""
    if match := _BILLIONS.search(name):
        return float(match[2]) * int(match[1] or 1)
    if match := _MILLIONS.search(name):
        return float(match[1]) / 1000
    return None


def model_of(
    name: str,
    host: str,
    *,
    embedded: bool = False,
    size: Size | None = None,
    format: Format | None = None,  # noqa: A002 - the setting's own name
    budget: int | None = None,
) -> Model:
    """Return what is known of a model; what the person has set goes before what is guessed."""
    near = is_local(host.rsplit(":", 1)[0].strip("[]"))
    guessed: Size = "tiny" if embedded else "local" if near else "capable"
    size = size or guessed
    return Model(
        name=name,
        host=host,
        size=size,
        format=format or _format(name, size),
        budget=budget or BUDGETS[size],
    )


def _format(name: str, size: Size) -> Format:
    if size == "tiny":
        return "selection"
    parameters = billions(name)
    small = parameters is not None and parameters < SMALLEST_QUOTING
    return "whole_file" if size == "local" and small else "search_replace"
