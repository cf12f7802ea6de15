"""MetricQuery: the one language between planner, model, tools, API and compiler.

References are strings. A dimension is `platform`, or with a path of entities `customer.city`,
`bill_to.city`. A time step is a grain (`month`, the metric's own clock) or a time dimension with
one (`order.created_at:week`); `weekday`, `hour_of_day`, `month_of_year` … are parts
of the clock. A shop with a fiscal year has `fiscal_quarter` and `fiscal_year` too, and its calendar
tells `campaign`, `campaign_phase`, `campaign_day`, `holiday` and `workday`; the shop's own dimensions
of these names hide them (`calendar.campaign` is always the part of the day). A key is named by
its entity (`customer`).
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Scalar = str | int | float | bool | date | datetime
Operator = Literal[
    "=", "!=", "in", "not_in", ">", ">=", "<", "<=", "between",
    "contains", "not_contains", "starts", "ends", "is_null", "not_null",
    "top", "bottom", "top_percent", "bottom_percent",
]  # fmt: skip
RANK_OPERATORS = ("top", "bottom", "top_percent", "bottom_percent")
CompareKind = Literal["previous", "year", "week", "range", "weekdays", "occasion", "other"]
QueryAggregation = Literal[
    "sum", "avg", "min", "max", "median", "percentile", "stddev", "count", "count_distinct", "share",
]  # fmt: skip
_NAME = r"^[a-z][a-z0-9_]{0,63}$"
TIME_STEPS = (
    "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year",
)  # fmt: skip
FISCAL_STEPS = ("fiscal_quarter", "fiscal_year")
DAY_PARTS = ("campaign", "campaign_phase", "campaign_day", "holiday", "workday")
TIME_PARTS = (
    "weekday", "hour_of_day", "day_of_month", "day_of_year", "month_of_year", "quarter_of_year",
    "year_of_date",
)  # fmt: skip


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TimeRange(Strict):
    """Days of the shop, first and last included; `until` cuts the last day short (exclusive) and
    `since` the first one.

    `unit` says that the days are a calendar unit, whole or only begun (本月, 近三个月: month),
    or a run of days (最近30天: day); it decides what the period before is. Left out, whole
    months are taken as months and all else as days.
    """

    start: date
    end: date
    since: datetime | None = None
    until: datetime | None = None
    unit: Literal[
        "", "day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"
    ] = ""

    @model_validator(mode="after")
    def _ordered(self) -> "TimeRange":
        if self.end < self.start:
            raise ValueError("end is before start")
        return self


class Filter(Strict):
    """A condition on a dimension (in `where`) or on a metric (in `having`).

    With `per`, `field` is a metric and the condition chooses the entities (`customer`), or the
    members of a dimension, of which it holds, over the days of `time`, or over all, and over the
    rows that `given` leaves. An entity without a row has 0 of a count or a sum: `orders = 0` per
    customer are the customers without one. `top` and `bottom` with n, `top_percent` and
    `bottom_percent` with a percentage, choose by rank; ties are broken by the key. In `having`,
    `than` compares with the average or the median over the groups instead of with a value.
    """

    field: str
    op: Operator = "="
    values: tuple[Scalar | None, ...] = ()
    per: str = ""
    time: TimeRange | None = None
    given: tuple["Filter | str", ...] = ()
    than: Literal["", "average", "median"] = ""


class Compare(Strict):
    """A base to compare with.

    previous: 环比, the period of equal length just before (a whole month, quarter or year: the one
    before). year: 同比, the same dates last year (whole weeks: 52 weeks back). week: 周同比, the
    same weekdays last week. weekdays: the same weekdays last year, 52 weeks back. range: the dates
    in `time`. occasion: the latest earlier time of the campaign or holiday `occasion` (left out:
    the one that the query's days lie in), aligned by day number and hour. other: the same days
    with `instead` in place of the query's conditions on the same fields (天猫 beside 京东).
    """

    kind: CompareKind
    time: TimeRange | None = None
    occasion: str = ""
    instead: tuple[Filter | str, ...] = ()

    @model_validator(mode="after")
    def _has_its_own(self) -> "Compare":
        if (self.kind == "range") != (self.time is not None):
            raise ValueError("a range needs a time, and only a range has one")
        if (self.kind == "other") != bool(self.instead):
            raise ValueError("other needs instead, and only other has it")
        if self.occasion and self.kind != "occasion":
            raise ValueError("only the kind occasion names one")
        return self


class Defined(Strict):
    """A metric for this query alone, made from metrics of the shop; `name` is used like any other.

    metric + given: a filtered part. over: divided by another metric (`units` over `orders`).
    agg over a simple metric: another aggregate of the same rows (the median of what `gmv` sums).
    agg + field (+ of): an aggregate of a dimension or an expression over dimensions
    (`hours_between(order.paid_at, order.shipped_at)`), over the rows of table or entity `of`.
    metric + per + agg: nested: the metric of each `per` (an entity, a dimension or a step of time),
    then aggregated over those; `having` says which of them count; `count` counts them, `share` is
    those that count over all. An average per step divides by all steps of the asked days that the
    conditions leave, empty ones too.
    """

    name: str = Field(pattern=_NAME)
    metric: str = ""
    agg: QueryAggregation | None = None
    percentile: float | None = Field(default=None, gt=0, lt=1)
    field: str = ""
    of: str = ""
    given: tuple[Filter | str, ...] = ()
    per: str = ""
    having: tuple[Filter, ...] = ()
    over: str = ""

    @model_validator(mode="after")
    def _fits(self) -> "Defined":
        if bool(self.metric) == bool(self.field):
            raise ValueError("either metric or field")
        if self.field and self.agg is None:
            raise ValueError("field needs agg")
        if self.per and (self.agg is None or not self.metric):
            raise ValueError("per needs metric and agg")
        if (self.agg == "share" or self.having) and not self.per:
            raise ValueError("share and having need per")
        if (self.agg == "percentile") != (self.percentile is not None):
            raise ValueError("percentile belongs to the aggregation percentile")
        return self


class Band(Strict):
    """A group-by for this query alone: classes of a number (会员按积分分档).

    `field` is a numeric dimension, or with `per` a metric of each entity (customers by their GMV
    of `time`). A value belongs to the class from the last edge at or below it up to the next,
    exclusive; values below the first edge and empty ones have classes of their own.
    """

    name: str = Field(pattern=_NAME)
    field: str
    edges: tuple[float, ...] = Field(min_length=1, max_length=50)
    per: str = ""
    time: TimeRange | None = None
    given: tuple[Filter | str, ...] = ()

    @model_validator(mode="after")
    def _rising(self) -> "Band":
        if list(self.edges) != sorted(set(self.edges)):
            raise ValueError("edges must rise")
        return self


class Top(Strict):
    """The first n members of `by` (one of the query's), by `metric` (the query's first when empty),
    within each group of `within`; the rest is left out, or with `others` one row of its own, computed
    from its rows and not from the shown ones.
    """

    by: str
    n: int = Field(ge=1, le=1000)
    metric: str = ""
    within: tuple[str, ...] = ()
    bottom: bool = False
    others: bool = False


class MetricQuery(Strict):
    """Which metrics, by what, over which days and rows, compared with what.

    Result columns: one for each `by`, then for each metric `gmv`, with `share` also `gmv__share`,
    and for each compare `gmv__previous`, `gmv__previous_diff`, `gmv__previous_pct` (`year`, `week`,
    `range` likewise). `order` names result columns, `-` in front for descending. `fill` makes a row
    for every empty step of time, `all_members` for every member of `by` without a row. Without
    `time` all data is taken. `share` is of the total, `share_within` (some of `by`) of each of their
    groups. `tail` adds the last rows of the order to the first `limit`. `define` and
    `bands` name metrics and groups for this query alone.

    Without metrics the distinct values of `by` are listed; with `ends` only the least and the
    greatest (`x__min`, `x__max`); with `of` (a table or its entity) its rows, one for each, by the
    table's clock and its rule of which rows count, with `by` as the columns to show.
    """

    metrics: tuple[str, ...] = Field(default=(), max_length=20)
    by: tuple[str, ...] = Field(default=(), max_length=8)
    where: tuple[Filter | str, ...] = ()
    having: tuple[Filter, ...] = ()
    time: TimeRange | None = None
    compare: tuple[Compare, ...] = Field(default=(), max_length=4)
    share: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: int | None = Field(default=None, ge=1, le=100_000)
    fill: bool = False
    ends: bool = False
    of: str = ""
    define: tuple[Defined, ...] = Field(default=(), max_length=12)
    bands: tuple[Band, ...] = Field(default=(), max_length=4)
    top: Top | None = None
    share_within: tuple[str, ...] = ()
    tail: int | None = Field(default=None, ge=1, le=1000)
    all_members: bool = False

    @model_validator(mode="after")
    def _asks_something(self) -> "MetricQuery":
        if not self.metrics and not self.by and not self.of:
            raise ValueError("neither metrics nor by")
        if self.ends and (self.metrics or len(self.by) != 1):
            raise ValueError("ends are those of one by, without metrics")
        return self


class AskedQuery(MetricQuery):
    """A MetricQuery with a metric at least: what the tools take."""

    model_config = ConfigDict(title="MetricQuery")

    metrics: tuple[str, ...] = Field(min_length=1, max_length=20)
