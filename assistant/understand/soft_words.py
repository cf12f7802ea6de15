"""Words that frame a question and say nothing about its figures: they may be dropped.

By what they do: asking politely, saying who asks and why, naming the own shop, asking how things
stand, adding up, showing. A word that names, limits, negates or compares never stands here.
"""

ZH: dict[str, str] = {
    "asking": "请教 请教下 问下 问一下 问问 问个 想问 想问下 想问一下 我想问 我想问下 我想看看 我想看下 我想了解 我想查 想查 想查下 想了解 想了解下 想看看 想看下 "
    "帮我查下 帮我查一下 帮我查查 帮我查 帮我看看 帮我看下 帮我看 帮我算下 帮我算 帮我拉 帮我拉下 帮我拉一下 帮我统计 帮查下 帮查 帮看下 帮忙查下 帮忙看下 帮忙看看 帮忙拉下 "
    "麻烦你 麻烦帮 麻烦帮我 麻烦看下 麻烦查下 劳驾 拜托 辛苦 辛苦帮 能否 可否 可以吗 行吗 好吗 能帮我 能不能帮我 可以帮我 你帮我 "
    "给我看下 给我看看 给我看 给我看一下 给我查下 给我个 给我拉 给我列 给我列一下 给我报 给看下 给看看 给下 给个 给我一个 给我一份 给我来个 来个 来一个 来一份 "
    "查查 查一查 查个 查出 查出来 算算 算一算 算出 算出来 看一眼 瞅瞅 瞧瞧 瞅一眼 瞄一眼 过一下 过一眼 过一遍 核一下 核对 核对下 核算 确认下 确认一下 同步一下 同步下 说下 讲下 讲讲 讲一下 "
    "拉下 拉出来 拉个数 拉一份 拉数 捞一下 捞下 导一下 统计下 汇个总 汇总一下 整理 整理下 整理一下 做一下 做个表 列出来 列下 列一列 列个表 排出来 报给我 报下 报个数 报数 发给我 发一下 "
    "我看下 我看看 我看 看得出 看出 看清 对一下 对下 弄个 弄一下 搞个",
    "asker": "老板问 老板想看 老板想知道 老板要看 老板让 老板说 老板在问 领导问 领导要 领导想看 领导要看 领导 运营问 财务问 财务要 财务 开会用 开会要用 周会用 写周报 写周报用 写日报 周报用 日报用 "
    "复盘用 汇报用 做汇报 急用 着急 赶紧 马上 尽快 快点 快速 顺便 顺便问下 顺带 顺手 另外 还有就是 对了 话说 那个啥 就是 就是说",
    "own": "咱家 咱们家 我们家 我家 自家 咱店 咱们店 咱们店里 我们店里 咱店里 店里面 家里 咱这 咱这儿 我们这 这边 那边 这头 那头 这儿 那儿 这里 那里 这块 那块 这一块 这块儿 方面 这方面 "
    "公司 我们公司 咱们公司 全公司 公司整体 我司 整个店 全店铺 店铺整体 所有店 全渠道整体 线上",
    "state": "是不是 是否 状况 咋样 咋样了 咋 怎样了 怎么样了 怎么样啊 如何了 什么情况 啥情况 怎么个情况 什么样 啥样 什么水平 啥水平 处于什么水平 在什么水平 多不多 高不高 低不低 大不大 好不好 少不少 "
    "是啥 是什么 为多少 是几 有多高 有多大 有多低 有多少钱 是多大 是多高 大致 差不多 大体 具体是多少 具体多少 多少来着 来着 的样子 样子 局面 水平",
    "because": "因为 由于",
    "adding": "把 加起来 加在一起 合起来 合在一起 总共有 一共有 一共是 总共是 拢共 通共 全部加起来 整体上 总体上 整体来看 总体来看 整体看 总的来看 总的来说 其实 实际 实际上 真正 真实 真的 全加 通通 统统 全都 全都要",
    "showing": "都要 都要看 都看 都看看 都看下 都看一下 都给我 都给 都列 都列出来 都报 都报一下 都带上 都说下 也要 也要看 也带上 也看下 也看看 也列 也给 也给我 也一起 也列出来 也算上 带上 带着 附上 放一起 放在一起 放一块 一并 一块 一块儿 "
    "分别列 分别列出 分别列出来 分别给 分别看下 是哪几个 是哪几款 是哪几家 有哪几个 都有谁 都有哪些 是谁 有谁 有谁啊 各是 各为 都多少 都是多少 分别多少 各自多少 逐一 挨个 一个个 一一",
    "doing": "发的 寄的 送的 下的 做出 取得 拿到 拿下 跑出 进来 进来的 过来 过来的 录得 到手 发生 发生的 发生了 出现 出现的 存在 属于 用到 用到的 用的 用户的 占据 撑起 撑起了 贡献 贡献了 贡献出",
    "particles": "哈 呗 咧 哟 呃 诶 哎 额 嘞 咯 啦 噢 喔 唉 嗯嗯 哈哈 呵呵 亲 亲们 大佬 小助手 助手 机器人 您好 你好呀 早 早上好 下午好",
    "money": "元钱 人民币 块呢 元呢",
    "place": "里头 里边 当中的 中间 中的 下面 上面 其中的 范围内 范围 以内的 之内 那会 那会儿 那时 时 当时 期间的 阶段 这段 这段时间里",
}  # fmt: skip

EN: dict[str, str] = {
    "asking": "can you tell me|could you tell me|can you show me|could you show me|can you give me|could you give me|can you|could you|would you|i need|i'd like|i would like|i want|i want to know|i want to see|"
    "i'm looking for|i am looking for|looking for|wondering|i was wondering|i wonder|wanna|wanna know|wanna see|let me see|let me know|let us know|let us see|tell us|show us|give us|help me|help us|remind me|"
    "pull|pull up|pulled|fetch|run|check|look up|lookup|report on|update on|an update on|give me an update on|walk me through|run me through|get me|provide|present|state|identify|determine|figure out|calculate|"
    "do you know|any idea|just wondering|quick question|quick one|real quick|asap|please and thanks|thank you|cheers|ok so|okay|ok|hey|hey there|team",
    "asker": "the boss wants|my boss wants|boss wants|my boss asked|the boss asked|boss asked|the boss is asking|for my boss|for the boss|my manager wants|for my manager|for the report|for a report|for the meeting|for me|for us|for the team|"
    "btw|by the way|actually|basically|exactly|roughly|approximately|approx|about how|around",
    "own": "in our shop|in the shop|in our store|at our store|our shop|our store|our company|the company|company|company wide|companywide|shop wide|storewide|our business|the business|overall business|in our business|here|we've|we're|we have|we had|our own|ourselves|my",
    "state": "how good|how well|how bad|how high|how low|how big|how large|look like|looks like|looked like|doing|did we do|are we doing|stand|stands|standing|status|situation|picture",
    "adding": "in total|altogether|all told|all in all|in all|all together|overall total|in aggregate|aggregate|grand total|etc|etc.|and so on|and the like|et cetera",
    "showing": "current|given|granted|something|anything|stuff|as well|too|respectively|split out|side by side|in detail|itself|both|these|those|such|via|using|through|at all|in terms of|terms of|with regard to|regarding|with respect to|concerning|when it comes to|"
    "am|i'm|i'd|they|them|their|itself|one|ones|each one|went|goes|come in|came in|coming in|come from|came from|coming from|comes from|contributed|contribute|contributes|account for|achieved|achieve|hit|reach|reached|earned|earn|reported|recorded|paid|paid for|paid with|paid by|paying with|made up|"
    "use|used|using|out|up|up to now|than usual|lot|kind of|sort of|really|very|much money|money",
}  # fmt: skip


def zh_words() -> list[str]:
    return [word for row in ZH.values() for word in row.split()]


def en_words() -> list[str]:
    return [phrase for row in EN.values() for phrase in row.split("|") if phrase]
