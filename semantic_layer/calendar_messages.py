"""Texts of a shop's own calendar: its fiscal year, its campaigns and holidays."""

from semantic_layer.messages import add

add(
    {
        "error.no_fiscal_year": (
            "这家店没有写财年从哪天开始，所以没有财年和财季。在 shop.yml 的 shop 下加一行，例如 fiscal_year_start: april。",
            "the shop does not say when its fiscal year starts, so it has no fiscal years and quarters. "
            "State it under shop: in shop.yml, such as fiscal_year_start: april.",
        ),
        "fault.no_fiscal_year": (
            "用到财年或财季，要先在 shop.yml 写 fiscal_year_start（如 april 或 04-01）",
            "fiscal years and quarters need fiscal_year_start in shop.yml (such as april or 04-01)",
        ),
        "fault.bad_fiscal_start": (
            "“{value}”应为财年的第一天：月份（april 或 4）或月日（04-06），日不大于 28",
            "'{value}' should be the first day of a fiscal year: a month (april or 4), or month and day "
            "(04-06) up to day 28",
        ),
        "error.no_holidays": (
            "这家店的日历（calendar）里没有节假日，分不出工作日和休息日。可以先按 weekday（星期）看。",
            "the shop's calendar names no holidays, so workdays and days off are not known. Weekdays can be asked.",
        ),
        "error.no_campaigns": (
            "这家店的日历（calendar）里没有活动，不能按活动看。",
            "the shop's calendar names no campaigns, so nothing can be seen by campaign.",
        ),
        "error.no_phases": (
            "这家店的活动没有写阶段（phases），不能按活动阶段看；可以按活动看。",
            "the shop's campaigns state no phases; they can be seen by campaign.",
        ),
        "day.no_campaign": ("非活动日", "no campaign"),
        "day.no_holiday": ("平日", "no holiday"),
        "day.no_phase": ("{campaign}（阶段之外）", "{campaign}, outside its phases"),
        "day.number": ("第{n}天", "day {n}"),
        "day.workday": ("工作日", "workday"),
        "day.weekend": ("周末", "weekend"),
        "day.holiday": ("节假日", "holiday"),
        "note.shared_days": (
            "{start} 到 {end} 同时属于“{one}”和“{other}”，只算进较短的“{one}”。",
            "{start} to {end} lie in both {one} and {other} and count as the shorter one, {one}.",
        ),
        "note.no_holidays_known": (
            "日历里没有 {years} 年的节假日：这些年只按星期分工作日和周末。",
            "the calendar knows no holidays of {years}: workdays and weekends go by the weekday there.",
        ),
        "note.campaign_days": (
            "“第几天”把几场活动合在一起：{campaigns}。",
            "days of several campaigns are counted under one number: {campaigns}.",
        ),
        "fault.occasion_none": (
            "日历里的名称不能叫 none，它表示“不在任何活动或节假日”",
            "nothing in the calendar may be called none, which stands for days without one",
        ),
        "fault.calendar_is_step": (
            "日历“{name}”与内置的时间单位同名，请改名（内置财年用 fiscal_year_start 声明）",
            "the calendar '{name}' is called like a built-in step of time; call it otherwise (a built-in "
            "fiscal year is stated by fiscal_year_start)",
        ),
    }
)  # fmt: skip
