"""Texts of what `wenshu check` finds when it holds a shop against its data and its own words."""

from semantic_layer.messages import add

add(
    {
        "fault.warning": ("提醒：{text}", "warning: {text}"),
        "fault.no_such_relation": (
            "数据里没有表“{name}”，请核对 source",
            "the data has no relation '{name}'; check the source",
        ),
        "fault.no_such_column": (
            "表“{table}”里没有列“{name}”",
            "table '{table}' has no column '{name}'",
        ),
        "fault.wrong_type": (
            "“{name}”声明为 {declared}，数据里是 {found}，请改 type 或在 expr 里转换",
            "'{name}' is declared as {declared} and the data holds {found}; change its type, or cast in its expr",
        ),
        "fault.text_of_time": (
            "“{name}”在数据里是时间（{found}），声明成文字就不能按日、月看，请写 type: {kind}",
            "'{name}' is a time in the data ({found}); as text it has no days or months, so write type: {kind}",
        ),
        "fault.does_not_bind": (
            "“{name}”的表达式在数据上跑不通：{why}",
            "the expression of '{name}' does not run on the data: {why}",
        ),
        "fault.key_false": (
            "键“{name}”不成立：{why}；要靠它的问题会被拒绝",
            "key '{name}' does not hold: {why}; questions that need it are refused",
        ),
        "fault.key_unverified": (
            "键“{name}”没能核对（数据太大或列的类型不对）；要靠它的问题会被拒绝，请运行 wenshu check --data",
            "key '{name}' could not be verified (too much data, or an unfit type); questions that need it are "
            "refused. Run wenshu check --data",
        ),
        "fault.key_empty": (
            "键“{name}”有 {rows} 行为空；按行计数的问题会被拒绝",
            "key '{name}' is empty in {rows} rows; questions that count rows are refused",
        ),
        "fault.orphans": (
            "“{name}”有 {count} 行在“{table}”里找不到对应记录，拆分时会归到“（未填写）”",
            "{count} rows of '{name}' have no match in '{table}'; split by its dimensions they are '(empty)'",
        ),
        "fault.cannot_compile": (
            "指标“{name}”编译不了：{why}",
            "metric '{name}' does not compile: {why}",
        ),
        "fault.cannot_run": (
            "指标“{name}”在数据上跑不通：{why}",
            "metric '{name}' does not run on the data: {why}",
        ),
        "why.data_differs": ("表或列和数据不一致", "a table or column is not in the data"),
        "why.bad_types": ("类型对不上（例如对文字求和）", "types do not fit (a sum of texts)"),
        "why.engine_failed": ("数据引擎报错，详见日志", "the engine failed; see the log"),
        "fault.test_of_nothing": (
            "测试“{name}”要写 rows（期望的行）或 sql（结果应相同的 SQL），二选一",
            "test '{name}' needs rows (what is expected) or sql (whose rows must be equal), one of the two",
        ),
        "fault.bad_test_query": (
            "查询写错了：{part}：{why}",
            "the query does not fit: {part}: {why}",
        ),
        "fault.test_broke": ("测试“{name}”没有结果：{why}", "test '{name}' gave nothing: {why}"),
        "fault.test_failed": (
            "测试“{name}”不符：期望 {expected}，得到 {got}（括号里是行数）",
            "test '{name}' fails: expected {expected}, got {got} (in brackets: how many rows)",
        ),
        "fault.same_dimension": (
            "“{name}”在 {place} 已经定义过；同一个维度请写 same_as: {name}，不同的维度请换名字",
            "'{name}' is defined at {place} already; for the same dimension write same_as: {name}, for another "
            "one choose another name",
        ),
        "fault.same_definition": (
            "“{name}”和“{other}”（{place}）算的是同一个数；请留一个，别的叫法写进 synonyms",
            "'{name}' computes the same as '{other}' ({place}); keep one and make the other name a synonym",
        ),
        "fault.same_label": (
            "“{name}”和“{other}”（{place}）显示的名字都是“{label}”，读的人分不清，请改一个",
            "'{name}' and '{other}' ({place}) are both shown as '{label}'; readers cannot tell them apart, so "
            "rename one",
        ),
        "fault.same_word": (
            "“{word}”既指“{name}”又指“{other}”（{place}）；请去掉一处，或写一个会追问的 terms",
            "'{word}' means '{name}' and '{other}' ({place}); drop it in one place, or add a term that asks back",
        ),
    }
)
