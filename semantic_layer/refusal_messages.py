"""Texts of refusals that keep a number from being wrong: fan-out, and facts that do not add up."""

from semantic_layer.messages import add

add(
    {
        "error.fan_out": (
            "“{metric}”不能按“{dimension}”拆分：一行“{table}”对应多个“{dimension}”，拆开会重复计算。{instead}"
            "也可以只看含有某个“{dimension}”的那些“{table}”（几个“{dimension}”之间不能相加）。{allocate}",
            "'{metric}' cannot be split by '{dimension}': one row of '{table}' has several of it, so the parts "
            "would be counted more than once. {instead}Or take the rows of '{table}' that hold one '{dimension}' "
            "(several of them do not add up).{allocate}",
        ),
        "fan_out.instead": (
            "可以改用本来就在这一层的指标：{names}。",
            "Use a metric that lives at that level: {names}. ",
        ),
        "fan_out.allocate": (
            "要分摊到“{label}”，先在模型里给它写 allocate: {{to: {lines}, by: 权重列}}。",
            " To have it allocated to '{label}', give it allocate: {{to: {lines}, by: the weight}} in the model.",
        ),
        "error.reported_sum": (
            "“{metric}”是“{table}”里已经汇总好的数，几行放在一起不能相加也不能平均（同一个人会重复算）。{ways}{instead}",
            "'{metric}' comes from '{table}' already aggregated: several rows of it can be neither added nor "
            "averaged (one person would count twice). {ways}{instead}",
        ),
        "reported.by": (
            "可以按{by}逐行看，或只看其中一个。",
            "See it by {by}, row by row, or for one only. ",
        ),
        "reported.instead": (
            "要看合计或日均，请用：{names}。",
            "For a total or an average use: {names}.",
        ),
        "fault.reported_without_key": (
            "“{name}”是 reported，表“{table}”要有主键（如日期加店铺），才知道一行是什么",
            "'{name}' is reported, so table '{table}' needs a primary key (such as day and store) that says what "
            "a row is",
        ),
        "fault.allocates_no_sum": (
            "“{name}”不能分摊：allocate 只用于 sum（不含余额和累计）",
            "'{name}' cannot be allocated: only sums can (no balances, no running totals)",
        ),
        "fault.full_width": (
            "表达式里有全角符号“{sign}”，要写半角的 {meant}：{text}",
            "the expression has the full-width sign '{sign}'; write {meant}: {text}",
        ),
        "error.full_width": (
            "表达式里有全角符号“{sign}”，要写半角的 {meant}：{text}",
            "the expression has the full-width sign '{sign}'; write {meant}: {text}",
        ),
        "error.metric_no_dimension": (
            "“{metric}”是指标，不是维度，不能按它拆分，也不能在 where 里直接筛选。筛选汇总后的组写在 having 里；"
            "筛选每个客户、每个商品的“{metric}”，在条件里加 per；按它分档用 bands。",
            "'{metric}' is a metric and no dimension, so nothing is split by it or filtered by it in where. Groups are chosen by it "
            "in having; customers or products by their own '{metric}' with per; classes of it are bands.",
        ),
        "error.order_word": (
            "排序写列名，降序在前面加减号：把“{name}”写成“{wanted}”。",
            "an order names a column, with a minus in front for descending: write '{wanted}' for '{name}'.",
        ),
        "fault.out_of_range": (
            "“{key}”应在 {least} 和 {most} 之间，写的是 {value}",
            "'{key}' should lie between {least} and {most}, not {value}",
        ),
        "fault.not_both": (
            "“{one}”和“{other}”只能写一个",
            "'{one}' and '{other}' cannot stand together; keep one",
        ),
        "fault.derived_of_none": (
            "“{name}”的表达式里没有指标：derived 是指标之间的算式；对列的算式写成 simple 指标（table、agg、expr）",
            "'{name}' names no metric: derived is arithmetic over metrics; over columns write a simple one (table, agg, expr)",
        ),
        "fault.spread_needs_period": (
            "“{name}”不能摊到每一天：它的时间要有 grain（如 month）或 lasts_to，才知道一段时期从哪天到哪天",
            "'{name}' cannot be spread: its clock needs a grain (such as month) or lasts_to, to say how long a period is",
        ),
        "fault.spreads_no_sum": (
            "“{name}”不能摊到每一天：spread 只用于 sum（不含余额，也不能同时 allocate）",
            "'{name}' cannot be spread: only sums can (no balances, and not together with allocate)",
        ),
        "fault.spread_covers": (
            "“{name}”写了 covers: whole 又写了 spread：取整段的目标和摊到每天的目标是两个指标，请分开写",
            "'{name}' has covers: whole and spread: the whole target and the one laid on days are two metrics",
        ),
        "fault.spread_like_plain": (
            "spread 的 like 只能是一个指标，或 {{metric: {name}, offset: 1 year}}",
            "the like of a spread is a metric, or {{metric: {name}, offset: 1 year}}",
        ),
        "fault.lines_without_key": (
            "“{name}”要分摊到表“{table}”，它要有主键，分摊才有固定的先后",
            "'{name}' is allocated to '{table}', which needs a primary key, so that its lines have an order",
        ),
        "fault.no_way_to_lines": (
            "“{name}”分摊到表“{table}”时不知道一行属于谁：两张表要有一个共同的键，且只有一个（现在：{keys}）；"
            "多于一个时用 through 指明",
            "'{name}' is allocated to '{table}' and a line must be known to belong to one of its rows: the tables "
            "need one key in common (now: {keys}); with several, say which by through",
        ),
        "fault.reported_runs": (
            "“{name}”是 reported，不能累计，也不能取期末余额",
            "'{name}' is reported: it cannot accumulate or be a balance",
        ),
    }
)
