"""Visits and what visitors do; visitors are counted once each and never summed over days."""

from semantic_layer.standard.recipes import Of, Over, Per, Recipes, recipe

_PERSON = ("人", "visitors")

EVENTS = Recipes("traffic", (
    recipe(
        "uv", Of("event", "count_distinct", "actor"), ("访客数", "visitors"),
        "UV, 访客, 访问人数, 访客人数, 独立访客, 来了多少人, unique visitors, number of visitors",
        ("{rows}的访客去重数，按{time}；几天的合计不是各天之和", "distinct visitors of {rows}, by {time}; days do not add up"), noun=_PERSON,
    ),
    recipe(
        "pv", Of("event", "count", rows=("view",)), ("浏览量", "page views"),
        "PV, 浏览次数, 访问量, 页面浏览量, pageviews, views",
        ("浏览次数，按{time}", "views, by {time}"), noun=("次", "views"),
    ),
    recipe(
        "event_value", Of("event", what="value"), ("行为金额", "value of events"), "",
        ("{rows}涉及的金额之和，按{time}", "money that {rows} are about, by {time}"), "money", hidden=True,
    ),
    recipe(
        "events", Of("event", "count"), ("行为次数", "events"), "事件数, 行为数, number of events",
        ("{rows}的次数，按{time}", "number of {rows}, by {time}"), noun=("次", "events"),
    ),
    recipe(
        "visits", Of("event", "count_distinct", "session"), ("访问次数", "visits"),
        "会话数, 访问会话数, 来访次数, sessions, number of sessions",
        ("{rows}的会话去重数，按{time}", "distinct sessions of {rows}, by {time}"), noun=("次", "visits"),
    ),
    recipe(
        "pv_per_visitor", Over("pv", "uv"), ("人均浏览量", "page views per visitor"), "人均浏览, 人均PV, 访问深度, pages per visitor",
        ("{pv} ÷ {uv}", "{pv} / {uv}"), "number", decimals=2,
    ),
    recipe(
        "bounce_rate", Per("events", "event.session", "share", "pv = 1"), ("跳失率", "bounce rate"), "跳出率, 跳失",
        ("只有一次浏览的会话 ÷ 全部会话", "sessions with exactly one view / sessions"), "ratio", better="down",
    ),
    recipe(
        "fav_users", Of("event", "count_distinct", "actor", rows=("favourite",)), ("收藏人数", "visitors who favourited"), "收藏访客数, 收藏用户数",
        ("有收藏的访客去重数，按{time}", "distinct visitors with a favourite, by {time}"), noun=_PERSON,
    ),
    recipe(
        "cart_users", Of("event", "count_distinct", "actor", rows=("cart",)), ("加购人数", "visitors who added to cart"),
        "加购访客数, 加购用户数, 加购物车人数, add-to-cart visitors",
        ("有加购的访客去重数，按{time}", "distinct visitors with an addition to the cart, by {time}"), noun=_PERSON,
    ),
    recipe(
        "place_users", Of("event", "count_distinct", "actor", rows=("place",)), ("下单访客数", "visitors who ordered"), "下单用户数（行为）",
        ("有下单行为的访客去重数，按{time}", "distinct visitors who placed an order, by {time}"), noun=_PERSON,
    ),
    recipe(
        "pay_users", Of("event", "count_distinct", "actor", rows=("pay",)), ("支付访客数", "visitors who paid"), "支付用户数（行为）",
        ("有支付行为的访客去重数，按{time}", "distinct visitors who paid, by {time}"), noun=_PERSON,
    ),
    recipe(
        "fav_rate", Over("fav_users", "uv"), ("收藏率", "favourite rate"), "",
        ("{fav_users} ÷ {uv}", "{fav_users} / {uv}"), "ratio",
    ),
    recipe(
        "cart_rate", Over("cart_users", "uv"), ("加购率", "add-to-cart rate"), "加购转化率, cart rate",
        ("{cart_users} ÷ {uv}", "{cart_users} / {uv}"), "ratio",
    ),
    recipe(
        "pay_cvr", Over("buyers", "uv"), ("支付转化率", "payment conversion"),
        "转化率, 成交转化率, 购买转化率, 下单转化率, conversion rate, conversion, payment conversion rate",
        ("{buyers} ÷ {uv}，同一段时间；以前加购今天付款的也算今天", "{buyers} / {uv} of the same days; who pays today for an earlier visit counts today"), "ratio",
    ),
    recipe(
        "visitor_pay_rate", Over("pay_users", "uv"), ("访客支付率", "share of visitors who paid"), "",
        ("{pay_users} ÷ {uv}", "{pay_users} / {uv}"), "ratio",
    ),
    recipe(
        "uv_value", Over("gmv", "uv"), ("UV价值", "sales per visitor"), "访客价值, 单访客价值, value per visitor, revenue per visitor",
        ("{gmv} ÷ {uv}，等于支付转化率 × 客单价", "{gmv} / {uv}, which is payment conversion times spend per buyer"), "money",
    ),
    recipe(
        "session_visits", Of("session", "count"), ("会话数", "sessions"), "访问次数, visits, number of sessions",
        ("会话数，按{time}", "sessions, by {time}"), noun=("次", "sessions"),
    ),
    recipe(
        "session_visitors", Of("session", "count_distinct", "actor"), ("访客数（会话）", "visitors of sessions"), "访客数, UV, 访问人数, visitors, unique visitors",
        ("会话的访客去重数，按{time}", "distinct visitors of the sessions, by {time}"), noun=_PERSON,
    ),
    recipe(
        "session_views", Of("session", what="views"), ("会话浏览量", "page views of sessions"), "浏览量, PV, page views",
        ("会话的浏览页数之和，按{time}", "page views of the sessions, by {time}"), noun=("次", "views"),
    ),
))  # fmt: skip
