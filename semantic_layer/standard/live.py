"""Live sessions: views, hours, and what they sell, by the start of the session."""

from semantic_layer.standard.recipes import Made, Of, Over, Recipes, recipe

LIVE = Recipes("live", (
    recipe(
        "live_sessions", Of("live", "count"), ("直播场次数", "live sessions"), "直播场数, 场次数, 开播场次, 播了多少场, number of live sessions",
        ("按{time}的直播场数", "live sessions by {time}"), noun=("场", "sessions"),
    ),
    recipe(
        "live_hours", Of("live", expr="date_diff('second', {time}, {end}) / 3600.0"), ("直播时长", "live hours"), "开播时长, 直播小时数, 播了多久",
        ("各场直播的小时数之和，按{time}", "hours of the sessions, by {time}"), "hours", better="neither", needs=("live.end",),
    ),
    recipe(
        "views", Of("live", what="views"), ("场观", "live views"), "观看人次, 直播观看人次, 观看次数, 直播观看次数",
        ("各场直播的观看人次之和，按{time}", "views of the sessions, by {time}"), noun=("人次", "views"),
    ),
    recipe(
        "session_viewers", Of("live", what="viewers"), ("观看人数（按场累计）", "viewers summed over sessions"), "",
        ("各场直播观看人数之和；同一人看两场计两次", "viewers of each session added up; a person in two sessions counts twice"),
        noun=("人", "viewers"), hidden=True,
    ),
    recipe(
        "live_impressions", Of("live", what="impressions"), ("直播间曝光量", "live impressions"), "直播曝光, 直播曝光量, 直播间曝光",
        ("各场直播的曝光次数之和，按{time}", "impressions of the sessions, by {time}"), noun=("次", "impressions"),
    ),
    recipe(
        "live_click_viewers", Of("live", what="clickers"), ("商品点击人数（按场累计）", "click viewers summed over sessions"), "",
        ("各场直播点击商品的人数之和", "viewers who clicked a product added up over sessions"), noun=("人", "viewers"), hidden=True,
    ),
    recipe(
        "new_followers", Of("live", what="followers"), ("直播涨粉数", "new followers from live"), "涨粉, 涨粉数, 新增粉丝, 新增粉丝数",
        ("各场直播的新增粉丝之和，按{time}", "new followers of the sessions, by {time}"), noun=("人", "followers"),
    ),
    recipe(
        "live_gmv", Of("order", what="value", clock="live.time"), ("直播间成交金额", "GMV of live sessions"),
        "直播间GMV, 直播成交金额, 直播成交额, 直播间销售额, 直播销售额, 场次GMV, live GMV, live sales",
        ("直播场次带来的{rows}的金额，按所属场次的{time}", "value of {rows} of live sessions, by {time} of the session"), "money", needs=("order.live",),
    ),
    recipe(
        "live_orders", Of("order", "count", clock="live.time"), ("直播间订单数", "orders of live sessions"), "直播成交订单数, 直播间成交订单数, 直播订单数",
        ("直播场次带来的{rows}的单数，按所属场次的{time}", "number of {rows} of live sessions, by {time} of the session"), noun=("单", "orders"), needs=("order.live",),
    ),
    recipe(
        "gpm", Made("live_gmv / nullif(views, 0) * 1000", ("live_gmv", "views")), ("GPM", "GPM"),
        "直播GPM, 千次观看成交, 千次观看成交额, 千次观看成交金额, GMV per 1000 views",
        ("{live_gmv} ÷ {views} × 1000", "{live_gmv} / {views} x 1000"), "money",
    ),
    recipe(
        "gmv_per_hour", Over("live_gmv", "live_hours"), ("小时产出", "GMV per live hour"), "每小时成交, 直播小时产出, 小时GMV, 时均产出",
        ("{live_gmv} ÷ {live_hours}", "{live_gmv} / {live_hours}"), "money",
    ),
    recipe(
        "enter_rate", Over("session_viewers", "live_impressions"), ("曝光进入率", "enter rate"), "直播间进入率, 进入率",
        ("各场观看人数之和 ÷ 各场曝光次数之和", "viewers / impressions, each summed over the sessions"), "ratio",
    ),
    recipe(
        "click_rate", Over("live_click_viewers", "session_viewers"), ("直播商品点击率", "live product click rate"), "商品点击率, 直播间商品点击率",
        ("各场点击商品人数之和 ÷ 各场观看人数之和", "viewers who clicked a product / viewers, each summed over the sessions"), "ratio",
    ),
))  # fmt: skip
