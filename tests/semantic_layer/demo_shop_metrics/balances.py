"""Hand-written SQL of what is read at the end of a period, or reaches back from it."""

from dataclasses import dataclass

GOODS = "JOIN products k USING (sku_id) JOIN spus p ON p.spu_id = k.spu_id"
PAID = (
    f"FROM order_items i JOIN orders o USING (order_id) {GOODS}"
    " WHERE o.kind = 'normal' AND NOT i.is_gift AND o.paid_at < DATE '{last}' + INTERVAL 1 DAY"
)
CAME_BACK = (
    "FROM refunds r JOIN orders o USING (order_id) JOIN order_items i USING (order_item_id)"
    f" {GOODS} WHERE o.kind = 'normal' AND r.status = 'success' AND r.kind <> 'exchange'"
    " AND r.success_at < DATE '{last}' + INTERVAL 1 DAY"
)
ORDINARY = "NOT EXISTS (FROM campaigns c WHERE c.kind = 'platform' AND {day} BETWEEN c.start_date AND c.end_date)"
STOCK = f"FROM stock s {GOODS}"
LAST_DAY = (
    f"{STOCK} WHERE s.date = (SELECT max(date) FROM stock"
    " WHERE date BETWEEN DATE '{first}' AND DATE '{last}')"
)
KEYS = {"warehouse": "s.warehouse_id", "category1": "p.category1"}


@dataclass(frozen=True)
class Balance:
    """A value of a whole period, told by its first and last day."""

    aggregate: str
    rows: str
    dimensions: tuple[str, ...] = ("category1",)

    def by(self, key: str, first: str, last: str) -> str:
        """Rows of (key, value); `key` is a dimension, or 1 for all. `{same}` ties an order `e` to
        the group of an order `o`.
        """
        column = KEYS.get(key, key)
        text = f"SELECT {column} AS key, {self.aggregate} AS value {self.rows} GROUP BY 1"
        same = "" if key == "1" else f"AND e.{key} = o.{key}"
        return text.replace("{same}", same).replace("{first}", first).replace("{last}", last)


def _during(condition: str = "true") -> str:
    return f"{STOCK} WHERE s.date BETWEEN DATE '{{first}}' AND DATE '{{last}}' AND {condition}"


def _lately(clock: str, days: int) -> str:
    return f"{clock} >= DATE '{{last}}' - INTERVAL {days - 1} DAY"


_BOTH = ("category1", "warehouse")
_ORDINARY_SALE = ORDINARY.replace("{day}", "o.paid_at::DATE")
_ORDINARY_DAY = ORDINARY.replace("{day}", "s.date")

BALANCES = {
    "stock_units": Balance("sum(on_hand)", LAST_DAY, _BOTH),
    "available_units": Balance("sum(available)", LAST_DAY, _BOTH),
    "in_transit_units": Balance("sum(in_transit)", LAST_DAY, _BOTH),
    "stock_value": Balance("sum(on_hand * s.unit_cost)", LAST_DAY, _BOTH),
    "stock_value_days": Balance("sum(on_hand * s.unit_cost)", _during(), _BOTH),
    "stock_days": Balance("count(DISTINCT s.date)", _during(), _BOTH),
    "assortment_skus": Balance(
        "count(DISTINCT sku_id)", _during("(s.on_sale OR s.on_hand > 0)"), _BOTH
    ),
    "sku_days_on_sale": Balance("count(DISTINCT (s.date, sku_id))", _during("s.on_sale"), _BOTH),
    "sku_days_in_stock": Balance(
        "count(DISTINCT (s.date, sku_id))", _during("s.on_sale AND s.available > 0"), _BOTH
    ),
    "cover_units": Balance(
        "sum(i.qty)", f"{PAID} AND {_lately('o.paid_at', 28)} AND {_ORDINARY_SALE}"
    ),
    "cover_days": Balance(
        "count(DISTINCT s.date)",
        f"{STOCK} WHERE s.date <= DATE '{{last}}' AND {_lately('s.date', 28)}"
        f" AND s.available > 0 AND {_ORDINARY_DAY}",
        _BOTH,
    ),
    "units_30d": Balance("sum(i.qty)", f"{PAID} AND {_lately('o.paid_at', 30)}"),
    "units_before": Balance(
        "sum(i.qty)",
        f"{PAID.replace('INTERVAL 1 DAY', 'INTERVAL (-29) DAY')} AND {_lately('o.paid_at', 60)}",
    ),
    "in_stock_days_before": Balance(
        "count(DISTINCT s.date)",
        f"{STOCK} WHERE s.available > 0 AND {_lately('s.date', 60)}"
        " AND s.date <= DATE '{last}' - INTERVAL 30 DAY",
    ),
    "units_ever": Balance("sum(i.qty)", PAID),
    "units_back_ever": Balance("sum(r.qty_back)", CAME_BACK),
    "units_never_sent_ever": Balance("sum(i.qty)", f"{CAME_BACK} AND r.stage = 'before_ship'"),
    "units_supplied_ever": Balance(
        "sum(s.qty_in)",
        f"FROM stock_moves s {GOODS} WHERE s.kind <> 'return' AND s.date <= DATE '{{last}}'",
        _BOTH,
    ),
}
