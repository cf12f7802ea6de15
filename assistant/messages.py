"""What the assistant itself says: units, notes, refusals, footnotes, the command line."""

import tools.messages  # noqa: F401  (its section must be in the table)
from semantic_layer.messages import Lang, add, say

__all__ = ["Lang", "say"]

add(
    {
        "say.nothing": ("无数据", "no data"),
        "say.unknown": ("无法计算", "cannot be computed"),
        "say.unchanged": ("持平", "unchanged"),
        "say.hardly": ("几乎持平", "almost unchanged"),
        "say.up": ("上升 {value}", "up {value}"),
        "say.down": ("下降 {value}", "down {value}"),
        "say.points": ("{value} 个百分点", "{value} percentage points"),
        "say.points.short": ("pp", "pp"),
        "say.hours": ("{value} 小时", "{value} h"),
        "say.days": ("{value} 天", "{value} days"),
        "say.seconds": ("{value} 秒", "{value} s"),
        "say.period": ("{start} 至 {end}", "{start} to {end}"),
        "say.heading": ("{label}（{unit}）", "{label} ({unit})"),
        # notes of an answer
        "answer.kept": ("沿用上一问的{slots}", "Kept from the question before: {slots}"),
        "answer.model_failed": (
            "语言模型这次没有帮上忙（{why}），下面是内置理解的结果",
            "The language model was of no help ({why}); this is the built-in understanding",
        ),
        "answer.by_model": (
            "由语言模型理解，数字仍由工具计算",
            "Understood by a language model; the numbers are computed by tools",
        ),
        # questions that cannot be taken
        "ask.empty": (
            "没有看到问题。可以这样问：",
            "There is no question yet. You could ask:",
        ),
        "ask.too_long": (
            "这条消息太长了，请用一两句话说出要看的指标、时间和拆分方式。比如：",
            "This message is too long; say in a sentence which metric, period and split you want, as in:",
        ),
        "ask.options": ("可以选：", "You could choose:"),
        "error.bad_arguments": (
            "工具“{tool}”的参数不对：{where}。用 wenshu tool {tool} --schema 查看格式。",
            "The arguments of '{tool}' do not fit: {where}. See wenshu tool {tool} --schema.",
        ),
        "error.bad_input": (
            "这一行读不懂：{why}。每行应为一个 JSON 对象，带 {field}。",
            "This line cannot be read: {why}. Each line is a JSON object with {field}.",
        ),
        "error.internal": (
            "程序出错了，已记录（编号 {trace}）。请换个问法，或把编号告诉管理员。",
            "Something went wrong and was logged ({trace}). Ask in another way, or report that number.",
        ),
        "error.no_such_trace": (
            "没有编号为“{trace}”的记录；只能重放这台机器上回答过的问题。",
            "There is no record '{trace}'; only questions answered on this machine can be replayed.",
        ),
        # footnote
        "foot.period": ("统计期：{period}", "Period: {period}"),
        "foot.all_time": ("统计期：全部数据", "Period: all data"),
        "foot.base": ("{name}：{period}", "{name}: {period}"),
        "foot.filters": ("筛选：{filters}", "Filters: {filters}"),
        "foot.and": ("，", ", "),
        "foot.definition": ("口径：{label} = {text}", "Definition: {label} = {text}"),
        "foot.version": ("{definition}（版本 {version}）", "{definition} (version {version})"),
        "foot.data": ("数据截至 {day}（版本 {version}）", "Data to {day} (version {version})"),
        "foot.cut": ("共 {count} 行，显示前 {shown} 行", "{count} rows, the first {shown} shown"),
        "foot.trace": ("编号：{trace}", "Trace: {trace}"),
        "foot.next": ("接着可以问：", "Next you could ask:"),
    }
)
