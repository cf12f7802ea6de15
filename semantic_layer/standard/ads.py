"""Ad spend and what platforms claim for it; ratios are always sum over sum."""

from semantic_layer.standard.recipes import Made, Of, Over, Recipes, recipe

_CLAIM = ("各平台归因之和会超过真实成交", "what the platforms claim exceeds the real sales")

ADS = Recipes("ads", (
    recipe(
        "ad_cost", Of("ad_spend", what="cost"), ("广告消耗", "ad spend"),
        "消耗, 广告费, 广告花费, 推广费, 推广花费, 投放费用, 投放金额, 花费, ad cost, advertising spend, advertising cost, media spend",
        ("{rows}的消耗之和，按{time}", "spend of {rows}, by {time}"), "money", better="neither",
    ),
    recipe(
        "impressions", Of("ad_spend", what="impressions"), ("广告展现量", "ad impressions"),
        "展现量, 曝光量, 展现, 广告曝光, 广告曝光量, 展示量",
        ("{rows}的展现次数之和，按{time}", "impressions of {rows}, by {time}"), noun=("次", "impressions"),
    ),
    recipe(
        "clicks", Of("ad_spend", what="clicks"), ("广告点击量", "ad clicks"), "点击量, 点击数, 广告点击, 点击次数",
        ("{rows}的点击次数之和，按{time}", "clicks of {rows}, by {time}"), noun=("次", "clicks"),
    ),
    recipe(
        "attributed_orders", Of("ad_spend", what="orders"), ("广告成交订单数", "attributed orders"), "广告订单数, 投放订单数, 归因订单数, 广告转化数, conversions, ad orders",
        ("广告平台归因的订单数之和，按{time}", "orders that the ad platforms claim, by {time}"), noun=("单", "orders"), caveat=_CLAIM,
    ),
    recipe(
        "attributed_gmv", Of("ad_spend", what="value"), ("广告成交金额", "attributed GMV"), "广告GMV, 投放GMV, 广告成交额, 归因GMV, 归因成交金额, ad revenue",
        ("广告平台归因的成交金额之和，按{time}", "sales that the ad platforms claim, by {time}"), "money", caveat=_CLAIM,
    ),
    recipe(
        "ctr", Over("clicks", "impressions"), ("点击率", "CTR"), "广告点击率, click-through rate, click rate",
        ("{clicks} ÷ {impressions}", "{clicks} / {impressions}"), "ratio",
    ),
    recipe(
        "cpc", Over("ad_cost", "clicks"), ("点击成本", "CPC"), "平均点击花费, PPC, 点击单价, 单次点击成本, cost per click",
        ("{ad_cost} ÷ {clicks}", "{ad_cost} / {clicks}"), "money", better="down",
    ),
    recipe(
        "cpm", Made("ad_cost / nullif(impressions, 0) * 1000", ("ad_cost", "impressions")), ("千展成本", "CPM"),
        "千次展现成本, 千次曝光成本, 千展费用, cost per mille",
        ("{ad_cost} ÷ {impressions} × 1000", "{ad_cost} / {impressions} x 1000"), "money", better="down",
    ),
    recipe(
        "cost_per_order", Over("ad_cost", "attributed_orders"), ("广告成交成本", "ad cost per attributed order"),
        "单次成交成本, 转化成本, 成交成本, CPA, cost per order",
        ("{ad_cost} ÷ {attributed_orders}", "{ad_cost} / {attributed_orders}"), "money", better="down",
    ),
    recipe(
        "roas", Over("attributed_gmv", "ad_cost"), ("广告ROI", "ROAS"), "ROI, 投产比, 投入产出比, 投产, 广告投产比, 投放ROI, return on ad spend",
        ("{attributed_gmv}（平台归因）÷ {ad_cost}；是成交与花费之比，不是利润率", "{attributed_gmv} / {ad_cost}; revenue over cost, not a profit rate"),
        "number", decimals=2, caveat=_CLAIM,
    ),
    recipe(
        "blended_roas", Over("gmv", "ad_cost"), ("综合ROI", "blended ROAS"), "全店ROI, 全店投产比, 综合投产比, 大盘ROI, MER, blended ROI",
        ("{gmv} ÷ {ad_cost}（全店成交，不看归因）", "{gmv} / {ad_cost} (all sales, no attribution)"), "number", decimals=2,
    ),
    recipe(
        "ad_cost_ratio", Over("ad_cost", "gmv"), ("广告费比", "ad cost ratio"), "广告费用率, 推广费比, 投放费比, 广告占比, 费比",
        ("{ad_cost} ÷ {gmv}（只含广告）", "{ad_cost} / {gmv} (ads only)"), "ratio", better="down",
    ),
    recipe(
        "acquire_cost", Of("ad_spend", what="cost", rows=("acquire",)), ("拉新广告消耗", "ad spend on new customers"), "",
        ("拉新投放的消耗之和，按{time}", "spend of the ads for new customers, by {time}"), "money", better="neither",
    ),
    recipe(
        "cac", Over("acquire_cost", "new_buyers"), ("获客成本", "customer acquisition cost"), "CAC, 拉新成本, 新客成本",
        ("{acquire_cost} ÷ {new_buyers}", "{acquire_cost} / {new_buyers}"), "money", better="down",
    ),
))  # fmt: skip
