"""The words of constructs by what they ask for, with an argument where they name a step or a kind.

A phrase that is among the words that are recognised and not answered stands here too: the rule of
its construct uses it first, and what no rule could use is turned away as before.
"""

from collections.abc import Iterator

CLASSES: dict[str, dict[str, str]] = {
    "average_per": {
        "day": "日均 平均每天 每天平均 平均每日 每日平均 平均一天 一天平均 平均到每天 天均|daily average|average daily|on average per day|per day on average|average per day|a day on average|on average each day|average day",
        "week": "周均 平均每周 每周平均 平均一周|weekly average|average weekly|on average per week|per week on average|average per week",
        "month": "月均 平均每月 每月平均 平均每个月 每个月平均 平均一个月|monthly average|average monthly|on average per month|per month on average|average per month",
        "quarter": "季均 平均每季度 每季度平均|quarterly average|average quarterly|average per quarter",
        "year": "年均 平均每年 每年平均|yearly average|average yearly|average annual|average per year",
        "workday": "平均每个工作日 每个工作日平均 工作日日均 工作日平均每天 工作日平均 工作日均|average per weekday|average per working day|average working day|average weekday|per working day on average",
        "weekend_day": "周末日均 周末平均每天 周末每天平均 周末平均|average weekend day|average per weekend day",
    },
    "rows": {
        "": "明细 名单 逐条 逐笔 列表 列出 列一下 列举 罗列 清单 列出来 逐条列出来 逐条列出 逐一列出 明细表 明细列表 明细数据 导出|list|list all|list the|list out|list all the|details|row by row|export|listing of",
    },
    "latest": {
        "-": "最新 最新的 最近的 最近 最新一 新近的|latest|newest|most recent|last",
        "": "最早 最早的|earliest|oldest|first",
    },
    "also_shown": {
        "": "带 带上 带着 要带 包括 包含 附上 附带 含 显示 要有 以及|with|including|showing|along with|and their|with their",
    },
    "name": {"": "名字 名称 名|name|names"},
    "divide": {
        "": "除以 之比 比值 的比值 相除|divided by|ratio of|over",
        "share": "占|as a percentage of|as a share of|as a percent of|as a proportion of|as % of|as a fraction of|in percent of",
    },
    "per_count": {
        "单": "每单 平均每单 每笔 平均每笔 单均 每张单 每个订单平均 平均每个订单|per order|per transaction|for each order",
        "件": "每件 平均每件 件均|per unit|per item|per piece",
        "人": "人均 每人 平均每人 每个客户平均 平均每个客户 平均每位客户 每个买家平均|per buyer|per head|per person|per capita|per customer on average",
    },
    "aggregate": {
        "median": "中位数 中位值|median|median of",
        "max": "最大值 最高值 极大值|maximum|maximum of|max",
        "min": "最小值 最低值|minimum|minimum of|min",
        "stddev": "标准差|standard deviation|standard deviation of|stddev|std dev",
        "p25": "25分位 25分位数 p25|25th percentile|25th percentile of|p25",
        "p75": "75分位 75分位数 p75|75th percentile|75th percentile of|p75",
        "p90": "90分位 90分位数 p90|90th percentile|90th percentile of|p90",
        "p95": "95分位 95分位数 p95|95th percentile|95th percentile of|p95",
        "p99": "99分位 99分位数 p99|99th percentile|99th percentile of|p99",
    },
    "largest_row": {
        "max": "最大的一笔 最大一笔 最大的一单 最大一单 最高的一笔 最高一笔 最高的一单 最高一单 最贵的一单 单笔最高 单笔最大|largest single|biggest single|largest|biggest",
        "min": "最小的一笔 最小一笔 最小的一单 最小一单 最低的一笔 最低一笔 单笔最低 单笔最小|smallest single|smallest",
    },
    "a_step": {"day": "of a day|in a day|of any day|on a single day|of each day", "week": "of a week|in a week", "month": "of a month|in a month|of any month"},
    "gap": {
        "": "差几个点 差了几个点 高几个点 低几个点 差几个百分点 高几个百分点 低几个百分点 高出多少 高出 低出多少 多出多少 多出 差距有多大 差距多大 差别多大 贵多少 便宜多少|how much higher|how much more|how much lower|how much less|how much bigger|how much larger|gap between|difference between|difference in|gap in|the difference in|the gap between",
    },
    "subtotal": {
        "": "贡献 贡献了 贡献多少 一共贡献 一共贡献了 共贡献 共贡献了 合计 加起来 合起来 加在一起 一共卖了 一共 总共 合计贡献|contribute|contributed|contributes|account for|accounted for|accounts for|combined|together|altogether|in total|came from|come from|comes from|make up|made up",
    },
    "others_merged": {"": "其余合并 其他合并 其余合并成其他 其他合并成一项 其余算其他 其余归为其他 剩下的合并 其余合成其他 其他合在一起 剩下的算其他|and group the rest|with the rest as other|rest as other|group the others|and the rest as others|others grouped"},
    "zeros": {"": "包括没卖出去的 包括没有的 包括0的 包括为0的 含0的 包括没有销量的 没有的也列出来 没卖的也列出来 没卖出去的也算 包含没卖出去的 包括零的|including those with none|including zeros|including zero|including those without|even those with none|including those with no sales"},
    "of_which": {"": "其中 其中的|of which|thereof"},
    "than_average": {"": "高于平均 超过平均 高于平均值 超过平均值 高于平均水平 高于均值 平均以上 低于平均 低于平均值 低于平均水平 低于均值|above average|above the average|over the average|more than average|more than the average|below average|below the average|less than average|less than the average"},
    "each_row": {"": "单笔 每笔 单个订单 单笔金额 单笔订单金额|single orders|individual orders"},
    "starts": {"": "开头 打头 开始 为开头 开头是 打头是|starts with|starting with|start with|begins with|beginning with"},
    "ends": {"": "结尾 收尾 为结尾 结尾是|ends with|ending with|end with|ends in|ending in"},
    "whose": {"": "|whose|where the|with the"},
    "by_text": {"": "以"},
    "has_text": {"": "有 写着 写了 写有 带有 带|with"},
    "did": {
        "order": "买过 下过单 购买过 消费过 成交过 有过订单 下单过 买过的|who bought|that bought|who ordered|have bought|has bought|who purchased|bought both|who bought both",
        "refund": "退过货 退过款 退过 有过退款|who returned|with refunds|who got refunds",
        "sell": "卖出过 卖出去过|with sales",
    },
    "did_too": {"order": "买了|bought|ordered|purchased|placed an order", "refund": "退了|returned"},
    "didnt": {
        "order": "没买 没买过 没有买 没有买过 从没买过 从未买过 没下单 没下过单 没有下单 没有下过单 一次都没下单 一次都没买 从未下单 从未下过单 从没下过单 从来没下过单 从来没有下过单 从来没买过 从来没有买过 未购买 未下单 没再买 没来 没来过 没有消费 没消费 没消费过 没有订单 不再购买 一次没买 一单没下 没有购买|who did not buy|did not buy|didn't buy|have not bought|haven't bought|has not bought|never bought|never ordered|have never ordered|have never bought|did not order|didn't order|have not ordered|haven't ordered|not bought|without orders|with no orders|without an order|without any order|with zero orders",
        "refund": "从来没退过货 从来没退过 从来没有退过货 从未退过货 从没退过货 没退过 没退过货 没退货 没有退货 没退款 没有退款 没退过款 从未退款 从没退过 没有退过|never returned|without refunds|with no refunds|did not return|who never returned",
        "sell": "没卖出去 没卖出去过 没卖出 没卖过 没有卖出 没有卖出去 没卖掉 没卖动 一件没卖 一件都没卖 一件都没卖出去 一件没卖出去 从没卖出过 从未卖出 没有销量 没销量 零销量 没动销 没有动销 没有销售 未动销|never sold|not sold|were not sold|was not sold|did not sell|didn't sell|have not sold|with no sales|without sales|with zero sales|unsold|were never sold|that did not sell",
        "": "但没有 却没有 但没 却没|but not|and not",
    },
    "without": {"": "没有 没 无 零|without|with no|with zero|no"},
    "but": {"": "但 但是 却 而 又 既 且 同时 并且 也 再 后来|but|and|both|then|yet|who|that|which|were|was"},
    "existence_soft": {"": "有的 过的 的那些|of them"},
    "band_each": {"": "档 各档 每档 每一档 档位|in bands|in tiers|band|bands|tiers"},
    "heads": {"": "人数 的人数 看人数 多少人|headcount"},
    "between_two": {"": "|between"},
    "kinds": {
        "": "几种 哪几种 多少种 几类 哪几类 多少类 哪几个 几个 多少个 几家 多少家 哪几家 哪几款 几款 多少款 有哪几种 哪些 有哪些 都有哪些 有哪 有什么 都有什么 分哪几种 分哪几类 分哪几档 哪几档 几档 分几档 包括哪些 去重 不同的|what are the|which|what|how many|how many different|how many distinct|number of distinct|distinct|unique|different|what different|which different",
    },
}  # fmt: skip


def entries() -> Iterator[tuple[str, str, str]]:
    """(phrase, class, argument) of every word."""
    for cue, rows in CLASSES.items():
        for detail, row in rows.items():
            chinese, _, english = row.partition("|")
            yield from ((phrase, cue, detail) for phrase in chinese.split())
            yield from ((phrase, cue, detail) for phrase in english.split("|") if phrase)
