"""Bombs beside ten people at work: how each ends, how long the people wait, how much memory is held.

`python -m evals.bench bombs` (half a minute; not part of `make bench`).
"""

import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PEOPLE = 10
PAUSE = 0.5
_STEPS = "WITH RECURSIVE r AS (SELECT {} UNION ALL SELECT {} FROM r) SELECT {} FROM r"
_JOINS = " ".join(f"JOIN {{big}} t{i} ON t{i}.{{n}} > t.{{n}}" for i in range(30))
_AGES = "DATE '0001-01-01', DATE '9999-12-31', INTERVAL 1 SECOND"
BOMBS = {
    "cross join": "SELECT count(*) FROM {big} a, {big} b, {big} c WHERE a.{n} + b.{n} <> c.{n}",
    "cross join, rows": "SELECT a.{n}, b.{n}, c.{n} FROM {big} a, {big} b, {big} c ORDER BY 1, 2, 3",
    "recursive": _STEPS.format("1 AS n", "n + 1", "count(*)"),
    "doubling text": _STEPS.format("'x' AS s", "s || s", "max(length(s))"),
    "repeat": "SELECT repeat('x', 1000000000)",
    "lpad": "SELECT lpad('x', 2000000000, 'y')",
    "levenshtein": "SELECT levenshtein(lpad('x', 200000, 'y'), lpad('z', 200000, 'q'))",
    "huge range": "SELECT count(*) FROM range(9000000000000)",
    "unnest series": "SELECT unnest(generate_series(1, 9000000000))",
    "seconds of ages": f"SELECT unnest(generate_series({_AGES}))",
    "list of a cross join": "SELECT list(a.{n}) FROM {big} a, {big} b",
    "long text of a cross join": "SELECT length(string_agg(a.{n}::VARCHAR, ',')) FROM {big} a, {big} b",
    "100 kB": "SELECT 1" + " + 1" * 33_000,
    "deep brackets": "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
    "many conditions": "SELECT count(*) FROM {big} WHERE " + " OR ".join(["{n} = 1"] * 1_000),
    "many joins": f"SELECT count(*) FROM {{big}} t {_JOINS}",
}  # fmt: skip
QUESTIONS = (
    "上个月各渠道的GMV",
    "昨天的订单数",
    "最近30天每天的支付金额",
    "GMV by platform last month",
    "上周退款金额环比",
    "上个月卖得最好的10个商品",
)


@dataclass(slots=True)
class Measured:
    """What was seen while the bombs went off. Seconds; memory in megabytes."""

    bombs: dict[str, tuple[str, float]] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    memory: float = 0.0

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.waits, n=20)[-1]

    @property
    def longest_bomb(self) -> float:
        return max(seconds for _, seconds in self.bombs.values())


def measured(
    shop_folder: Path | None = None, table: str = "orders", number: str = "order_id"
) -> Measured:
    """Let every bomb go off in turn while people ask without a cache."""
    from assistant.desk import Desk

    desk, seen = Desk.open(shop_folder), Measured()
    _bomb(desk, f"SELECT count(*) FROM {table}")  # the role's own database is made once, before
    for question in QUESTIONS:
        _asked(desk, question)
    over = threading.Event()
    people = [threading.Thread(target=_person, args=(desk, seen, over, n)) for n in range(PEOPLE)]
    with _watched_memory(seen, over):
        for one in people:
            one.start()
        for name, sql in BOMBS.items():
            started = time.monotonic()
            code = _bomb(desk, sql.format(big=table, n=number))
            seen.bombs[name] = code, time.monotonic() - started
        over.set()
        for one in people:
            one.join(60)
    return seen


def _bomb(desk: object, sql: str) -> str:
    from assistant.answer import Question
    from assistant.calls import run_tool
    from assistant.understand.understanding import Call

    answer = run_tool(Call("sql", {"sql": sql}), Question("bomb", use_cache=False), desk)  # type: ignore[arg-type]
    return f"{answer.status} {answer.code}".strip()


def _asked(desk: object, text: str) -> str:
    from assistant.answer import Question
    from assistant.ask import ask

    return ask(Question(text, planner_only=True, use_cache=False), desk).status  # type: ignore[arg-type]


def _person(desk: object, seen: Measured, over: threading.Event, place: int) -> None:
    """Someone who asks, reads and asks again."""
    turn = place
    while not over.is_set():
        started = time.monotonic()
        status = _asked(desk, QUESTIONS[turn % len(QUESTIONS)])
        seen.waits.append(time.monotonic() - started)
        seen.statuses.append(status)
        turn += 1
        over.wait(PAUSE)


@contextmanager
def _watched_memory(seen: Measured, over: threading.Event) -> Iterator[None]:
    def watch() -> None:
        while not over.wait(0.1):
            seen.memory = max(seen.memory, resident(os.getpid()))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    yield
    thread.join(5)


def resident(process: int) -> float:
    """Megabytes of a process and its children, workers included (Linux)."""
    pages = 0
    for pid in (process, *_children(process)):
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [int(pid) for pid in task.read_text().split()]
        except OSError:
            continue
    return found + [deeper for child in found for deeper in _children(child)]


def bombs() -> None:
    """Print what was measured, with the bars."""
    seen = measured()
    for name, (code, seconds) in seen.bombs.items():
        print(f"{name:28} {seconds:6.2f} s  {code}")
    print(f"longest bomb {seen.longest_bomb:.2f} s (bar: 8 s)")
    unanswered = sum(s != "answered" for s in seen.statuses)
    print(f"people: {len(seen.waits)} questions, {unanswered} of them not answered")
    print(f"p50 {statistics.median(seen.waits):.2f} s, p95 {seen.p95:.2f} s (bar: 2 s)")
    print(f"memory with workers {seen.memory:.0f} MB (bar: 2000 MB)")
