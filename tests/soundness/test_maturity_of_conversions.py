"""A conversion goes on moving for its window: the visits of the last days may still convert."""

from collections.abc import Callable
from typing import Any

import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.soundness.world import days, one, table

MODEL = """
tables:
  visits: {entities: {visit: {kind: primary, columns: id}, customer: {kind: foreign, columns: who}}, time: on_day, dimensions: {on_day: {type: date}}}
  orders: {entities: {order: {kind: primary, columns: id}, customer: {kind: foreign, columns: who}}, time: on_day, dimensions: {on_day: {type: date}}}
metrics:
  visits: {table: visits, agg: count}
  orders: {table: orders, agg: count}
  conv: {label: {zh: 转化率, en: conversion}, type: conversion, base: visits, conversion: orders, entity: customer, window: 7 days%s, unit: ratio}
  twice: {label: {zh: 两倍, en: twice}, type: derived, expr: conv * 2, unit: ratio}
"""
VISITS = table(
    "id int, who int, on_day date", (1, 1, "2025-11-20"), (2, 2, "2025-11-29"), (3, 3, "2025-11-23")
)
ORDERS = table("id int, who int, on_day date", (1, 1, "2025-11-26"), (2, 2, "2025-11-30"))
Make = Callable[..., Shop]


def moving(shop: Shop, metric: str, start: str, end: str) -> list[str]:
    asked: dict[str, Any] = {"metrics": [metric], "time": {"start": start, "end": end}}
    notes = shop.query(MetricQuery.model_validate(asked)).notes
    return [n.en for n in notes if "still moving" in n.en]


def test_the_last_seven_days_are_young(shop: Make) -> None:
    """The data ends on 30 November: a visit of the 23rd had until the 30th, one of the 24th had not."""
    made = shop(MODEL % "", visits=VISITS, orders=ORDERS)
    (said,) = moving(made, "conv", "2025-11-01", "2025-11-30")
    assert "from 2025-11-24 on are not 7 days old" in said
    assert "final from 2025-12-08" in said
    assert moving(made, "conv", "2025-11-01", "2025-11-23") == []
    assert len(moving(made, "twice", "2025-11-01", "2025-11-30")) == 1
    assert one(made, "conv", time=days("2025-11-01", "2025-11-30")) == pytest.approx(2 / 3)


def test_a_stated_time_holds_and_what_waits_does_not_move(shop: Make) -> None:
    stated = shop(MODEL % ", settles: 3 days", visits=VISITS, orders=ORDERS)
    (said,) = moving(stated, "conv", "2025-11-01", "2025-11-30")
    assert "not 3 days old" in said
    waiting = shop(MODEL % ", matured: true", visits=VISITS, orders=ORDERS)
    assert moving(waiting, "conv", "2025-11-01", "2025-11-30") == []
    assert one(waiting, "conv", time=days("2025-11-01", "2025-11-30")) == pytest.approx(1 / 2)
