"""Speeds, each beside a yardstick measured in the same run, because machines are noisy.

python -m evals.bench            all
python -m evals.bench layer      the semantic layer only
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
BARE = """
import typer, pydantic, duckdb, sqlglot, yaml
c = duckdb.connect()
c.execute("create table t as select range a, range % 7 b from range(100000)")
c.execute("select b, sum(a) from t group by 1 order by 1").fetchall()
c.close()
"""
REFERENCE_SQL = Path(__file__).parent / "bench_reference.sql"


def timed(action: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of `times` runs, after one warm-up."""
    action()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def said(name: str, ms: float, *, of: float | None = None, bar: str = "") -> None:
    """One line of the report."""
    ratio = f"{ms / of:6.2f} x" if of else " " * 8
    print(f"{name:<58}{ms:10.2f} ms {ratio}  {bar}")


def process(code: str) -> float:
    """Milliseconds of a whole Python process."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)
    return (time.perf_counter() - started) * 1000


def whole_process() -> None:
    """`wenshu ask` as a process beside a bare one that imports the same libraries."""
    question = "上个月各渠道的GMV和客单价,环比怎么样?"
    ask = "\n".join(
        (
            "import sys",
            f"sys.argv = ['wenshu', 'ask', '--no-cache', {question!r}]",
            "from assistant.cli import main",
            "main()",
        )
    )
    pairs = [(process(BARE), process(ask)) for _ in range(7)]
    bare, asked = (statistics.median(p[n] for p in pairs) for n in (0, 1))
    said("bare process: imports and one query", bare)
    said("wenshu ask, whole process", asked, of=bare, bar="bar: 1000 ms or 2.0 x")


def layer() -> None:
    """Import, load and compile of the semantic layer."""
    from sqlglot import optimizer, parse_one

    from semantic_layer.compile import Compiler
    from semantic_layer.demo import FOLDER
    from semantic_layer.load import load
    from semantic_layer.query import MetricQuery, TimeRange

    imported = statistics.median(process("import semantic_layer.shop") for _ in range(5))
    nothing = statistics.median(process("pass") for _ in range(5))
    said("import semantic_layer.shop", imported - nothing, bar="bar: 400 ms")
    model = load(FOLDER)
    said(
        "load the demo shop's YAML",
        statistics.median(timed(lambda: load(FOLDER), 9)),
        bar="bar: 80 ms",
    )
    compiler = Compiler(model)
    november = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30))
    one = MetricQuery(
        metrics=("gmv", "buyers"), by=("platform", "customer.home_city"), time=november
    )
    two = MetricQuery(
        metrics=("gmv", "refund_amount"), by=("platform", "customer.home_city"), time=november
    )
    sql = REFERENCE_SQL.read_text(encoding="utf-8")

    def yardstick() -> object:
        return optimizer.optimize(parse_one(sql, dialect="duckdb"), dialect="duckdb").sql("duckdb")

    base = statistics.median(timed(yardstick, 40))
    said("sqlglot: parse + optimize + generate a reference", base)
    for label, query in (("one fact", one), ("two facts", two)):
        spent = statistics.median(timed(lambda q=query: compiler.compile(q).compact_sql, 80))
        said(f"compile 2 metrics by 2 dimensions, {label}", spent, of=base, bar="bar: 0.50 x")


def answers() -> None:
    """Question to Answer in one process, distinct questions, cache off."""
    from assistant.answer import Question
    from assistant.ask import ask
    from assistant.desk import Desk
    from evals.cases import read_cases

    desk = Desk.open(None)
    files = sorted((ROOT / "evals" / "questions").glob("*.jsonl"))
    asked = [c.q for path in files for c in read_cases(path) if not c.thread]
    total, understand = [], []
    for text in dict.fromkeys(asked):
        answer = ask(Question(text, planner_only=True, use_cache=False), desk)
        if answer.status == "answered":
            total.append(answer.ms["total"])
            understand.append(answer.ms["understand"])
    for name, values, bar in (
        ("question to answer", total, "bar: p50 40 ms, p95 150 ms"),
        ("of which understanding", understand, "bar: 10 ms"),
    ):
        said(f"{name}, p50 of {len(values)}", statistics.median(values), bar=bar)
        said(f"{name}, p95", statistics.quantiles(values, n=20)[-1])


def guard() -> None:
    """Free SQL: the guard and the workers."""
    from evals.bench_guard import guard as measured

    measured()


PARTS = {"process": whole_process, "layer": layer, "answers": answers, "guard": guard}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
