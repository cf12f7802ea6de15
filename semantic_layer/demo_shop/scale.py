"""How large a demo shop is made: the standard one, a part of it, or the benchmark shop."""

from dataclasses import dataclass

STANDARD_SEED = 20251221


@dataclass(frozen=True)
class Scale:
    """Numbers of rows aimed at; events come out about 1 % lower.

    `tracked` is the share of orders whose visits were recorded.
    """

    customers: int
    orders: int
    events: int
    tracked: float = 1.0


STANDARD = Scale(customers=60_000, orders=156_000, events=5_800_000)
BENCH = Scale(customers=200_000, orders=2_000_000, events=10_120_000, tracked=0.2)
NAMED = {"1": STANDARD, "standard": STANDARD, "2m": BENCH}


def scale_of(scale: float | str) -> Scale:
    """The scale with a name (`standard`, `2m`), or the standard one times a number.

    Raises ValueError for an unknown name and for numbers outside 0.01 to 15.
    """
    name = str(scale).lower()
    if name in NAMED:
        return NAMED[name]
    try:
        factor = float(scale)
    except ValueError:
        raise ValueError(f"unknown scale {scale!r}: a number, or one of {sorted(NAMED)}") from None
    if not 0.01 <= factor <= 15:
        raise ValueError(f"scale {factor:g} is outside 0.01 to 15")
    return Scale(
        customers=round(STANDARD.customers * factor),
        orders=round(STANDARD.orders * factor),
        events=round(STANDARD.events * factor),
    )
