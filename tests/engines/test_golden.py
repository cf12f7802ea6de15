"""What the compiler says to PostgreSQL, checked without a server: the texts parse, and read so."""

from dataclasses import replace

import pytest
import sqlglot
from sqlglot import exp

from semantic_layer.compile import Compiler
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from tests.engines.bazaar.opened import COVERAGE, FOLDER
from tests.engines.bazaar.queries import QUERIES

MODEL = load(FOLDER)
SAID = {
    "by week": "CAST(DATE_TRUNC('WEEK', CAST(orders.paid_at AS TIMESTAMP)) AS DATE)",
    "by weekday": "CAST(EXTRACT(ISODOW FROM orders.paid_at) AS BIGINT)",
    "median": "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(orders.amount AS DOUBLE PRECISION))",
    "percentile that occurs": "PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY orders.amount)",
    "contains an underscore": "LOWER(orders.note) LIKE '%a!_b%' ESCAPE '!'",
    "whole division": "(orders.units / 2)",
    "an expression": "ILIKE '%上%' ESCAPE ''",
    "ratio of whole numbers": "/ NULLIF(",
    "sum of flags": "SUM(CASE WHEN orders.app THEN 1 END)",
    "distinct": "COUNT(DISTINCT orders.customer_id)",
    "the period before": "CAST('2025-02-01 00:00:00' AS TIMESTAMP)",
    "two facts": "IS NOT DISTINCT FROM",
    "ordered upwards": "ORDER BY roas",
    "a lag": "INTERVAL '7 DAY'",
    "rolling window": "INTERVAL '7 DAY'",
    "conversion": "ROW_NUMBER() OVER (PARTITION BY",
    "days filled": "(VALUES",
}
FOREIGN = (
    (exp.Anonymous, exp.QualifiedColumn) if hasattr(exp, "QualifiedColumn") else (exp.Anonymous,)
)


def said(name: str, week_start: int = 0) -> str:
    model = replace(MODEL, week_start=week_start)
    compiler = Compiler(model, dialect="postgres", coverage=COVERAGE)
    return compiler.compile(MetricQuery(**QUERIES[name])).compact_sql


@pytest.mark.parametrize("name", QUERIES)
def test_the_text_is_postgresql(name: str) -> None:
    tree = sqlglot.parse_one(said(name), dialect="postgres")
    unknown = {node.name.lower() for node in tree.find_all(exp.Anonymous)}
    assert unknown <= {"strpos"}
    assert not tree.find(exp.IntDiv, exp.ApproxQuantile)


@pytest.mark.parametrize("name", SAID)
def test_it_reads_as_it_should(name: str) -> None:
    assert SAID[name] in said(name)


def test_weeks_that_start_on_sunday() -> None:
    moved = "DATE_TRUNC('WEEK', CAST(CAST(CAST(orders.paid_at AS DATE) - INTERVAL '6 DAY' AS DATE) AS TIMESTAMP))"
    assert moved in said("by week", 6)


def test_quotients_are_of_fractions() -> None:
    """5 / 2 is 2 in PostgreSQL."""
    assert "CAST(COALESCE(items__facts.m_units, 0) AS DOUBLE PRECISION) / NULLIF(" in said(
        "ratio of whole numbers"
    )


@pytest.mark.parametrize("dialect", ["mysql", "clickhouse", "spark"])
def test_an_engine_without_rules_refuses_what_it_would_say_loosely(dialect: str) -> None:
    from semantic_layer.errors import QueryError

    with pytest.raises(QueryError) as caught:
        Compiler(MODEL, dialect=dialect).compile(MetricQuery(**QUERIES["median"])).sql  # noqa: B018
    assert caught.value.code == "not_supported_here"
