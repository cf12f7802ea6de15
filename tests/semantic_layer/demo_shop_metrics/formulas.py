"""The demo shop's ratios and sums of metrics, each as arithmetic on hand-counted parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Number = float
Parts = Mapping[str, Number]


@dataclass(frozen=True)
class Formula:
    """A metric made of others; None where it divides by nothing."""

    parts: tuple[str, ...]
    value: Callable[[Parts], Number]

    def __call__(self, parts: Parts) -> Number | None:
        try:
            return self.value(parts)
        except ZeroDivisionError:
            return None


def _share(top: str, bottom: str, times: int = 1) -> Formula:
    return Formula((top, bottom), lambda v: v[top] / v[bottom] * times)


def _made(expression: str) -> Formula:
    """`gmv - refund_amount`: the names in it are the parts."""
    code = compile(expression, expression, "eval")
    return Formula(code.co_names, lambda v: float(eval(code, {"__builtins__": {}}, dict(v))))


_PROFIT = "receipt_gmv - refund_amount - subsidy_back - (goods_cost - returned_cost)"
_CONTRIBUTION = f"{_PROFIT} - order_fees - ad_cost_cash"
_MARKETING = "(ad_cost + creator_commission + slot_fee + sample_fee)"

_COHORT_RECEIPTS = "receipt_gmv - refund_amount_cohort - subsidy_back_cohort"
_COHORT_PROFIT = f"{_COHORT_RECEIPTS} - goods_cost + returned_cost_cohort"

FORMULAS = (
    {
        "net_gmv": _made("gmv - refund_amount"),
        "net_gmv_cohort": _made("gmv - refund_amount_cohort"),
        "received_gmv": _made("received_paid - received_refunds"),
        "gmv_per_buyer": _share("gmv", "buyers"),
        "aov": _share("gmv", "orders"),
        "asp": _share("goods_gmv", "units"),
        "units_per_order": _share("units", "orders"),
        "units_per_buyer": _share("units", "buyers"),
        "orders_per_buyer": _share("orders", "buyers"),
        "discount_depth": _made("1 - goods_gmv / list_value"),
        "refund_apply_rate": _share("refund_apply_orders", "orders"),
        "refund_rate": _share("refund_amount", "gmv"),
        "refund_rate_cohort": _share("refund_amount_cohort", "gmv"),
        "refund_rate_before_ship": _share("refund_before_ship", "gmv"),
        "refund_rate_after_ship": _share("refund_after_ship", "gmv"),
        "return_rate": _share("returned_units", "shipped_units"),
        "quality_refund_rate": _share("quality_refund_orders", "orders"),
        "goods_refund_rate": _share("refund_amount", "goods_gmv"),
        "goods_refund_rate_cohort": _share("refund_amount_cohort", "goods_gmv"),
        "ship_48h": _share("shipped_in_48h", "to_ship_orders"),
        "bad_review_rate": _share("bad_reviews", "reviews"),
        "good_review_rate": _share("good_reviews", "reviews"),
        "pv_per_visitor": _share("pv", "uv"),
        "fav_rate": _share("fav_uv", "uv"),
        "cart_rate": _share("cart_uv", "uv"),
        "order_cvr": _share("order_uv", "uv"),
        "pay_cvr": _share("buyers", "uv"),
        "goods_cvr": _share("goods_buyers", "product_uv"),
        "uv_value": _share("gmv", "uv"),
        "ctr": _share("clicks", "impressions"),
        "cpc": _share("ad_cost", "clicks"),
        "cpm": _share("ad_cost", "impressions", 1000),
        "roas": _share("attributed_gmv", "ad_cost"),
        "net_roas": _share("attributed_net", "ad_cost"),
        "blended_roas": _share("gmv", "ad_cost"),
        "ad_cost_ratio": _share("ad_cost", "gmv"),
        "cost_per_order": _share("ad_cost", "attributed_orders"),
        "marketing_cost": _made(_MARKETING),
        "marketing_cost_ratio": _made(f"{_MARKETING} / gmv"),
        "cogs": _made("goods_cost - returned_cost"),
        "net_receipts": _made("receipt_gmv - refund_amount - subsidy_back"),
        "gross_profit": _made(_PROFIT),
        "gross_margin": _made(f"({_PROFIT}) / (receipt_gmv - refund_amount - subsidy_back)"),
        "contribution": _made(_CONTRIBUTION),
        "net_profit": _made(f"{_CONTRIBUTION} - fixed_fee"),
        "goods_profit": _made("goods_gmv - refund_amount - (goods_cost - returned_cost)"),
        "goods_net": _made("goods_gmv - refund_amount"),
        "goods_margin": _made(
            "(goods_gmv - refund_amount - (goods_cost - returned_cost)) / (goods_gmv - refund_amount)"
        ),
        "gpm": _share("live_gmv", "views", 1000),
        "net_gpm": _made("(live_gmv - live_refunds) / views * 1000"),
        "gmv_per_hour": _share("live_gmv", "live_hours"),
        "enter_rate": _share("session_viewers", "live_impressions"),
        "click_rate": _share("live_click_viewers", "session_viewers"),
        "stay_per_viewer": _share("live_stay_seconds", "session_viewers"),
        "avg_viewers": _share("session_viewers", "live_sessions"),
        "live_uv_value": _share("live_gmv", "session_viewers"),
        "click_cvr": _share("live_buyers", "live_click_viewers"),
        "creator_net_gmv": _made("creator_gmv - creator_refunds"),
        "creator_refund_rate": _share("creator_refunds", "creator_gmv"),
        "creator_roi": _made("(creator_gmv - creator_refunds) / (creator_fees + creator_ad_cost)"),
        "creator_fee_roi": _made("(creator_gmv - creator_refunds) / creator_fees"),
        "balance_rate": _share("balance_paid_orders", "balance_due_orders"),
        "pay_rate": _share("old_paid_72h", "old_placed"),
        "member_coupon_redemption_rate": _share(
            "member_coupons_redeemed", "member_coupons_expired"
        ),
        "redemption_rate": _share("coupons_redeemed", "coupons_expired"),
        "cvr_cohort": _share("visits_that_paid", "uv"),
        "gross_profit_cohort": _made(_COHORT_PROFIT),
        "net_receipts_cohort": _made(_COHORT_RECEIPTS),
        "gross_margin_cohort": _made(f"({_COHORT_PROFIT}) / ({_COHORT_RECEIPTS})"),
        "order_contribution": _made(f"{_COHORT_PROFIT} - order_fees_cohort"),
        "breakeven_roas": _made(f"gmv / ({_COHORT_PROFIT} - order_fees_cohort)"),
        "avg_stock_value": _share("stock_value_days", "stock_days"),
        "turnover_days": _made("stock_value_days / (goods_cost - returned_cost)"),
        "turns": _made("(goods_cost - returned_cost) * stock_days / stock_value_days"),
        "gmroi": _made(f"({_PROFIT}) * stock_days / stock_value_days"),
        "goods_gmroi": _made(
            "(goods_gmv - refund_amount - goods_cost + returned_cost) * stock_days / stock_value_days"
        ),
        "days_of_cover": _made("available_units / (cover_units / cover_days)"),
        "stock_to_sales": _share("stock_units", "units_30d"),
        "stockout_rate": _made("1 - sku_days_in_stock / sku_days_on_sale"),
        "active_sku_rate": _share("sold_skus", "assortment_skus"),
        "sell_through": _made("(units_ever - units_back_ever) / units_supplied_ever"),
        "net_sell_through": _made(
            "(units_ever - units_back_ever - units_never_sent_ever) / units_supplied_ever"
        ),
        "repeat_rate": _share("repeat_buyers", "known_buyers"),
        "repeat_rate_days": _share("repeat_day_buyers", "known_buyers"),
        "churn_rate": _share("churned_customers", "churn_base"),
        "bounce_rate": _share("bounced_visits", "visits"),
        "loss_order_share": _share("loss_orders", "orders"),
        "core_skus_missing": _made("core_skus - core_skus_in_stock"),
        "broken_size_rate": _share("broken_styles", "sized_styles"),
        "pace_30d": _share("units_30d", "in_stock_days_30d"),
        "pace_change": _made("units_30d / in_stock_days_30d - units_before / in_stock_days_before"),
        "old_buyers": _made("buyers - new_buyers"),
        "new_buyer_share": _share("new_buyers", "buyers"),
        "old_buyer_share": _made("1 - new_buyers / buyers"),
        "old_buyer_gmv_share": _share("old_buyer_gmv", "gmv"),
        "base_repurchase_rate": _share("customers_back", "customers_before"),
        "cac": _share("acquire_cost", "new_buyers"),
    }
    | {f"repurchase_{n}d": _share(f"old_followed_{n}d", f"old_firsts_{n}d") for n in (30, 60, 90)}
    | {f"ltv_{n}d": _share(f"old_spent_{n}d", f"old_firsts_{n}d") for n in (30, 90, 180, 365)}
)
