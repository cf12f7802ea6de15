"""Refunds of the period's orders keep coming for 30 days: said, with the day of the final number.

The demo shop's data ends on 2025-12-21: orders up to 2025-11-21 have had their 30 days.
"""

import pytest

from semantic_layer.maturity import settles_after
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop

# asked days, the first day that is too young, the day from which the number is final
MOVING = [
    ("2025-11-01", "2025-11-30", "2025-11-22", "2025-12-31"),
    ("2025-12-01", "2025-12-21", "2025-12-01", "2026-01-21"),
    ("2025-11-22", "2025-11-22", "2025-11-22", "2025-12-23"),
    ("2025-12-01", "2025-12-31", "2025-12-01", "2026-01-21"),
]
FINAL = [("2025-10-01", "2025-10-31"), ("2025-11-21", "2025-11-21")]


def notes(shop: Shop, metric: str, start: str, end: str, *kinds: str) -> str:
    query = {"metrics": [metric], "time": {"start": start, "end": end}}
    asked = MetricQuery.model_validate({**query, "compare": [{"kind": k} for k in kinds]})
    return "\n".join(note.zh for note in shop.query(asked).notes)


@pytest.mark.parametrize(("start", "end", "young", "final"), MOVING)
def test_still_moving(demo_shop: Shop, start: str, end: str, young: str, final: str) -> None:
    said = notes(demo_shop, "refund_amount_cohort", start, end)
    assert f"还会变：{young} 起的日子还没满 30 天，{final} 起才是定数" in said


@pytest.mark.parametrize(("start", "end"), FINAL)
def test_final(demo_shop: Shop, start: str, end: str) -> None:
    assert "还会变" not in notes(demo_shop, "refund_amount_cohort", start, end)


def test_what_is_made_of_it_moves_too(demo_shop: Shop) -> None:
    assert "2025-12-31 起才是定数" in notes(
        demo_shop, "refund_rate_cohort", "2025-11-01", "2025-11-30"
    )
    assert (
        settles_after(demo_shop.model, "refund_rate_cohort"),
        settles_after(demo_shop.model, "gmv"),
    ) == (
        30,
        0,
    )


def test_bases_of_another_age_are_said(demo_shop: Shop) -> None:
    said = notes(demo_shop, "refund_rate_cohort", "2025-11-01", "2025-11-30", "previous")
    assert "对比期 2025-10-01 至 2025-10-31 的退款率" in said
    assert "不是同样的成熟度" in said
    alike = notes(demo_shop, "refund_rate_cohort", "2025-10-01", "2025-10-31", "previous")
    assert "成熟度" not in alike
