"""Metrics that keep growing for a while (refunds of the period's orders): until when, in words."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import ceil

from semantic_layer import compare_messages  # noqa: F401  (adds the texts of notes)
from semantic_layer.answered import BasePeriod
from semantic_layer.compile.keys import both
from semantic_layer.model import Metric, Model
from semantic_layer.parts import inputs_of
from semantic_layer.query import TimeRange
from semantic_layer.texts import Text

__all__ = ["maturity_notes", "settles_after"]

_DAY = timedelta(days=1)
_LONGEST = {
    "second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1, "week": 7, "month": 31,
    "quarter": 92, "fiscal_quarter": 92, "year": 366, "fiscal_year": 366,
}  # fmt: skip


def settles_after(model: Model, metric: str) -> int:
    """The days after which a metric no longer moves: the longest of it and its parts, 0 for none.

    A conversion that states nothing moves for its own window: a visit of yesterday has not had its
    seven days. One that counts only what is old enough (`matured`) does not move.
    """
    known = model.metrics.get(metric)
    if known is None:
        return 0
    return max((_own(known), *(settles_after(model, part.metric) for part in inputs_of(known))))


def _own(metric: Metric) -> int:
    window = metric.conversion.window if metric.conversion else None
    if metric.settles or window is None or metric.matured is not None:
        return metric.settles
    count, unit = window
    return ceil(count * _LONGEST[unit]) if unit in _LONGEST else 0


def maturity_notes(
    model: Model, metrics: Sequence[str], time: TimeRange | None, bases: Sequence[BasePeriod],
    last: date,
) -> Iterator[Text]:  # fmt: skip
    """For metrics that are still moving: from which day on, and from when they are final; and where
    a base is not as old as the asked days."""
    end = min(time.end, last) if time is not None else last
    for name in metrics:
        days = settles_after(model, name)
        if not days or end + days * _DAY <= last:
            continue
        label = model.metrics[name].label
        young = last - (days - 1) * _DAY
        if time is not None:
            young = max(young, time.start)
        final = end + (days + 1) * _DAY
        yield both(
            "note.still_moving", metric=label, days=str(days), young=str(young), final=str(final)
        )
        for base in bases:
            if base.end is not None and base.end + days * _DAY <= last and base.end < end:
                yield both(
                    "note.unlike_age", metric=label, days=str(days),
                    start=str(base.start), end=str(base.end),
                )  # fmt: skip
