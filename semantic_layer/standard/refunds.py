"""Refunds, twice: by the day of the refund, and of the period's own orders, whenever they came."""

from semantic_layer.standard.recipes import Made, Of, Over, Question, Recipes, recipe
from semantic_layer.texts import Text

_MOVING = ("最近的订单退款还会变", "refunds of recent orders are still moving")
_ORDER = ("单", "orders")

REFUNDS = Recipes("refunds", (
    recipe(
        "refund_amount", Of("refund", what="value"), ("退款金额", "refund amount"),
        "退款额, 退款, 退了多少钱, 发生口径退款金额, refunds, refunded amount",
        ("{rows}的金额之和，按{time}（不论原订单何时付款）", "value of {rows}, by {time}, whenever the orders were paid"),
        "money", better="down",
    ),
    recipe(
        "refund_amount_cohort", Of("refund", what="value", clock="order.time"), ("退款金额（归属口径）", "refunds of the period's orders"),
        "归属退款金额, 归属口径退款金额, 原订单退款金额",
        ("所问时间内的订单至今的退款金额，按{time}", "refunds so far of the orders of the period, by {time}"),
        "money", better="down", caveat=_MOVING,
    ),
    recipe(
        "refund_orders", Of("refund", "count_distinct", "order"), ("退款订单数", "refunded orders"),
        "退款单数, 退款单量, 退单数, number of refunds",
        ("{rows}所属订单的去重数，按{time}", "distinct orders of {rows}, by {time}"), noun=_ORDER, better="down",
    ),
    recipe(
        "refund_apply_orders", Of("refund", "count_distinct", "order", clock="applied", rows=("requests",), free=True),
        ("申请退款订单数", "orders with a refund request"), "退款申请订单数, 退款申请数, 申请退款数, refund requests",
        ("申请过退款的订单去重数（含后来撤销或被拒的），按{time}", "distinct orders with a refund request by {time}, withdrawn and declined ones included"),
        noun=_ORDER, better="down",
    ),
    recipe(
        "refund_rate", Over("refund_amount", "gmv"), ("退款率（发生口径）", "refund rate by refund date"),
        "退款率, 发生口径退款率, 完结退款率, 金额退款率, refund rate",
        ("{refund_amount} ÷ {gmv}，各按自己的时间（退款含以前订单的）", "{refund_amount} / {gmv}, each by its own date; refunds of earlier orders included"),
        "ratio", better="down", caveat=("大促之后可能超过 100%", "may pass 100% after a campaign"),
    ),
    recipe(
        "refund_rate_cohort", Over("refund_amount_cohort", "gmv"), ("退款率（归属口径）", "refund rate of the period's orders"),
        "归属口径退款率, 归属退款率, 原订单退款率, cohort refund rate",
        ("所问时间内的订单至今的退款金额 ÷ {gmv}", "refunds so far of the orders of the period / {gmv}"), "ratio", better="down", caveat=_MOVING,
    ),
    recipe(
        "refund_apply_rate", Over("refund_apply_orders", "orders"), ("申请退款率", "refund request rate"), "退款申请率",
        ("{refund_apply_orders} ÷ {orders}（两者时间口径不同）", "{refund_apply_orders} / {orders}, each by its own date"), "ratio", better="down",
    ),
    recipe(
        "net_gmv", Made("gmv - refund_amount", ("gmv", "refund_amount")), ("净成交金额（发生口径）", "net GMV by refund date"),
        "净支付金额, 净GMV, 净成交额, 退后GMV, 去退GMV, 净销售额, net GMV, net sales",
        ("{gmv} − {refund_amount}（退款按退款时间，不论原订单何时付款）", "{gmv} minus {refund_amount}, refunds by their own date"), "money",
        caveat=("大促后一周会偏低，评价活动请看归属口径", "low in the week after a campaign; judge campaigns by the other clock"),
    ),
    recipe(
        "net_gmv_cohort", Made("gmv - refund_amount_cohort", ("gmv", "refund_amount_cohort")),
        ("净成交金额（归属口径）", "net GMV of the period's orders"), "归属净GMV, 归属净支付金额, cohort net GMV",
        ("{gmv} − 这些订单至今的退款", "{gmv} minus the refunds so far of the same orders"), "money", caveat=_MOVING,
    ),
    recipe(
        "returned_units", Of("refund", what="quantity", clock="order.time"), ("退货件数", "returned units"), "退回件数, 退货数量, 退货量",
        ("所问时间内的订单至今退回的件数，按{time}", "units sent back so far of the orders of the period, by {time}"), noun=("件", "units"),
        better="down", caveat=_MOVING,
    ),
    recipe(
        "refund_before_ship", Of("refund", what="value", clock="order.time", rows=("before_ship",)), ("发货前退款金额", "refunds before shipping"), "",
        ("所问时间内的订单至今在发货前的退款金额，按{time}", "refunds before shipping so far of the orders of the period, by {time}"),
        "money", better="down", caveat=_MOVING,
    ),
    recipe(
        "refund_after_ship", Of("refund", what="value", clock="order.time", rows=("after_ship",)), ("发货后退款金额", "refunds after shipping"), "",
        ("所问时间内的订单至今在发货后的退款金额，按{time}", "refunds after shipping so far of the orders of the period, by {time}"),
        "money", better="down", caveat=_MOVING,
    ),
    recipe(
        "refund_rate_before_ship", Over("refund_before_ship", "gmv"), ("发货前退款率", "refund rate before shipping"), "未发货退款率",
        ("{refund_before_ship} ÷ {gmv}", "{refund_before_ship} / {gmv}"), "ratio", better="down", caveat=_MOVING,
    ),
    recipe(
        "refund_rate_after_ship", Over("refund_after_ship", "gmv"), ("发货后退款率", "refund rate after shipping"), "已发货退款率",
        ("{refund_after_ship} ÷ {gmv}", "{refund_after_ship} / {gmv}"), "ratio", better="down", caveat=_MOVING,
    ),
    recipe(
        "quality_refund_orders", Of("refund", "count_distinct", "order", clock="order.time", rows=("quality",)),
        ("品质退款订单数", "orders refunded for quality"), "质量退款订单数, 品退订单数",
        ("所问时间内的订单中至今因品质原因退款的去重数，按{time}", "distinct orders of the period refunded so far for a quality reason, by {time}"),
        noun=_ORDER, better="down", caveat=_MOVING,
    ),
    recipe(
        "quality_refund_rate", Over("quality_refund_orders", "orders"), ("品质退款率", "quality refund rate"), "质量退款率, 品退率",
        ("{quality_refund_orders} ÷ {orders}", "{quality_refund_orders} / {orders}"), "ratio", better="down",
        caveat=("原因由买家点选", "the reason is the buyer's click"),
    ),
    recipe(
        "refund_hours", Of("refund", "median", expr="date_diff('second', {applied}, {time}) / 3600.0"), ("退款处理时长", "hours to refund"),
        "退款时长, 退款完结时长", ("从申请到退款成功的小时数的中位数，按{time}", "median hours from request to refund, by {time}"),
        "hours", better="down", needs=("refund.applied",),
    ),
), (
    Question(
        "refund_rate_word", ("退款率", "refund rate"), ("refund_rate", "refund_rate_cohort"),
        Text("退款率按退款发生的日子算（含以前订单的退款），还是按原订单算（这批订单至今退了多少）？",
             "Refund rate by the date of the refund (refunds of earlier orders included), or of the period's own orders so far?"),
    ),
    Question(
        "net_gmv_word", ("GSV", "净销售", "净销售额", "净成交", "退后GMV", "去退GMV", "net sales", "net revenue"), ("net_gmv", "net_gmv_cohort"),
        Text("净销售要减去哪种退款：期内发生的退款，还是这批订单至今的退款？",
             "Net of which refunds: those that happened in the period, or those of the period's own orders so far?"),
    ),
))  # fmt: skip
