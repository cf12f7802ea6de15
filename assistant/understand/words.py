"""The words of the two languages by what they do in a question: a table, with no word of a shop.

Class names: `soft` may be dropped; `each`, `by`, `which`, `split` license a group; `and` joins;
`of` binds; `high`, `low`, `good`, `bad`, `rank` order; `not`, `only` filter; `against`, `mom`,
`yoy`, `wow`, `growth`, `change` compare; `share`, `trend`, `chart`, `total`, `sell`; a name in
`UNSUPPORTED` is a construct that is recognised and not yet answered.
"""

from collections.abc import Iterator
from functools import cache

from assistant.understand.construct_words import entries as construct_entries
from assistant.understand.soft_words import en_words, zh_words

STEP_WORDS = {
    "日期": "day", "天": "day", "周": "week", "月份": "month", "月": "month", "季度": "quarter", "年": "year",
    "年份": "year", "day": "day", "date": "day", "days": "day", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "quarter": "quarter", "year": "year", "weekday": "weekday",
}  # fmt: skip

_ZH: dict[str, str] = {
    "soft": "请问 请 麻烦 帮我 帮忙 帮 给我 我想 想要 我要 我们 咱们 咱 我 你 您 看看 看下 看一下 看一看 看 查看 查询 查下 "
    "查一下 查 统计一下 统计 计算 算一下 算下 算 显示 展示 告诉我 告诉 说说 说一下 了解一下 了解 知道 想知道 想看 想 分析一下 分析 "
    "一下 一共 总共 共计 共 大概 大约 具体 目前 现在 当前 是多少 多少钱 多大 多高 怎么样 有没有 怎样 如何 "
    "怎么 情况 数据 数字 指标 数值 概况 情况如何 呢 吗 呀 啊 吧 了 嘛 哦 么 是 有 为 在 里面 当中 下的 "
    "给 一个 个 达到 产生 带来 贡献的 实现 完成 汇总 汇总下 汇报 报 都 都是 都有 来看 来 出 给出 付款 付的 来自 有关 关于 一起 "
    "以及各自 店里 店铺里 本店 我店 我们店 全店 整体 总体 总 总的 全部 所有 所有的 整个 的话 时候 它 它们 这些 那些 "
    "结果 谢谢 你好 好 好的 ok 嗯 那么 就 也 还 再 又是 到底 究竟 到 能 可以 能不能 可不可以 吗? 明细吗 做 做个 做一个 "
    "生成 画 画个 画一个 画一张 输出 以 一张 张 报表 表现情况 图表 图 展现 呈现 口径 各自的 两个 两种 三个 进行 需要 对应 对应的 "
    "每个人 老板要 老板 急 方便 元 块 块钱 拉一下 拉 拉个 出来 出个 报一下 发我 发 一份 份 要 得 看到 找出 找到 找 列",
    "howmany": "多少 有多少 几 几个 多少个 有几个 多少家 多少款 多少种 多少位 多少名",
    "of": "的 之 地",
    "and": "跟 还有 以及 连同 和 与 及 及其 以及 和它的 、 跟 还有 并 并且 同 外加 加上 & +",
    "within": "上 里 中 内 下 其中",
    "stop": ", ; . ? ! :",
    "open": "(",
    "close": ")",
    "by": "分别按 按着 照 按 按照 按着 依 依照 根据 以各 分 从",
    "each": "每一款 每一种 每一家 每一位 逐家 逐款 挨家 各位 各条 各类 各 各个 每 每个 每一个 每家 每款 每位 每种 各家 各款 各种 不同 不同的 逐个 分各 各大 每一",
    "which": "哪类 哪一类 哪几类 哪种 哪几家 哪几种 哪几位 哪一种 哪一位 啥 谁家 主要是哪些 主要是哪几个 主要是啥 主要是什么 主要有哪些 主要是 哪 哪个 哪些 哪一个 哪家 哪款 哪位 哪种 哪一 哪几个 哪几款 什么 什么样的 哪一款 哪一家 是哪个 是哪些 哪里 谁",
    "split": "拆 拆下 拆一下 分开看看 分开列 分着看 拆开看 拆出来 拆开来 拆成 逐个看 分别看一下 分别列一下 都有多少 分头 维度 角度 层面 分别 分别是 分别有 各自 分布 拆分 拆开 细分 拆解 分组 分类 分类统计 明细表 维度看 划分 分开 分开看 细分一下 拆一下 分别看 构成",
    "high": "谁最高 谁最多 最高分 数一数二 最快 最高 最多 最大 最高的 最多的 最大的 最强 最贵 最长 最高是",
    "low": "垫底的 谁最低 谁最少 最低 最少 最小 最低的 最少的 最小的 最便宜 最短 垫底 最低是",
    "good": "卖得最火 卖得最猛 卖得最好 卖得最旺 最能卖 最能打 最牛 最旺的 最厉害的 最猛的 最走量 最出彩 最亮眼 最突出 最抢手 最红 表现最好 表现最佳 最好 最好的 最佳 最火 最火的 最旺 最畅销 最热销 最受欢迎 最优 最棒 最好卖 最厉害 最猛",
    "bad": "拖后腿 拖后腿的 最拖后腿 拉胯 最拉胯 最拉垮 拉垮 最糟糕 最不理想 最不行 卖得最差 表现最差 最冷门 最难卖的 掉队 最差 最差的 最惨 最糟 最不好 最难卖 最弱 最严重 最严重的",
    "rank": "主要 主要的 从多到少 从大到小 由大到小 由多到少 从好到差 从高往低 由高往低 排一下 排下 排一排 排个队 排个名次 排排 排好 名次 高到低 大到小 多到少 排名 排行 排行榜 排序 排名情况 排个序 排个名 从高到低 降序 由高到低 倒序 榜单 榜",
    "rank_up": "从小到大 由小到大 从少到多 由少到多 从差到好 低到高 从低到高 升序 由低到高",
    "not": "不带 去掉了 不包 撇开 撇去 除掉 抛去 剔掉 不把 没算 除了 除去 除 不含 不包括 不包含 剔除 排除 排除掉 去掉 去除 扣除 刨除 刨去 不算 不要 非 不是 不等于 不计 不看 抛开",
    "not_end": "以外的 之外的 以外 之外 外的 外 除外 后的 不算",
    "only": "光看 单单 仅仅 就只看 单独 纯 只看 仅看 只要 只 仅 单看 就看 只算 仅限 只统计 只有 单独看 限定",
    "is": "是 为 等于 属于 = 叫 名为 名称为 名称是 叫做",
    "contains": "包含 含有 含 带有 带",
    "against": "对比 比较 相比 相较 比 较 vs pk 对照 比起 相对 相比于 与 对",
    "mom": "环比涨跌 环比涨幅 环比增减 比上一期 跟上期比 和上期比 环比 较上期 比上期 与上期相比 环比变化 环比增长 环比增长率 环比增幅 环比情况 环比上期",
    "yoy": "同比去年增长 同比去年增长多少 同比去年增长了多少 同比去年同期 同比上年 同比去年的变化 同比去年变化 比去年同期 比去年同期增长 和去年同期比 跟去年同期比 与去年同期比 较去年同期 对比去年同期 同比涨跌 同比涨幅 年度同比 同比增减 同比 同比变化 同比增长 同比增长率 同比增幅 年同比 同比情况 与去年同期相比 同比去年",
    "wow": "周同比 周环比",
    "mom_yoy": "同环比 环同比 同比环比",
    "month_mom": "月环比",
    "growth": "涨还是跌 是涨还是跌 涨了还是跌了 是涨是跌 是升是降 升还是降 涨没涨 涨没涨啊 跌没跌 多了还是少了 高了还是低了 好了还是差了 变好还是变差 增还是减 涨跌 涨跌幅 涨跌多少 涨跌情况 涨了没 涨了没有 掉了多少 升了多少 升了 降了 降了多少 掉了 增长幅度 增幅多少 涨幅多少 涨多少 跌多少 增减多少 变化幅度 下降 下滑 下跌 增长最快 增长 增长率 增幅 涨幅 增速 增长了 涨了 跌了 增长多少 涨了多少 跌了多少 降幅 增长情况 下降了 增加了 减少了 增减 提升了",
    "change": "变化 变化情况 变动 波动",
    "difference": "差几个点 差几个百分点 差多少个点 差多少个百分点 相差几个点 相差几个百分点 高几个点 低几个点 高几个百分点 低几个百分点 几个百分点 多了多少 少了多少 多了 少了 高了 低了 高了多少 低了多少 涨了多少 跌了多少 增加多少 增长多少 差多少 相差 差几 差距 差异 差值 差额 高多少 低多少 多多少 少多少 差了多少",
    "share": "占几成 各占几成 各占多少 各占比多少 几成 占全部的百分之几 占全部的多少 占全店的百分之几 占总的百分之几 占总体的多少 占总数的 占整体的 占大盘的 百分之几 百分之多少 占百分之几 占了多少 占全店 占总额 占总量 占了几成 占到多少 占到 占的比重 占的比例 占的份额 多大比例 多大比重 比例多少 分别占 各占 占比 比重 份额 占多少 占比情况 百分比 比例 所占比例 占总体比例 占整体 占比多少 占全部",
    "share_of": "占",
    "trend": "趋势 走势 变化趋势 趋势图 走势图 曲线 趋势分析 走向",
    "less": "减 减去 减掉 扣 扣除 扣掉 去掉 刨去 刨除 除去 剔除",
    "sell": "收了 收了多少 收进 收进来 走 走了 走货 走量 出货 带货 出单 开单 销 销了 销掉 卖出了 卖得动 卖得 做了 做 做到 做得 干了 成交的 进账 到账 买 买了 买的 购买 购买了 下手 消费 消费了 卖 卖了 卖出 卖得 卖的 卖掉 热销 畅销 销售 销售情况 好卖 卖出去 成交 成交了 成交情况 生意 业绩 卖多少钱 动销",
    "used_most": "用得最多 用的最多 最常用 使用最多 用的人最多 最常见",
    "sell_top": "热销 畅销 爆卖 热卖",
    "perform": "表现 经营 经营状况 经营情况 概览 总览 怎么回事 复盘 周报 月报 日报 经营周报 经营月报 经营报告 经营分析 经营总结 总结",
    "listing": "列出 列一下 列举 罗列 清单",
    "rest": "其他 其它 其余 别的 剩下的 剩余",
    "this": "这个 这次 该 此 这一 这款 这家 那款 那个",
    "step": "日期 月份 年份 天 周 月 季度 年",
    "add": "再加上 加上 再加 加一个 加个 同时看 还要 另外看 再看 也看看 顺便看",
    "drop": "去掉 不看 不要看",
    "swap": "用 画成 做成 改画成 改画 画个 做个 换成 改成 换 改 切换到 切换成 换为 改为 变成 换做 换到",
    "follow": "那 那么 然后 接着 继续 呢 再 同样 那就 也 还有",
    "edge": "以上 以下 及以上 及以下 以内 之上 之下 往上 往下",
    "till_now": "到现在为止 到目前为止 截至目前 截止目前 截至现在 截止到现在 截至当前 到今天为止 截至今日 至今为止 到现在 到目前",
    "higher": "高 更高 多 更多 好 更好 大 更大 强 更强 贵 更贵 高些 高一点 高一些 多些 多一点 多一些 好些 好一点 好一些 大些 更猛 更火 更旺 猛 火 更能卖 好卖 卖得好 卖得更好 卖得多 买得多 买得更多 卖得更多 卖得火 更快 胜出 领先 占优 更优",
    "lower": "低 更低 少 更少 差 更差 小 更小 弱 更弱 便宜 更便宜 低些 低一点 低一些 少些 少一点 差些 差一点 更慢 卖得差 卖得少 落后",
    "money": "钱 的钱 金额 多少金额 款项 钱数 数额 总额 多少块 多少块钱",
    "refund": "退 退了 退掉 退掉了 退掉的 退的 退回 退回来 退回来的 退款成功 退款成功的 退出去 退出去的 退货退款的 被退 被退的 退过",
    "spend": "花 花了 花掉 花出去 花费了 用掉 支出 支出了",
    "ads": "广告 投流 投放 推广 打广告 投广告",
    "burn": "烧 烧了 烧掉 烧掉了 烧得 投了 投放了 砸了 砸 消耗了 投出去",
    "ship": "发货 发了 发货了 发出 发出了 发出去 发走",
    "receive": "签收 签收了 收货了",
    "place": "拍下 拍了 拍下的 下单 下单了 下了",
    "register": "注册 注册了 新注册 新注册了 新增注册 入会 入会了",
    "air": "播 播了 开播 开播了 直播了 开了",
    "judge": "超了没有 超没超 超了吗 超标没 超标了吗 超标没有 达标没 达标了吗 达标没有 够不够 正常吗 正常不 正不正常 合理吗 合不合理 健康吗 算高吗 算低吗 算好吗 有没有问题 有问题吗",
    "thing": "单子 单 单儿 货 人群 群体 的人 东西 的单",
    "cohort": "付款的订单 付款的单子 支付的订单 支付的单子 成交的订单 成交的单子 那批 这批 那一批 这一批 那批单子 这批单子 那批订单 这批订单 那些单子 那些订单 这些订单 这些单子 那拨 这拨",
    "bare_sum": "合计 累计下来 累积下来 总和 之和 加总 求和 总计 总量 累计",
    "average": "平均 均值 平均值 日均 月均 周均 人均 单均 每日平均 每月平均 平均每天 平均每月 平均每日 平均每人 平均每单",
}

_EN: dict[str, str] = {
    "soft": "what|what's|whats|is|are|was|were|be|been|the|a|an|please|pls|can|could|would|you|me|show|give|tell|i|we|us|our|my|"
    "break|account|account for|accounted for|accounts for|do|does|did|have|has|had|get|got|see|want|to|like|let|let's|know|how|how's|much|there|it|its|that|this|those|these|look|at|"
    "find|display|report|return|calculate|compute|amount of|total|overall|sum of|the total|"
    "figures|figure|data|numbers|value|values|so|far|right now|currently|now|just|all|on|in|for|during|from|hi|hello|thanks|"
    "doing|looking|go|going|went|make|made|happen|happened|take|need|about|some|any|quick|quickly|help|please show|generate|plot|"
    "draw|as|into|with|chart of|graph of|breakdown please|gets|got|generated|generate|bring in|brought in|bring|brought|drive|drove|each of|come|came|results|result|stats|summary",
    "howmany": "how many|number of|count of|total number of|the number of|many",
    "of": "of|'s|s'",
    "and": "together with the|and|as well as|plus|along with|together with|&|,",
    "stop": ",|;|.|?|!|:",
    "by": "broken out by|split out by|separated by|separately by|separately for each|for each of the|depending on|by|per|for each|for every|split by|broken down by|break down by|breakdown by|grouped by|group by|across|by each|sliced by|segmented by|in each",
    "each": "every single|each of the|each of our|all of the|each|every|different|individual|various|all the",
    "which": "which|what|who|whose|where",
    "split": "separately|individually|split between|divided|break down|breakdown|distribution|split|broken down|split up|mix",
    "high": "fastest|highest|most|largest|biggest|maximum|greatest|more than any|max",
    "low": "lowest|least|fewest|smallest|minimum|min",
    "good": "doing best|does best|did best|performed best|performs best|hottest|most successful|best|top performing|best performing|strongest|best-selling|best selling|bestselling|most popular|top selling",
    "bad": "doing worst|did worst|performed worst|performs worst|lagging|lagging behind|least popular|least successful|worst|worst performing|weakest|poorest|worst selling",
    "rank": "main|major|from high to low|high to low|largest to smallest|from largest to smallest|biggest first|largest first|top down|best to worst|rank them|sorted|in order|rank|ranked|ranking|ranked by|sorted by|sort by|order by|ordered by|highest first|descending|leaderboard|in descending order",
    "rank_up": "low to high|from low to high|smallest first|worst to best|lowest first|ascending|in ascending order",
    "not": "everything except|everything but|all except|all but|anything but|leave out|leaving out|ignoring|ignore|other than the|except the|apart from the|minus the|everyone except|everywhere except|except|except for|excluding|exclude|without|not including|other than|but not|not|apart from|besides|aside from|not in|not from|non|minus",
    "only": "nothing but|solely|exclusively|only|just for|only for|limited to|restrict to|restricted to",
    "is": "is|equals|=|named|called",
    "contains": "containing|contains|contain|including the word",
    "against": "vs|vs.|versus|compared to|compared with|compare to|compare with|compare|against|relative to|than|comparing|comparison",
    "mom": "vs the previous period|versus the previous period|against the previous period|m/m|m-o-m|mom growth|month on month change|month over month change|compared to the period before|mom|month over month|month on month|period over period|vs previous period|compared to the previous period|pop|vs prior period|qoq|dod",
    "yoy": "against last year|over last year|than last year|than the same period last year|vs the year before|compared to a year ago|compared with a year ago|vs a year ago|y/y|y-o-y|yoy growth|yoy change|year-over-year change|year over year growth|yoy|year over year|year on year|vs last year|compared to last year|compared with last year|versus last year|vs same period last year",
    "wow": "wow|week over week|week on week",
    "growth": "up or down|rise|risen|rose|dropped|drop|fallen|fell|gone up|gone down|went up|went down|grown|growing|change percentage|percent change|percentage change|% change|better or worse|higher or lower|did it grow|did it go up|growth|growth rate|grew|grow|increase|increased|decrease|decreased|growth percentage",
    "change": "change|changes|changed|changing|movement",
    "difference": "difference|gap|differences",
    "share": "what share|what proportion|what fraction|what percent|what percentage|what % of|how much of|fraction of|percentage of the total|what portion of|portion of|what percentage of|percentage of|percent of|percentage|share|share of total|percentage of total|percent of total|proportion|contribution|% of total|as a share|percentage share|share of|proportion of|shares",
    "trend": "trend|trends|trending|over time|trendline|time series|evolution|evolve",
    "less": "minus|less|net of|after deducting",
    "used_most": "used most often|used most frequently|used the most|used most|most used|most frequently used|most commonly used|most often used|most common",
    "sell": "buy|buys|bought|buying|purchase|purchased|purchasing|made|make|making|doing in sales|sell through|shift|shifted|move|moved|took|turn over|sell|sells|sold|selling|perform|performs|performed|performing",
    "sell_top": "hot|top seller|top sellers|best seller|best sellers|bestseller|bestsellers|best-sellers",
    "perform": "performance|overview|recap|summary|weekly report|monthly report|daily report|business report|business review|how did we do|how did i do|how did it go|how are we doing|how is business|how was business|business|how did|how do|how does|how are|how is|how has|how have",
    "listing": "list|list all|list the|itemize",
    "rest": "other|others|rest|the rest|everything else",
    "step": "day|date|week|month|quarter|year|weekday|days|weeks|months",
    "add": "add|also|also show|also include|include|and also|plus also|add in",
    "swap": "change to|switch to|make it|change it to|instead|swap to|turn into|as a|show as|show it as|use",
    "follow": "and|then|what about|how about|now|same for|same|ok and|also|the same|same thing|same thing for",
    "higher": "higher|better|bigger|larger|greater|stronger|more expensive|sold better|sells better|did better|does better",
    "lower": "lower|worse|smaller|weaker|cheaper|did worse|sold worse",
    "money": "how much money|money",
    "refund": "refunded|refund|given back|returned money|paid back",
    "spend": "spend|spent|spending",
    "ads": "ads|ad|advertising|on ads|paid ads",
    "all_of": "across all|across all of our|across all our|combined across all|over all",
    "burn": "burn|burned|burnt|burning|ad money",
    "ship": "ship|shipped out|shipped|dispatched|sent out",
    "place": "placed|place",
    "register": "registered|signed up|sign up|joined",
    "air": "stream|streamed|aired|went live",
    "judge": "is that normal|is it normal|is that too high|is that ok|over budget|on track|is that good|is that bad",
    "edge": "or above|or below|and above|and below|or higher|or lower|and up|or more|or less",
    "till_now": "up to now|until now|as of now|to this day|so far|to date",
    "cohort": "of orders paid|of orders placed|of the orders paid|of the orders placed|on orders paid|for orders paid|for orders placed|of orders from|of those orders|of these orders|those orders|from those orders",
    "bare_sum": "combined|cumulatively|sum|running",
    "average": "average|avg|mean|averaged|average daily|daily average|average monthly|monthly average|on average|typical",
}

UNSUPPORTED_WORDS: dict[str, str] = {
    "forecast": "会卖 将会 将要 能卖 预测 预计 预估 预期 会达到 能达到 能卖多少 会是多少|forecast|will|predict|prediction|projected|projection|will be|expect|expected",
    "why": "为什么 为啥 为何 原因 怎么下降 怎么跌了 怎么涨了 归因分析 怎么会 什么导致 诊断 下滑原因|why|reason|reasons|cause|caused|root cause|what drove|explain",
    "rfm": "rfm 用户分层 客户分层 分层 九宫格 象限 高价值客户 低价值客户 客户价值|rfm|segmentation|customer segments",
    "cluster": "聚类 分群|cluster|clustering",
    "funnel": "漏斗 转化路径 各步|funnel",
    "retention": "留存 留存率 同期群|retention|cohort|cohorts",
    "abtest": "a/b ab测试 a/b测试 实验 显著 显著性|a/b test|ab test|a/b|significant|significance|statistically",
    "churn": "流失 流失率 流失客户 沉睡|churn|churned|churn rate",
    "attribution": "归因 首次触点 末次触点|attribution|first touch|last touch",
    "anomaly": "异常 异动 离群|anomaly|anomalies|outlier|outliers",
    "advice": "建议 应该 怎么提升 如何提升 怎么提高 如何提高 怎么办 值得 推荐 推广 优化 如何做 该不该 如何改善 怎么做|should|recommend|recommendation|recommendations|advice|suggest|improve|how to|how can we",
    "association": "一起买 连带购买 关联 关联分析 搭配 购物篮|bought together|basket|also bought|associated with|market basket",
    "median": "中位数 分位数 方差 标准差 众数 最大值 最小值 离散|median|variance|stddev|standard deviation|percentile|std dev|mode",
    "average": "",
    "list": "明细 名单 逐条 逐笔 这几笔 列表 订单号 导出 下载|list of all|details|row by row|export|download|names of|list the names",
    "undefined": "复购 复购率 复购客户 复购客户数 复购人数 回购 回购率 新客 新客数 新客户 新客户数 新客占比 新增客户 新买家 老客 老客数 老客户 老客户数 老客占比 老顾客 老用户 新用户 新老客 沉睡客户 沉睡用户 沉睡会员 召回率 "
    "活跃 活跃用户 活跃用户数 活跃客户 活跃客户数 活跃会员 日活 月活 周活 dau mau wau ltv clv 生命周期价值 客户终身价值 高价值 高价值用户 大客户 优质客户 库存 库存量 库存件数 库存金额 可售库存 存货 压货 压了 压着 压了多少货 在库 "
    "周转 周转率 周转天数 库存周转 库存周转天数 库销比 售罄率 动销率 缺货 缺货率 断货 断码 断码率 补货 快卖断 快断货 快卖完 滞销 滞销款 滞销品 爆款 爆品 可售天数 询单转化率 响应时长 平均响应时长 响应时间 "
    "获客成本 拉新成本 净推荐值 nps 优惠券使用率 券使用率 核销率 笔记 点赞 目标客户 "
    "|repeat rate|repeat purchase rate|repurchase rate|repurchase|repeat customers|repeat buyers|returning customers|returning buyers|new customers|new buyers|first-time buyers|loyal customers|dormant customers|inactive customers|active users|active customers|"
    "lifetime value|customer lifetime value|ltv|clv|high-value customers|vip customers|inventory|stock|stock level|stock levels|in stock|on hand|out of stock|stockouts|turnover days|inventory turnover|days of cover|sell-through|sell-through rate|slow movers|slow-moving|acquisition cost|customer acquisition cost|cac|response time|nps|overstocked|restock",
    "outside": "竞品 竞对 竞店 竞争对手 对手 友商 同行 同行业 同类店铺 行业均值 行业平均 行业平均水平 行业大盘 天气 气温 降雨 员工 员工数 工资 薪资 房租多少 股价 汇率 舆情 热搜|competitor|competitors|competitor's|rivals|industry average|industry benchmark|benchmark|market share|weather|temperature|employees|salaries|salary|headcount|exchange rate",
    "existence": "没有 没 从未 从没 未 无 没买过 没下过单 买过 下过单 没来过 从来没有 没有买过 既|never|not yet|no|has not|have not|haven't|didn't|who have|with no|with zero|zero",
    "bands": "分档 档次 区间 分段 分桶 直方图 分布区间 归档|bucket|buckets|bin|bins|band|bands|tier|tiers|histogram",
    "first": "首次 第一次 首单 首个 最早 最晚 最后一次 最新一次 首次购买 最近一次 连续|first time|first-time|first|earliest|latest|consecutive|in a row",
    "or": "或 或者 要么|or|either",
    "running": "累计走势 滚动 移动平均 累积|running total|cumulative|rolling|moving average",
    "correlation": "相关性 相关 相关系数 影响|correlation|correlated|impact of|effect of",
    "weekday_part": "白天|morning|afternoon|evening|night",
    "distinct": "去重|distinct|unique",
    "restrict": "其中的前 之中的|among the|within those|of those",
    "ratio": "除以 之比 乘以 减去 比值|divided by|ratio of|to profit ratio|multiplied by|times the|ratio",
    "threshold_growth": "超过平均 高于平均 低于平均 平均以上 达标|above average|below average|more than average",
    "each_top": "",
    "both": "同时 又|both|simultaneously",
    "conditional": "如果 假如 假设 要是|if we|what if|suppose|assuming",
    "target": "目标 完成率 达成 进度|target|targets|quota|attainment",
    "weekday_filter": "|weekend",
    "best_worst": "最高和最低 最低和最高 最好和最差 最多和最少|highest and lowest|best and worst|most and least",
}  # fmt: skip

CHARTS: dict[str, str] = {
    "bar": "柱状图 柱形图 柱图 直方|bar chart|bar graph|column chart|bars|bar",
    "hbar": "条形图 横向柱状图 条状图 横条图|horizontal bar chart|horizontal bar|horizontal bars",
    "line": "折线图 曲线图 线图 折线 线形图|line chart|line graph|line",
    "pie": "饼图 饼状图 圆饼图 扇形图 环形图|pie chart|pie|donut|donut chart",
    "table": "表格 数据表 列表形式 表格形式|table|tabular|as a table",
}

GRAINS: dict[str, str] = {
    "hour_of_day": "按小时 每小时 各小时 分小时 按时段 分时段 各时段 每个小时 小时 哪个时段 哪个小时 时段 几点 几点钟|hourly|by hour|per hour|hour of day|by hour of day|which hour|what hour|each hour",
    "weekday": "一周里哪天 一周中哪天 一周哪天 一周的哪天 一周当中哪天 一星期里哪天 礼拜几 按礼拜几 按星期几 按星期 按周几 星期几 周几 每个星期几 各星期 星期几分布|by weekday|by day of week|by day of the week|day of week|which weekday|day of the week|per weekday",
    "day": "按天 按日 每天 每日 逐日 各日 分日 分天 每一天 逐天 日度 按日期 各天 以天 哪天 哪一天 是哪天 是哪一天 那一天 天天|daily|by day|per day|each day|every day|by date|day by day|which day|what day|per date",
    "week": "按周 每周 逐周 各周 分周 周度 每一周 按自然周 每星期 每个星期 哪周 哪一周|weekly|by week|per week|each week|every week|week by week|which week|what week",
    "month": "按月 每月 逐月 各月 分月 月度 每个月 每一个月 按月份 各个月 各月份 分月份 以月 哪个月 哪月 是哪个月 月份 按自然月 历月|monthly|by month|per month|each month|every month|month by month|which month|what month",
    "quarter": "按季度 每季度 各季度 逐季 分季度 按季 每个季度 季度性 哪个季度 各个季度|quarterly|by quarter|per quarter|each quarter|every quarter|which quarter|what quarter",
    "calendar.fiscal_quarter": "按财季 各财季 每财季 每个财季 逐财季 分财季|by fiscal quarter|per fiscal quarter|each fiscal quarter",
    "calendar.fiscal_year": "按财年 各财年 每财年 每个财年 逐财年 分财年|by fiscal year|per fiscal year|each fiscal year",
    "calendar.campaign": "按大促 各大促 每场大促 各场大促 按大促活动 按活动 各活动 每场活动 各场活动 哪场大促 哪场活动|by campaign|per campaign|each campaign|which campaign",
    "calendar.campaign_phase": "按活动阶段 各活动阶段 分活动阶段 每个活动阶段 按大促阶段 各大促阶段 分大促阶段|by campaign phase|per campaign phase|each campaign phase",
    "calendar.campaign_day": "按活动第几天 活动第几天 按大促第几天 大促第几天|by day of the campaign|by campaign day|per campaign day",
    "calendar.holiday": "按节假日 各节假日 各个节假日 每个节假日 节假日和平日 节假日与平日 平日和节假日 节假日和平时 节假日与平时 节假日和非节假日 是否节假日|by holiday|per holiday|each holiday|holidays and other days|holidays vs other days|holidays versus other days",
    "calendar.workday": "按工作日 按是否工作日 是否工作日 是不是工作日 工作日和休息日 工作日与休息日 工作日和节假日 工作日与节假日 工作日和非工作日|by workday|workdays vs days off|workdays and days off|workdays and holidays",
    "year": "按年 每年 各年 逐年 分年 年度 按年份 按年度 历年 各年度 每一年 哪年 哪一年|yearly|annually|by year|per year|each year|every year|annual|which year|what year",
}

RANK_GRAINS = frozenset(
    ["哪天", "哪一天", "是哪天", "是哪一天", "哪周", "哪一周", "哪个月", "哪月", "是哪个月", "哪个季度", "哪年", "哪一年", "哪场大促", "哪场活动", "几点", "几点钟", "哪个时段", "哪个小时", "月份", "那一天", "星期几", "周几", "礼拜几",
     "一周里哪天", "一周中哪天", "一周哪天", "一周的哪天", "一周当中哪天", "一星期里哪天"]
) | {"which day", "what day", "which week", "what week", "which month", "what month", "which quarter",
     "what quarter", "which year", "what year", "which hour", "what hour", "which weekday", "which campaign"}  # fmt: skip

UNSUPPORTED = frozenset(UNSUPPORTED_WORDS)


def _english_phrases(row: str) -> list[str]:
    return [phrase for phrase in row.split("|") if phrase]


@cache
def cues() -> dict[str, tuple[tuple[str, str], ...]]:
    """Folded phrase -> the (class, detail) pairs that it may be."""
    table: dict[str, list[tuple[str, str]]] = {}
    for phrase, cue, detail in _entries():
        entry = table.setdefault(phrase.replace("-", " "), [])
        if (cue, detail) not in entry:
            entry.append((cue, detail))
    return {phrase: tuple(entry) for phrase, entry in table.items()}


def _entries() -> Iterator[tuple[str, str, str]]:
    yield from ((phrase, "soft", "") for phrase in (*zh_words(), *en_words()))
    for cue, row in _ZH.items():
        yield from ((phrase, cue, "") for phrase in row.split())
    for cue, row in _EN.items():
        yield from ((phrase, cue, "") for phrase in _english_phrases(row))
    yield from construct_entries()
    named = (("unsupported", UNSUPPORTED_WORDS), ("chart", CHARTS), ("grain", GRAINS))
    for cue, rows in named:
        for detail, row in rows.items():
            chinese, _, english = row.partition("|")
            yield from ((p, cue, detail) for p in chinese.split())
            yield from ((p, cue, detail) for p in _english_phrases(english))


LANGUAGE = frozenset(cues())
