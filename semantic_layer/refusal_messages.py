"""Texts of refusals that keep a number from being wrong: fan-out, and facts that do not add up."""

from semantic_layer.messages import add

add(
    {
        "error.reported_sum": (
            "“{metric}”是“{table}”里已经汇总好的数，几行放在一起不能相加也不能平均（同一个人会重复算）。{ways}{instead}",
            "'{metric}' comes from '{table}' already aggregated: several rows of it can be neither added nor "
            "averaged (one person would count twice). {ways}{instead}",
        ),
        "reported.by": (
            "可以按{by}逐行看，或只看其中一个。",
            "See it by {by}, row by row, or for one only. ",
        ),
        "reported.instead": (
            "要看合计或日均，请用：{names}。",
            "For a total or an average use: {names}.",
        ),
        "fault.reported_without_key": (
            "“{name}”是 reported，表“{table}”要有主键（如日期加店铺），才知道一行是什么",
            "'{name}' is reported, so table '{table}' needs a primary key (such as day and store) that says what "
            "a row is",
        ),
        "fault.reported_runs": (
            "“{name}”是 reported，不能累计，也不能取期末余额",
            "'{name}' is reported: it cannot accumulate or be a balance",
        ),
    }
)
