"""What the planner says of constructs: what it asks, and what it takes for granted."""

from semantic_layer.messages import add

CLARIFY = {
    "ask.band_edges": (
        "要从哪里分档？请写出各档，例如“0-99、100-299、300以上”。",
        "Where do the bands begin? Please write them out, such as “0-99, 100-299, 300+”.",
    ),
    "ask.band_of_whom": (
        "这是谁的数：每个订单的，还是每个客户的？请说出来，例如“订单按金额…分档”。",
        "Whose number is banded: each order's or each customer's? Please say so, such as “orders by order value …”.",
    ),
    "ask.aggregate_of_what": (
        "要取谁的中位数或极值：每天的、每个客户的，还是别的？",
        "The median or extreme of what: of each day, of each customer, or of something else?",
    ),
    "ask.saved_parameter": (
        "“{query}”还需要{parameter}，请补上。",
        "“{query}” still needs: {parameter}.",
    ),
}

ASSUMED = {
    "assumed.workday": (
        "工作日按周一到周五算，没有剔除法定节假日",
        "working days are Monday to Friday; public holidays are not taken off",
    ),
    "assumed.workday_of_calendar": (
        "工作日按店铺日历算：调休上班的算，节假日不算",
        "working days are those of the shop's calendar: make-up days count, holidays do not",
    ),
    "assumed.hours": (
        "时段按每天 {first} 到 {last} 算",
        "hours from {first} to {last} of each day",
    ),
    "refuse.no_fiscal_year": (
        "店铺没有写财年从哪天开始，不知道“{words}”是哪几天。在 shop.yml 里写上 fiscal_year_start 就能问。",
        "The shop does not say when its fiscal year starts, so the days of “{words}” are not known. With "
        "fiscal_year_start in shop.yml it can be asked.",
    ),
    "refuse.no_hours": (
        "“{metric}”只有日期，没有钟点，不能只看某个时段。",
        "“{metric}” is known by the day only, so it has no hours.",
    ),
    "assumed.weekend_day": ("周末按周六和周日算", "weekends are Saturdays and Sundays"),
    "assumed.card": ("按“{card}”的指标看", "shown by the metrics of “{card}”"),
    "assumed.card_without": (
        "{metrics}不能按这个范围看，没有列出",
        "{metrics} cannot be seen for this alone and are left out",
    ),
}

for _section in (CLARIFY, ASSUMED):
    add(_section)
