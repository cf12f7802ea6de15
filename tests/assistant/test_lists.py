"""Lists of rows by the command line's own road: no metric is needed, and nothing else is let through."""

import pytest

from assistant.answer import Question
from assistant.calls import QUERY, call_tool
from assistant.desk import Desk
from assistant.understand.understanding import Call
from semantic_layer.shop import Shop


@pytest.fixture
def desk(demo_shop: Shop) -> Desk:
    return Desk(demo_shop)


def test_a_list_needs_no_metric(desk: Desk) -> None:
    arguments = {
        "of": "refunds",
        "by": ["refund.success_at", "refund_reason", "customer.home_city"],
        "time": {"start": "2025-12-08", "end": "2025-12-14"},
        "order": ["-refund.success_at"],
        "limit": 5,
    }
    answer = call_tool(Call(QUERY, arguments), Question("", lang="zh"), desk)
    assert answer.status == "answered"
    assert answer.result is not None
    assert len(answer.result.rows) == 5
    assert answer.result.full_count == desk.shop.engine.run(
        "SELECT count(*) FROM refunds r JOIN orders o USING (order_id) WHERE o.kind = 'normal'"
        " AND r.success_at >= DATE '2025-12-08' AND r.success_at < DATE '2025-12-15'"
    ).rows[0][0]  # fmt: skip
