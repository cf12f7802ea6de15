"""The semantic layer's speeds: import, load, and compile beside sqlglot on a reference statement.

Times are processor time: on a machine that others use, the clock on the wall tells their load.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlglot import optimizer, parse_one

from semantic_layer.compile import Compiler
from semantic_layer.demo import FOLDER
from semantic_layer.load import load
from semantic_layer.query import MetricQuery, TimeRange

ROOT = Path(__file__).parent.parent
REFERENCE_SQL = Path(__file__).parent / "bench_reference.sql"
_TIME = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30))
_LIBRARIES = "duckdb, sqlglot, yaml, pydantic.main"
TWO_TABLES = """
version: 1
shop: {name: bench, default_metric: gmv}
tables:
  orders:
    entities:
      order: {kind: primary, columns: order_id}
      customer: {kind: foreign, columns: customer_id}
    time: paid_at
    rows: [valid]
    segments: {valid: {expr: "kind = 'normal'", label: {zh: 有效订单, en: valid orders}}}
    dimensions:
      platform:
        label: {zh: 平台, en: platform}
        values: {tmall: {zh: 天猫, en: Tmall}, jd: {zh: 京东, en: JD}}
      paid_at: {type: time, label: {zh: 支付时间, en: paid at}}
  customers:
    entities: {customer: {kind: primary, columns: customer_id}}
    dimensions: {home_city: {label: {zh: 城市, en: city}}}
metrics:
  gmv: {label: {zh: 支付金额, en: GMV}, table: orders, expr: pay_amount, unit: money}
  buyers: {label: {zh: 买家数, en: buyers}, table: orders, agg: count_distinct, expr: customer_id}
"""
_ONE_MORE = """
  more_{n}:
    {{label: {{zh: 指标{n}, en: metric {n}}}, table: orders, expr: column_{n}, where: ["big_{n} > 1"]}}
  rate_{n}: {{label: {{zh: 比率{n}, en: rate {n}}}, type: ratio, numerator: more_{n}, denominator: gmv}}
"""  # fmt: skip


def said(name: str, ms: float, *, of: float | None = None, bar: str = "") -> None:
    """One line of the report."""
    ratio = f"{ms / of:6.2f} x" if of else " " * 8
    print(f"{name:<58}{ms:10.2f} ms {ratio}  {bar}")


def cpu(action: Callable[[], object], times: int) -> float:
    """The median of the milliseconds of processor time of each of `times` runs, after a warm-up."""
    action()
    spent = []
    for _ in range(times):
        started = time.process_time()
        action()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent)


def process(code: str) -> float:
    """Milliseconds of processor time of a whole Python process, which may keep its bytecode."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent * 1000


def imports() -> None:
    """What importing the layer costs beyond a bare Python, and beside its libraries alone."""
    codes = ("pass", f"import {_LIBRARIES}", "import semantic_layer.shop")
    runs = [[process(code) for code in codes] for _ in range(8)][1:]  # the first one compiles
    bare, libraries, spent = (statistics.median(run[n] for run in runs) for n in range(3))
    said(f"import {_LIBRARIES}", libraries - bare)
    said("import semantic_layer.shop", spent - bare, of=libraries - bare, bar="bar: 400 ms")


def loads(two: Path) -> None:
    """Loading YAML, without a cache."""
    said("load a shop of two tables", cpu(lambda: load(two), 40), bar="bar: 5 ms")
    said("load the demo shop's YAML", cpu(lambda: load(FOLDER), 9), bar="bar: 80 ms")


def compiles(two: Path, wide: Path) -> None:
    """Two metrics by two dimensions over one join; with one fact, with two, among 120 metrics."""
    sql = REFERENCE_SQL.read_text(encoding="utf-8")

    def yardstick() -> object:
        return optimizer.optimize(parse_one(sql, dialect="duckdb"), dialect="duckdb").sql("duckdb")

    base = cpu(yardstick, 60)
    said("sqlglot: parse + optimize + generate a reference", base)
    demo = Compiler(load(FOLDER))
    by = ("platform", "customer.home_city")
    for label, second in (("one fact", "buyers"), ("two facts", "refund_amount")):
        query = MetricQuery(metrics=("gmv", second), by=by, time=_TIME)
        spent = cpu(lambda q=query: demo.compile(q).compact_sql, 100)
        said(f"compile 2 metrics by 2 dimensions, {label}", spent, of=base, bar="bar: 0.50 x")
    query = MetricQuery(metrics=("gmv", "buyers"), by=by, time=_TIME)
    small, large = Compiler(load(two)), Compiler(load(wide))
    assert len(large.model.metrics) == 120
    pairs = [
        (cpu(lambda: small.compile(query).compact_sql, 20),
         cpu(lambda: large.compile(query).compact_sql, 20))
        for _ in range(7)
    ]  # fmt: skip
    alone, among = (statistics.median(p[n] for p in pairs) for n in (0, 1))
    said("compile on a shop of two tables", alone, of=base)
    said("the same among 120 metrics", among, of=alone, bar="bar: 1.20 x")


def layer() -> None:
    """Import, load and compile of the semantic layer."""
    imports()
    with tempfile.TemporaryDirectory() as folder:
        two, wide = Path(folder, "two"), Path(folder, "wide")
        more = "".join(_ONE_MORE.format(n=n) for n in range(59))
        for shop, text in ((two, TWO_TABLES), (wide, TWO_TABLES + more)):
            shop.mkdir()
            (shop / "shop.yml").write_text(text, encoding="utf-8")
        loads(two)
        compiles(two, wide)
