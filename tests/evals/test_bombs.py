"""Bombs beside people at work. By request only: `WENSHU_BOMBS=1 pytest tests/evals/test_bombs.py`."""

import os

import pytest

from evals.bench_bombs import measured


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("WENSHU_BOMBS"), reason="set WENSHU_BOMBS=1: half a minute of load"
)
def test_bombs_are_refused_or_killed_and_nobody_waits(demo_shop: object) -> None:
    seen = measured()
    assert all(code.split()[0] in ("refused", "failed") for code, _ in seen.bombs.values())
    assert seen.longest_bomb <= 8
    assert seen.p95 <= 2
    assert set(seen.statuses) == {"answered"}
    assert seen.memory <= 2000
