"""Cells at an engine's edge, the same from every engine."""

import math
from decimal import Decimal
from typing import Any

from semantic_layer.answered import Cell

__all__ = ["plain"]

_LONGEST = Decimal(10) ** 20
_MOST_PLACES = 6


def plain(value: Any) -> Cell:
    """A cell: floats to 12 significant digits (parallel sums differ behind them).

    Decimals with more places than money is ever held with are quotients, and floats elsewhere.
    """
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return _decimal(value)
    if value is None or isinstance(value, str | int | bool) or hasattr(value, "isoformat"):
        return value  # type: ignore[no-any-return]
    return str(value)


def _decimal(value: Decimal) -> Cell:
    """A decimal that was summed with more places than cents, at two places when they say it all."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return None
    if exponent < -_MOST_PLACES:
        return plain(float(value))
    if exponent >= -2 or abs(value) >= _LONGEST:
        return int(value) if exponent == 0 else value
    short = round(value, 2)
    return short if short == value else value
