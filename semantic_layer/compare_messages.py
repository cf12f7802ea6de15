"""Texts of comparisons: what a base is called, how it was laid, why there is none."""

from semantic_layer.messages import add

add(
    {
        "fault.phase_outside": (
            "“{by}”的阶段“{name}”（{start} 起）不在活动的日子里",
            "the phase '{name}' of '{by}' (from {start}) lies outside of the campaign's days",
        ),
        "fault.phases_overlap": (
            "“{by}”的阶段“{name}”（{start} 起）和另一个阶段重叠",
            "the phase '{name}' of '{by}' (from {start}) overlaps another phase",
        ),
        "error.no_occasion": (
            "店铺日历里没有“{name}”。", "the shop's calendar has no '{name}'.",
        ),
        "error.not_in_occasion": (
            "{start} 至 {end} 不在店铺日历的同一个活动或节日里，没有“第几天”可以对齐。"
            "请改问活动的日子，或说明和哪几天比。",
            "{start} to {end} do not lie in one campaign or holiday of the shop's calendar, so there are no "
            "day numbers to align. Ask about the campaign's days, or say which days to compare with.",
        ),
        "error.no_earlier_occasion": (
            "店铺日历里，{start} 所在的活动之前没有更早的“{name}”，没有可比的。",
            "the shop's calendar has no earlier '{name}' before the campaign of {start}, so there is no base.",
        ),
        "error.occasion_too_short": (
            "“{name}”（{start} 至 {end}）没有这么多天，问的这几天没有能对上的日子。",
            "'{name}' ({start} to {end}) was shorter: the asked days have no counterpart in it.",
        ),
        "error.condition_on_clock": (
            "条件“{name}”限定了日期，对比期里没有一天能满足它。请把日期写在 time 里，再比较。",
            "the condition on '{name}' names dates of the period itself, which no day of the base can meet. "
            "Say the days in `time` instead, then compare.",
        ),
        "error.other_splits": (
            "比较时“{field}”换成了别的值，不能同时按“{field}”拆分。请去掉一个。",
            "the comparison puts another value in place of '{field}', so the result cannot be split by "
            "it as well; drop one of the two.",
        ),
        "error.other_mixed": (
            "条件“{text}”把“{field}”和别的内容写在一起，换不掉。请把它们写成两个条件。",
            "the condition '{text}' mixes '{field}' with something else, so it cannot be replaced; "
            "write two conditions.",
        ),
        "base.taking": ("{year}年{occasion}", "{occasion} {year}"),
        "note.occasion": (
            "{here}（{here_start} 至 {here_end}）与{there}（{there_start} 至 {there_end}）按{way}对齐",
            "{here} ({here_start} to {here_end}) is laid on {there} ({there_start} to {there_end}) by {way}",
        ),
        "error.part_of_step": (
            "“{metric}”只按{step}有数，{start} 至 {end} 只是其中一部分。请从头问到完整的{step}。{instead}",
            "'{metric}' is known by the {step} only, and {start} to {end} is a part of one. Ask for whole ones.{instead}",
        ),
        "part_of_step.instead": (
            "要看其中几天或一次活动，可以问{names}。",
            " For some of its days, or for a campaign, ask for {names}.",
        ),
        "error.period_steps": (
            "“{name}”是一段时期（比如一次活动）的开始，它的数只属于整段时期，不能再按时间拆开或平移。",
            "'{name}' begins a period of its own (such as a campaign); what is known by it belongs to the whole of it, "
            "and has no steps of time.",
        ),
        "error.elapsed_of_what": (
            "“{metric}”要知道是哪个周期的：请从周、月、季、年或一次活动的第一天问起，按其中一种拆开，或者都不拆。",
            "'{metric}' needs a period: ask from the first day of a week, month, quarter, year or campaign on, split by "
            "one of these at most.",
        ),
        "error.elapsed_inside": (
            "“{metric}”要用整个所问周期过了多少，不能再按每个对象或每一天取，也不能平移。",
            "'{metric}' needs how much of the asked period has passed, which has no value for each member or another day.",
        ),
        "error.elapsed_alone": (
            "时间进度对每一组都一样，拆开看要和另一个指标一起问。",
            "How much of the period has passed is the same for every group: ask for it beside another metric.",
        ),
        "note.elapsed": (
            "{metric}：{start} 至 {end} 共 {whole} 天，已过 {days} 天",
            "{metric}: of the {whole} days of {start} to {end}, {days} have passed",
        ),
        "note.periods": (
            "{metric}属于整段时期：所问日期只盖住某一段的一部分时不给数",
            "{metric} belongs to whole periods: it is empty where the asked days hold only a part of one",
        ),
        "note.periods_begun": (
            "{metric}取整段时期的数，还没结束的也是；从一段的中间问起时不给数",
            "{metric} is that of whole periods, also of one that is still running; it is empty where one had begun before "
            "the asked days",
        ),
        "note.spread": (
            "{metric}由整段时期的数平均摊到每一天",
            "{metric} is spread evenly over the days of its period",
        ),
        "note.spread_like": (
            "{metric}由整段时期的数按每天{like}的比例摊到每一天",
            "{metric} is spread over the days of its period like {like}",
        ),
        "note.spread_before": (
            "{metric}由整段时期的数按 {count} {unit}前每天{like}的比例摊到每一天（那时都没有数就平均摊）",
            "{metric} is spread over the days of its period like {like} {count} {unit} before (evenly where there was none)",
        ),
        "note.covers": (
            "{metric}取整段：{start} 至 {end}",
            "{metric} is that of the whole of {start} to {end}",
        ),
        "note.still_moving": (
            "{metric}还会变：{young} 起的日子还没满 {days} 天，{final} 起才是定数",
            "{metric} is still moving: days from {young} on are not {days} days old; it is final from {final}",
        ),
        "note.unlike_age": (
            "对比期 {start} 至 {end} 的{metric}已满 {days} 天，本期还没有，两边不是同样的成熟度",
            "{metric} of {start} to {end} is {days} days old and final, that of the asked days is not: "
            "the two are not of one age",
        ),
        "note.only_begun": (
            "{start} 至 {end} 还没过完，数据到 {last}：对比期也只取同样的日子",
            "{start} to {end} is not over, data runs to {last}: the base is cut to the same days",
        ),
        "base.previous": ("上期", "the period before"),
        "base.year": ("去年同期", "the year before"),
        "note.longer": (
            "本期 {days} 天，{base} {other} 天",
            "{days} days are compared with {other} of {base}",
        ),
        "note.leap_day": (
            "{day} 在另一年没有对应的日子：逐日看时它不在对比里，合计里有",
            "{day} has no counterpart: it is in the totals, and not in the base of single days",
        ),
        "note.leap_twice": (
            "{day} 与 {other} 比，{other} 因此用了两次（合计只算一次）",
            "{day} is compared with {other}, which so stands twice by day and once in the total",
        ),
        "note.hour_lacking": (
            "{day} 因夏令时只有 {hours} 小时，没有 {hour} 点",
            "{day} has only {hours} hours: there is no {hour}:00 (summer time)",
        ),
        "note.hour_twice": (
            "{day} 因夏令时有 {hours} 小时，{hour} 点是两个小时合在一起",
            "{day} has {hours} hours: {hour}:00 stands for two of them (summer time)",
        ),
        "note.by_number": ("第几天", "day number"),
        "note.by_phase": ("阶段和第几天", "phase and day number"),
        "note.by_main_day": ("正日子", "the main day"),
        "note.left_out": (
            "{here}的 {days} 没有对应的日子，两边都不算：只比 {count} 天",
            "{days} of {here} have no counterpart and are left out: {count} days are compared",
        ),
        "note.left_out_there": (
            "{there}较长，它的 {days} 不算",
            "{there} was longer; its {days} are left out",
        ),
        "note.base_unknown": (
            "对比期 {start} 至 {end} 早于数据的第一天，没有可比的数",
            "the compared period {start} to {end} lies before the data begins, so there is no base",
        ),
        "note.base_partial": (
            "对比期 {start} 至 {end} 里，{first} 以前没有数据，不可比",
            "the compared period {start} to {end} has no data before {first}, so it does not compare",
        ),
        "dates.range": ("{start} 至 {end}", "{start} to {end}"),
        "dates.one": ("{start}", "{start}"),
        "dates.and": ("、", ", "),
    }
)  # fmt: skip
