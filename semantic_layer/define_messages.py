"""Texts of metrics that a query defines for itself: their labels, and why one is refused."""

from semantic_layer.messages import add

add(
    {
        "define.given": ("{what}（{given}）", "{what} ({given})"),
        "define.over": ("{top}÷{bottom}", "{top} per {bottom}"),
        "define.part": ("{top}占{bottom}的比例", "{top} as a share of {bottom}"),
        "define.row": ("每条{table}的{metric}", "{metric} per row of {table}"),
        "define.rows": ("{what}的记录数", "number of rows of {what}"),
        "define.elapsed.days": ("{start}到{end}的天数", "days from {start} to {end}"),
        "define.elapsed.hours": ("{start}到{end}的小时数", "hours from {start} to {end}"),
        "define.elapsed.minutes": ("{start}到{end}的分钟数", "minutes from {start} to {end}"),
        "define.elapsed.seconds": ("{start}到{end}的秒数", "seconds from {start} to {end}"),
        "define.of.sum": ("{what}合计", "total {what}"),
        "define.of.avg": ("{what}平均值", "average {what}"),
        "define.of.min": ("{what}最小值", "least {what}"),
        "define.of.max": ("{what}最大值", "greatest {what}"),
        "define.of.median": ("{what}中位数", "median {what}"),
        "define.of.percentile": ("{what} {percent} 分位数", "{percent} quantile of {what}"),
        "define.of.stddev": ("{what}标准差", "standard deviation of {what}"),
        "define.of.count": ("有{what}的{table}数", "number of {table} with {what}"),
        "define.of.count_distinct": ("{what}去重数", "number of different {what}"),
        "define.per.sum": ("每{one}{what}之和", "sum of {what} per {one}"),
        "define.per.avg": ("平均每{one}的{what}", "{what} per {one}"),
        "define.per.min": ("每{one}{what}的最小值", "least {what} per {one}"),
        "define.per.max": ("每{one}{what}的最大值", "greatest {what} per {one}"),
        "define.per.median": ("每{one}{what}的中位数", "median {what} per {one}"),
        "define.per.percentile": (
            "每{one}{what}的 {percent} 分位数", "{percent} quantile of {what} per {one}",
        ),
        "define.per.stddev": ("每{one}{what}的标准差", "standard deviation of {what} per {one}"),
        "define.per.count": ("{what}的{many}数", "number of {many} with {what}"),
        "define.per.share": ("{what}的{many}占比", "share of {many} with {what}"),
        "define.only": ("{what}（只算{tests}的{many}）", "{what} (only {many} with {tests})"),
        "define.one.hour": ("小时", "hour"),
        "define.one.day": ("天", "day"),
        "define.one.week": ("周", "week"),
        "define.one.month": ("个月", "month"),
        "define.one.quarter": ("个季度", "quarter"),
        "define.one.year": ("年", "year"),
        "define.one.fiscal_quarter": ("个财季", "fiscal quarter"),
        "define.one.fiscal_year": ("个财年", "fiscal year"),
        "define.one.other": ("个{name}", "{name}"),
        "define.many.hour": ("小时", "hours"),
        "define.many.day": ("天", "days"),
        "define.many.week": ("周", "weeks"),
        "define.many.month": ("月", "months"),
        "define.many.quarter": ("季度", "quarters"),
        "define.many.year": ("年", "years"),
        "error.defined_twice": (
            "“{name}”已经是一个指标的名字了，请给自定义的指标换个名字。",
            "'{name}' is the name of a metric already; call the one that you define otherwise.",
        ),
        "error.define_not_simple": (
            "“{metric}”由别的指标算出来，没有可以另行汇总的原始记录；可以按客户、按天等再汇总（per）。",
            "'{metric}' is made of other metrics and has no rows of its own to aggregate; take it per customer "
            "or per day instead.",
        ),
        "error.define_counts": (
            "“{metric}”数的是条数，每条记录没有可以求和、求平均的数值。",
            "'{metric}' counts rows, which have no value to aggregate otherwise.",
        ),
        "error.define_no_dimension": (
            "“{text}”里没有提到任何维度，没有可以汇总的内容。",
            "'{text}' names no dimension, so there is nothing to aggregate.",
        ),
        "error.define_not_a_number": (
            "“{name}”不是数值，不能求{agg}；可以数个数（count、count_distinct）。",
            "'{name}' is not a number, so it has no {agg}; it can be counted (count, count_distinct).",
        ),
        "error.define_needs_of": (
            "“{text}”可以在几张表上算，请用 of 说明是哪一张：{names}。",
            "'{text}' can be computed over several tables; say which one with of: {names}.",
        ),
        "error.define_repeats": (
            "“{text}”是“{home}”的内容，在“{table}”里每条都会重复，加起来或求平均都会算错。请用 of: {home}。",
            "'{text}' belongs to '{home}' and stands in many rows of '{table}', so a sum or average of it would "
            "be wrong; say of: {home}.",
        ),
        "error.define_no_table": (
            "没有一张表能同时给出“{text}”里的内容。", "no table leads to all that '{text}' names.",
        ),
        "error.unknown_table": ("没有表或对象“{name}”。", "there is no table or entity '{name}'."),
        "error.define_no_members": (
            "“{metric}”按对象取好以后，不能再求{agg}；可用 sum、avg、count、share 等。",
            "'{metric}' of each member cannot be taken as {agg}; say sum, avg, count, share or the like.",
        ),
        "error.define_bad_test": (
            "“{name}”的条件“{field} {op}”不能用在每个对象上：只能拿指标和数值比较。",
            "the condition '{field} {op}' of '{name}' cannot be put to each member: a metric is compared with "
            "numbers only.",
        ),
    }
)  # fmt: skip
