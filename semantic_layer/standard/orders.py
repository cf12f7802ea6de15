"""Orders and buyers: what a shop with `order`, and who bought, has without saying it."""

from semantic_layer.standard.recipes import Made, Of, Over, Per, Question, Recipes, recipe
from semantic_layer.texts import Text

_ORDER = ("单", "orders")
_PERSON = ("人", "buyers")
GUESTS = (
    "没有客户号的订单计金额、不计人数",
    "orders without a customer count in the money, not in the people",
)

ORDERS = Recipes("trade", (
    recipe(
        "gmv", Of("order", what="value"), ("成交金额", "GMV"),
        "GMV, 销售额, 成交额, 支付金额, 流水, 营业额, 营收, 收入, 销售收入, 销售总额, 卖了多少钱, 卖多少钱, sales, revenue, turnover, sales amount",
        ("{rows}的金额之和，按{time}", "value of {rows}, by {time}"), "money",
    ),
    recipe(
        "orders", Of("order", "count"), ("订单数", "orders"),
        "订单量, 单量, 成交订单数, 支付订单数, 多少单, 交易笔数, order count, number of orders, order volume",
        ("{rows}的单数，按{time}", "number of {rows}, by {time}"), noun=_ORDER,
    ),
    recipe(
        "buyers", Of("order", "count_distinct", "customer"), ("买家数", "buyers"),
        "支付买家数, 成交客户数, 购买人数, 支付人数, 成交人数, 购买客户数, 下单客户数, 买家人数, 多少人买, paying customers, number of buyers, purchasers",
        ("{rows}的客户去重数，按{time}；没有客户号的订单不计", "distinct customers of {rows}, by {time}; orders without a customer are left out"),
        noun=_PERSON,
    ),
    recipe(
        "gmv_per_buyer", Over("gmv", "buyers"), ("客单价", "spend per buyer"),
        "客单, 人均消费, 人均支付金额, 每客单价, average spend per buyer, spend per customer, GMV per buyer, average spend per customer",
        (f"{{gmv}} ÷ {{buyers}}；{GUESTS[0]}；按单的是笔单价", f"{{gmv}} / {{buyers}}; {GUESTS[1]}; per order it is the average order value"),
        "money",
    ),
    recipe(
        "aov", Over("gmv", "orders"), ("笔单价", "average order value"),
        "单均价, 每单金额, 每笔订单金额, 平均订单金额, 均单价, AOV, order value, average order size",
        ("{gmv} ÷ {orders}；按人的是客单价", "{gmv} / {orders}; per person it is the spend per buyer"), "money",
    ),
    recipe(
        "orders_per_buyer", Over("orders", "buyers"), ("人均订单数", "orders per buyer"),
        "人均单数, 人均购买次数, 购买频次, 人均下单次数, purchase frequency, orders per customer",
        (f"{{orders}} ÷ {{buyers}}（{GUESTS[0].replace('计金额', '计单数')}）", "{orders} / {buyers} (orders without a customer count as orders)"),
        "number", decimals=2,
    ),
    recipe(
        "gmv_per_day", Per("gmv", "day", "avg"), ("日均成交金额", "GMV per day"),
        "日均销售额, 日均GMV, 日均支付金额, 平均每天销售额, 每天平均销售额, 平均每天卖多少钱, daily average sales, average daily sales, average sales per day",
        ("{gmv} ÷ 所问的天数：没有成交的天算 0，数据开始之前的天不算", "{gmv} / the asked days; a day without sales counts as 0, days before the data begins do not count"),
        "money",
    ),
    recipe(
        "orders_per_day", Per("orders", "day", "avg"), ("日均订单数", "orders per day"),
        "日均单量, 日均订单量, 日均成交单数, 平均每天多少单, 每天平均多少单, average daily orders, daily average orders, average orders per day",
        ("{orders} ÷ 所问的天数：没有订单的天算 0，数据开始之前的天不算", "{orders} / the asked days; a day without orders counts as 0, days before the data begins do not count"),
        "number", decimals=1,
    ),
    recipe(
        "buyers_per_day", Per("buyers", "day", "avg"), ("日均买家数", "buyers per day"),
        "日均支付买家数, 日均购买人数, 平均每天多少人买, average daily buyers, average buyers per day",
        ("每天的{buyers}之和 ÷ 所问的天数：没有买家的天算 0，数据开始之前的天不算；同一人两天都买，两天都算", "the days' {buyers} / the asked days; a day without buyers counts as 0, days before the data begins do not count; who buys on two days counts on both"),
        "number", decimals=1,
    ),
    recipe(
        "mean_gmv_per_customer", Per("gmv", "order.customer", "avg"), ("实名客户人均金额", "mean value per known customer"),
        "每个客户平均金额, average value per known customer",
        ("每个客户的{gmv}的平均，没有客户号的订单不算", "mean over customers of their {gmv}; orders without a customer are left out"),
        "money",
    ),
    recipe(
        "median_gmv_per_customer", Per("gmv", "order.customer", "median"), ("客户金额中位数", "median value per customer"),
        "客单价中位数, 人均消费中位数, median spend per customer, median customer spend",
        ("每个客户的{gmv}的中位数，没有客户号的订单不算", "median over customers of their {gmv}; orders without a customer are left out"),
        "money",
    ),
    recipe(
        "repeat_buyers", Per("orders", "order.customer", "count", ">= 2"), ("期内复购买家数", "buyers with two or more orders"),
        "复购人数, 复购买家数, 复购客户数, 多次购买客户数, 买了两次以上的客户, repeat buyers, repeat customers",
        ("所问时间内有两单及以上的买家数；一天两单也算复购", "buyers with two or more {orders} in the asked days; two on one day count"),
        noun=_PERSON,
    ),
    recipe(
        "one_time_buyers", Per("orders", "order.customer", "count", "= 1"), ("期内只买一次的买家数", "buyers with one order"),
        "只买一次的客户数, 一次性客户数, 单次购买客户数, 只买了一次的客户, one-time buyers, one-time customers, single-purchase customers",
        ("所问时间内只有一单的买家数", "buyers with exactly one order in the asked days"), noun=_PERSON, better="neither",
    ),
    recipe(
        "repeat_rate", Per("orders", "order.customer", "share", ">= 2"), ("复购率（期内）", "repeat rate in the period"),
        "复购率, 期内复购率, 重复购买率, 复购占比, repeat rate, repeat purchase rate, share of repeat buyers",
        ("所问时间内有两单及以上的买家 ÷ 有订单的买家；一天两单也算复购；时间越长越高，长短不同的时间不能比", "buyers with two or more orders in the asked days / buyers with any; two on one day count; it grows with the length of the period, so compare equal lengths only"),
        "ratio",
    ),
    recipe(
        "placed_orders", Of("order", "count", clock="placed"), ("下单数", "placed orders"),
        "下单量, 拍下订单数, 创建订单数, 下单笔数, orders placed",
        ("{rows}的单数，按{time}，含未付款的", "number of {rows}, by {time}, unpaid ones included"), noun=_ORDER,
    ),
    recipe(
        "placed_gmv", Of("order", what="value", clock="placed"), ("下单金额", "placed order value"),
        "拍下金额, 下单GMV, placed GMV",
        ("{rows}的金额之和，按{time}，含未付款的", "value of {rows}, by {time}, unpaid ones included"), "money",
    ),
    recipe(
        "shipped_orders", Of("order", "count", clock="shipped"), ("发货订单数", "shipped orders"),
        "发货单数, 发货量, 已发货订单数, orders shipped",
        ("{rows}的单数，按{time}", "number of {rows}, by {time}"), noun=_ORDER,
    ),
    recipe(
        "ship_hours", Of("order", "median", expr="date_diff('second', {time}, {shipped}) / 3600.0", where=("{shipped} >= {time}",)),
        ("发货时长", "hours to ship"), "平均发货时长, 发货时效, 发货速度, time to ship",
        ("从{time}到发货的小时数的中位数，还没发货的和先发货后付款的不算", "median hours from {time} to shipping; orders not shipped yet, or shipped before payment, are left out"),
        "hours", better="down", needs=("order.shipped",),
    ),
    recipe(
        "order_list_value", Of("order", what="list_value"), ("订单标价金额", "order value at list price"),
        "吊牌金额, list value of orders", ("{rows}的标价金额之和，按{time}", "list value of {rows}, by {time}"), "money",
    ),
    recipe(
        "discount_amount", Of("order", what="discount"), ("优惠金额", "discounts"),
        "折扣金额, 优惠额, 让利金额, 减免金额, discount amount",
        ("{rows}的优惠之和，按{time}", "discounts on {rows}, by {time}"), "money", better="neither",
    ),
    recipe(
        "freight_income", Of("order", what="freight"), ("运费收入", "freight paid by buyers"),
        "买家运费, freight income", ("{rows}的买家运费之和，按{time}", "freight that buyers paid on {rows}, by {time}"), "money",
        better="neither",
    ),
    recipe(
        "discount_share", Made("discount_amount / nullif(discount_amount + gmv, 0)", ("discount_amount", "gmv")),
        ("优惠力度", "share taken off"), "让利率, discount rate",
        ("{discount_amount} ÷（{gmv} + {discount_amount}）", "{discount_amount} / ({gmv} + {discount_amount})"),
        "ratio", better="neither",
    ),
), (
    Question(
        "repeat_rate_word", ("复购率", "复购", "回购率", "repeat rate", "repurchase rate"),
        ("repeat_rate", "repurchase_30d", "repurchase_90d"),
        Text("复购率指所问时间内买过两次以上的买家占比，还是首单后 30 天（或 90 天）内再买的占比？",
             "Buyers with two or more orders in the period, or first-time buyers who bought again within 30 (or 90) days?"),
    ),
))  # fmt: skip
