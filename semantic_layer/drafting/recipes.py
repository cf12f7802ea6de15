"""What a table must have to be of a concept, and which of its columns fill the concept's slots.

`needs` are groups of roles of which each must have one; `never` are roles that make it something else;
`key` roles are those by which its rows are told apart, where the concept has a thing of its own. A time
that has no role of the concept is taken from any column of times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["RECIPES", "TIME", "Recipe"]

TIME = "*time"  # any column of dates or times


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a concept shows in a table; `slots` name the roles that fill each, the best first.

    `unique` says that its key must tell the table's rows apart, or must not (False); `more` are roles
    of which each makes it likelier.
    """

    concept: str
    key: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    slots: Mapping[str, tuple[str, ...]]
    more: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    unique: bool | None = None
    least: int = 0
    of: Mapping[str, str] = field(default_factory=dict)


_GOODS = ("product_id", "sku_id", "product_name")
_PERSON = ("customer_id", "visitor_id")
_BUYING_TIMES = ("paid_at", "ordered_at", TIME)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "order", ("order_id",), (("order_id",), _BUYING_TIMES),
        {
            "time": ("paid_at", "ordered_at", "report_day", "any_time", TIME), "customer": ("customer_id",),
            "value": ("pay_amount", "line_amount", "list_amount", "any_amount", "report_value"),
            "placed": ("ordered_at",), "shipped": ("shipped_at",), "received": ("received_at",),
            "list_value": ("list_amount",), "discount": ("discount",), "freight": ("freight",),
            "platform": ("platform",), "channel": ("channel", "acquisition_channel"),
        },
        ("customer_id", "pay_amount", "list_amount", "order_status", "paid_at", "freight", "platform", "address", "phone"),
        ("refund_id", "review_text", "event_name", "stars", "fee_kind"), unique=True,
    ),
    Recipe(
        "line", ("line_id",), (("order_id",), _GOODS, ("quantity", "line_amount", "unit_price", "pay_amount")),
        {
            "order": ("order_id",), "product": ("product_id", "sku_id", "product_name"), "sku": ("sku_id",),
            "quantity": ("quantity",), "value": ("line_amount", "pay_amount"), "cost": ("goods_cost",),
        },
        ("quantity", "unit_price", "line_amount", "sku_id", "product_name"),
        ("refund_id", "review_text", "event_name", "stars"), unique=False,
    ),
    Recipe(
        "product", ("product_id", "sku_id"), (("product_id", "sku_id"), ("product_name", "any_name", "category", "brand", "list_price", "unit_cost", "launched_at")),
        {
            "name": ("product_name", "any_name"), "category": ("category", "subcategory"), "brand": ("brand",),
            "price": ("list_price", "unit_price"), "launched": ("launched_at",),
        },
        ("brand", "category", "list_price", "unit_cost", "launched_at", "colour", "size"),
        ("order_id", "visitors", "on_hand", "event_name"), unique=True,
    ),
    Recipe(
        "customer", ("customer_id",), (("customer_id",),),
        {
            "registered": ("registered_at",), "channel": ("acquisition_channel", "channel"),
            "level": ("member_level",), "city": ("city",), "name": ("customer_name",),
        },
        ("registered_at", "member_level", "gender", "birthday", "email", "phone", "city", "customer_name", "age_band", "first_name"),
        ("order_id", "event_name", "campaign_id", "coupon_id"), unique=True,
    ),
    Recipe(
        "refund", ("refund_id",), (("refund_id", "refund_amount"), ("refunded_at", "refund_applied_at", TIME)),
        {
            "time": ("refunded_at", "refund_applied_at", TIME), "value": ("refund_amount", "any_amount"), "order": ("order_id",),
            "quantity": ("returned_units", "quantity"), "applied": ("refund_applied_at",),
            "reason": ("refund_reason",), "stage": ("refund_stage",),
        },
        ("refund_id", "refunded_at", "refund_applied_at", "refund_reason", "refund_status", "refund_kind"),
        ("paid_at", "shipped_at", "visitors"), least=1,
    ),
    Recipe(
        "review", ("review_id",), (("stars",), ("review_text", "review_id", "reviewed_at"), ("reviewed_at", TIME)),
        {"time": ("reviewed_at", TIME), "stars": ("stars",), "text": ("review_text", "any_text"), "order": ("order_id",), "product": ("product_id",)},
        ("review_text", "review_id", "reviewed_at"),
    ),
    Recipe(
        "event", ("event_id",), (("event_name",), ("event_at", "report_day", "any_time", TIME), (*_PERSON, "session_id")),
        {
            "actor": ("visitor_id", "customer_id", "session_id"), "name": ("event_name",), "time": ("event_at", TIME),
            "customer": ("customer_id",), "session": ("session_id",), "product": ("product_id",),
            "channel": ("channel", "acquisition_channel"), "device": ("device", "platform"),
        },
        ("session_id", "visitor_id", "event_at"), ("order_status",), unique=None,
    ),
    Recipe(
        "session", ("session_id",), (("session_id",), (TIME,), _PERSON),
        {"time": (TIME,), "actor": _PERSON, "customer": ("customer_id",), "channel": ("channel", "acquisition_channel"), "views": ("page_views",)},
        ("page_views", "channel"), ("event_name", "order_id"), unique=True,
    ),
    Recipe(
        "experiment", (), (("group_name",), _PERSON, ("assigned_at", TIME)),
        {"experiment": ("experiment_name",), "unit": _PERSON, "arm": ("group_name",), "exposed": ("assigned_at", TIME)},
        ("experiment_name", "assigned_at"), ("order_id", "event_name"), of={"experiment": "required"},
    ),
    Recipe(
        "campaign", ("campaign_id", "campaign_name"), (("campaign_id", "campaign_name"), ("start_date",), ("end_date",)),
        {"start": ("start_date",), "end": ("end_date",), "name": ("campaign_name",), "kind": ("campaign_kind", "any_kind")},
        ("campaign_kind", "campaign_name"), ("customer_id", "order_id"), unique=True,
    ),
    Recipe(
        "reach", (), (("campaign_id", "campaign_name"), ("customer_id",)),
        {"customer": ("customer_id",), "time": ("sent_at", TIME), "campaign": ("campaign_id",), "group": ("group_name",)},
        ("sent_at", "group_name"), ("order_id", "coupon_id", "event_name", "impressions"),
    ),
    Recipe(
        "coupon", ("coupon_id",), (("coupon_id", "coupon_batch"), ("issued_at",)),
        {
            "issued": ("issued_at",), "used": ("used_at",), "expires": ("expires_at",), "customer": ("customer_id",),
            "order": ("order_id",), "campaign": ("campaign_id",), "batch": ("coupon_batch",), "cost": ("discount",),
        },
        ("used_at", "expires_at"),
    ),
    Recipe(
        "ad_spend", (), (("ad_cost",), ("report_day", TIME)),
        {
            "time": ("report_day", TIME), "cost": ("ad_cost",), "impressions": ("impressions",), "clicks": ("clicks",),
            "orders": ("attributed_orders",), "value": ("attributed_value",), "channel": ("channel", "acquisition_channel"),
            "platform": ("platform",), "plan": ("ad_plan", "campaign_name", "campaign_id"),
        },
        ("impressions", "clicks", "ad_plan", "attributed_value", "roi", "channel"), ("order_id", "customer_id", "event_name"),
    ),
    Recipe(
        "fee", (), (("fee_amount", "fee_kind"), (TIME,), ("fee_amount", "any_amount")),
        {"time": ("report_day", TIME), "value": ("fee_amount", "any_amount"), "kind": ("fee_kind", "any_kind"), "order": ("order_id",)},
        ("fee_kind",), ("quantity", "customer_id", "impressions"),
    ),
    Recipe(
        "stock", (), (("on_hand",), ("product_id", "sku_id", "warehouse_id"), ("counted_on", "report_day", TIME)),
        {
            "time": ("counted_on", "report_day", TIME), "on_hand": ("on_hand",), "available": ("available",),
            "value": ("stock_value",), "product": ("product_id",), "sku": ("sku_id",), "warehouse": ("warehouse_id",),
        },
        ("available", "warehouse_id", "counted_on"), ("order_id", "event_name"),
    ),
    Recipe(
        "stock_move", (), (("received_units", "shipped_units"), (TIME,), ("product_id", "sku_id")),
        {
            "time": (TIME,), "received": ("received_units",), "shipped": ("shipped_units",), "product": ("product_id",),
            "sku": ("sku_id",), "warehouse": ("warehouse_id",),
        },
        (), ("order_id",),
    ),
    Recipe(
        "target", (), (("target_value",), ("start_date", "report_day", TIME)),
        {"start": ("start_date", "report_day", TIME), "value": ("target_value",), "end": ("end_date",), "metric": ("target_metric",)},
        ("target_metric",), ("order_id", "customer_id"),
    ),
    Recipe(
        "live", ("live_id",), (("live_id", "live_room", "anchor"), ("live_start", TIME), ("live_views", "live_viewers", "live_end")),
        {
            "time": ("live_start", TIME), "end": ("live_end",), "views": ("live_views",), "viewers": ("live_viewers",),
            "impressions": ("impressions",), "followers": ("live_followers",), "anchor": ("anchor",), "room": ("live_room",),
        },
        ("live_id", "live_end", "live_followers"), ("order_id",),
    ),
    Recipe(
        "creator", ("creator_id",), (("creator_id",), ("creator_name", "creator_tier", "any_name")),
        {"name": ("creator_name", "any_name"), "tier": ("creator_tier",)}, (), ("order_id",), unique=True,
    ),
    Recipe(
        "store", ("store_id",), (("store_id",), ("store_name", "any_name", "city")),
        {"name": ("store_name", "any_name")}, ("store_name",), ("order_id", "visitors", "product_id", "report_day"), unique=True,
    ),
    Recipe(
        "daily_report", (), (("report_day", TIME), ("visitors", "page_views", "report_buyers", "pay_rate", "visits")),
        {
            "time": ("report_day", TIME), "visitors": ("visitors",), "buyers": ("report_buyers",), "views": ("page_views",),
            "orders": ("report_orders", "attributed_orders"), "value": ("report_value", "pay_amount", "attributed_value", "any_amount"),
            "platform": ("platform",),
        },
        ("visitors", "page_views", "report_buyers", "pay_rate", "spend_per_buyer", "report_orders", "bounce_rate", "pay_amount", "cart_users", "fav_users"),
        ("order_id", "customer_id", "event_name", "session_id", "visitor_id"), least=2,
    ),
)  # fmt: skip
