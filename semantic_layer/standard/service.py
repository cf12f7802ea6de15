"""Reviews, coupons, fees: what comes with and after a sale."""

from semantic_layer.standard.recipes import Of, Over, Recipes, recipe

_PIECE = ("条", "reviews")

REVIEWS = Recipes("service", (
    recipe(
        "reviews", Of("review", "count"), ("评价数", "reviews"), "评价量, 评论数, 评价条数, number of reviews",
        ("{rows}的条数，按{time}", "number of {rows}, by {time}"), noun=_PIECE, better="neither",
    ),
    recipe(
        "rated_reviews", Of("review", "count", where=("{stars} is not null",)), ("有星级的评价数", "reviews with stars"), "",
        ("有星级的评价条数，按{time}", "reviews with stars, by {time}"), noun=_PIECE, hidden=True,
    ),
    recipe(
        "bad_reviews", Of("review", "count", where=("{stars} <= 2",)), ("差评数", "bad reviews"), "差评, 差评量, 差评条数",
        ("1～2 星的评价条数，按{time}", "reviews with 1 or 2 stars, by {time}"), noun=_PIECE, better="down",
    ),
    recipe(
        "good_reviews", Of("review", "count", where=("{stars} >= 4",)), ("好评数", "good reviews"), "好评, 好评量",
        ("4～5 星的评价条数，按{time}", "reviews with 4 or 5 stars, by {time}"), noun=_PIECE,
    ),
    recipe(
        "bad_review_rate", Over("bad_reviews", "rated_reviews"), ("差评率", "bad review rate"), "",
        ("{bad_reviews} ÷ 有星级的评价数", "{bad_reviews} / reviews with stars"), "ratio", better="down",
    ),
    recipe(
        "good_review_rate", Over("good_reviews", "rated_reviews"), ("好评率", "good review rate"), "",
        ("{good_reviews} ÷ 有星级的评价数", "{good_reviews} / reviews with stars"), "ratio",
    ),
    recipe(
        "avg_stars", Of("review", "avg", expr="{stars}"), ("平均评分", "average stars"), "评分, 平均星级, 平均分, average rating, rating",
        ("评价星级的平均值，按{time}", "mean stars of the reviews, by {time}"), "number", decimals=2,
    ),
))  # fmt: skip

COUPONS = Recipes("customers", (
    recipe(
        "coupons_issued", Of("coupon", "count", clock="issued"), ("发券数", "coupons issued"), "发券量, 优惠券发放数, 优惠券发放量, 领券数",
        ("发出的优惠券张数，按{time}", "coupons by {time}"), noun=("张", "coupons"), better="neither",
    ),
    recipe(
        "coupons_used", Of("coupon", "count", clock="used"), ("用券数", "coupons used"), "核销数, 核销量, 优惠券核销数, 优惠券使用数, 券核销数",
        ("使用的优惠券张数，按{time}", "coupons by {time}"), noun=("张", "coupons"), better="neither",
    ),
    recipe(
        "coupons_used_of_issued", Of("coupon", "count", clock="issued", where=("{used} is not null",)), ("发出的券中已用的", "coupons of the period used so far"), "",
        ("所问时间内发出、至今已使用的优惠券张数，按{time}", "coupons issued in the period and used so far, by {time}"),
        noun=("张", "coupons"), hidden=True,
    ),
    recipe(
        "redemption_rate", Over("coupons_used_of_issued", "coupons_issued"), ("券核销率", "coupon redemption rate"), "核销率, 用券率, 优惠券核销率, 优惠券使用率, redemption rate",
        ("所问时间内发出的券中至今已用的 ÷ {coupons_issued}", "coupons of the period used so far / {coupons_issued}"), "ratio",
        caveat=("还没过期的券可能再被使用", "coupons that have not expired may still be used"),
    ),
    recipe(
        "coupon_cost", Of("coupon", what="cost", clock="used"), ("用券成本", "coupon cost"), "优惠券成本, 券成本",
        ("已使用优惠券的成本之和，按{time}", "cost of the coupons used, by {time}"), "money", better="neither",
    ),
))  # fmt: skip

FEES = Recipes("profit", (
    recipe(
        "fee_amount", Of("fee", what="value"), ("费用合计", "fees"), "费用总额, 总费用, total fees",
        ("{rows}的金额之和，按{time}", "value of {rows}, by {time}"), "money", better="down",
    ),
    recipe(
        "fixed_fee", Of("fee", what="value", rows=("fixed",)), ("固定费用", "fixed costs"), "固定成本, fixed cost",
        ("固定费用的金额之和，按{time}", "fixed costs, by {time}"), "money", better="down",
    ),
))  # fmt: skip
