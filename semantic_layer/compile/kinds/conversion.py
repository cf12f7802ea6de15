"""A conversion metric: how often events of one kind are followed by events of another."""

from dataclasses import replace

from semantic_layer.compile.number import (
    Build,
    Follow,
    Formula,
    Leaf,
    Number,
    Quotient,
    Under,
)
from semantic_layer.errors import QueryError
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, build: Build) -> Number:
    """Conversions over base events, or their count beside all base events.

    What lies on the metric from outside holds for the base events, to which conversions belong.
    """
    parts = metric.conversion
    assert parts is not None
    if under.looks:
        raise QueryError("no_look_at_conversion", metric=metric.label)
    base = build(parts.base.metric, under.within(parts.base))
    event = build(parts.conversion.metric, Under().within(parts.conversion))
    assert isinstance(base, Leaf)
    assert isinstance(event, Leaf)
    follow = Follow(event.measure, event.where, parts.entity, parts.window, parts.same)
    shown = event.measure
    counted = replace(
        base.measure, agg=shown.agg, fill=shown.fill, every_step=shown.every_step,
        empty_is_zero=shown.empty_is_zero, percentile=shown.percentile, discrete=shown.discrete,
    )  # fmt: skip
    conversions = Leaf(metric.name, counted, base.where, (), follow, base.matured)
    if parts.rate:
        return Quotient(conversions, base)
    text = (
        "case when base is null then null else conversions end" if base.matured else "conversions"
    )
    return Formula(text, (("conversions", conversions), ("base", base)))
