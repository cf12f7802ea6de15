"""What the planner says when it asks back, refuses, replies at once or states an assumption."""

from semantic_layer.messages import add

CLARIFY = {
    "ask.empty": (
        "您还没有写问题。可以这样问：{example}",
        "There is no question yet. Try: {example}",
    ),
    "ask.too_long": (
        "这段话太长，我只读 {limit} 个字以内的问题。请用一句话说出想看的指标、时间和范围，例如：{example}",
        "That is too long: I read questions of up to {limit} characters. Say the metric, the period and the scope in one sentence, such as: {example}",
    ),
    "ask.not_understood": (
        "我没看懂这句话。请说出想看的指标和时间，例如：{example}",
        "I did not understand that. Name a metric and a period, such as: {example}",
    ),
    "ask.unknown_word": (
        "我不认识“{words}”，不想把它漏掉而给您一个错的数。您是想问下面的哪一个？",
        "I do not know “{words}” and will not drop it and show a wrong number. Did you mean one of these?",
    ),
    "ask.unlicensed_group": (
        "“{words}”是要按它拆开看，还是别的意思？",
        "Should the figure be split by “{words}”, or did you mean something else?",
    ),
    "ask.which_reading": (
        "这句话可以有几种读法，您指哪一种？",
        "This can be read in several ways. Which one do you mean?",
    ),
    "ask.which_member": (
        "“{words}”在数据里不止一处，您指哪一个？",
        "“{words}” stands for more than one thing in the data. Which one?",
    ),
    "ask.term": (
        "“{words}”有几种口径，您要哪一种？",
        "“{words}” has several definitions. Which one?",
    ),
    "ask.term_own": ("{ask}", "{ask}"),
    "ask.need_metric": (
        "您想看哪个指标？例如：",
        "Which metric would you like to see? For example:",
    ),
    "ask.unreached": (
        "“{metric}”不能按“{dimension}”拆分或筛选（数据里没有这条联系）。可以改看：",
        "“{metric}” cannot be split or filtered by “{dimension}” (the data does not link them). You could look at:",
    ),
    "ask.growth_base": (
        "增长是和哪一段时间比？",
        "Growth against which period?",
    ),
    "ask.two_periods": (
        "这里有两段时间，我不确定怎么用。请写成“A比B”，或一次问一段时间。",
        "There are two periods and I am not sure how to use them. Write “A vs B”, or ask for one period at a time.",
    ),
    "ask.two_asks": (
        "这里像是两个问题，请一次问一个。",
        "These look like two questions. Please ask one at a time.",
    ),
    "ask.share_of_what": (
        "占比要按什么来分？",
        "A share by what?",
    ),
    "ask.extreme": (
        "最高或最低要在什么里面比？例如按天、按商品或按渠道。",
        "The highest or lowest among what? For instance by day, product or channel.",
    ),
    "ask.this": (
        "“{words}”指的是哪一个？请说出名字。",
        "Which one is “{words}”? Please say its name.",
    ),
    "ask.judge": (
        "“{words}”要有个标准才能判断，店里还没有设。可以先看数字：",
        "Whether “{words}” holds needs a standard, and the shop has none yet. The figure itself:",
    ),
    "ask.no_topic": (
        "您还没有说看什么。请先问一个完整的问题，例如：{example}",
        "There is nothing to build on yet. Ask a complete question first, such as: {example}",
    ),
    "ask.which_one": (
        "上一答里的{dimension}不止一个，您指哪一个？",
        "The answer before shows more than one {dimension}. Which one do you mean?",
    ),
    "ask.no_such_place": (
        "上面的结果里没有第 {number} 名。要接着看的是不是：",
        "The result above has no place {number}. To go on with it:",
    ),
    "ask.no_base": (
        "前一段时间没有数据，看不出变化来自哪里。可以先看数字：",
        "There is no data for the period before, so nothing can be compared. The figure itself:",
    ),
    "ask.nothing_before": (
        "前面没有可以恢复的一步。可以这样问：{example}",
        "There is no earlier step to go back to. Try: {example}",
    ),
    "ask.no_such_option": (
        "没有第 {number} 个选项，请在上面的选项里选。",
        "There is no option {number}. Please pick one of those above.",
    ),
}

REFUSE = {
    "refuse.out_of_scope": (
        "我只回答本店的经营数据问题，这个帮不上忙。可以这样问：{example}",
        "I only answer questions about this shop's business data. Try: {example}",
    ),
    "refuse.statement": (
        "我不执行 SQL 或代码，数据也只读不改。请用一句话问，例如：{example}",
        "I do not run SQL or code, and the data is read-only. Ask in plain words, such as: {example}",
    ),
    "refuse.personal": (
        "客户的个人信息（“{words}”）不能查看或导出。可以看汇总数字，例如：{example}",
        "Personal data of customers (“{words}”) cannot be shown or exported. Totals can, such as: {example}",
    ),
    "refuse.unknown_member": (
        "数据里没有“{words}”。最接近的是：{near}。请换成店里的叫法，或去掉它再问。",
        "The data holds no “{words}”. The nearest are: {near}. Use the shop's own name, or ask without it.",
    ),
    "refuse.unknown_member_plain": (
        "数据里没有“{words}”。请换成店里的叫法，或去掉它再问。",
        "The data holds no “{words}”. Use the shop's own name, or ask without it.",
    ),
    "refuse.no_data_then": (
        "{start} 到 {end} 没有数据：数据从 {first} 到 {last}。请换一段时间再问。",
        "There is no data from {start} to {end}: the data runs from {first} to {last}. Ask for another period.",
    ),
    "refuse.no_occasion": (
        "店铺日历里没有那一年的“{words}”。数据从 {first} 到 {last}。",
        "The shop's calendar has no “{words}” in that year. The data runs from {first} to {last}.",
    ),
    "refuse.undefined": (
        "“{words}”在这家店还没有定义成指标，我不想拿别的数字代替它。可以先看这些：",
        "“{words}” is not defined as a metric in this shop yet, and I will not put another figure in its place. You could look at:",
    ),
    "refuse.outside": (
        "“{words}”不在数据里：这里只有本店自己的经营数据。本店有的最接近的：",
        "“{words}” is not in the data, which holds this shop's own business only. The nearest that it does hold:",
    ),
    "refuse.undefined_own": ("{ask}", "{ask}"),
    "refuse.unsupported": (
        "“{construct}”我现在还不会。能回答的最接近的问题在下面。",
        "I cannot do {construct} yet. The nearest questions that I can answer are below.",
    ),
}

CONSTRUCTS = {
    "construct.forecast": ("预测未来", "forecasts"),
    "construct.why": ("分析原因", "explaining why"),
    "construct.rfm": ("客户分层（RFM）", "customer segmentation (RFM)"),
    "construct.cluster": ("客户聚类", "clustering"),
    "construct.funnel": ("转化漏斗", "funnels"),
    "construct.retention": ("留存分析", "retention analysis"),
    "construct.abtest": ("A/B 测试分析", "A/B test analysis"),
    "construct.churn": ("流失分析", "churn analysis"),
    "construct.attribution": ("渠道归因", "attribution"),
    "construct.anomaly": ("异常检测", "anomaly detection"),
    "construct.advice": ("给经营建议", "business advice"),
    "construct.association": ("关联购买分析", "basket analysis"),
    "construct.order_by_change": (
        "按没有说明对比期的变化排序",
        "ranking by a change without a base",
    ),
    "construct.median": ("中位数、方差和极值", "medians, variances and extremes"),
    "construct.average": ("另算平均数（如日均、人均）", "extra averages (per day, per head)"),
    "construct.list": ("逐条列出明细", "listing single records"),
    "construct.existence": ("按有没有发生来筛选", "filtering by what did not happen"),
    "construct.bands": ("按数值分档", "bands of values"),
    "construct.first": ("首次、末次、连续的判断", "first, last and consecutive events"),
    "construct.or": ("“或者”的条件", "either-or conditions"),
    "construct.running": ("累计与滚动计算", "running and rolling totals"),
    "construct.correlation": ("相关与影响分析", "correlation and impact"),
    "construct.weekday_part": ("只看一天或一周中的某一段", "parts of a day or a week"),
    "construct.weekday_filter": ("只看每周的某一天", "one weekday of every week"),
    "construct.distinct": ("数有多少个不同的成员", "counting distinct members"),
    "construct.restrict": ("在另一个榜单里再筛选", "restricting to another query's top"),
    "construct.ratio": ("临时把两个指标相除", "ratios that are no metric yet"),
    "construct.threshold_growth": (
        "按增幅、占比或平均值设条件",
        "conditions on growth, share or averages",
    ),
    "construct.row_threshold": ("按单笔数值设条件", "conditions on single records"),
    "construct.both": ("两个条件同时成立的对象", "members that meet two conditions at once"),
    "construct.conditional": ("假设推演", "what-if questions"),
    "construct.outside": ("店外的数据", "data from outside the shop"),
    "construct.target": ("目标与完成率", "targets and attainment"),
    "construct.top_per_group": ("每一组里各取前几名", "a top within each group"),
    "construct.best_worst": ("同时列出最好和最差", "best and worst together"),
    "construct.scorecard": ("综合表现概览", "an overall scorecard"),
    "construct.difference": ("直接算两个成员的差", "the difference of two members"),
}

REPLIES = {
    "reply.greeting": (
        "您好！我是{shop}的数据助手，用大白话问经营数据就行。例如：{example}",
        "Hello! I answer questions about the data of {shop} in plain words. For example: {example}",
    ),
    "reply.thanks": ("不客气，有需要随时问我。", "You are welcome. Ask any time."),
    "reply.praise": ("谢谢夸奖，接着问吧。", "Thank you. Ask on."),
    "reply.self": (
        "我是问数，{shop}的数据助手，是程序，不是人。数字都由工具从店里的数据算出来，不是编的。例如可以问：{example}",
        "I am wenshu, the data assistant of {shop}: a program, not a person. Tools compute every number from the shop's data; none is made up. You could ask: {example}",
    ),
    "reply.wrong": (
        "哪里不对？请把想看的指标、时间和范围说给我，例如：{example}",
        "What is not right? Tell me the metric, the period and the scope, such as: {example}",
    ),
    "reply.wrong_before": (
        "上一问我理解为：{question}。哪里不对就直接改那一处，例如换成别的时间、只看某个平台、换个指标；口径在答案下面。",
        "I read the question before as: {question}. Say what to change: another period, only one platform, another metric; the definition stands under the answer.",
    ),
    "reply.bye": ("再见，祝生意兴隆！", "Goodbye, and good business!"),
    "reply.help": (
        "我能查{shop}的指标：按渠道、商品、地区等拆开，筛选，排名，看趋势、占比、环比和同比。现有 {metrics} 个指标、{dimensions} 个维度，数据从 {first} 到 {last}。例如：{example}",
        "I can look up the metrics of {shop}: split, filter, rank them, show trends, shares and comparisons. There are {metrics} metrics and {dimensions} dimensions; the data runs from {first} to {last}. For example: {example}",
    ),
    "reply.metrics": ("现有这些指标：{names}", "These metrics are there: {names}"),
    "reply.dimensions": (
        "可以按这些维度拆分和筛选：{names}",
        "You can split and filter by: {names}",
    ),
    "reply.definition": ("{label}：{formula}", "{label}: {formula}"),
    "reply.freshness": (
        "数据从 {first} 到 {last}，今天按 {today} 算。",
        "The data runs from {first} to {last}; today counts as {today}.",
    ),
}

GROUPS = {
    "group.trade": ("交易", "trade"),
    "group.sales": ("销售", "sales"),
    "group.customers": ("客户", "customers"),
    "group.live": ("直播", "live"),
    "group.profit": ("利润", "profit"),
    "group.traffic": ("流量", "traffic"),
    "group.ads": ("广告", "advertising"),
    "group.refunds": ("退款", "refunds"),
    "group.stock": ("库存", "stock"),
    "group.report": ("平台日报", "platform reports"),
    "group.service": ("服务", "service"),
    "group.goods": ("商品", "goods"),
    "group.excluded": ("不计入的订单", "orders left out"),
    "group.target": ("目标", "targets"),
}

WHY = {
    "why.shown": (
        "原因我还不能断定，但可以看变化来自哪里：{metric}按{dimensions}拆开，变化最大的排在前面。",
        "I cannot tell the cause yet, but I can show where the change comes from: {metric} by {dimensions}, the largest moves first.",
    ),
}

TAUGHT = {
    "taught.learned": (
        "已记住：{word} = {name}，全店都能用；说“忘掉{word}”可以取消",
        "remembered for the shop: {word} = {name}; “forget {word}” takes it back",
    ),
    "taught.chosen": (
        "已记住：以后“{word}”按{name}算，全店都一样；说“换口径”可以改，说“忘掉{word}”就再问",
        "remembered for the shop: “{word}” means {name}; “change definition” changes it, “forget {word}” asks again",
    ),
    "taught.forgotten": ("已忘掉“{words}”。", "“{words}” is forgotten."),
    "taught.not_known": (
        "没有人教过我“{words}”，不用忘。说“我的词”可以看教过的词。",
        "Nobody taught me “{words}”. “My words” lists what was taught.",
    ),
    "taught.none": (
        "还没有人教过我词。可以说：记住，X 就是 Y（Y 是已有的指标、维度或成员）。",
        "No words were taught yet. Say: remember that X means Y (Y is a metric, a dimension or a member).",
    ),
    "taught.list": ("店里教过的词：{words}", "The shop's own words: {words}"),
    "taught.no_meaning": (
        "我不认识“{words}”，没法拿它来解释。请用已有的指标、维度或成员来说。",
        "I do not know “{words}”, so it cannot explain a word. Use a metric, a dimension or a member that is there.",
    ),
    "taught.unfit": (
        "“{words}”不适合当一个词：要 2 到 30 个字，不能只是数字或标点。",
        "“{words}” cannot be a word: it takes 2 to 30 characters, not numbers or punctuation alone.",
    ),
    "taught.conflict": (
        "“{words}”已经有别的意思，不能再教成另一个，免得以后算错。请换一个词。",
        "“{words}” means something already and cannot be taught another meaning. Please choose another word.",
    ),
    "taught.not_kept": (
        "这个词没能存下来（店铺的状态目录写不进去），这次照常回答",
        "the word could not be kept (the shop's state folder cannot be written); the answer stands",
    ),
    "taught.one_way": (
        "上一答的指标只有一种口径。",
        "The metric of the last answer has one definition only.",
    ),
}

ASSUMED = {
    "assumed.taught": ("你的词：{word} = {name}", "your word: {word} = {name}"),
    "assumed.chosen": (
        "“{word}”按店里选定的{metric}算，说“换口径”可以改",
        "“{word}” is {metric}, as the shop chose; “change definition” changes it",
    ),
    "assumed.still": (
        "后一问也只看{members}",
        "the later part is about {members} too",
    ),
    "assumed.restored": ("已回到上一步的问法", "back to the question before the last change"),
    "assumed.people": (
        "按{members}列出，最多 20 行",
        "listed by {members}, at most 20 rows",
    ),
    "assumed.default_period": (
        "没有说时间，按 {start} 到 {end} 算",
        "no period was named: {start} to {end} was taken",
    ),
    "assumed.vague_period": (
        "“{word}”按 {start} 到 {end} 算",
        "“{word}” was taken as {start} to {end}",
    ),
    "assumed.present_period": (
        "比较的是 {start} 到 {end}",
        "{start} to {end} is what was compared",
    ),
    "assumed.occasion_before": (
        "活动按上一年的活动期对比：{start} 到 {end}。",
        "Compared with the occasion's own days of the year before: {start} to {end}.",
    ),
    "assumed.like_with_like": (
        "本期还没过完，对比同样长的 {start} 到 {end}",
        "the period is not over, so it is compared with the same length, {start} to {end}",
    ),
    "assumed.default_metric": (
        "没有说指标，按{metric}算",
        "no metric was named: {metric} was taken",
    ),
    "assumed.term": ("“{word}”按{metric}算", "“{word}” was taken as {metric}"),
    "assumed.partial_name": ("“{word}”理解为{member}", "“{word}” was taken as {member}"),
    "assumed.cut_to_data": (
        "数据只有 {first} 到 {last}，只算了 {start} 到 {end}",
        "the data runs from {first} to {last}; only {start} to {end} was counted",
    ),
    "assumed.share_of_members": (
        "列出了全部成员，{members}的占比在其中",
        "all members are listed; the share of {members} is among them",
    ),
    "assumed.other_metric": (
        "{metric}不能按这个维度拆分，改看{other}",
        "{metric} cannot be split that way: {other} is shown",
    ),
}

UNDERSTOOD = {
    "understood.metrics": ("指标", "metric"),
    "understood.by": ("拆分", "split by"),
    "understood.where": ("筛选", "filter"),
    "understood.having": ("条件", "condition"),
    "understood.time": ("时间", "period"),
    "understood.compare": ("对比", "compared with"),
    "understood.order": ("排序", "order"),
    "understood.share": ("占比", "share"),
    "understood.all_members": ("按各成员", "of each member"),
}

for _section in (CLARIFY, REFUSE, CONSTRUCTS, REPLIES, GROUPS, WHY, TAUGHT, ASSUMED, UNDERSTOOD):
    add(_section)
