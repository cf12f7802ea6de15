"""Texts of keys: what is wrong with one, and why an answer that stands on it is refused."""

from semantic_layer.messages import add

add(
    {
        "key.doubles": (
            "{values} 个键值出现多次，多出 {rows} 行",
            "{values} of its values stand more than once, {rows} rows too many",
        ),
        "key.only_within": (
            "它只在分区之内唯一，不带分区时多出 {rows} 行",
            "it is unique within its partition only, without it {rows} rows are too many",
        ),
        "key.empties": ("有 {rows} 行没有键值", "{rows} rows have none"),
        "key.overlaps": (
            "有 {rows} 行的有效期和同一个键的前一行重叠",
            "{rows} rows hold before an earlier row of the same key has ended",
        ),
        "key.unverified": ("还没能核对它是否唯一", "it could not be verified yet"),
        "key.use.join": ("关联", "joins through"),
        "key.use.window": ("按有效期关联", "joins at the moment of each row through"),
        "key.use.count": ("逐行计数", "counts rows by"),
        "error.false_key": (
            "这个问题没法给出可靠的数字：它要通过“{table}”的键“{key}”（{place}）{use}，而这个键不成立：{why}，"
            "算出来会偏大。请去掉重复或残缺的行，或把键改成真正唯一的列（每期一份的快照表加 partition），"
            "再运行 wenshu check。不用这个键的问题照常能答。",
            "there is no reliable number for this: it {use} the key '{key}' of '{table}' ({place}), which does "
            "not hold: {why}, so the result would be too large. Remove the doubled or broken rows, or declare "
            "the columns that are really unique (a snapshot table takes a partition), then run wenshu check. "
            "Questions that do not need this key are answered as ever.",
        ),
        "error.unverified_key": (
            "这个问题先不回答：它要通过“{table}”的键“{key}”（{place}）{use}，而{why}。请运行 wenshu check --data 核对后再问。",
            "this is not answered yet: it {use} the key '{key}' of '{table}' ({place}), and {why}. Run "
            "wenshu check --data to verify it, then ask again.",
        ),
        "note.false_key": (
            "“{table}”的键“{name}”不唯一（{why}）：如果这些行是重复导入的，这里的合计会偏大",
            "the key '{name}' of '{table}' is not unique ({why}): if those rows were loaded twice, these "
            "totals are too large",
        ),
    }
)
