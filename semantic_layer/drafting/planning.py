"""Tables, entities and joins of a draft: what was recognised becomes tables with keys that lead on."""

from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.drafting.draft import Draft, Planned, many
from semantic_layer.drafting.kinds import is_cumulative
from semantic_layer.drafting.platforms import signature_of
from semantic_layer.drafting.profile import TableProfile
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.recipes import RECIPES, TIME
from semantic_layer.drafting.recognise import Known, assign, know, nearly
from semantic_layer.drafting.survey import Survey
from semantic_layer.drafting.words import roles
from semantic_layer.texts import Text

__all__ = ["plan_tables"]

_NAMES = {
    "order": "orders", "line": "order_lines", "product": "products", "customer": "customers",
    "refund": "refunds", "review": "reviews", "event": "events", "session": "sessions",
    "experiment": "assignments", "campaign": "campaigns", "reach": "campaign_lists",
    "coupon": "coupons", "ad_spend": "ad_spend", "fee": "fees", "stock": "stock",
    "stock_move": "stock_moves", "target": "targets", "live": "live_sessions", "creator": "creators",
    "store": "stores", "daily_report": "daily_report",
}  # fmt: skip
_ENTITIES = {
    "ad_spend": "ad_day", "stock": "stock_day", "daily_report": "report_day",
    "experiment": "assignment", "line": "order_line",
}  # fmt: skip
TIME_SAID = Text("时间", "time")
REPORT_ROLES = frozenset(["visitors", "report_buyers", "pay_rate", "page_views", "visits"])


def plan_tables(found: Survey) -> Draft:
    """A draft with its tables: each a concept's where one fits, with its entities and its clock."""
    draft = Draft(found)
    knowns = [know(t, found.keys[t.name]) for t in found.tables]
    given = {known.table.name: (c, r) for c, (known, r) in assign(knowns).items()}
    for known in knowns:
        concept = given[known.table.name][0] if known.table.name in given else ""
        form = signature_of(c.header for c in known.table.columns)
        if (concept == "daily_report" and not _of_shop(known)) or (form and form.level == "sparse"):
            concept = ""
        draft.tables.append(_planned(draft, known, concept))
    _add_joins(draft)
    _add_customers(draft)
    for planned in draft.tables:
        _mark_totals(draft, planned)
        _mark_report(planned)
        _mark_reading(draft, planned)
        if not planned.concept:
            _mark_near(draft, planned)
    return draft


def _mark_near(draft: Draft, planned: Planned) -> None:
    """What a table nearly is, and what it lacks for that."""
    near = nearly(planned.known)
    if near is not None:
        concept, lacking = near
        lacks = TIME_SAID if lacking[0] == TIME else roles()[lacking[0]].label
        draft.guess("near", planned.name, concept=CATALOGUE[concept].label, slots=lacks)


def _of_shop(known: Known) -> bool:
    """Whether a report's rows are days of the shop; those of items or sources never add up to it."""
    form = signature_of(c.header for c in known.table.columns)
    of_shop = {"store_id", "store_name", "platform", "device"}
    others = {
        known.roles[name]
        for name in known.key
        if known.table.column(name).reading.type not in ("date", "time")
    }
    return others <= of_shop and (form is None or form.level == "shop")


def _planned(draft: Draft, known: Known, concept: str) -> Planned:
    name = _free(_NAMES.get(concept, known.table.name), [t.name for t in draft.tables])
    entity = _ENTITIES.get(concept, concept) or _singular(name)
    clock = _clock(known, concept)
    planned = Planned(
        name, known, concept, entity, known.key, clock.name if clock else "", known.table.columns
    )
    planned.sampled = "sample" in known.table.name.split("_") or "抽样" in known.table.name
    return planned


def _singular(name: str) -> str:
    """What one row of a table is called."""
    for end, one in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if name.endswith(end) and not name.endswith("ss"):
            return name.removesuffix(end) + one
    return f"{name}_row"


def _clock(known: Known, concept: str) -> Column | None:
    """The time that its rows are counted by: the concept's own, else the first that there is."""
    recipe = next((r for r in RECIPES if r.concept == concept), None)
    if recipe is not None and concept == "line":
        return known.first("paid_at", "ordered_at", "report_day", TIME)
    if recipe is not None and concept == "customer":
        return known.first("registered_at")
    if concept == "product":
        return known.first("launched_at")
    for slot in ("time", "start", "issued", "exposed"):
        if recipe is not None and slot in recipe.slots:
            return known.first(*recipe.slots[slot])
    return known.first("report_day", "ordered_at", "paid_at", TIME)


def _free(name: str, taken: list[str]) -> str:
    unique, count = name, 2
    while unique in taken:
        unique, count = f"{name}_{count}", count + 1
    return unique


def _add_joins(draft: Draft) -> None:
    """Foreign keys as entities; the second way to one table is a role with a name of its own."""
    for join in draft.survey.joins:
        table, other = draft.by_relation(join.table), draft.by_relation(join.to)
        sole = join.sole or join.column == join.key
        name = other.entity if sole and other.entity not in table.foreign else join.column
        if name in (table.entity, *table.foreign):
            continue
        table.foreign[name] = (join.column, "" if name == other.entity else other.entity)
        if join.orphans:
            draft.guess(
                "orphans", table.name, column=join.column, to=other.name, orphans=join.orphans,
                filled=join.filled,
            )  # fmt: skip


def _add_customers(draft: Draft) -> None:
    """Who did it, in tables that know no more of customers than their number."""
    if any(t.entity == "customer" for t in draft.tables):
        return
    for planned in draft.tables:
        column = planned.known.first("customer_id")
        if column is not None and planned.holds(column):
            planned.foreign.setdefault("customer", (column.name, ""))


def _mark_totals(draft: Draft, planned: Planned) -> None:
    """Running totals of daily tables: their last value counts, they are never summed."""
    table = planned.known.table
    if not planned.time or not _is_daily(planned):
        return
    groups = [name for name in planned.key if name != planned.time]
    for column in planned.columns:
        if column.reading.type in ("integer", "number", "money") and is_cumulative(
            draft.survey.connection, table, column.name, planned.time, groups
        ):
            planned.cumulative.add(column.name)
    if planned.cumulative:
        draft.guess("cumulative", planned.name, columns=many(sorted(planned.cumulative)))


def _is_daily(planned: Planned) -> bool:
    """One row per day, or per day and thing."""
    return planned.time in planned.key and planned.concept not in ("order", "line", "event")


def _mark_report(planned: Planned) -> None:
    """A table of finished figures: by day (and thing), with visitors or rates among its columns."""
    has = planned.known.has
    named = bool(has & REPORT_ROLES) and not has & {"order_id", "event_name", "session_id"}
    form = signature_of(c.header for c in planned.columns)
    planned.form = form.label if form is not None else None
    planned.sparse = form is not None and form.level == "sparse"
    planned.reported = planned.concept == "daily_report" or (named and bool(planned.time))


def _led_to(draft: Draft, planned: Planned) -> bool:
    return any(j.to == planned.known.table.name for j in draft.survey.joins)


def _mark_reading(draft: Draft, planned: Planned) -> None:
    """What of the cells was not sure, and what of the rows."""
    for column in planned.columns:
        _mark_column(draft, planned, column)
    _mark_table(draft, planned, planned.known.table)


def _mark_column(draft: Draft, planned: Planned, column: Column) -> None:
    """Day and month, hundredths, mixed cells, cells that cannot be read."""
    about = planned.name
    for doubt in column.reading.doubts:
        draft.guess(doubt, about, column=column.header)
    if column.bad:
        draft.guess("bad_cells", about, column=column.header, cells=column.bad)
    if len(column.reading.forms) > 1:
        draft.guess("date_forms", about, column=column.header, forms=many(column.reading.forms))


def _mark_table(draft: Draft, planned: Planned, table: TableProfile) -> None:
    """Totals left out, rows of several files, a missing key or time, a sample."""
    if table.repeated:
        draft.guess("repeated_amount", planned.name, columns=many(table.repeated))
    if table.left_out:
        draft.guess("totals", planned.name, rows=table.left_out)
    if table.overlap:
        draft.guess("overlap", planned.name, rows=table.overlap)
    if not planned.key:
        draft.guess("no_key", planned.name)
    if not planned.time and not planned.concept and not _led_to(draft, planned):
        draft.guess("no_time", planned.name)
    if planned.sampled:
        draft.guess("sampled", planned.name)
