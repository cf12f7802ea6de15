"""Texts of definitions that changed on a day."""

from semantic_layer.messages import add

add(
    {
        "fault.nothing_changed": (
            "这次变更没有写出当时不同的地方（expr、where、formula …）",
            "this change does not say what was different then (expr, where, formula …)",
        ),
        "fault.changed_twice": ("同一天变更了两次", "two changes on one day"),
        "fault.change_needs_expression": (
            "“{by}”变更的条件里用了别的表的命名条件，请写成表达式",
            "a condition of '{by}' that changes is a named one of another table; write it as an expression",
        ),
        "error.definition_changed": (
            "“{metric}”的口径在 {day} 之后变了，跨过这一天合不成一个数。请分开问：到 {day} 为止，或从 {next} 起。",
            "the definition of '{metric}' changed after {day}, so one number cannot span that day. Ask up to "
            "{day}, or from {next} on.",
        ),
        "change.until": ("到 {day} 为止：{text}", "until {day}: {text}"),
        "change.from": ("{day} 起：{text}", "from {day}: {text}"),
        "change.spans": (
            "{metric}的口径在 {day} 之后变了{why}：到那天为止按旧口径，之后按新口径",
            "the definition of {metric} changed after {day}{why}: days up to then go by the old one, later days "
            "by the new one",
        ),
        "change.old": (
            "{metric}按到 {day} 为止的旧口径算{why}",
            "{metric} goes by its definition until {day}{why}",
        ),
        "change.base": (
            "对比期里 {day} 及以前的{metric}按旧口径算，两期口径不同{why}",
            "in the compared period {metric} goes by its old definition until {day}; the two periods differ in it{why}",
        ),
        "change.one": (
            "{metric}的口径在 {day} 之后变了{why}；两期都按所问时间的口径算",
            "the definition of {metric} changed after {day}{why}; both periods go by that of the asked days",
        ),
        "change.why": ("（{note}）", " ({note})"),
    }
)  # fmt: skip
