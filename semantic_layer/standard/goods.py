"""Stock, as balances that never add up over days, and what moves in and out."""

from semantic_layer.standard.recipes import Of, Over, Recipes, recipe

_UNIT = ("件", "units")

STOCK = Recipes("stock", (
    recipe(
        "stock_units", Of("stock", what="on_hand", snapshot=True), ("库存件数", "stock units"), "库存, 库存量, 在库件数, 库存数量, 现有库存, stock, inventory, units in stock, stock on hand",
        ("所问时间最后一天的在库件数，按{time}；跨仓可加，跨天不可加", "units on hand on the last of the asked days, by {time}; adds up over warehouses, never over days"),
        noun=_UNIT, better="neither",
    ),
    recipe(
        "available_units", Of("stock", what="available", snapshot=True), ("可售库存", "units for sale"), "可售件数, 可用库存, 可销库存, available stock",
        ("所问时间最后一天的可售件数，按{time}", "units for sale on the last of the asked days, by {time}"), noun=_UNIT, better="neither",
    ),
    recipe(
        "stock_value", Of("stock", what="value", snapshot=True), ("库存金额", "stock value"), "库存成本, 库存货值, inventory value",
        ("所问时间最后一天的库存成本金额，按{time}", "stock at cost on the last of the asked days, by {time}"), "money", better="neither",
    ),
    recipe(
        "sale_days", Of("stock", "count", rows=("on_sale",)), ("在售SKU天数", "SKU-days on sale"), "",
        ("在售的库存记录数，按{time}", "rows of stock on sale, by {time}"), noun=("天", "days"), hidden=True,
    ),
    recipe(
        "stockout_days", Of("stock", "count", rows=("on_sale",), where=("({available}) <= 0",)), ("缺货SKU天数", "SKU-days out of stock"), "",
        ("在售而可售件数为 0 的库存记录数，按{time}", "rows of stock on sale with nothing to sell, by {time}"), noun=("天", "days"), hidden=True,
        better="down",
    ),
    recipe(
        "stockout_rate", Over("stockout_days", "sale_days"), ("缺货率", "stock-out rate"), "断货率, out-of-stock rate",
        ("缺货的在售SKU天数 ÷ 在售SKU天数", "SKU-days on sale with nothing to sell / SKU-days on sale"), "ratio", better="down",
    ),
    recipe(
        "received_units", Of("stock_move", what="received"), ("入库件数", "units received"), "采购入库件数, 入库量, 到货件数, 到货量",
        ("入库件数之和，按{time}", "units taken in, by {time}"), noun=_UNIT, better="neither",
    ),
    recipe(
        "moved_out_units", Of("stock_move", what="shipped"), ("出库件数", "units taken out"), "出库量",
        ("出库件数之和，按{time}", "units taken out, by {time}"), noun=_UNIT, better="neither",
    ),
))  # fmt: skip

OTHERS = Recipes("reports", (
    recipe(
        "reported_gmv", Of("daily_report", what="value"), ("平台日报支付金额", "GMV in platform reports"), "日报支付金额, 平台报表金额",
        ("平台日报的支付金额之和，按{time}", "sales in the platforms' daily reports, by {time}"), "money",
    ),
    recipe(
        "reported_orders", Of("daily_report", what="orders"), ("平台日报订单数", "orders in platform reports"), "日报订单数, 平台报表订单数",
        ("平台日报的订单数之和，按{time}", "orders in the platforms' daily reports, by {time}"), noun=("单", "orders"),
    ),
    recipe(
        "reported_pv", Of("daily_report", what="views"), ("平台日报浏览量", "page views in platform reports"), "日报浏览量",
        ("平台日报的浏览量之和，按{time}", "page views in the platforms' daily reports, by {time}"), noun=("次", "views"),
    ),
    recipe(
        "reported_visits", Of("daily_report", what="visitors"), ("平台日报访客人次", "visitor-days in platform reports"), "日报访客人次",
        ("平台日报每天访客数的累计，按{time}；同一人来两天计两次，不是去重访客数", "daily visitors of the platforms' reports added up, by {time}; who comes on two days counts twice"),
        noun=("人次", "visitor-days"), caveat=("这是人次，不是去重访客数", "these are visitor-days, not distinct visitors"),
    ),
    recipe(
        "reported_buyer_days", Of("daily_report", what="buyers"), ("平台日报买家人次", "buyer-days in platform reports"), "日报买家人次",
        ("平台日报每天买家数的累计，按{time}；同一人买两天计两次", "daily buyers of the platforms' reports added up, by {time}; who buys on two days counts twice"),
        noun=("人次", "buyer-days"), caveat=("这是人次，不是去重买家数", "these are buyer-days, not distinct buyers"),
    ),
    recipe(
        "touchpoints", Of("touchpoint", "count"), ("触点次数", "touchpoints"), "触达次数, number of touchpoints",
        ("{rows}的次数，按{time}", "number of {rows}, by {time}"), noun=("次", "touchpoints"),
    ),
    recipe(
        "touchpoint_cost", Of("touchpoint", what="cost"), ("触点花费", "cost of touchpoints"), "",
        ("{rows}的花费之和，按{time}", "cost of {rows}, by {time}"), "money", hidden=True,
    ),
    recipe(
        "campaign_cost", Of("campaign", what="cost", clock="start"), ("活动成本", "campaign cost"), "活动费用, 营销活动成本",
        ("营销活动的成本之和，按{time}", "cost of the campaigns, by {time}"), "money", better="neither",
    ),
    recipe(
        "reached_customers", Of("reach", "count_distinct", "customer"), ("触达人数", "customers reached"), "触达客户数, 推送人数",
        ("触达名单里的客户去重数，按{time}", "distinct customers on the lists, by {time}"), noun=("人", "customers"), better="neither",
    ),
    recipe(
        "reach_cost", Of("reach", what="cost"), ("触达成本", "cost of reaching customers"), "",
        ("触达的成本之和，按{time}", "cost of reaching customers, by {time}"), "money", better="neither", hidden=True,
    ),
    recipe(
        "target_value", Of("target", what="value", clock="start"), ("目标值", "target"), "",
        ("目标之和，按目标期第一天", "targets by the first day of their period"), "number", better="neither", hidden=True,
    ),
))  # fmt: skip
