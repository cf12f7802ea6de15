"""Texts of conditions on entities and ranks, and of what a query may not say together."""

from semantic_layer.messages import add

add(
    {
        "note.top": ("只列{metric}最高的 {count} 个{label}", "{label}: only the top {count} by {metric}"),
        "note.bottom": ("只列{metric}最低的 {count} 个{label}", "{label}: only the bottom {count} by {metric}"),
        "note.top_within": (
            "每个{within}里只列{metric}最高的 {count} 个{label}",
            "{label}: only the top {count} by {metric} within each {within}",
        ),
        "note.bottom_within": (
            "每个{within}里只列{metric}最低的 {count} 个{label}",
            "{label}: only the bottom {count} by {metric} within each {within}",
        ),
        "note.rest": (
            "“其他”是其余的{label}，含没有填写{label}的记录，由它们的明细直接算出",
            "'Other' is all the rest ({label}), records without one too, computed from their own rows",
        ),
        "note.no_rest": (
            "其余的{label}和没有填写{label}的记录不在表里",
            "the rest, and records without one, are not in the table ({label})",
        ),
        "note.top_kept": (
            "{label}按所查的时间选出，对比期用同样的{label}",
            "{label}: chosen over the asked days; the compared period keeps the same ones",
        ),
        "note.top_tied": (
            "选到的最后一个{label}与下一个的{metric}相同，按编号先后取",
            "the last {label} chosen ties with the next by {metric}; the lower key was taken",
        ),
        "value.rest": ("其他", "Other"),
        "value.rest_plainly": ("其他（其余合计）", "Other (all the rest)"),
        "column.share_of": ("{label}占{group}的比例", "share of {label} within {group}"),
        "note.shares_overlap": (
            "{metric}是去重数，同一个可能算进几行，各行占比相加可能超过 100%",
            "{metric} counts each one once; one may fall into several rows, so their shares may add to more than 100 %",
        ),
        "note.all_members": (
            "没有记录的{label}也列出：个数和合计按 0，比率和平均为空",
            "{label} without records are shown too: 0 of counts and sums, empty averages and ratios",
        ),
        "error.members_need_fill": (
            "要列出每个成员在每个“{step}”的数，请同时补齐空白的时间（fill，且只按一种时间）。",
            "to show every member in every {step}, fill the empty steps too (fill, with one step of time).",
        ),
        "error.no_known_members": (
            "“{name}”有哪些成员无从得知，列不全。", "the members of '{name}' are not known, so they cannot all be listed.",
        ),
        "note.list_cut": (
            "共 {count} 行，这里列出 {shown} 行",
            "{count} rows in all, {shown} of them listed here",
        ),
        "note.list_rule": ("只列{rule}", "only {rule}"),
        "note.list_clock": ("时间按{clock}算", "days are those of {clock}"),
        "note.list_happened": ("只列已有{clock}的", "only those with {clock}"),
        "error.list_without_clock": (
            "“{table}”没有时间，不能按时间列出。", "'{table}' have no date to list them by.",
        ),
        "error.unknown_list": (
            "没有叫“{name}”的表或对象可以列出，或者不止一个。",
            "there is no table or entity '{name}' to list, or there are several.",
        ),
        "error.list_of_metrics": (
            "明细一行一条，放不了指标“{name}”。要看每个客户、每个商品的“{name}”，请按它汇总（by）。",
            "a list has a line for each row and no metric ('{name}'). For the '{name}' of each customer or product, "
            "group by it.",
        ),
        "error.list_of_nothing": (
            "“{table}”没有你能看到的列，请说明要列哪些。",
            "'{table}' have no column that you may see; say which to list.",
        ),
        "column.band": ("{label}分档", "{label} class"),
        "note.band": (
            "{label}：每档含下限、不含上限",
            "{label}: each class includes its lower bound and excludes its upper one",
        ),
        "note.band_per": (
            "{label}：按{entity}的{metric}分（{scope}），没有记录的按 0 或空算，不属于任何{entity}的归为空；每档含下限、不含上限",
            "{label}: by the {metric} of each of the {entity} ({scope}), 0 or empty where there are no records, "
            "and empty for records of none; each class includes its lower bound and excludes its upper one",
        ),
        "note.band_kept": (
            "对比期用同样的{label}，没有按对比期另分",
            "the compared period keeps the same {label}",
        ),
        "filter.per": ("{entity}：{said}（{scope}）", "{entity}: {said} ({scope})"),
        "filter.top": ("{field}最高的 {values} 个", "top {values} by {field}"),
        "filter.bottom": ("{field}最低的 {values} 个", "bottom {values} by {field}"),
        "filter.top_percent": ("{field}最高的 {values}%", "top {values} % by {field}"),
        "filter.bottom_percent": ("{field}最低的 {values}%", "bottom {values} % by {field}"),
        "list.values": ("、", ", "),
        "list.scope": ("，", ", "),
        "days.all": ("全部时间", "all days"),
        "days.range": ("{start} 至 {end}", "{start} to {end}"),
        "value.keyed": ("{label} ({id})", "{label} ({id})"),
        "note.chosen": ("{said}是：{members}", "{said} are: {members}"),
        "note.chosen_many": (
            "{said}共 {count} 个，从有数的 {members} 个里排出",
            "{said} are {count}, out of {members} that have a value",
        ),
        "note.chosen_none": (
            "{said}：没有一个有数，所以没有选出",
            "{said}: none has a value, so none was chosen",
        ),
        "note.chosen_tied": (
            "排在最后的一个与下一个的{metric}相同，按编号先后取",
            "the last one chosen ties with the next by {metric}; the lower key was taken",
        ),
        "note.chosen_empty": (
            "没有填写{entity}的记录不参与排名",
            "records without {entity} take no part in the ranking",
        ),
        "than.average": ("各组的平均", "the average of the groups"),
        "than.median": ("各组的中位数", "the median of the groups"),
        "note.average": (
            "{metric}各组的平均是 {value}（{count} 组，各组同等对待）",
            "the average of {metric} over the {count} groups, each counted once, is {value}",
        ),
        "note.median": (
            "{metric}各组的中位数是 {value}（{count} 组）",
            "the median of {metric} over the {count} groups is {value}",
        ),
        "error.metric_not_asked": (
            "要按“{name}”排序或筛选，请把它也放进要看的指标里。",
            "to sort or filter by '{name}', ask for it among the metrics too.",
        ),
        "error.not_in_having": (
            "having 里的条件“{name}”只能和数或各组的平均、中位数比；按客户等挑选、取前几名请放在 where 里。",
            "a condition in having ('{name}') compares with a number or with the groups' average or median; "
            "to choose by entity or rank, put it in where.",
        ),
        "error.tail_needs_limit": (
            "要同时看最好的和最差的，请说明最好的看几行（limit）。",
            "to see the best and the worst together, say how many of the best (limit).",
        ),
        "error.than_is_for_having": (
            "“{name}”要和平均或中位数比，只能放在 having 里（比较各组的值）。",
            "'{name}' can be compared with the average or median in having only, where groups have values.",
        ),
        "error.needs_per": (
            "条件“{name}”要说明按什么（per）：每个客户、每个商品……",
            "the condition on '{name}' needs `per`: of each customer, of each product …",
        ),
        "error.steps_against_base": (
            "按“{step}”挑出来的日子在对比期里没有对应，不能这样比较。可以去掉比较，或改按别的维度挑。",
            "the {step}s chosen in the asked period do not exist in the compared one. Leave out the comparison, "
            "or choose by something else.",
        ),
        "error.name_taken": (
            "“{name}”这个名字已经有了，请给这次的分档换一个名字。",
            "the name '{name}' is taken; give what this query defines another one.",
        ),
        "error.unused_name": (
            "定义了“{name}”却没有用到。请把它放进 by，或去掉。",
            "'{name}' is defined and not used. Put it in `by`, or leave it out.",
        ),
        "error.band_of_no_number": (
            "“{name}”不是数值，不能分档。",
            "'{name}' is not a number, so it has no classes.",
        ),
        "error.not_together": ("{one} 和 {other} 不能一起用：{why}", "{one} and {other} do not go together: {why}"),
        "error.top_of_no_members": (
            "“{name}”不是可以排名的维度，取不了前几名。",
            "'{name}' has no members to take the first of.",
        ),
        "together.within.compare": (
            "每个时间段各选各的成员，在对比期里没有对应。请整段时间选一次，或去掉比较。",
            "members chosen for each step of time do not exist in the compared period. Choose them once, or leave "
            "out the comparison.",
        ),
        "together.top.having": (
            "先筛选再取前几名，还是先取前几名再筛选，结果不同。请用 order 和 limit，或把条件放进 where（per）。",
            "choosing first or cutting first gives different results. Use order and limit, or put the condition "
            "in where (per).",
        ),
        "together.top.tail": (
            "前几名和最后几名请用 limit 和 tail。", "for the best and the worst use limit and tail.",
        ),
        "together.top.all_members": (
            "前几名只在有记录的成员里选。", "the first are chosen among members with records.",
        ),
        "together.of.metrics": (
            "明细一行一条，没有合计的指标。要看指标请去掉 of。",
            "a list has a line for each row, no totals. For metrics leave out `of`.",
        ),
        "together.of.having": (
            "明细没有分组，请把条件放进 where。", "a list has no groups; put conditions in where.",
        ),
        "together.of.compare": (
            "明细没有可比的数，请改查指标。", "a list has no numbers to compare; ask for a metric.",
        ),
        "together.of.share": ("明细没有占比，请改查指标。", "a list has no shares; ask for a metric."),
        "together.of.share_within": (
            "明细没有占比，请改查指标。", "a list has no shares; ask for a metric.",
        ),
        "together.of.top": (
            "明细的前几行请用 order 和 limit。", "for the first rows of a list use order and limit.",
        ),
        "together.of.fill": ("明细没有可补的时间。", "a list has no steps of time to fill."),
        "together.of.ends": (
            "明细的最早和最晚请用 order 和 limit。", "for the first and the last row use order and limit.",
        ),
        "together.of.all_members": (
            "明细本来就是每一行。", "a list shows every row as it is.",
        ),
        "together.ends.bands": (
            "分档没有最小和最大，请看被分档的数本身。",
            "classes have no least and greatest; ask for those of the number itself.",
        ),
        "error.rank_needs_time": (
            "这里按“{name}”取前几名，请写明按哪段时间排（time）。",
            "say over which days the rank by '{name}' is taken (time); here it has none of its own.",
        ),
        "error.bad_rank": (
            "“{op}”后面应是一个数：前几名（正整数），或百分之几（大于 0，不超过 100）；“{value}”不行。",
            "'{op}' takes one number, a whole count or a percentage above 0 up to 100; '{value}' is neither.",
        ),
    }
)  # fmt: skip
