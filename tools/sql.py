"""The sql tool: a question beyond the metrics, as guarded SQL on what the role may see.

Its answers are marked 自由查询 (`governed: false`): no definition of the shop stands behind them.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from semantic_layer.answered import Column, ColumnKind
from semantic_layer.isolation.free_sql import FreeAnswer, free_sql
from semantic_layer.messages import say
from semantic_layer.texts import Text
from tools import sql_messages as _  # noqa: F401  (adds the texts)
from tools.registry import Context, Step, Tool
from tools.result import Chart, Finding, Result, Sentence

_NUMBERS = ("INT", "DECIMAL", "DOUBLE", "FLOAT", "REAL", "HUGEINT")
_TIMES = ("DATE", "TIMESTAMP")
_UNITS: dict[str, Literal["number", "time", "text"]] = {
    "metric": "number", "time": "time", "dimension": "text",
}  # fmt: skip


class SqlArguments(BaseModel):
    """One SELECT in DuckDB's dialect over the tables and columns that the role may see."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="sql")

    sql: str = Field(min_length=1, max_length=20_000)


def run(shop: Any, arguments: SqlArguments, context: Context) -> Result:
    """Check and run the statement. Raises PolicyError, GuardError or EngineError.

    Result: the statement's columns as they are named, at most 10,000 rows; a cut is noted.
    """

    def waiting(place: int) -> None:
        context.on_step(Step("waiting", _both("sql.waiting", place=place)))

    found = free_sql(shop).run(
        arguments.sql,
        context.role,
        seconds=context.timeout,
        cancel=context.cancel,
        on_wait=waiting,
    )
    return _result(shop, found)


def _result(shop: Any, found: FreeAnswer) -> Result:
    answered = found.answered
    most = found.checked.limit
    rows = answered.rows[:most] if most else answered.rows
    cut = answered.cut or len(rows) < len(answered.rows)
    columns = tuple(_column(n, k) for n, k in zip(answered.names, answered.kinds, strict=True))
    findings: tuple[Finding, ...] = (Finding("rows", _both("sql.rows"), len(rows), "count"),)
    if len(rows) == 1 and len(columns) == 1:
        findings += (Finding("value", columns[0].label, rows[0][0], columns[0].unit or "number"),)
        sentences = (Sentence("sql.one", (("value", "value"),)),)
    else:
        sentences = (Sentence("sql.found", (("rows", "rows"),)),)
    notes = [_both("sql.free")]
    if cut:
        notes.append(_both("sql.cut", rows=len(rows)))
    return Result(
        title=_both("sql.title"),
        columns=columns,
        rows=rows,
        findings=findings,
        sentences=sentences,
        chart=Chart("table", columns[0].name, ()) if columns else None,
        notes=tuple(notes),
        sql=(found.checked.sql,),
        data_version=shop.data_version,
        data_as_of=shop.data_as_of,
        query_ms=found.ms,
        governed=False,
    )


def _column(name: str, kind: str) -> Column:
    upper = kind.upper()
    shown: ColumnKind = "dimension"
    if upper.startswith(_NUMBERS) or any(n in upper for n in _NUMBERS):
        shown = "metric"
    elif upper.startswith(_TIMES):
        shown = "time"
    untrusted = shown == "dimension"
    return Column(name, Text(name, name), shown, _UNITS[shown], untrusted=untrusted)


def _both(key: str, **values: object) -> Text:
    return Text(say(key, "zh", **values), say(key, "en", **values))


TOOL = Tool(
    name="sql",
    label=_both("tool.sql"),
    description=_both("tool.sql.description"),
    arguments=SqlArguments,
    function=run,
    offered=False,
)
