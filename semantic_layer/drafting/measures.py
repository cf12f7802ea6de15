"""Metrics straight from columns: what a table's numbers come to, beside the standard metrics."""

from semantic_layer.drafting.draft import Draft, Metric, Planned
from semantic_layer.drafting.labels import column_label, table_label
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.words import LEAST
from semantic_layer.sources.readers.scan import quoted
from semantic_layer.texts import Text

__all__ = ["column_metrics"]

_NEVER_ADDED = frozenset(
    ["visitors", "report_buyers", "fav_users", "cart_users", "live_viewers", "pay_rate",
     "spend_per_buyer", "bounce_rate", "click_rate", "roi", "stay_seconds"]
)  # fmt: skip
_SUMMED = ("money", "count")
_NUMBERS = ("integer", "number", "money", "ratio")


def column_metrics(draft: Draft) -> list[Metric]:
    """A metric for each number that no concept has taken; rows counted where there is no concept."""
    found: list[Metric] = []
    taken: set[str] = {m.name for m in draft.metrics}
    for planned in draft.tables:
        used = _used(draft, planned)
        for column in planned.columns:
            metric = _metric(planned, column) if column.name not in used else None
            for one in (metric, _share(planned, column)):
                if one is not None and one.name not in taken:
                    found.append(one)
                    taken.add(one.name)
        if not planned.concept or planned.concept in ("campaign", "reach"):
            found.append(_rows(planned))
    return _apart(found)


def _used(draft: Draft, planned: Planned) -> set[str]:
    """The columns that a concept of this table has as an amount: a standard metric has them."""
    told = draft.concepts.get(planned.concept, {}) if planned.concept else {}
    amounts = {v for k, v in told.items() if isinstance(v, str) and k != "entity"}
    if planned.concept == "daily_report":  # people are reported, day by day, besides
        amounts -= {told.get("visitors"), told.get("buyers")}
    return {c.name for c in planned.columns if c.name in amounts or quoted(c.name) in amounts}


def _metric(planned: Planned, column: Column) -> Metric | None:
    if column.reading.type not in _NUMBERS or column.name in planned.key:
        return None
    role, own = (
        column.match.role if column.match and column.match.score >= LEAST else None,
        column_label(column),
    )
    if planned.reported and not planned.concept:  # of items or sources: never taken for the shop's
        above = table_label(planned)
        own = Text(f"{above.zh} {own.zh}", f"{above.en} {own.en}")
    name = f"{planned.name}_{column.name}"
    expr, unit = quoted(column.name), _unit(column)
    base = (name, planned.name)
    if column.name in planned.cumulative:
        look: dict[str, object] = {
            "snapshot": {
                "time": planned.time,
                "choice": "last",
                "groups": [k for k in planned.key if k != planned.time],
            }
        }
        if not look["snapshot"]["groups"]:  # type: ignore[index]
            del look["snapshot"]["groups"]  # type: ignore[attr-defined]
        return Metric(*base, "sum", expr, own.zh, own.en, unit, look)
    if planned.reported and _is_finished(column):
        return Metric(*base, "reported", expr, own.zh, own.en, unit)
    if role is not None and (role.unit or role.name in ("any_week", "stars")):
        return None
    if role is not None and role.kind in _SUMMED:
        return Metric(*base, "sum", expr, own.zh, own.en, unit)
    if role is not None and role.kind in ("id", "time", "pii"):
        return None
    ratio = column.reading.type == "ratio"
    return Metric(
        *base, "avg", expr, f"平均{own.zh}", f"average {own.en}", "ratio" if ratio else "number"
    )


def _share(planned: Planned, column: Column) -> Metric | None:
    """The share of rows where a yes-or-no column, or one of 0 and 1, says yes."""
    values = {value for value, _ in planned.known.table.counted[column.name].values}
    flag = column.reading.type == "bool" or (
        column.reading.type == "integer" and values == {"0", "1"}
    )
    if not flag or planned.reported:
        return None
    own, cell = column_label(column), quoted(column.name)
    condition = cell if column.reading.type == "bool" else f"{cell} = 1"
    return Metric(
        f"{planned.name}_{column.name}_share", planned.name, "avg",
        f"case when {condition} then 1.0 when {cell} is not null then 0.0 end",
        f"{own.zh}占比", f"share of {own.en}", "ratio",
    )  # fmt: skip


def _is_finished(column: Column) -> bool:
    """People, rates and averages: never added over days."""
    people = column.header.strip().endswith(("人数", "买家数", "客户数", "用户数", "访客数"))
    return column.role in _NEVER_ADDED or column.reading.type == "ratio" or people


def _unit(column: Column) -> str:
    return {"money": "money", "ratio": "ratio"}.get(
        column.reading.type, "count" if column.reading.type == "integer" else "number"
    )


def _rows(planned: Planned) -> Metric:
    own = table_label(planned)
    return Metric(
        f"{planned.name}_rows",
        planned.name,
        "count",
        "",
        f"{own.zh}数",
        f"number of {own.en}",
        "count",
    )


def _apart(metrics: list[Metric]) -> list[Metric]:
    """Two metrics of one label get their table's name in front."""
    twice = {m.zh for m in metrics if sum(m.zh == o.zh for o in metrics) > 1}
    twice |= {m.en for m in metrics if sum(m.en == o.en for o in metrics) > 1}
    return [
        Metric(m.name, m.table, m.agg, m.expr, f"{m.table} {m.zh}", f"{m.table} {m.en}", m.unit, m.more)
        if m.zh in twice or m.en in twice else m
        for m in metrics
    ]  # fmt: skip
