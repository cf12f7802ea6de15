"""Row facts: a row's place among its customer's orders, against plain loops."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic_layer.query import MetricQuery, TimeRange
from tests.soundness.plain.rows import Data, Row, step
from tests.soundness.plain.shops import FIRST, LAST, Small, close, datas, examples

DAYS = st.one_of(st.none(), st.tuples(st.integers(0, 39), st.integers(0, 39)))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("row_facts"))


def day_range(days: tuple[int, int] | None) -> tuple[date, date] | None:
    if days is None:
        return None
    first, last = sorted(FIRST + timedelta(days=d) for d in days)
    return first, last


def asked_time(time: tuple[date, date] | None) -> TimeRange | None:
    return TimeRange(start=time[0], end=time[1]) if time else None


@examples(50)
@given(data=datas(), by=st.sampled_from([[], ["month"], ["platform"]]), days=DAYS)
def test_a_row_keeps_its_place_whatever_is_asked(
    small: Small, data: Data, by: list[str], days: tuple[int, int] | None
) -> None:
    """A row's place among its customer's orders does not depend on the days or groups asked for."""
    small.fill(data)
    time = day_range(days)
    valid = [o for o in data.orders if o["kind"] == "normal" and o["paid_at"] is not None]
    numbers: dict[int, int] = {}
    gaps: dict[int, int] = {}
    following: dict[int, datetime] = {}
    for customer in {o["customer_id"] for o in valid} - {None}:
        own = sorted(
            (o for o in valid if o["customer_id"] == customer),
            key=lambda o: (o["paid_at"], o["id"]),
        )
        numbers |= {o["id"]: n for n, o in enumerate(own, start=1)}
        gaps |= {
            b["id"]: (b["paid_at"].date() - a["paid_at"].date()).days for a, b in pairwise(own)
        }
        following |= {a["id"]: b["paid_at"] for a, b in pairwise(own)}
    asked = [o for o in valid if time is None or time[0] <= o["paid_at"].date() <= time[1]]
    cut = datetime.combine(LAST + timedelta(days=1), datetime.min.time()) - timedelta(days=10)
    groups: dict[tuple[Any, ...], list[Row]] = {} if by else {(): []}
    for row in asked:
        key = tuple(step(row["paid_at"], "month") if b == "month" else row["platform"] for b in by)
        groups.setdefault(key, []).append(row)
    metrics = ("new_buyers", "gap_days", "repurchase", "of_whole", "of_firsts")
    ours = small.ask(MetricQuery(metrics=metrics, by=tuple(by), time=asked_time(time)))
    whole = sum((o["amount"] for o in asked), Decimal(0))
    for key, rows in groups.items():
        firsts = [o for o in rows if numbers.get(o["id"]) == 1]
        old = [o for o in firsts if o["paid_at"] < cut]
        again = [
            o
            for o in old
            if following.get(o["id"], datetime.max) < o["paid_at"] + timedelta(days=5)
        ]
        found = ours[key]
        assert found["new_buyers"] == len({o["customer_id"] for o in firsts})
        assert close(found["gap_days"], sum(gaps.get(o["id"], 0) for o in rows))
        assert close(found["repurchase"], len(again) / len(old) if old else None), (key, rows)
        total = sum((o["amount"] for o in rows), Decimal(0))
        assert close(found["of_whole"], total / whole if whole else None)
        ids = {o["id"] for o in firsts}
        assert found["of_firsts"] == sum(
            line["qty"] for line in data.lines if line["order_id"] in ids
        )
    by_number = small.ask(
        MetricQuery(metrics=("orders",), by=("order_number",), time=asked_time(time))
    )
    counted: dict[Any, int] = {}
    for row in asked:
        counted[numbers.get(row["id"])] = counted.get(numbers.get(row["id"]), 0) + 1
    assert {k[0]: v["orders"] for k, v in by_number.items()} == counted
