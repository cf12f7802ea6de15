"""Texts of columns, steps of time and filters."""

from semantic_layer.messages import add

add(
    {
        "step.hour": ("小时", "hour"),
        "step.day": ("日期", "day"),
        "step.week": ("周", "week"),
        "step.month": ("月份", "month"),
        "step.quarter": ("季度", "quarter"),
        "step.year": ("年份", "year"),
        "step.weekday": ("星期", "weekday"),
        "step.hour_of_day": ("时段", "hour of day"),
        "column.step": ("{label}（{step}）", "{label} ({step})"),
        "column.share": ("{label}占比", "share of {label}"),
        "column.previous": ("{label}（上期）", "{label}, previous period"),
        "column.previous_diff": ("{label}环比差值", "{label}, difference to previous period"),
        "column.previous_pct": ("{label}环比", "{label}, change on previous period"),
        "column.year": ("{label}（去年同期）", "{label}, a year before"),
        "column.year_diff": ("{label}同比差值", "{label}, difference to a year before"),
        "column.year_pct": ("{label}同比", "{label}, change on a year before"),
        "column.week": ("{label}（上周同期）", "{label}, a week before"),
        "column.week_diff": ("{label}周同比差值", "{label}, difference to a week before"),
        "column.week_pct": ("{label}周同比", "{label}, change on a week before"),
        "column.range": ("{label}（对比期）", "{label}, compared period"),
        "column.range_diff": ("{label}与对比期差值", "{label}, difference to the compared period"),
        "column.range_pct": ("{label}较对比期", "{label}, change on the compared period"),
        "filter.=": ("{field}：{values}", "{field}: {values}"),
        "filter.!=": ("{field}不含{values}", "{field} other than {values}"),
        "filter.>": ("{field}大于{values}", "{field} above {values}"),
        "filter.>=": ("{field}不低于{values}", "{field} at least {values}"),
        "filter.<": ("{field}小于{values}", "{field} below {values}"),
        "filter.<=": ("{field}不高于{values}", "{field} at most {values}"),
        "filter.between": ("{field}介于{values}", "{field} between {values}"),
        "filter.contains": ("{field}包含“{values}”", "{field} contains '{values}'"),
        "filter.not_contains": ("{field}不包含“{values}”", "{field} does not contain '{values}'"),
        "filter.starts": ("{field}以“{values}”开头", "{field} begins with '{values}'"),
        "filter.ends": ("{field}以“{values}”结尾", "{field} ends with '{values}'"),
        "filter.is_null": ("{field}为空", "{field} is empty"),
        "filter.not_null": ("{field}不为空", "{field} is not empty"),
        "note.base_unknown": (
            "对比期 {start} 至 {end} 早于数据的第一天，没有可比的数",
            "the compared period {start} to {end} lies before the data begins, so there is no base",
        ),
        "note.late": (
            "{metric}的数据只到 {last}，之后的还没有到",
            "data for {metric} ends on {last}; later days have not arrived",
        ),
        "note.in_sight": (
            "只含你的角色看得到的数据（{rules}）",
            "covers only the data that your role may see ({rules})",
        ),
        "value.empty": ("（未填写）", "(empty)"),
        "value.yes": ("是", "yes"),
        "value.no": ("否", "no"),
    }
)
