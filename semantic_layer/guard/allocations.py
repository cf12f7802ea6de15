"""Pass 5: literals that make a function allocate are capped; what cannot be judged is refused."""

import math
import re
from collections.abc import Iterator
from datetime import datetime

from sqlglot import exp

from semantic_layer.errors import GuardError
from semantic_layer.guard.statement import Statement

_SERIES = (exp.GenerateSeries, exp.GenerateDateArray, exp.GenerateTimestampArray)
_FORMATS = ("format", "printf")
_WIDE = re.compile(r"\d{4,}|\*|\{[^{}]*\{")
_SECONDS = {
    "microsecond": 1e-6, "millisecond": 1e-3, "second": 1, "minute": 60, "hour": 3600,
    "day": 86_400, "week": 604_800, "month": 2_419_200, "quarter": 7_776_000, "year": 31_536_000,
}  # fmt: skip
_COUNTED = (exp.TableSample, exp.Interval, exp.Ntile, exp.Lag, exp.Lead, exp.NthValue)


def bounded(statement: Statement) -> Statement:
    """Raises GuardError for a series, a format or a pattern that is too long or not written out."""
    limits = statement.limits
    for node in statement.query.walk():
        if isinstance(node, _SERIES):
            _series(node, limits.series)
        elif _is_format(node):
            _format(node)
        elif isinstance(node, _COUNTED):
            _numbers_below(node, limits.series)
    return statement


def _series(node: exp.Expr, most: int) -> None:
    """A series of numbers has literal ends; one of days or moments cannot pass the step's size."""
    start, end, step = (node.args.get(part) for part in ("start", "end", "step"))
    ends = [_number(e) for e in (start, end) if e is not None]
    if all(e is not None for e in ends) and ends:
        size = abs(_number(step) or 1) if step is not None else 1
        known = [e for e in ends if e is not None]
        length = abs(known[-1] - (known[0] if len(known) > 1 else 0)) / size
        if length > most:
            raise GuardError("sql_too_big", most=most)
        return
    if not all(e is None or _is_moment(e) for e in (start, end)):
        raise GuardError("sql_not_allowed", what="SERIES")
    if step is not None and not isinstance(step, exp.Interval | exp.Cast):
        raise GuardError("sql_not_allowed", what="SERIES")
    if start is not None and end is not None and _moments(start, end, step) > most:
        raise GuardError("sql_too_big", most=most)


def _moments(start: exp.Expr, end: exp.Expr, step: exp.Expr | None) -> float:
    """How many moments a series has; endless where its step cannot be read."""
    try:
        first, last = (datetime.fromisoformat(str(e.this.this)) for e in (start, end))
        size = _step_seconds(step)
    except ValueError:
        return math.inf
    return abs((last - first).total_seconds()) / size if size else math.inf


def _step_seconds(step: exp.Expr | None) -> float:
    """`INTERVAL 3 HOUR` or `'3 hours'::INTERVAL`; a day where there is no step."""
    if step is None:
        return _SECONDS["day"]
    written = f"{step.this.this} {step.args.get('unit') or ''}".split()
    if len(written) != 2:
        raise ValueError("several parts")
    return abs(float(written[0])) * _SECONDS.get(written[1].lower().rstrip("s"), 0)


def _number(node: exp.Expr) -> float | None:
    if isinstance(node, exp.Neg):
        inner = _number(node.this)
        return None if inner is None else -inner
    if isinstance(node, exp.Literal) and not node.is_string:
        return float(node.this)
    return None


def _is_moment(node: exp.Expr) -> bool:
    """A date or timestamp that is written out."""
    if not isinstance(node, exp.Cast | exp.Date | exp.TsOrDsToDate):
        return False
    return isinstance(node.this, exp.Literal)


def _is_format(node: exp.Expr) -> bool:
    named = isinstance(node, exp.Anonymous) and str(node.this).lower() in _FORMATS
    return named or isinstance(node, exp.Format)


def _format(node: exp.Expr) -> None:
    first = node.expressions[0] if isinstance(node, exp.Anonymous) else node.this
    if not isinstance(first, exp.Literal) or _WIDE.search(str(first.this)):
        raise GuardError("sql_not_allowed", what="FORMAT")


def _numbers_below(node: exp.Expr, most: int) -> None:
    for number in _literals(node):
        if abs(number) > most:
            raise GuardError("sql_too_big", most=most)


def _literals(node: exp.Expr) -> Iterator[float]:
    for part in node.find_all(exp.Literal):
        value = str(part.this).strip().split(" ")[0]
        try:
            yield float(value)
        except ValueError:
            continue
