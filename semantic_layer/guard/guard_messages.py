"""What the guard says of a statement that it refuses, in both languages."""

from semantic_layer.messages import add

add(
    {
        "error.no_free_sql": (
            "您的角色没有开通自由查询；可以改问已有的指标。",
            "Your role has no free queries; ask for the metrics there are instead.",
        ),
        "error.shop_too_large": (
            "这家店的数据太多（{rows} 行），自由查询没有开通；可以改问已有的指标。",
            "This shop is too large for free queries ({rows} rows); ask for its metrics instead.",
        ),
        "error.busy": (
            "自由查询正忙，您排在第 {place} 位，请稍后再试。",
            "Free queries are busy; you would be number {place} in line. Try again in a moment.",
        ),
        "error.out_of_memory": (
            "这条查询需要的内存太大，已停止。请加上时间范围或筛选。",
            "This query needs too much memory and was stopped. Add a period or a filter.",
        ),
        "error.sql_failed": (
            "这条查询没能执行（例如类型不合、不能转换的值）。请换个写法。",
            "This query could not be run (types that do not fit, values that do not convert)."
            " Write it another way.",
        ),
        "error.sql_empty": ("没有收到 SQL 语句。", "There is no SQL statement."),
        "error.sql_too_long": (
            "这条语句太长（{length}，最多 {most}）。请拆成几个小问题。",
            "This statement is too long ({length}, at most {most}). Split it into smaller ones.",
        ),
        "error.sql_too_deep": (
            "这条语句的括号嵌套太深，请写简单些。",
            "This statement is nested too deeply; write it more simply.",
        ),
        "error.sql_characters": (
            "语句里有看不见的、全角的或控制字符，请用普通字符重写。",
            "The statement has invisible, full-width or control characters; use plain ones.",
        ),
        "error.sql_unreadable": (
            "这条 SQL 读不懂，没有执行。请检查语法。",
            "This SQL cannot be read and was not run. Check its syntax.",
        ),
        "error.sql_not_one": (
            "一次只能执行一条查询语句。",
            "Only one statement may be run at a time.",
        ),
        "error.sql_not_a_query": (
            "这里只能查询（SELECT），不能修改数据、设置或文件。",
            "Only queries (SELECT) are possible here; data, settings and files cannot be changed.",
        ),
        "error.sql_not_allowed": (
            "自由查询里不能用这种写法，请只用普通的查询语句。",
            "This construct cannot be used in a free query; use plain queries only.",
        ),
        "error.sql_function": (
            "自由查询里没有这个函数（只能用分析函数，不能读文件、设置或系统信息）。",
            "Free queries have no such function (analytic ones only; none that reads files,"
            " settings or the system).",
        ),
        "error.sql_unknown_relation": (
            "语句用到了不可用的表，请只用给出的表。",
            "The statement reads a table that is not there; use the listed ones.",
        ),
        "error.sql_unknown_column": (
            "语句用到了没有的列，或者没有说清是哪张表的列。请只用给出的表和列。",
            "The statement uses a column that is not there, or does not say of which table."
            " Use the listed tables and columns only.",
        ),
        "error.sql_too_big": (
            "语句里的数量太大（最多 {most}）。",
            "A number in the statement asks for too much (at most {most}).",
        ),
    }
)
