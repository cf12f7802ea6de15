"""How numbers are written on an axis and at a bar: 万 and 亿 in Chinese, K, M and B in English."""

import math
from dataclasses import dataclass
from decimal import Decimal

Number = int | float | Decimal

_SIZES = {
    "zh": ((1e8, "亿"), (1e4, "万")),
    "en": ((1e9, "B"), (1e6, "M"), (1e3, "K")),
}
_SUFFIXES = {
    "ratio": (0.01, "%", "%"),
    "points": (0.01, "pp", "pp"),
    "hours": (1.0, "小时", " h"),
    "days": (1.0, "天", " d"),
    "seconds": (1.0, "秒", " s"),
}
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """The ends of an axis, and the values and texts of its ticks."""

    low: float
    high: float
    values: tuple[float, ...]
    texts: tuple[str, ...]


def axis_for(
    unit: str, values: list[Number | None], lang: str, *, from_zero: bool, headroom: float = 0.06
) -> Axis:
    """An axis over `values` with about five round ticks; `headroom` leaves space for labels."""
    known = [float(v) for v in values if v is not None] or [0.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    step = max(_step((high - low) / 5), 1.0 if unit == "count" else 0.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(n * step for n in range(first, last + 1))
    divisor, suffix = _size(unit, max(abs(low), abs(high)), lang)
    texts = tuple(_tick(tick / divisor, step / divisor, suffix) for tick in ticks)
    space = (high - low) * headroom
    bottom = low - space if low < 0 or not from_zero else 0.0
    return Axis(min(bottom, ticks[0]), max(high + space, ticks[-1]), ticks, texts)


def brief(value: Number | None, unit: str, lang: str) -> str:
    """`value` in a few characters, for a label on a bar; "–" for none."""
    if value is None:
        return "–"
    divisor, suffix = _size(unit, abs(float(value)), lang)
    shown = float(value) / divisor
    return f"{shown:,.{_places(shown, unit, divisor)}f}{suffix}"


def _size(unit: str, most: float, lang: str) -> tuple[float, str]:
    """What values of about `most` are divided by, and what is written behind them."""
    english = lang == "en"
    if unit in _SUFFIXES:
        divisor, zh, en = _SUFFIXES[unit]
        return divisor, en if english else zh
    for size, suffix in _SIZES["en" if english else "zh"]:
        if most >= size:
            return size, suffix
    return 1.0, ""


def _step(about: float) -> float:
    """The round number of 1, 2, 2.5 or 5 times a power of ten that is next above `about`."""
    power = 10.0 ** math.floor(math.log10(about))
    return next(s * power for s in _STEPS if s * power >= about * (1 - 1e-9))


def _tick(shown: float, step: float, suffix: str) -> str:
    if abs(shown) < step / 1e6:
        return "0"
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    text = f"{shown:,.{places + 1}f}"
    return f"{text.rstrip('0').rstrip('.')}{suffix}"


def _places(shown: float, unit: str, divisor: float) -> int:
    if unit in ("ratio", "points"):
        return 1 if abs(shown) >= 1 or shown == 0 else 2
    if divisor > 1:
        return 1
    if unit == "count" and shown == int(shown):
        return 0
    return 0 if abs(shown) >= 1000 else 1 if abs(shown) >= 10 else 2
