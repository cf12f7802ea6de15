"""dbt's saved queries as `queries:` of a shop folder."""

from semantic_layer.errors import QueryError
from semantic_layer.importers.dbt.metrics import Metrics
from semantic_layer.importers.dbt.names import Words
from semantic_layer.importers.dbt.project import DbtQuery, Project
from semantic_layer.importers.dbt.templates import (
    BadTemplate,
    Reference,
    expression,
    read_reference,
)
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.report import Report
from semantic_layer.model import GRAINS


def saved_queries(project: Project, words: Words, metrics: Metrics, report: Report) -> Entries:
    """Every saved query that rests on carried metrics."""
    made: Entries = {}
    for query in project.queries:
        what = f"saved query {query.name}"
        missing = next((m for m in query.metrics if m not in metrics.entries), None)
        if missing:
            report.leave(query.file, what, "left_below", name=missing)
            continue
        try:
            made[query.name] = _entry(query, words, metrics)
        except BadTemplate as error:
            report.leave(query.file, what, "bad_template", text=str(error))
        except QueryError as error:
            report.leave(query.file, what, "no_expression", text=error.values.get("text", ""))
        else:
            report.count("queries")
    return made


def _entry(query: DbtQuery, words: Words, metrics: Metrics) -> Entries:
    grains = [metrics.clock_grain(metrics.metrics[m]) for m in query.metrics] or ["day"]
    grain = max(grains, key=GRAINS.index)
    by: list[Entry] = [words.reference(_read(n, words).name, grain) for n in query.group_by]
    where: list[Entry] = [expression(w, words, grain) for w in query.where]
    order: list[Entry] = [_term(o, query, words, grain) for o in query.order_by]
    return filled(
        label=query.label,
        description=" ".join(query.description.split()),
        metrics=list(query.metrics),
        by=by,
        where=where,
        order=order,
        limit=query.limit,
    )


def _read(text: str, words: Words) -> Reference:
    if "(" in text:
        return read_reference(text, words)
    return Reference("Dimension", words.name(text.removeprefix("-")), (), text.startswith("-"))


def _term(text: str, query: DbtQuery, words: Words, grain: str) -> str:
    read = _read(text, words)
    is_metric = read.kind == "Metric" or read.name.element in query.metrics
    said = read.name.element if is_metric else words.reference(read.name, grain)
    return ("-" if read.descending else "") + said.replace(":", "__")
