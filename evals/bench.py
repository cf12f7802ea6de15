"""Speeds, each beside a yardstick measured in the same run, because machines are noisy.

python -m evals.bench            all
python -m evals.bench layer      the semantic layer only
python -m evals.bench bombs      what free SQL may do to the others; only by name
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from evals.bench_layer import layer, said

ROOT = Path(__file__).parent.parent
BARE = """
import typer, pydantic, duckdb, sqlglot, yaml
c = duckdb.connect()
c.execute("create table t as select range a, range % 7 b from range(100000)")
c.execute("select b, sum(a) from t group by 1 order by 1").fetchall()
c.close()
"""


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


def bombs() -> None:
    """Bombs beside people at work."""
    from evals.bench_bombs import bombs as measured

    measured()


PARTS = {"process": whole_process, "layer": layer, "answers": answers, "guard": guard}
ASKED_FOR = {"bombs": bombs}  # only by name

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        (PARTS | ASKED_FOR)[part]()
