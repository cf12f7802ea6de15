"""Concepts bound to the tables of a draft, in the words of the YAML: entities, dimensions, expressions."""

import re

from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.drafting.draft import Draft, Metric, Planned, Slots
from semantic_layer.drafting.people import customer_of, order_key
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.recipes import RECIPES, Recipe
from semantic_layer.drafting.steps import event_values
from semantic_layer.drafting.valid import mark_rows
from semantic_layer.sources.readers.scan import quoted

__all__ = ["bind_concepts"]

_RECIPES = {recipe.concept: recipe for recipe in RECIPES}
_GMV_WORDS = ("销售额", "成交额", "GMV", "营业额", "sales", "revenue")


def bind_concepts(draft: Draft) -> None:
    """Bind every concept whose required slots are there; what is missing is marked."""
    for planned in list(draft.tables):
        if planned.concept:
            _bind(draft, planned, _RECIPES[planned.concept])
    for planned in draft.tables:
        mark_rows(draft, planned)
    _from_lines(draft)
    for planned in draft.tables:
        if planned.sparse and "order" not in draft.concepts:
            _from_first_lines(draft, planned)
    _order_value(draft)
    _order_customer(draft)


def _bind(draft: Draft, planned: Planned, recipe: Recipe) -> None:
    slots: Slots = {"entity": planned.entity}
    for slot in CATALOGUE[recipe.concept].slots:
        if slot.name not in recipe.slots:
            continue
        column = planned.known.first(*recipe.slots[slot.name])
        if column is not None and planned.holds(column):
            slots[slot.name] = named(planned, column, slot.kind)
    if recipe.concept == "line":
        slots |= _line_amounts(draft, planned)
    if recipe.concept == "product" and "category" not in slots:
        slots |= _joined_category(draft, planned)
    if recipe.concept == "event":
        slots |= event_values(planned)
    if recipe.concept == "ad_spend":
        slots |= _summed(planned, recipe)
    if recipe.concept == "reach" and "time" not in slots:
        slots |= _campaign_start(draft, planned)
    lacking = [
        s.name for s in CATALOGUE[recipe.concept].slots if s.required and s.name not in slots
    ]
    if lacking:
        draft.guess("lacking", planned.name, concept=recipe.concept, slots="、".join(lacking))
        planned.concept = ""
    else:
        draft.concepts[recipe.concept] = slots


def named(planned: Planned, column: Column, kind: str) -> str:
    """A column as a slot of this kind says it."""
    if kind == "amount":
        return quoted(column.name) if not column.name.isascii() else column.name
    if kind == "key":
        for entity, (own, _) in planned.foreign.items():
            if own == column.name:
                return entity
        if planned.key == (column.name,):
            return planned.entity
    return f"{planned.entity}.{column.name}"


def _line_amounts(draft: Draft, planned: Planned) -> Slots:
    """A line's value: said, else quantity times price; its list value and cost likewise."""
    known = planned.known
    quantity, price = known.first("quantity"), known.first("unit_price", "any_price")
    told: Slots = {}
    if known.first("line_amount", "pay_amount") is None:
        value = _times(quantity, price) or _joined(draft, planned, quantity, "list_price")
        if value:
            told["value"] = value
    listed = _times(quantity, known.first("list_price"))
    if listed:
        told["list_value"] = listed
    cost = _times(quantity, known.first("unit_cost")) or _joined(
        draft, planned, quantity, "unit_cost"
    )
    if cost and known.first("goods_cost") is None:
        told["cost"] = cost
    return told


def _joined_category(draft: Draft, planned: Planned) -> Slots:
    """A product's category that stands in a table that it leads to."""
    for entity, (_, to) in planned.foreign.items():
        other = next((t for t in draft.tables if t.entity == (to or entity)), None)
        found = other.known.first("category", "subcategory") if other is not None else None
        if found is not None:
            return {"category": f"{entity}.{found.name}"}
    return {}


def _times(quantity: Column | None, price: Column | None) -> str:
    if price is None:
        return ""
    return f"{quoted(quantity.name)} * {quoted(price.name)}" if quantity else quoted(price.name)


def _joined(draft: Draft, planned: Planned, quantity: Column | None, role: str) -> str:
    """Quantity times a price that only the product knows: today's price for every day's sale."""
    for entity, (_, to) in planned.foreign.items():
        other = next((t for t in draft.tables if t.entity == (to or entity)), None)
        price = other.known.first(role) if other is not None else None
        if other is not None and price is not None and quantity is not None:
            draft.guess("joined_price", planned.name, price=f"{other.name}.{price.name}")
            return f"{quoted(quantity.name)} * {entity}.{quoted(price.name)}"
    return ""


def _summed(planned: Planned, recipe: Recipe) -> Slots:
    """Spend, impressions and clicks that stand in a column for each channel are added up."""
    told: Slots = {}
    for slot in ("cost", "impressions", "clicks"):
        columns = [
            c
            for role in recipe.slots[slot]
            for c in planned.known.all(role)
            if not re.search(r"organic|自然|total|合计|总", c.header, re.I)
        ]
        if len(columns) > 1:
            told[slot] = " + ".join(f"coalesce({quoted(c.name)}, 0)" for c in columns)
    return told


def _campaign_start(draft: Draft, planned: Planned) -> Slots:
    """A list without times was reached when its campaign began."""
    campaign = draft.of("campaign")
    start = campaign.known.first("start_date") if campaign else None
    if campaign is None or start is None or campaign.entity not in planned.foreign:
        return {}
    draft.guess("reach_time", planned.name, column=f"{campaign.name}.{start.name}")
    return {"time": f"{campaign.entity}.{start.name}"}


def _from_lines(draft: Draft) -> None:
    """Orders, products and customers that have no table of their own, by the keys of the lines."""
    lines = draft.of("line")
    if lines is None:
        return
    known, entity = lines.known, lines.entity
    order = known.first("order_id")
    clock = known.first("paid_at", "ordered_at", "report_day") or _column(lines, lines.time)
    if (
        "order" not in draft.concepts
        and order is not None
        and clock is not None
        and not lines.sampled
    ):
        slots: Slots = {"entity": order_key(draft, lines, order), "time": f"{entity}.{clock.name}"}
        for slot in ("placed", "shipped", "received", "platform", "channel"):
            column = known.first(*_RECIPES["order"].slots[slot])
            if column is not None and column.name != clock.name:
                slots[slot] = f"{entity}.{column.name}"
        draft.concepts["order"] = slots
        draft.concepts["line"]["order"] = str(slots["entity"])
    product = known.first("product_id", "sku_id", "product_name")
    if "product" not in draft.concepts and product is not None:
        slots = {"entity": f"{entity}.{product.name}"}
        for slot in ("name", "category", "brand"):
            column = known.first(*_RECIPES["product"].slots[slot])
            if column is not None and (slot != "name" or column.name != product.name):
                slots[slot] = f"{entity}.{column.name}"
        draft.concepts["product"] = slots


def _from_first_lines(draft: Draft, planned: Planned) -> None:
    """Orders of which only the first line says when and how much. The other lines have no time of
    their own, so lines and products are not bound: they would be counted in part."""
    known, slots = planned.known, Slots()
    wanted = {
        "entity": ("order_id",),
        **{k: v for k, v in _RECIPES["order"].slots.items() if k != "customer"},
    }
    for slot, roles in wanted.items():
        column = known.first(*roles)
        if column is not None:
            told = CATALOGUE["order"].slot(slot)
            amount = told is not None and told.kind == "amount"
            slots[slot] = named(planned, column, "amount" if amount else "dimension")
    person = known.first("customer_id", "email", "phone")
    if {"entity", "time", "value"} <= slots.keys():
        draft.concepts["order"] = slots
        draft.guess("sparse", planned.name)
        if person is not None:
            slots["customer"] = f"{planned.entity}.{person.name}"
            draft.concepts.setdefault("customer", {"entity": slots["customer"]})
            draft.guess("customer_by_phone", planned.name, column=person.header)


def _column(planned: Planned, name: str) -> Column | None:
    return next((c for c in planned.columns if c.name == name), None)


def _order_value(draft: Draft) -> None:
    """Orders without an amount of their own are worth what their lines are."""
    order, line = draft.concepts.get("order"), draft.concepts.get("line")
    lines, orders = draft.of("line"), draft.of("order")
    if order is None or "value" in order or line is None or "value" not in line or lines is None:
        return
    if orders is None:
        order["value"] = line["value"]
        return
    role = next(
        (name for name, (_, to) in lines.foreign.items() if (to or name) == orders.entity), ""
    )
    if role:
        rules = [f"{role}.{s.name}" for s in orders.segments if s.counts]
        more = {"time": f"{role}.{orders.time}", "synonyms": list(_GMV_WORDS)}
        more |= {"where": rules} if rules else {}
        value = str(line["value"])
        draft.metrics.append(
            Metric("gmv", lines.name, "sum", value, "成交金额", "GMV", "money", more)
        )
        draft.guess("value_of_lines", orders.name, table=lines.name)


def _order_customer(draft: Draft) -> None:
    """Who bought: the customer's key, unless it is another one for each order."""
    order, home = draft.concepts.get("order"), draft.of("order") or draft.of("line")
    if order is None or home is None:
        return
    order.pop("customer", None)
    key = customer_of(draft, home)
    if key:
        order["customer"] = key
        if "customer" not in draft.concepts or key != draft.concepts["customer"]["entity"]:
            told = draft.concepts.get("customer", {})
            draft.concepts["customer"] = {**told, "entity": key}
