"""Bombs beside people at work: refused or killed, and nobody waits for them."""

import threading
import time
from contextlib import suppress

import pytest

from semantic_layer.errors import WenshuError
from semantic_layer.isolation.free_sql import FreeSQL
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop

BOMBS = [
    "SELECT count(*) FROM orders a, orders b, orders c, orders d WHERE a.pay_amount + b.pay_amount <> c.pay_amount",
    "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "SELECT repeat('x', 1000000000)",
    "SELECT count(*) FROM range(9000000000000)",
    "SELECT string_agg(a.channel || b.channel, '') FROM orders a, orders b, orders c",
    "SELECT 1" + " + 1" * 30_000,
    "SELECT " + "(" * 3_000 + "1" + ")" * 3_000,
    "SELECT * FROM orders WHERE " + " OR ".join(f"order_id = {n}" for n in range(3_000)),
]


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda b: b[:40])
def test_a_bomb_is_refused_or_killed(isolated: Shop, free: FreeSQL, bomb: str) -> None:
    seen: list[tuple[object, ...]] = []
    query = MetricQuery(metrics=("gmv", "orders"), by=("channel",))

    def person() -> None:
        for _ in range(5):
            seen.append(isolated.query(query, role="operator").rows)
            time.sleep(0.02)

    people = [threading.Thread(target=person) for _ in range(10)]
    for one in people:
        one.start()
    started = time.monotonic()
    with suppress(WenshuError):
        free.run(bomb, "operator", seconds=2.0)
    assert time.monotonic() - started < 30
    for one in people:
        one.join(60)
    assert len(seen) == 50
    assert len(set(map(repr, seen))) == 1
