"""Texts of `wenshu init`: what was found, what is a guess and why, what is asked."""

from semantic_layer.messages import add

add(
    {
        "draft.orphans": (
            "{column} 有 {orphans} 行（共 {filled} 行）在 {to} 里找不到",
            "{orphans} of {filled} rows of {column} are not in {to}",
        ),
        "draft.cumulative": (
            "猜测：{columns} 只增不减，当作累计值，取最后一天，不相加",
            "guess: {columns} only grow, so they are running totals: the last day counts, nothing is summed",
        ),
        "draft.day_month": (
            "猜测：“{column}”里日和月分不清（如 3/4/2025），按日/月/年读；若是月/日/年，请在 sources.yml 里改 forms",
            "guess: in '{column}' day and month cannot be told apart (3/4/2025); read as day/month/year, else change `forms` in sources.yml",
        ),
        "draft.percent": (
            "猜测：“{column}”的数按百分数读（12.3 即 12.3%），从表头和数值看不一致",
            "guess: '{column}' counts hundredths (12.3 is 12.3 %); its header and its values do not agree",
        ),
        "draft.zone": (
            "“{column}”带时区，按店铺时区换算",
            "'{column}' carries a time zone and is turned into the shop's own time",
        ),
        "draft.mixed": (
            "“{column}”里数字和文字混在一起，当作文字",
            "'{column}' mixes numbers and words and is read as text",
        ),
        "draft.bad_cells": (
            "“{column}”有 {cells} 个格子读不出来，这些行会放进隔离表，不会丢",
            "{cells} cells of '{column}' cannot be read; their rows are set aside, not lost",
        ),
        "draft.date_forms": (
            "“{column}”有几种日期写法：{forms}",
            "'{column}' is written in several date forms: {forms}",
        ),
        "draft.totals": (
            "文件末尾的合计行 {rows} 行，未计入",
            "{rows} total rows at the end of the file are left out",
        ),
        "draft.sparse": (
            "时间和金额只写在每个订单的第一行：按订单可以看，商品明细没有时间，没有绑定",
            "time and amounts stand on an order's first line only: orders can be told; its lines have no time and are not bound",
        ),
        "draft.overlap": (
            "有 {rows} 行在几个文件里重复，以后面的文件为准",
            "{rows} rows stand in several files; the later file counts",
        ),
        "draft.no_key": (
            "没有能区分每一行的列，重复的行照原样计入",
            "no columns tell its rows apart; repeated rows count as they are",
        ),
        "draft.no_time": (
            "没有时间列：只能看总数和分布，不能按天或按月看",
            "it has no column of times: totals and splits can be told, nothing by day or month",
        ),
        "draft.sampled": (
            "猜测：这是抽样数据（从名字看），合计、复购和每单件数都不是全量",
            "guess: this is a sample (by its name): totals, repeat rates and units per order are not those of the shop",
        ),
        "draft.lacking": (
            "像“{concept}”，但缺少 {slots}，没有绑定",
            "looks like '{concept}', but has no {slots}; not bound",
        ),
        "draft.near": (
            "像{concept}，但缺少{slots}，没有绑定",
            "looks like '{concept}', but has no {slots}; not bound",
        ),
        "draft.joined_price": (
            "猜测：行里没有金额，按 数量 × {price} 计算（现价，不一定是成交时的价）",
            "guess: its rows hold no amount; quantity times {price} is used, which may not be the price of the day",
        ),
        "draft.reach_time": (
            "猜测：名单没有时间，按活动开始日 {column} 算",
            "guess: the list has no time; the campaign's start {column} is used",
        ),
        "draft.value_of_lines": (
            "订单表没有金额，成交金额按 {table} 的金额相加",
            "the orders hold no amount; GMV is the sum of {table}",
        ),
        "draft.customer_per_order": (
            "“{column}”每单一个（{orders} 单），不是真正的客户号，改用 {better}",
            "'{column}' is another one for each of {orders} orders, so it is no customer; {better} is used",
        ),
        "draft.no_customer": (
            "“{column}”每单一个（{orders} 单），不是真正的客户号；没有绑定客户，买家数和复购暂不能算{better}",
            "'{column}' is another one for each of {orders} orders, so it is no customer; none is bound, and buyers and repeat rates cannot be told{better}",
        ),
        "draft.several_customers": (
            "猜测：有几个像客户的列（{columns}），用“{column}”",
            "guess: several columns look like the customer ({columns}); '{column}' is used",
        ),
        "draft.customer_by_phone": (
            "猜测：没有客户号，按“{column}”认人",
            "guess: there is no customer number; people are told apart by '{column}'",
        ),
        "draft.shared_orders": (
            "“{column}”有 {shared} 个（共 {orders} 个）属于不止一位客户",
            "{shared} of {orders} values of '{column}' belong to more than one customer",
        ),
        "draft.rows_apart": (
            "猜测：“{column}”为 {values} 的 {rows} 行是{kind}，不计入有效订单",
            "guess: {rows} rows whose '{column}' is {values} are {kind} and do not count as sales",
        ),
        "draft.below_zero": (
            "猜测：“{column}”为负的 {rows} 行是{kind}，不计入销售",
            "guess: {rows} rows with a negative '{column}' are {kind} and do not count as sales",
        ),
        "draft.repeated_amount": (
            "“{columns}”在同一订单的各行上重复，属于订单：拆成订单表和明细表，不会重复相加",
            "{columns} are repeated on every line of an order, so they are the order's: orders and lines are two tables, and nothing is added twice",
        ),
        "draft.reported": (
            "平台算好的成品数：人数和比率不跨天相加",
            "finished figures of a platform: people and rates are never added over days",
        ),
        "draft.currency": (
            "猜测：币种按 {currency}，数据里没写",
            "guess: the currency is {currency}; the data does not say",
        ),
        "draft.currency_unknown": (
            "数据里没写币种，金额不带符号；知道的话请改 currency",
            "the data does not say in what currency amounts are, so they carry no sign; set `currency` when you know",
        ),
        "draft.no_currency": ("不知道（不带符号）", "not known (no sign)"),
        "draft.ask.currency": ("金额是什么币种？", "What currency are the amounts in?"),
        "draft.ask.day_month": (
            "“{column}”里的 {example} 是几月几日？",
            "Which day is {example} in '{column}'?",
        ),
        "draft.ask.cancelled": (
            "这 {rows} 行（{condition}）要不要计入成交？",
            "Do these {rows} rows ({condition}) count as sales?",
        ),
        "draft.day_first": ("日/月/年", "day/month/year"),
        "draft.month_first": ("月/日/年", "month/day/year"),
        "draft.leave_out": ("不计入", "leave them out"),
        "draft.keep_in": ("计入", "count them"),
        "draft.columns": ("{rows} 行 {count} 列", "{rows} rows, {count} columns"),
        "draft.head.sources": (
            "数据从哪里来：wenshu sync 按这里读文件。由 wenshu init 写成，可以改。",
            "Where the data comes from: wenshu sync reads the files by this. Written by wenshu init; change it freely.",
        ),
        "draft.head.tables": (
            "表、键和维度。由 wenshu init 从数据里认出，“猜测”的地方请看一眼。",
            "Tables, keys and dimensions, recognised from the data by wenshu init; look at what is marked a guess.",
        ),
        "draft.head.concepts": (
            "这些表在生意里是什么：标准指标（docs/standard-metrics.md）由此而来。",
            "What the tables are in the business: the standard metrics (docs/standard-metrics.md) follow from it.",
        ),
        "draft.head.metrics": (
            "标准指标之外，从列直接得到的指标。",
            "Metrics straight from columns, beside the standard ones.",
        ),
        "draft.head.questions": (
            "现在就能答的问题，每条都已试算过。",
            "Questions that can be answered now; each was tried.",
        ),
    }
)
