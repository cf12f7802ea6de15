"""At most five questions, where the data cannot tell; each has a default, which is then marked a guess."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from semantic_layer.drafting.draft import Draft, Metric, Planned
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.shop import CURRENCIES, NO_CURRENCY, Shop
from semantic_layer.messages import say
from semantic_layer.texts import Text

__all__ = ["Asked", "ask_about", "settle"]

MOST = 5
_MONTH_FIRST = {"%d/%m/%Y": "%m/%d/%Y", "%d-%m-%Y": "%m-%d-%Y"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its choices: (value, text). The first is the default. `column` and `table` say
    what it is about, where it is about a column."""

    code: str
    text: Text
    choices: tuple[tuple[str, Text], ...]
    table: str = ""
    column: str = ""


Answer = Callable[[Asked], str]


def ask_about(draft: Draft, shop: Shop) -> list[Asked]:
    """What is to be asked, the weightiest first."""
    asked: list[Asked] = []
    money = any(c.reading.type == "money" for t in draft.tables for c in t.columns)
    if money and not shop.sure:
        order = (shop.currency, *(c for c in CURRENCIES if c != shop.currency))
        choices = tuple((c, _none() if c == NO_CURRENCY else Text(c, c)) for c in order)
        asked.append(Asked("currency", _both("draft.ask.currency"), choices))
    for planned in draft.tables:
        asked += [_cancelled(planned, name) for name in _settled(planned)]
        asked += [
            _day_month(planned, c) for c in planned.columns if "day_month" in c.reading.doubts
        ]
    return asked[:MOST]


def _both(key: str, **values: object) -> Text:
    return Text(say(key, "zh", **values), say(key, "en", **values))


def _none() -> Text:
    return _both("draft.no_currency")


def _settled(planned: Planned) -> list[str]:
    """Segments of cancelled rows: whether they count is the shop's own rule."""
    return [s.name for s in planned.segments if s.name.startswith("cancelled")]


def _cancelled(planned: Planned, name: str) -> Asked:
    segment = next(s for s in planned.segments if s.name == name)
    choices = (("out", _both("draft.leave_out")), ("in", _both("draft.keep_in")))
    text = _both("draft.ask.cancelled", condition=segment.expr, rows=segment.rows)
    return Asked("cancelled", text, choices, planned.name, name)


def _day_month(planned: Planned, column: Column) -> Asked:
    counted = planned.known.table.counted[column.name]
    choices = (("day", _both("draft.day_first")), ("month", _both("draft.month_first")))
    text = _both("draft.ask.day_month", column=column.header, example=str(counted.low)[:10])
    return Asked("day_month", text, choices, planned.name, column.name)


def settle(draft: Draft, shop: Shop, asked: list[Asked], answer: Answer | None) -> Shop:
    """Put the answers into the draft; without `answer` the defaults hold and are marked."""
    for one in asked:
        choice = answer(one) if answer else one.choices[0][0]
        if one.code == "currency":
            shop = replace(shop, currency=choice)
            if answer is None and choice == NO_CURRENCY:
                draft.guess("currency_unknown", "shop")
            elif answer is None:
                draft.guess("currency", "shop", currency=choice)
        planned = next((t for t in draft.tables if t.name == one.table), None)
        if planned is None:
            continue
        if one.code == "cancelled" and choice == "in":
            count_again(planned, one.column)
            if not any(s.counts for s in planned.segments):
                draft.metrics = [_without_rows(m) for m in draft.metrics]
        if one.code == "day_month" and choice == "month":
            planned.columns = tuple(_swapped(c, one.column) for c in planned.columns)
    return shop


def _without_rows(metric: Metric) -> Metric:
    return replace(metric, more={k: v for k, v in metric.more.items() if k != "where"})


def count_again(planned: Planned, name: str) -> None:
    """Let the rows of a segment count: the rule of valid rows without it."""
    dropped = next(s for s in planned.segments if s.name == name)
    part = f"not coalesce({dropped.expr}, false)"
    kept = []
    for segment in planned.segments:
        if not segment.counts:
            kept.append(segment)
            continue
        left = [p for p in segment.expr.split(" and ") if p != part]
        if left:
            zh = "有效订单" if planned.concept == "order" else "有效订单行"
            kept.append(replace(segment, expr=" and ".join(left), zh=zh))
    planned.segments = kept


def _swapped(column: Column, name: str) -> Column:
    if column.name != name:
        return column
    forms = tuple(_month_first(form) for form in column.reading.forms)
    return replace(column, reading=replace(column.reading, forms=forms))


def _month_first(form: str) -> str:
    for day, month in _MONTH_FIRST.items():
        form = form.replace(day, month)
    return form
