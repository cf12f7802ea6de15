"""Texts of concepts: what is wrong with a binding, and what a tool lacks."""

from semantic_layer.messages import add

add(
    {
        "fault.no_such_concept": (
            "没有概念“{name}”；可用：{known}",
            "there is no concept '{name}'; there are: {known}",
        ),
        "fault.no_such_slot": (
            "概念“{concept}”没有“{slot}”；可以绑定：{known}",
            "concept '{concept}' has no '{slot}'; it binds: {known}",
        ),
        "fault.slot_missing": (
            "概念“{concept}”还缺“{slot}”，例如 {slot}: {example}",
            "concept '{concept}' lacks '{slot}', such as {slot}: {example}",
        ),
        "fault.bound_twice": (
            "概念“{concept}”绑定了两次（“{name}”是它的别名），请合成一处",
            "concept '{concept}' is bound twice ('{name}' is another name of it); keep one",
        ),
        "fault.no_such_key": (
            "{slot} 应是一个实体，或能区分它的维度；没有“{name}”",
            "{slot} should be an entity, or a dimension that tells it apart; there is no '{name}'",
        ),
        "fault.not_in_table": (
            "{slot} 是实体“{name}”，但没有一张表的主键是它，也不止一张表用到它；请写成 表的实体.维度",
            "{slot} is the entity '{name}', which is no table's primary key and stands in several tables; "
            "name a dimension (entity.dimension)",
        ),
        "fault.no_such_binding": (
            "{slot} 应是一个维度；没有“{name}”",
            "{slot} should be a dimension; there is no '{name}'",
        ),
        "fault.several_bindings": (
            "{slot} 的“{name}”有几种理解，请写全：{names}",
            "'{name}' of {slot} can mean several dimensions; write one of: {names}",
        ),
        "fault.not_a_time": (
            "{slot} 应是时间维度（type: time 或 date），“{name}”不是",
            "{slot} should be a time dimension (type: time or date); '{name}' is not",
        ),
        "fault.values_of_nothing": (
            "{slot} 是“{of}”的取值，请先绑定 {of}",
            "{slot} are values of '{of}'; bind {of} first",
        ),
        "fault.no_such_value": (
            "{slot} 的“{name}”不在维度“{dimension}”的 values 里",
            "'{name}' of {slot} is not among the values of dimension '{dimension}'",
        ),
        "fault.one_binding": (
            "{slot} 只能写一个名字",
            "{slot} takes one name",
        ),
        "fault.no_such_standard": (
            "没有标准指标“{name}”；全部见 docs/standard-metrics.md",
            "there is no standard metric '{name}'; all of them are in docs/standard-metrics.md",
        ),
        "error.missing_concept": (
            "要做这个分析，店铺里得先说明{what}。请在店铺文件夹里写上下面几行，冒号右边换成自己的名字：\n{yaml}",
            "this needs to know {what}. Add these lines to the shop folder, with your own names on the right:\n{yaml}",
        ),
        "concept.whole": ("什么是{concept}", "what is a {concept}"),
        "concept.part": ("{concept}的{parts}", "of a {concept}: {parts}"),
        "concept.and": ("、", ", "),
        "standard.rows": ("{thing}（{rows}）", "{thing} ({rows})"),
        "standard.ties": (
            "；同一时刻的几单都算首单",
            "; several orders of the first moment all count as first",
        ),
        "standard.and": ("、", ", "),
    }
)  # fmt: skip
