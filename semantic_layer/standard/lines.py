"""Order lines: units, goods sales and prices, without gifts where the shop says so."""

from semantic_layer.standard.recipes import Made, Of, Over, Recipes, recipe

_UNIT = ("件", "units")

LINES = Recipes("goods", (
    recipe(
        "goods_gmv", Of("line", what="value"), ("商品金额", "goods sales"),
        "商品支付金额, 商品销售额, 商品GMV, 商品成交额, 货品销售额, product sales, merchandise sales",
        ("{rows}的金额之和，按{time}；可按商品拆分", "value of {rows}, by {time}; can be split by product"), "money",
    ),
    recipe(
        "units", Of("line", what="quantity"), ("件数", "units"),
        "销量, 支付件数, 销售件数, 成交件数, 商品件数, 卖了多少件, 多少件, units sold, sales volume, quantity, items sold",
        ("{rows}的件数之和，按{time}", "quantity of {rows}, by {time}"), noun=_UNIT,
    ),
    recipe(
        "goods_orders", Of("line", "count_distinct", "order"), ("商品订单数", "orders with the product"),
        "商品支付订单数, 含该商品的订单数, 商品单量",
        ("{rows}所在订单的去重数，按{time}；一单多款时各款都计，不能相加", "distinct orders of {rows}, by {time}; an order of several products counts for each, so parts do not add up"),
        noun=("单", "orders"),
    ),
    recipe(
        "sold_products", Of("line", "count_distinct", "product"), ("动销商品数", "products sold"),
        "动销款数, 卖出的商品数, 有销量的商品数, number of products sold, active products",
        ("{rows}的商品去重数，按{time}", "distinct products of {rows}, by {time}"), noun=("个", "products"),
    ),
    recipe(
        "sold_skus", Of("line", "count_distinct", "sku"), ("动销SKU数", "SKUs sold"),
        "有销量的SKU数, active SKUs",
        ("{rows}的SKU去重数，按{time}", "distinct SKUs of {rows}, by {time}"), noun=("个", "SKUs"),
    ),
    recipe(
        "units_per_order", Over("units", "orders"), ("连带率", "units per order"),
        "单均件数, 每单件数, UPT, 客件数, 每单几件, basket size",
        ("{units} ÷ {orders}", "{units} / {orders}"), "number", decimals=2,
    ),
    recipe(
        "units_per_buyer", Over("units", "buyers"), ("人均件数", "units per buyer"), "人均购买件数",
        ("{units} ÷ {buyers}", "{units} / {buyers}"), "number", decimals=2,
    ),
    recipe(
        "asp", Over("goods_gmv", "units"), ("件单价", "average unit price"),
        "件均价, 平均售价, 平均件单价, 平均单价, ASP, average selling price, price per unit",
        ("{goods_gmv} ÷ {units}（按件加权）", "{goods_gmv} / {units}, weighted by quantity"), "money", better="neither",
    ),
    recipe(
        "list_value", Of("line", what="list_value"), ("吊牌总额", "value at list price"), "吊牌金额, 标价总额",
        ("{rows}的标价 × 件数之和，按{time}", "list value of {rows}, by {time}"), "money",
    ),
    recipe(
        "discount_depth", Made("1 - goods_gmv / nullif(list_value, 0)", ("goods_gmv", "list_value")),
        ("折扣率", "discount depth"), "折扣力度, 折扣深度, discount rate",
        ("1 − {goods_gmv} ÷ {list_value}；0.2 就是打 8 折", "1 - {goods_gmv} / {list_value}; 0.2 is 20 % off"), "ratio", better="neither",
    ),
    recipe(
        "goods_cost", Of("line", what="cost"), ("商品成本", "cost of goods sold"), "销售成本, 货品成本, COGS",
        ("{rows}的商品成本之和，按{time}", "cost of {rows}, by {time}"), "money", better="down",
    ),
))  # fmt: skip
