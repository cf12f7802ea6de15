"""MetricQuery: the one language between planner, model, tools, API and compiler.

References are strings. A dimension is `platform`, or with a path of entities `customer.city`,
`bill_to.city`. A time step is a grain (`month`, the metric's own clock) or a time dimension with
one (`order.created_at:week`); `weekday`, `hour_of_day`, `month_of_year` … are parts
of the clock. A key is named by its entity (`customer`).
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Scalar = str | int | float | bool | date | datetime
Operator = Literal[
    "=", "!=", "in", "not_in", ">", ">=", "<", "<=", "between",
    "contains", "not_contains", "starts", "ends", "is_null", "not_null",
]  # fmt: skip
CompareKind = Literal["previous", "year", "week", "range"]
TIME_STEPS = (
    "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year",
)  # fmt: skip
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
    unit: Literal["", "day", "week", "month", "quarter", "year"] = ""

    @model_validator(mode="after")
    def _ordered(self) -> "TimeRange":
        if self.end < self.start:
            raise ValueError("end is before start")
        return self


class Filter(Strict):
    """A condition on a dimension (in `where`) or on a metric (in `having`).

    With `per`, `field` is a metric and the condition chooses the entities (`customer`) of which it
    holds, over the days of `time`, or over all.
    """

    field: str
    op: Operator = "="
    values: tuple[Scalar | None, ...] = ()
    per: str = ""
    time: TimeRange | None = None


class Compare(Strict):
    """A base to compare with.

    previous: 环比, the period of equal length just before (a whole month, quarter or year: the one
    before). year: 同比, the same dates last year (whole weeks: 52 weeks back). week: 周同比, the
    same weekdays last week. range: the dates in `time`.
    """

    kind: CompareKind
    time: TimeRange | None = None

    @model_validator(mode="after")
    def _has_range(self) -> "Compare":
        if (self.kind == "range") != (self.time is not None):
            raise ValueError("a range needs a time, and only a range has one")
        return self


class MetricQuery(Strict):
    """Which metrics, by what, over which days and rows, compared with what.

    Result columns: one for each `by`, then for each metric `gmv`, with `share` also `gmv__share`,
    and for each compare `gmv__previous`, `gmv__previous_diff`, `gmv__previous_pct` (`year`, `week`,
    `range` likewise). `order` names result columns, `-` in front for descending. `fill` makes a row
    for every empty step of time. Without `time` all data is taken. Without metrics the distinct
    values of `by` are listed; with `ends` only the least and the greatest (`x__min`, `x__max`).
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

    @model_validator(mode="after")
    def _asks_something(self) -> "MetricQuery":
        if not self.metrics and not self.by:
            raise ValueError("neither metrics nor by")
        if self.ends and (self.metrics or len(self.by) != 1):
            raise ValueError("ends are those of one by, without metrics")
        return self


class AskedQuery(MetricQuery):
    """A MetricQuery with a metric at least: what the tools take."""

    model_config = ConfigDict(title="MetricQuery")

    metrics: tuple[str, ...] = Field(min_length=1, max_length=20)
