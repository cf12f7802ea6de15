"""Texts of the definitions that are made from a metric's parts when the shop states none."""

from semantic_layer.messages import add

add(
    {
        "formula.sum": ("{value} 之和", "sum of {value}"),
        "formula.count": ("条数", "number of rows"),
        "formula.count_of": ("{value} 不为空的条数", "number of rows with {value}"),
        "formula.count_distinct": ("{value} 去重数", "distinct {value}"),
        "formula.avg": ("{value} 的平均值", "average of {value}"),
        "formula.stddev": ("{value} 的标准差", "standard deviation of {value}"),
        "formula.min": ("{value} 的最小值", "least {value}"),
        "formula.max": ("{value} 的最大值", "greatest {value}"),
        "formula.median": ("{value} 的中位数", "median of {value}"),
        "formula.percentile": ("{value} 的 {percent} 分位数", "{percent} quantile of {value}"),
        "formula.sum_boolean": ("满足 {value} 的条数", "number of rows with {value}"),
        "formula.rows": ("“{table}”中{rows}的{value}", "{value} over '{table}'{rows}"),
        "formula.only": ("“{names}”", ", only '{names}'"),
        "formula.and": ("且", "' and '"),
        "formula.clock": ("，按{clock}", ", by {clock}"),
        "formula.ratio": ("{top} ÷ {bottom}", "{top} / {bottom}"),
        "formula.part": ("{metric}（{rows}）", "{metric} ({rows})"),
        "formula.offset": ("{metric}（{count} {unit}前）", "{metric} ({count} {unit} before)"),
        "formula.to_grain": ("{metric}（{unit}初）", "{metric} (start of the {unit})"),
        "formula.window": ("，最近 {count} {unit}滚动", ", over the last {count} {unit}"),
        "formula.to_date": ("，{unit}初至今累计", ", {unit} to date"),
        "formula.all": ("，历史累计", ", over all time so far"),
        "formula.last": ("，取期末一刻的余额", ", the balance at the last moment of the period"),
        "formula.first": ("，取期初一刻的余额", ", the balance at the first moment of the period"),
        "formula.conversion_count": (
            "{base}之后{window}发生的{event}，按{entity}匹配",
            "{event} that follow {base}{window}, matched by {entity}",
        ),
        "formula.conversion": (
            "{base}之后{window}发生的{event} ÷ {base}，按{entity}匹配",
            "{event} that follow {base}{window} / {base}, matched by {entity}",
        ),
        "formula.within": (" {count} {unit}内", " within {count} {unit}"),
        "unit.millisecond": ("毫秒", "milliseconds"),
        "unit.second": ("秒", "seconds"),
        "unit.minute": ("分钟", "minutes"),
        "unit.hour": ("小时", "hours"),
        "unit.day": ("天", "days"),
        "unit.week": ("周", "weeks"),
        "unit.month": ("个月", "months"),
        "unit.quarter": ("个季度", "quarters"),
        "unit.year": ("年", "years"),
    }
)
