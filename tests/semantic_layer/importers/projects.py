"""One small dbt project, written in the legacy and in the current form, with its data.

Orders 1 to 4 are of customers a, a, b and none; order 3 has no day. Visits lead to orders.
"""

from pathlib import Path

import duckdb

LEGACY = """
semantic_models:
  - name: orders
    model: ref('fct_orders')
    defaults: {agg_time_dimension: ordered_at}
    entities:
      - {name: order, type: primary, expr: order_id}
      - {name: customer, type: foreign, expr: customer_id}
    dimensions:
      - {name: ordered_at, type: time, type_params: {time_granularity: day}}
      - {name: month, type: categorical, expr: "strftime(ordered_at, '%m')"}
      - {name: status, type: categorical, label: Status}
      - {name: size, type: categorical, expr: "case when amount > 20 then 'large' else 'small' end"}
    measures:
      - {name: order_total, agg: sum, expr: amount}
      - {name: order_count, agg: count, expr: order_id, create_metric: true}
      - {name: paid_orders, agg: sum_boolean, expr: "status = 'paid'", create_metric: true}
  - name: visits
    model: ref('fct_visits')
    defaults: {agg_time_dimension: visited_at}
    primary_entity: visit
    entities:
      - {name: customer, type: foreign, expr: customer_id}
    dimensions:
      - {name: visited_at, type: time, type_params: {time_granularity: day}}
      - {name: source, type: categorical}
    measures:
      - {name: visits, agg: count, expr: 1, create_metric: true}
  - name: customers
    model: ref('dim_customers')
    entities:
      - {name: customer, type: primary, expr: customer_id}
    dimensions:
      - {name: city, type: categorical}
metrics:
  - name: revenue
    type: simple
    description: What was ordered.
    type_params: {measure: order_total}
  - name: paid_share
    type: ratio
    type_params:
      numerator: {name: revenue, filter: "{{ Dimension('order__status') }} = 'paid'"}
      denominator: revenue
  - name: shanghai_revenue
    type: simple
    filter: "{{ Dimension('customer__city') }} = '上海'"
    type_params: {measure: order_total}
  - name: revenue_so_far
    type: cumulative
    type_params: {measure: order_total}
  - name: visit_to_order
    type: conversion
    type_params:
      conversion_type_params:
        base_measure: visits
        conversion_measure: {name: order_count, fill_nulls_with: 0}
        entity: customer
        window: 2 days
        calculation: conversions
"""

CURRENT = """
models:
  - name: fct_orders
    semantic_model: {enabled: true, name: orders}
    agg_time_dimension: ordered_at
    columns:
      - name: order_id
        entity: {type: primary, name: order}
        data_tests: [unique]
      - name: customer_id
        entity: {type: foreign, name: customer}
      - name: ordered_at
        granularity: day
        dimension: {type: time}
      - name: status
        dimension: {type: categorical, label: Status}
    derived_semantics:
      dimensions:
        - {name: size, type: categorical, expr: "case when amount > 20 then 'large' else 'small' end"}
    metrics:
      - {name: revenue, type: simple, agg: sum, expr: amount, description: What was ordered.}
      - {name: order_count, type: simple, agg: count, expr: order_id}
      - {name: order_count_or_0, type: simple, agg: count, expr: order_id, fill_nulls_with: 0}
      - {name: paid_orders, type: simple, agg: sum_boolean, expr: "status = 'paid'"}
      - name: paid_share
        type: ratio
        numerator: {name: revenue, filter: "{{ Dimension('order__status') }} = 'paid'"}
        denominator: revenue
      - {name: revenue_so_far, type: cumulative, input_metric: revenue}
  - name: fct_visits
    semantic_model: {enabled: true, name: visits}
    agg_time_dimension: visited_at
    primary_entity: visit
    columns:
      - name: customer_id
        entity: {type: foreign, name: customer}
      - name: visited_at
        granularity: day
        dimension: {type: time}
      - name: source
        dimension: categorical
    metrics:
      - {name: visits, type: simple, agg: count, expr: 1}
  - name: dim_customers
    semantic_model: true
    columns:
      - name: customer_id
        entity: {type: primary, name: customer}
      - name: city
        dimension: categorical
  - name: a_model_without_semantics
    columns: [{name: x}]
metrics:
  - name: shanghai_revenue
    type: derived
    expr: revenue
    input_metrics:
      - {name: revenue, filter: "{{ Dimension('customer__city') }} = '上海'"}
  - name: visit_to_order
    type: conversion
    entity: customer
    calculation: conversions
    base_metric: visits
    conversion_metric: order_count_or_0
    window: 2 days
"""


def write_project(folder: Path, text: str) -> Path:
    """The project as a folder with one file of models."""
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: small\nmodel-paths: [models]\n")
    (folder / "models" / "semantics.yml").write_text(text, encoding="utf-8")
    return folder


def make_data(path: Path) -> Path:
    """The relations of the project, in a schema that its files do not name."""
    connection = duckdb.connect(str(path))
    connection.execute("CREATE SCHEMA analytics")
    connection.execute("""
        CREATE TABLE analytics.fct_orders AS SELECT * FROM (VALUES
            (1, 'a', DATE '2024-03-02', 'paid', 10.0),
            (2, 'a', DATE '2024-03-05', 'open', 30.0),
            (3, 'b', NULL, 'paid', 5.0),
            (4, NULL, DATE '2024-04-01', 'paid', 55.0)
        ) t (order_id, customer_id, ordered_at, status, amount)""")
    connection.execute("""
        CREATE TABLE analytics.fct_visits AS SELECT * FROM (VALUES
            ('a', DATE '2024-03-01', 'ad'), ('a', DATE '2024-03-02', 'mail'),
            ('a', DATE '2024-03-03', 'ad'), ('b', DATE '2024-03-03', 'ad')
        ) t (customer_id, visited_at, source)""")
    connection.execute("""
        CREATE TABLE analytics.dim_customers AS SELECT * FROM (VALUES
            ('a', '上海'), ('b', '杭州')) t (customer_id, city)""")
    connection.close()
    return path
