"""Metrics that are known by a period (a month, a campaign), and how they are spread over its days."""

from collections.abc import Callable
from dataclasses import replace

from semantic_layer.model import GRAINS, Dimension, Measure, Metric, Model
from semantic_layer.nearest import nearest

__all__ = ["checked_periods"]

Report = Callable[..., None]


def checked_periods(model: Model, metric: Metric, measure: Measure, report: Report) -> Measure:
    """The measure; of a period that says itself how long it lasts, empty where there is none.

    Faults for a spread of what is no sum by a clock of whole periods.
    """
    clock = _clock(model, measure)
    if measure.spread is not None:
        _check_spread(model, metric, measure, clock, report)
    if clock is not None and clock.lasts_to and measure.spread is None:
        return replace(measure, empty_is_zero=False)
    return measure


def _clock(model: Model, measure: Measure) -> Dimension | None:
    table = model.tables.get(measure.table)
    if table is None:
        return None
    time = measure.time or table.time
    return next((d for d in table.dimensions if time in (d.name, d.id)), None)


def _check_spread(
    model: Model, metric: Metric, measure: Measure, clock: Dimension | None, report: Report
) -> None:
    assert measure.spread is not None
    coarse = (
        clock is not None
        and clock.grain in GRAINS
        and GRAINS.index(clock.grain) > GRAINS.index("day")
    )
    if clock is None or not (coarse or clock.lasts_to):
        report(metric.place, "spread_needs_period", name=metric.name)
    if measure.agg != "sum" or measure.snapshot is not None or measure.allocate is not None:
        report(metric.place, "spreads_no_sum", name=metric.name)
    if measure.covers_whole:
        report(metric.place, "spread_covers", name=metric.name)
    like = measure.spread.like
    if like and like not in model.metrics:
        near = nearest(like, model.metrics)
        report(metric.place, "no_such_metric", near, name=like, by=metric.name)
