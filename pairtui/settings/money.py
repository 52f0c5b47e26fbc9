"""Prices and limits: what tokens cost the person, and how much is spent before they are asked."""

from __future__ import annotations

from typing import Any

from pairtui.money import Limits, Price
from pairtui.settings.readers import Expected, amount, fields, tables, text
from pairtui.settings.readers import tokens as some_tokens

LONGEST_CURRENCY = 4
_PRICE = {"input": amount, "output": amount, "cached": amount}
_LIMITS = {
    "turn_tokens": some_tokens,
    "session_tokens": some_tokens,
    "turn_cost": amount,
    "session_cost": amount,
}


def prices(raw: Any) -> tuple[tuple[str, Price], ...]:
    """Return prices by patterns of names, in the order of the file."""
    found = tables(raw, 'tables, such as [prices."gpt-5*"]')
    return tuple((name, Price(**fields(name, entry, _PRICE))) for name, entry in found.items())


def currency(raw: Any) -> str:
    """Return what stands before an amount."""
    sign = text(raw)
    if len(sign) > LONGEST_CURRENCY or not sign.isprintable():
        raise Expected(f'a sign of at most {LONGEST_CURRENCY} characters, such as "$"')
    return sign


def limits(raw: Any) -> Limits:
    """Return how much may be spent."""
    if not isinstance(raw, dict):
        raise Expected("a table, such as [limits] with turn_tokens = 50000")
    return Limits(**fields("limits", raw, _LIMITS))
