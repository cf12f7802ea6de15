"""What a person would say of each folder of ../shared/data, against what is drafted of it alone."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.semantic_layer.drafting.conftest import Make


@dataclass(frozen=True)
class Expected:
    """Slots as `concept.slot`: the columns that a person would name; joins and personal columns."""

    slots: dict[str, str]
    joins: frozenset[tuple[str, str, str]] = frozenset()
    personal: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()


SALES = "order_lines"
FOLDERS = {
    "online_retail": Expected(
        {
            "order.entity": "invoice_no", "order.time": "invoice_date", "order.customer": "customer",
            "order.value": "quantity*unit_price", "line.product": "stock_code", "line.quantity": "quantity",
            "line.value": "quantity*unit_price", "product.entity": "stock_code", "product.name": "description",
            "customer.entity": "customer",
        },
        marked=frozenset(["below_zero", "no_key"]),
    ),
    "adventure_works": Expected(
        {
            "order.entity": "order_number", "order.time": "order_date", "order.customer": "customer",
            "order.value": "order_quantity*product.product_price", "line.product": "product", "line.quantity": "order_quantity",
            "line.cost": "order_quantity*product.product_cost", "product.entity": "product", "product.name": "product_name",
            "product.category": "category_name", "customer.entity": "customer",
        },
        frozenset(
            [(SALES, "product_key", "products"), (SALES, "customer_key", "customers"), (SALES, "territory_key", "territories"),
             ("products", "product_subcategory_key", "product_subcategories")]
        ),
        frozenset(["first_name", "last_name", "birth_date", "email_address"]),
        frozenset(["joined_price", "shared_orders"]),
    ),
    "complete_journey": Expected(
        {
            "line.product": "product", "line.quantity": "quantity", "line.value": "sales_value", "product.entity": "product",
            "product.category": "department", "product.brand": "brand", "customer.entity": "customer",
            "campaign.entity": "campaign", "campaign.start": "start_date", "campaign.end": "end_date",
            "campaign.kind": "campaign_type", "reach.customer": "customer", "reach.campaign": "campaign", "reach.time": "start_date",
        },
        frozenset(
            [(SALES, "product_id", "products"), (SALES, "household_id", "customers"), ("campaign_lists", "campaign_id", "campaigns"),
             ("campaign_lists", "household_id", "customers"), ("coupons", "product_id", "products"), ("coupons", "campaign_id", "campaigns"),
             ("coupon_redemptions", "campaign_id", "campaigns"), ("coupon_redemptions", "household_id", "customers"),
             ("promotions_sample", "product_id", "products")]
        ),
        marked=frozenset(["sampled", "reach_time", "orphans"]),
    ),
    "retentioneering_ecom": Expected(
        {
            "event.actor": "customer", "event.name": "event", "event.time": "timestamp", "event.session": "session_id",
            "event.channel": "acquisition_channel", "event.device": "platform", "event.view": "product_view",
            "event.cart": "add_to_cart", "event.pay": "purchase",
        },
        marked=frozenset(["no_key"]),
    ),
    "marketing_mix": Expected(
        {"ad_spend.time": "time", "ad_spend.cost": "channel4_spend", "ad_spend.impressions": "channel4_impression"}
    ),
    "open_bandit": Expected({}, frozenset([("impressions", "item_id, campaign", "item_context")]), marked=frozenset(["near"])),
    "reviews_zh": Expected({}, marked=frozenset(["near", "sampled"])),
    "online_shoppers": Expected({}, marked=frozenset(["no_time"])),
}  # fmt: skip


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder(name: str, shared: Path, make: Make) -> None:
    data = shared / "data" / name
    if not any(data.glob("*.parquet")):
        pytest.skip(f"needs ../shared/data/{name}")
    made, expected = make(data), FOLDERS[name]
    wrong = {}
    for slot, wanted in expected.slots.items():
        concept, _, part = slot.partition(".")
        found = str(made.draft.concepts.get(concept, {}).get(part, ""))
        if wanted not in found.replace('"', "").replace(" ", ""):
            wrong[slot] = found
    assert len(wrong) <= 0.2 * len(expected.slots), wrong
    assert expected.joins <= made.joins
    personal = {d.id.split(".")[-1] for d in made.shop.model.dimensions.values() if d.pii}
    assert personal == expected.personal
    assert expected.marked <= made.codes
    assert not wrong, "a slot that is bound to something else is a wrong guess"


def test_the_published_figures_of_online_retail(shared: Path, make: Make) -> None:
    data = shared / "data" / "online_retail"
    if not any(data.glob("*.parquet")):
        pytest.skip("needs ../shared/data/online_retail")
    made = make(data)
    assert round(made.value("gmv"), 2) == 6304826.06
    assert made.shop.model.currency == "GBP", "four of five lines go to the United Kingdom"
    assert (made.value("orders"), made.value("buyers")) == (12495, 3317)
