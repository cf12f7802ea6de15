"""Texts of saved queries, their parameters, and scorecards."""

from semantic_layer.messages import add

add(
    {
        "fault.bad_period": (
            "“{value}”不是时间段；可以写：{options}，或 {{start, end}}",
            "'{value}' is no period; write one of: {options}, or {{start, end}}",
        ),
        "fault.bad_query": ("查询的 {part} 写得不对：{why}", "{part} of the query is wrong: {why}"),
        "fault.no_such_group": (
            "没有维度或时间粒度“{name}”",
            "there is no dimension or step of time '{name}'",
        ),
        "fault.no_such_parameter": (
            "查询“{query}”用到了没有声明的参数“:{name}”",
            "query '{query}' uses the parameter ':{name}', which it does not declare",
        ),
        "fault.unused_parameter": (
            "查询“{query}”声明了参数“{name}”，但没有用到 :{name}",
            "query '{query}' declares the parameter '{name}' and never uses :{name}",
        ),
        "fault.kept_not_compiled": (
            "“{name}”编译不了：{why}",
            "'{name}' does not compile: {why}",
        ),
        "error.unknown_query": ("没有保存的查询“{name}”。", "there is no saved query '{name}'."),
        "error.unknown_scorecard": ("没有看板“{name}”。", "there is no scorecard '{name}'."),
        "error.unknown_parameter": (
            "“{query}”没有参数“{name}”；它的参数：{names}。",
            "'{query}' has no parameter '{name}'; it takes: {names}.",
        ),
        "error.missing_parameter": (
            "“{query}”还需要{name}（{parameter}）。",
            "'{query}' needs {name} ({parameter}).",
        ),
        "error.bad_parameter": (
            "“{value}”不能作为{name}（{parameter}）：应是{kind}。",
            "'{value}' cannot be {name} ({parameter}): it should be {kind}.",
        ),
        "error.bad_limit": (
            "要 {value} 行不行，应在 1 到 {most} 之间。",
            "{value} rows cannot be asked for; ask for 1 to {most}.",
        ),
        "error.bad_days": (
            "{end} 早于 {start}，请把开始和结束换过来。",
            "{end} lies before {start}; change them round.",
        ),
        "error.one_value": ("“{name}”只能有一个值。", "'{name}' takes one value."),
        "error.card_of_nothing": (
            "看板“{card}”看的是整个店铺，没有按“{member}”看的维度。",
            "scorecard '{card}' is of the whole shop; it has no dimension to find '{member}' in.",
        ),
        "parameter.text": ("文字", "a text"),
        "parameter.integer": ("整数", "a whole number"),
        "parameter.number": ("数字", "a number"),
        "parameter.date": ("日期，如 2025-11-11、today、yesterday", "a date such as 2025-11-11, today, yesterday"),
        "parameter.dimension": ("{dimension}的一个取值", "one of the values of {dimension}"),
        "parameter.none": ("（没有）", "(none)"),
    }
)  # fmt: skip
