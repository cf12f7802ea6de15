"""What tools say, in Chinese and English: sentences, notes, next questions, errors.

In sentence templates a hole is a finding (`{gmv}`: label and value, `{gmv:short}`: rounded) or a
group of sentences (`{items:，}`: joined with what follows the colon). A template holds no number.
"""

from semantic_layer.messages import add, say
from semantic_layer.texts import Text

__all__ = ["told"]

add(
    {
        "error.unknown_tool": (
            "没有叫“{name}”的工具；可用：{names}。",
            "there is no tool '{name}'; there are: {names}.",
        ),
        "error.effects_off": (
            "这一轮读到了评价、名称一类外来的文字，为防其中夹带指令，“{tool}”这一轮不执行。请另发一条消息再办。",
            "this turn has read texts that strangers wrote (reviews, names), which may hold instructions; "
            "'{tool}' is off for its rest. Ask for it in a message of its own.",
        ),
        "error.period_without_data": (
            "统计期 {start} 至 {end} 没有数据：店铺的数据从 {first} 到 {last}。请换一个时间范围。",
            "The period {start} to {end} holds no data: the shop's data runs from {first} "
            "to {last}. Ask about a period in between.",
        ),
        # sentences of the metrics tool
        "metrics.total": ("{value:lead}{scope}{changes}。", "{value:lead}{scope}{changes}."),
        "metrics.whole": ("整体来看，{value}{changes}。", "Overall, {value}{changes}."),
        "metrics.scope.period": ("（{period}）", " ({period})"),
        "metrics.scope.filters": ("（{filters}）", " ({filters})"),
        "metrics.scope.both": ("（{period}，{filters}）", " ({period}, {filters})"),
        "metrics.change": ("，{change}（{base}，{diff}）", "; {change} ({base}, {diff})"),
        "metrics.change.points": ("，{diff}（{base}）", "; {diff} ({base})"),
        "metrics.change.unknown": ("，{change}（{base}）", "; {change} ({base})"),
        "metrics.breakdown": ("{by}{scope}：{items:，}。", "{by}{scope}: {items:, }."),
        "metrics.breakdown.many": (
            "{by}{scope}：{items:，}；{count}，其余见表。",
            "{by}{scope}: {items:, }; {count}, the rest is in the table.",
        ),
        "metrics.item": ("{value:short}{extras}", "{value:short}{extras}"),
        "metrics.item.extras": ("（{parts:，}）", " ({parts:, })"),
        "metrics.item.part": ("{it}", "{it}"),
        "metrics.best": (
            "{best}，{value:value}（{parts:，}）。",
            "{best}, {value:value} ({parts:, }).",
        ),
        "metrics.ends": (
            "{high}（{highest:brief}），{low}（{lowest:brief}）。",
            "{high} ({highest:brief}), {low} ({lowest:brief}).",
        ),
        "metrics.movers": ("{movers:，}。", "{movers:; }."),
        "metrics.mover": ("{who}（{much:brief}）", "{who} ({much:brief})"),
        "metrics.high": ("{high}（{highest:brief}）。", "{high} ({highest:brief})."),
        "metrics.rows": ("{count}{scope}，见表。", "{count}{scope}, in the table."),
        "metrics.empty": ("没有符合条件的数据{scope}。", "Nothing matches{scope}."),
        # lists of rows, and of values
        "rows.listed": ("{what}{scope}：{rows}，见表。", "{what}{scope}: {rows}, in the table."),
        "rows.cut": (
            "{what}{scope}：{rows}，{shown}，见表。",
            "{what}{scope}: {rows}, {shown}, in the table.",
        ),
        "rows.shown": ("列出", "listed"),
        "rows.none": ("{what}{scope}：没有符合条件的。", "{what}{scope}: nothing matches."),
        "rows.label": ("列出", "List of"),
        "rows.noun": ("行", "rows"),
        "rows.list": ("{table}明细", "{table}"),
        "rows.values": ("{by}的取值", "values of {by}"),
        # labels of findings
        "metrics.label.period": ("统计期", "period"),
        "metrics.label.all_time": ("全部数据", "all data"),
        "metrics.label.filters": ("筛选", "where"),
        "metrics.label.by": ("按", "By"),
        "metrics.label.count": ("共", "in all"),
        "metrics.label.shown": ("列出前", "the first"),
        "metrics.label.gain": ("增加最多的是", "Grew most:"),
        "metrics.label.drop": ("减少最多的是", "Fell most:"),
        "metrics.label.rows": ("项", "rows"),
        "metrics.label.share": ("占比", "share"),
        "metrics.label.high": ("{metric}最高的是", "Highest {metric}:"),
        "metrics.label.low": ("最低的是", "lowest:"),
        "metrics.label.best": ("排第一的是", "First:"),
        "metrics.label.lowest": ("{metric}最低的是", "Lowest {metric}:"),
        "metrics.label.first": ("首期", "first"),
        "metrics.label.last": ("末期", "last"),
        "metrics.label.difference": ("差额", "difference"),
        "metrics.label.yes": ("是", "yes"),
        "metrics.label.no": ("否", "no"),
        "metrics.label.none": ("（空）", "(none)"),
        "metrics.title": ("{metrics}", "{metrics}"),
        "metrics.title.by": ("各{by}的{metrics}", "{metrics} by {by}"),
        "compare.previous.change": ("环比", "vs previous period"),
        "compare.previous.base": ("上期", "previous period"),
        "compare.year.change": ("同比", "vs last year"),
        "compare.year.base": ("去年同期", "same period last year"),
        "compare.week.change": ("周同比", "vs same weekdays last week"),
        "compare.week.base": ("上周同期", "same weekdays last week"),
        "compare.weekdays.change": ("较去年同星期", "vs same weekdays last year"),
        "compare.weekdays.base": ("去年同星期", "same weekdays last year"),
        "compare.occasion.change": ("较{base}", "vs {base}"),
        "compare.occasion.base": ("{base}", "{base}"),
        "compare.other.change": ("较{base}", "vs {base}"),
        "compare.other.base": ("{base}", "{base}"),
        "compare.range.change": ("较对比期", "vs base period"),
        "compare.range.base": ("对比期", "base period"),
        "compare.relative": ("{change}相对变化", "{change}, relative"),
        # notes
        "metrics.note.base": (
            "{change}：{base}为 {days}",
            "{change}: {base} is {days}",
        ),
        "metrics.note.base_total": (
            "合计的{change}：{base}为 {days}",
            "{change} of the total: {base} is {days}",
        ),
        "metrics.note.other": ("{base}取同样的日子：{days}", "{base} over the same days: {days}"),
        "metrics.days": ("{start} 至 {end}", "{start} to {end}"),
        "metrics.note.cut_steps": (
            "{steps}不完整，不参与最高、最低的比较",
            "{steps}: not complete, left out of highest and lowest",
        ),
        "metrics.note.cut_high": (
            "{steps}不完整，不参与最低的比较；合计已经最高，还会变",
            "{steps}: not complete, left out of lowest; a sum that tops the others may still move",
        ),
        "metrics.note.partial": (
            "统计期未完：数据到 {last}，数字还会变",
            "The period is not over: data runs to {last}, the figures will still move",
        ),
        "metrics.note.before_data": (
            "数据从 {first} 开始，更早的日子没有数据",
            "Data begins on {first}; there is none for earlier days",
        ),
        "metrics.note.nothing": (
            "没有符合条件的记录：可以放宽筛选，或换一个时间范围",
            "No record matches: loosen the filters or choose another period",
        ),
        "metrics.note.unnamed": (
            "没有{dimension}的{metric}{value}不参加排名",
            "{metric}{value} without {dimension} takes no part in the ranking",
        ),
        "metrics.note.limited": (
            "按要求只列出 {count} 行，后面还有",
            "Only {count} rows as asked; there are more",
        ),
        "metrics.note.tied": (
            "最后一名与后面的并列",
            "The last row is tied with ones that follow",
        ),
        "metrics.note.distinct": (
            "{metric}是去重数，各行相加会大于总数",
            "{metric} counts each one once, so rows may add up to more than the total",
        ),
        "metrics.note.caveat": ("{metric}：{caveat}", "{metric}: {caveat}"),
        "metrics.note.no_pie": (
            "饼图只适合少量、可相加的部分，已改用条形图",
            "A pie only fits a few parts of a sum; drawn as bars instead",
        ),
        "metrics.note.no_line": (
            "折线图需要时间，已改用条形图",
            "A line needs a time axis; drawn as bars instead",
        ),
        # questions that can be asked next
        "next.by": ("{period}各{by}的{metric}", "{metric} by {by} {period}"),
        "next.trend": ("{period}{metric}按{step}的趋势", "{metric} by {step} {period}"),
        "next.compare": ("{period}{metric}环比怎么样", "{metric} vs previous period {period}"),
        "next.period": ("{start}到{end}", "from {start} to {end}"),
        "next.period.day": ("{start}", "on {start}"),
        "next.period.month": ("{month}", "in {month}"),
        "next.step.day": ("天", "day"),
        "next.step.week": ("周", "week"),
        "next.step.month": ("月", "month"),
        "next.list": ("、", ", "),
        "list.and": ("，", ", "),
        "list.member": (" · ", " · "),
        "weekday.1": ("周一", "Monday"),
        "weekday.2": ("周二", "Tuesday"),
        "weekday.3": ("周三", "Wednesday"),
        "weekday.4": ("周四", "Thursday"),
        "weekday.5": ("周五", "Friday"),
        "weekday.6": ("周六", "Saturday"),
        "weekday.7": ("周日", "Sunday"),
    }
)


def told(key: str, **values: Text | str | int) -> Text:
    """The message `key` in both languages; values that are Texts are said in each."""

    def said(lang: str) -> str:
        return say(
            key, lang, **{k: v.get(lang) if isinstance(v, Text) else v for k, v in values.items()}
        )

    return Text(said("zh"), said("en"))
