"""Hosts: which of them some text may go to."""

from __future__ import annotations

from collections.abc import Iterable


def may_go(host: str, allowed: Iterable[str]) -> bool:
    """Tell whether a host, with its port, is among those that are allowed.

    One that is allowed without a port is allowed with any.
    """
    host = host.casefold()
    bare = without_port(host)
    for one in (one.casefold() for one in allowed):
        names_port = one.strip("[]") != without_port(one)
        if one == host or (not names_port and without_port(one) == bare):
            return True
    return False


def without_port(host: str) -> str:
    """Return a host without its port and the brackets of an IPv6 address."""
    bare, colon, port = host.rpartition(":")
    if not colon or not port.isdigit() or (":" in bare and not bare.endswith("]")):
        bare = host
    return bare.strip("[]").removesuffix(".")
