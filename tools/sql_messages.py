"""What the sql tool says, in both languages."""

from semantic_layer.messages import add

add(
    {
        "tool.sql": ("自由查询", "free query"),
        "tool.sql.description": (
            "指标之外的问题：一条只读的 SQL，只能看到角色可见的表和列",
            "Questions beyond the metrics: one reading SQL statement over what the role may see",
        ),
        "sql.title": ("自由查询", "Free query"),
        "sql.rows": ("行数", "rows"),
        "sql.one": ("{value}。", "{value}."),
        "sql.found": ("查到{rows}。", "Found {rows}."),
        "sql.free": (
            "自由查询：结果没有经过指标定义，口径由语句决定。",
            "Free query: no metric definition stands behind it; the statement decides what counts.",
        ),
        "sql.cut": (
            "只显示前 {rows} 行，后面还有。",
            "Only the first {rows} rows; there are more.",
        ),
        "sql.waiting": ("排队中，第 {place} 位", "Waiting, number {place}"),
    }
)
