"""Tell what a model is from its name and host: near or far, and of which class."""

from __future__ import annotations

import ipaddress

from pairtui.providers.classes import class_of
from pairtui.providers.rooms import room_of
from pairtui.request import Format, Model, Size

FORMATS: dict[Size, Format] = {"tiny": "selection", "capable": "search_replace"}
"""What models of a size are asked for, where a person says the size; local ones differ."""


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
    guess = class_of(name, local=near or embedded or size == "local")
    asked, why = guess.format, f"{guess.name}: {guess.says}"
    if embedded:
        asked, why = FORMATS["tiny"], "tiny: it runs in this program, for trying out"
    if size is not None and size != ("tiny" if embedded else guess.size):
        asked, why = FORMATS.get(size, asked), f"you set its size to {size}"
    if format is not None:
        asked, why = format, "you set it"
    size = size or ("tiny" if embedded else guess.size)
    room = room_of(name, size, hosted=not (near or embedded))
    budget = budget or room.budget
    return Model(name, host, size, asked, budget, why, thinks=room.thinks, table=room.table)
