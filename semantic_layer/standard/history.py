"""New and returning buyers, repurchase and value over time: from an order's place among its
customer's orders. Every order of the data counts for the place, whatever days are asked."""

from semantic_layer.standard.recipes import Made, Of, Over, Question, Recipes, Then, recipe
from semantic_layer.texts import Text

_PERSON = ("人", "buyers")
_EVER = (
    "首单看全部历史数据，不只看所问的时间",
    "the first order is the first in all data, not in the asked days",
)

HISTORY = Recipes("customers", (
    recipe(
        "first_orders", Of("order", "count", where=("{order_number} = 1",)), ("首单数", "first orders"), "首购订单数, 首单订单数, first-time orders",
        (f"客户第一单的单数，按{{time}}；{_EVER[0]}", f"orders that are their customer's first, by {{time}}; {_EVER[1]}"), noun=("单", "orders"),
    ),
    recipe(
        "second_orders", Of("order", "count", where=("{order_number} = 2",)), ("第二单数", "second orders"), "",
        ("客户第二单的单数，按{time}", "orders that are their customer's second, by {time}"), noun=("单", "orders"), hidden=True,
    ),
    recipe(
        "repeat_orders", Of("order", "count", where=("{order_number} > 1",)), ("老客订单数", "orders of returning buyers"), "复购订单数, 老客单量, repeat orders",
        ("客户第二单及以后的单数，按{time}", "orders that are not their customer's first, by {time}"), noun=("单", "orders"),
    ),
    recipe(
        "new_buyers", Of("order", "count_distinct", "customer", where=("{is_first}",)), ("新客数", "new buyers"),
        "新客, 新客户, 新客户数, 新买家, 新买家数, 首购人数, 首次购买客户数, 新增客户数, new customers, first-time buyers, first-time customers, number of new customers",
        (f"首单在所问时间内的客户数，按{{time}}；{_EVER[0]}，数据开始前买过的看不到", f"customers whose first order is in the asked days, by {{time}}; {_EVER[1]}, and orders before the data are not seen"),
        noun=_PERSON, caveat=("数据开始前的订单看不到，最早几个月的新客偏多", "orders before the data begins are not seen, so its first months show too many"),
    ),
    recipe(
        "old_buyers", Made("buyers - new_buyers", ("buyers", "new_buyers")), ("老客数", "returning buyers"),
        "老客, 老客户, 老客户数, 老买家, 回头客, 回头客数, returning customers, existing customers, loyal customers, old customers",
        ("{buyers} − {new_buyers}：所问时间内买过、首单更早的客户数", "{buyers} less {new_buyers}: customers who bought in the asked days and before"),
        "count", noun=_PERSON,
    ),
    recipe(
        "new_buyer_share", Over("new_buyers", "buyers"), ("新客占比", "share of new buyers"), "新客率, 新客比例, 新客户占比, new customer share, share of new customers",
        ("{new_buyers} ÷ {buyers}", "{new_buyers} / {buyers}"), "ratio", better="neither",
    ),
    recipe(
        "old_buyer_share", Over("old_buyers", "buyers"), ("老客占比", "share of returning buyers"), "老客率, 老客比例, 老客户占比, 回头率, share of returning customers",
        ("{old_buyers} ÷ {buyers}", "{old_buyers} / {buyers}"), "ratio",
    ),
    recipe(
        "new_buyer_gmv", Of("order", what="value", where=("{is_first}",)), ("新客首单金额", "value of first orders"), "新客GMV, 新客金额, 新客销售额, 新客成交金额, 首单金额, new customer sales",
        ("客户首单的金额之和，按{time}{ties}", "value of first orders, by {time}{ties}"), "money",
    ),
    recipe(
        "old_buyer_gmv", Of("order", what="value", where=("{is_later}",)), ("老客金额", "value of repeat orders"), "老客GMV, 老客销售额, 老客成交金额, 复购金额, 复购GMV, returning customer sales",
        ("客户第二单及以后的金额之和，按{time}；新客在所问时间内的第二单也算{ties}", "value of orders that are not their customer's first, by {time}; a new buyer's second order counts{ties}"),
        "money",
    ),
    recipe(
        "old_buyer_gmv_share", Over("old_buyer_gmv", "gmv"), ("老客GMV占比", "GMV share of repeat orders"), "老客金额占比, 老客销售占比, 老客贡献占比, 复购金额占比, share of sales from returning customers",
        ("{old_buyer_gmv} ÷ {gmv}（没有客户号的订单在分母里）", "{old_buyer_gmv} / {gmv}, orders without a customer in the denominator"), "ratio",
    ),
    recipe(
        "new_buyers_365d", Of("order", "count_distinct", "customer", where=(
            "{previous_order} is null or {previous_order} < {time} - interval 365 day", "{order_number} is not null",
        )), ("新客数（365天内没买过）", "buyers new in 365 days"), "365天新客, 365天新客数",
        ("此前 365 天内没有订单的客户数，按{time}；多年前买过的也算新客", "customers without an order in the 365 days before, by {time}; who bought longer ago counts as new"),
        noun=_PERSON,
    ),
    recipe(
        "reorder_gap_days", Of("order", "median", expr="days_between({previous_order}, {time})", where=("cast({previous_order} as date) < cast({time} as date)",)),
        ("回购周期", "reorder gap"), "复购周期, 购买间隔, 平均复购间隔, 多久买一次, 复购间隔, days between orders, reorder interval, purchase interval",
        ("与上一个购买日相隔天数的中位数，按{time}；只看买过两天以上的客户，同一天的多单不算", "median days since the customer's previous day of buying, by {time}; only repeaters, several orders of one day are one"),
        "days", better="down", caveat=("只含已经回来买的客户，没回来的不在内", "only customers who came back are in it"),
    ),
    *(
        recipe(
            f"repurchase_{days}d", Then("first_orders", "second_orders", "order.customer", (days, "day")), (f"{days}日复购率", f"{days}-day repurchase rate"),
            f"{days}天复购率, 首单后{days}天复购率, {days}日回购率, {days}天回购率, {days} day repurchase rate, {days}-day repeat rate",
            (f"满 {days} 天的首单中，{days} 天内有第二单的占比，按首单时间；未满 {days} 天的不算", f"of first orders at least {days} days old, those with a second one within {days} days, by the first order"),
            "ratio", matured=(days, "day"),
        )
        for days in (30, 60, 90, 180)
    ),
    *(
        made
        for days in (30, 90, 180)
        for made in (
            recipe(
                f"value_{days}d", Of("order", what="value", clock="first_order", where=(f"{{time}} < {{first_order}} + interval {days} day",)),
                (f"首{days}天金额", f"value in the first {days} days"), "",
                (f"客户首单后 {days} 天内的金额，按首单时间", f"value of the customers' first {days} days, by the first order"), "money", hidden=True,
            ),
            recipe(
                f"ltv_{days}d", Over(f"value_{days}d", "first_orders"), (f"{days}天客户价值", f"{days}-day lifetime value"),
                f"LTV{days}, {days}日LTV, {days}天LTV, {days}日客户价值, LTV {days}, {days} day LTV",
                (f"满 {days} 天的新客在首单后 {days} 天内的金额 ÷ 新客数，按首单时间（是成交金额，不是毛利）", f"value of the first {days} days / new buyers at least {days} days old, by the first order (sales, not margin)"),
                "money", matured=(days, "day"),
            ),
        )
    ),
), (
    Question(
        "new_buyer_word", ("新客", "新客数", "新客户", "新客户数", "新买家", "new customers", "new buyers"), ("new_buyers", "new_buyers_365d"),
        Text("新客指以前从没买过的，还是 365 天内没买过的？", "New: never bought before, or not in the 365 days before?"),
    ),
))  # fmt: skip
