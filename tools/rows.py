"""Queries without metrics: lists of rows, and the values that there are. A table and its count."""

from collections.abc import Iterator, Mapping

from pydantic import ConfigDict, Field

from semantic_layer.answered import Cell, Column, QueryResult
from semantic_layer.model import Model
from semantic_layer.query import MetricQuery
from semantic_layer.texts import Text
from tools.messages import told
from tools.reading import joined
from tools.registry import Context, Shop, Step, Tool
from tools.result import Chart, Finding, Result, Sentence

__all__ = ["TOOL", "RowsArguments", "answer_rows"]


class RowsArguments(MetricQuery):
    """A MetricQuery without metrics: `of` names the rows that are listed, `by` their columns;
    without `of` the values that there are."""

    model_config = ConfigDict(title="RowsArguments")

    metrics: tuple[str, ...] = Field(default=(), max_length=0)

    def query(self) -> MetricQuery:
        """The bare query."""
        return MetricQuery(**{name: getattr(self, name) for name in MetricQuery.model_fields})


def answer_rows(shop: Shop, query: MetricQuery, context: Context) -> Result:
    """The rows of a query that names no metric, just as it is written.

    One sentence says how many there are and under which conditions; the rows stand in the table.
    Raises whatever the semantic layer raises.
    """
    table = shop.query(query, role=context.role, timeout=context.timeout, cancel=context.cancel)
    title = _title(shop.model, query, table)
    context.on_step(Step("ran", title, table.query_ms))
    scope = "both" if table.filters else "period"
    named = [(hole, hole) for hole in ("period", "filters") if hole == "period" or table.filters]
    inner = Sentence(f"metrics.scope.{scope}", tuple(named))
    full = table.full_count if table.full_count is not None else len(table.rows)
    return Result(
        title=title,
        columns=table.columns,
        rows=table.rows,
        findings=tuple(_findings(query, table, title, full)),
        sentences=(
            Sentence(_told(full, len(table.rows)), _holes(full, table), (("scope", (inner,)),)),
        ),
        chart=Chart("table", table.columns[0].name, ()),
        notes=table.notes,
        time=table.time or query.time,
        grain=table.grain,
        filters=table.filters,
        sql=table.sql,
        full_count=full if full > len(table.rows) else None,
        currency=shop.model.currency,
        words=_words(shop.model, table),
        data_version=table.data_version or shop.data_version,
        data_as_of=table.data_as_of or shop.data_as_of,
        query_ms=table.query_ms,
        arguments=query.model_dump(mode="json", exclude_defaults=True),
    )


def _told(full: int, shown: int) -> str:
    return "rows.none" if not full else "rows.cut" if full > shown else "rows.listed"


def _holes(full: int, table: QueryResult) -> tuple[tuple[str, str], ...]:
    names = ("what", "rows", "shown") if full > len(table.rows) else ("what", "rows")
    return tuple((name, name) for name in (names if full else ("what",)))


def _findings(query: MetricQuery, table: QueryResult, title: Text, full: int) -> Iterator[Finding]:
    time = table.time or query.time
    label = told("metrics.label.period")
    if time:
        yield Finding("period", label, f"{time.start}/{time.end}", "period")
    else:
        everything = told("metrics.label.all_time")
        yield Finding("period", label, everything.zh, "text", words=everything)
    if table.filters:
        asked = joined([condition.label for condition in table.filters], key="list.and")
        yield Finding("filters", told("metrics.label.filters"), asked.zh, "text", words=asked)
    yield Finding("what", told("rows.label"), title.zh, "text", words=title)
    noun = told("rows.noun" if query.of else "metrics.label.rows")
    yield Finding("rows", told("metrics.label.count"), full, "count", noun=noun)
    if full > len(table.rows):
        yield Finding("shown", told("rows.shown"), len(table.rows), "count", noun=noun)


def _title(model: Model, query: MetricQuery, table: QueryResult) -> Text:
    if not query.of:
        return told("rows.values", by=joined([c.label for c in table.columns]))
    named = model.tables.get(query.of) or next(
        (t for t in model.tables.values() if t.home == query.of), None
    )
    dimensions = model.dimensions_named(query.of)
    label = named.label if named else dimensions[0].label if dimensions else None
    return told("rows.list", table=label or Text(query.of, query.of))


def _words(model: Model, table: QueryResult) -> dict[str, Mapping[Cell, Text]]:
    """How the coded values of the columns read."""
    found: dict[str, Mapping[Cell, Text]] = {}
    for column in table.columns:
        labels = {**_labels(model, column), **table.words.get(column.name, {})}
        if labels:
            found[column.name] = labels
    return found


def _labels(model: Model, column: Column) -> dict[Cell, Text]:
    dimension = model.dimensions.get(column.of)
    labels: dict[Cell, Text] = {}
    for value in dimension.values if dimension else ():
        labels[value.value] = value.label
    return labels


TOOL = Tool(
    name="rows",
    label=Text("明细查询", "rows"),
    description=Text(
        "列出一张表的明细行，或一个维度有哪些取值",
        "The rows of a table, or the values that a dimension has",
    ),
    arguments=RowsArguments,
    function=lambda shop, arguments, context: answer_rows(shop, arguments.query(), context),
    offered=False,
)
