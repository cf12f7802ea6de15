"""The metrics tool: one or more metrics, grouped, filtered, ranked, compared, with their total.

The total is always a query of its own without the grouping: distinct counts and ratios do not add.
"""

from dataclasses import replace
from typing import Literal, get_args

from pydantic import ConfigDict, Field

from semantic_layer.answered import QueryResult
from semantic_layer.errors import CannotExpress, QueryError
from semantic_layer.model import Model
from semantic_layer.query import AskedQuery, MetricQuery
from semantic_layer.texts import Text
from tools.charts import AskedChart, choose
from tools.messages import told
from tools.metric_findings import findings
from tools.metric_notes import notes
from tools.metric_sentences import sentences
from tools.next_questions import next_questions
from tools.reading import Reading, has_order, joined, step_of
from tools.registry import Context, Shop, Step, Tool
from tools.result import Result

__all__ = ["TOOL", "MetricsArguments", "answer_metrics", "answer_query"]


class MetricsArguments(AskedQuery):
    """A MetricQuery with the picture that is wanted and whether the total is told."""

    model_config = ConfigDict(title="MetricsArguments")

    chart: AskedChart = Field(
        default="auto", description=f"one of {', '.join(get_args(AskedChart))}"
    )
    total: bool = True

    def query(self) -> MetricQuery:
        """The bare query."""
        return MetricQuery(**{name: getattr(self, name) for name in MetricQuery.model_fields})


def answer_metrics(shop: Shop, arguments: MetricsArguments, context: Context) -> Result:
    """Run the query and its total and read findings, sentences, chart and notes from them.

    Raises QueryError `period_without_data` when the asked days lie outside of the shop's data and
    nothing was found in them, and whatever the semantic layer raises.
    """
    query = _ranked(arguments.query())
    table, more, unnamed = _cut_to_limit(shop, query, context)
    _refuse_days_without_data(shop, query, table)
    total = _total(shop, query, context) if arguments.total else None
    made = _read(shop, query, table, total, context, chart=arguments.chart, more=more)
    return replace(made, notes=(*unnamed, *made.notes)) if unnamed else made


def answer_query(shop: Shop, query: MetricQuery, context: Context) -> Result:
    """The same for a query that is run just as it is written, with no total beside it."""
    table = _run(shop, query, context)
    _refuse_days_without_data(shop, query, table)
    return _read(shop, query, table, None, context, chart="auto", more="")


def _read(
    shop: Shop,
    query: MetricQuery,
    table: QueryResult,
    total: QueryResult | None,
    context: Context,
    *,
    chart: AskedChart,
    more: Literal["", "limited", "tied"],
) -> Result:
    model = _with_defined(shop.model, table)
    reading = Reading(model, query, table, total if query.by else table)
    facts = findings(reading)
    drawn, granted = choose(
        chart,
        table,
        by=query.by,
        share=bool(query.share),
        adds_up=reading.adds_up(query.metrics[0]),
        alike=reading.alike(),
        title=_title(reading),
    )
    runs = [table] if total is None else [table, total]
    return Result(
        title=_title(reading),
        columns=table.columns,
        rows=table.rows,
        findings=facts,
        sentences=sentences(reading, {f.id: f for f in facts}),
        chart=drawn,
        notes=notes(shop, reading, more=more, chart=granted),
        next=() if query.define else next_questions(shop.model, query, context.role),
        time=table.time or query.time,
        grain=table.grain,
        bases=table.bases,
        filters=reading.conditions(),
        definitions=table.definitions,
        sql=tuple(dict.fromkeys(sql for run in runs for sql in run.sql)),
        lineage=table.lineage,
        currency=shop.model.currency,
        words=reading.words(),
        data_version=table.data_version or shop.data_version,
        data_as_of=table.data_as_of or shop.data_as_of,
        query_ms=sum(run.query_ms for run in runs),
        arguments=query.model_dump(mode="json", exclude_defaults=True),
    )


def _with_defined(model: Model, table: QueryResult) -> Model:
    """The model with the metrics that the query defined for itself."""
    if not table.defined:
        return model
    return replace(model, metrics={**model.metrics, **{m.name: m for m in table.defined}})


def _run(shop: Shop, query: MetricQuery, context: Context) -> QueryResult:
    found = shop.query(
        query,
        role=context.role,
        timeout=context.timeout,
        cancel=context.cancel,
    )
    labels = joined([d.label for d in found.definitions]) or Text(*(", ".join(query.metrics),) * 2)
    context.on_step(Step("ran", labels, found.query_ms))
    return found


def _ranked(query: MetricQuery) -> MetricQuery:
    """Members of a dimension are listed from the highest down unless another order is asked for;
    steps and parts of time and classes of a number have an order of their own."""
    classes = [band.name for band in query.bands]
    ordered = [b for b in query.by if step_of(b) or b in classes or b in _IN_ORDER or has_order(b)]
    if query.order or query.top is not None or not query.by or ordered:
        return query
    return query.model_copy(update={"order": (f"-{query.metrics[0]}",)})


def _cut_to_limit(
    shop: Shop, query: MetricQuery, context: Context
) -> tuple[QueryResult, Literal["", "limited", "tied"], tuple[Text, ...]]:
    """A limited query with rows to spare, so that a cut, or a tie across it, can be told.

    Rows without a member (orders that no anchor sold) take no part in a ranking of members; a note
    says how much they are.
    """
    if query.limit is None or query.tail or not query.by or query.limit >= 99_998:
        return _run(shop, query, context), "", ()
    found = _run(shop, query.model_copy(update={"limit": query.limit + 2}), context)
    found, unnamed = _named_only(shop, query, found)
    if len(found.rows) <= query.limit:
        return found, "", unnamed
    kept, next_row = found.rows[: query.limit], found.rows[query.limit]
    names = [column.name for column in found.columns]
    first = query.order[0].lstrip("-") if query.order else query.metrics[0]
    tied = first in names and kept[-1][names.index(first)] == next_row[names.index(first)]
    return replace(found, rows=kept), "tied" if tied else "limited", unnamed


def _named_only(
    shop: Shop, query: MetricQuery, found: QueryResult
) -> tuple[QueryResult, tuple[Text, ...]]:
    """The rows with a member, and a note on the row without one."""
    column = found.columns[0]
    one_dimension = len(query.by) == 1 and column.kind == "dimension" and column.unit == "text"
    empty = [row for row in found.rows if row[0] is None]
    if not one_dimension or not empty or len(empty) == len(found.rows):
        return found, ()
    place = next(i for i, c in enumerate(found.columns) if c.name == query.metrics[0])
    metric = _with_defined(shop.model, found).metrics[query.metrics[0]]
    adds = metric.additive in ("sum", "distinct")
    value = Text(*(f" {empty[0][place]:,}" if adds else "",) * 2)
    note = told("metrics.note.unnamed", dimension=column.label, metric=metric.label, value=value)
    return replace(found, rows=tuple(r for r in found.rows if r[0] is not None)), (note,)


def _total(shop: Shop, query: MetricQuery, context: Context) -> QueryResult | None:
    """The same metrics over the same rows, ungrouped; None where that is another question."""
    known = shop.model.metrics
    stock = any(m in known and known[m].additive == "stock" for m in query.metrics)
    if not query.by or query.having or (stock and any(step_of(b) for b in query.by)):
        return None
    whole = {
        "by": (), "share": (), "share_within": (), "order": (), "limit": None, "tail": None,
        "fill": False, "top": None, "all_members": False, "bands": (),
    }  # fmt: skip
    try:
        return _run(shop, query.model_copy(update=whole), context)
    except (CannotExpress, QueryError):
        return None


def _refuse_days_without_data(shop: Shop, query: MetricQuery, table: QueryResult) -> None:
    asked = table.time or query.time
    if asked is None or (asked.start <= shop.last_day and asked.end >= shop.first_day):
        return
    values = [i for i, c in enumerate(table.columns) if c.kind == "metric"]
    if any(row[i] for row in table.rows for i in values):
        return
    raise QueryError(
        "period_without_data",
        start=asked.start,
        end=asked.end,
        first=shop.first_day,
        last=shop.last_day,
    )


def _title(reading: Reading) -> Text:
    metrics = joined([reading.metric_label(m) for m in reading.query.metrics])
    if not reading.groups:
        return told("metrics.title", metrics=metrics)
    return told(
        "metrics.title.by", metrics=metrics, by=joined([column.label for column in reading.groups])
    )


_IN_ORDER = ("calendar.campaign_phase", "calendar.workday")
TOOL = Tool(
    name="metrics",
    label=Text("指标查询", "metrics"),
    description=Text(
        "查询指标：按维度拆分、筛选、排名、看趋势、看占比、与别的时期比较",
        "Metrics by dimension, filtered, ranked, over time, as shares, or against another period",
    ),
    arguments=MetricsArguments,
    function=answer_metrics,
)
