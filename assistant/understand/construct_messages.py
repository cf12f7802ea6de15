"""What the planner says of constructs: what it asks, and what it takes for granted."""

from semantic_layer.messages import add

CLARIFY = {
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
    "assumed.weekend_day": ("周末按周六和周日算", "weekends are Saturdays and Sundays"),
    "assumed.card": ("按“{card}”的指标看", "shown by the metrics of “{card}”"),
    "assumed.card_without": (
        "{metrics}不能按这个范围看，没有列出",
        "{metrics} cannot be seen for this alone and are left out",
    ),
}

for _section in (CLARIFY, ASSUMED):
    add(_section)
