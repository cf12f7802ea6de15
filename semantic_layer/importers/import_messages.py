"""Texts of import reports."""

from semantic_layer.messages import add

add(
    {
        "import.carried": ("已导入{kind}：{count}", "{kind} carried: {count}"),
        "import.left": ("未能照搬的内容：{count} 处", "not carried as it stood: {count}"),
        "import.kind.tables": ("表", "tables"),
        "import.kind.dimensions": ("维度", "dimensions"),
        "import.kind.metrics": ("指标", "metrics"),
        "import.kind.queries": ("保存的查询", "saved queries"),
        "import.kind.spines": ("时间表", "time spines"),
        "import.outside": ("不属于语义层，未导入", "not a part of the semantic layer; left out"),
        "import.unknown_key": ("不认识的键，未导入", "this key is not known here and was left out"),
        "import.no_place": (
            "店铺文件夹里没有对应的写法，未导入",
            "a shop folder has no place for it",
        ),
        "import.bad_yaml": (
            "不是合法的 YAML，整个文件未导入",
            "not valid YAML; the file was left out",
        ),
        "import.no_expression": (
            "表达式用了这里不支持的写法“{text}”，未导入",
            "its expression uses what is not allowed here ('{text}'); left out",
        ),
        "import.bad_template": (
            "筛选模板读不懂：{text}；整项未导入",
            "cannot read the filter template: {text}; the whole of it was left out",
        ),
        "import.missing": (
            "引用了不存在的“{name}”，未导入",
            "it names '{name}', which is missing; left out",
        ),
        "import.left_below": (
            "它依赖的“{name}”没有导入，因此也未导入",
            "it rests on '{name}', which was not carried, so it was left out too",
        ),
        "import.renamed": (
            "改名为“{name}”（原名是保留名）",
            "renamed to '{name}' (the name is reserved)",
        ),
        "import.twice": (
            "“{name}”在同一实体下已有定义，此处未导入",
            "'{name}' is already defined for this entity; this one was left out",
        ),
        "import.kind_unknown": (
            "不支持的类型“{name}”，未导入",
            "there is no type '{name}' here; left out",
        ),
        "import.grain_unknown": (
            "时间粒度“{name}”太细或不认识，未导入",
            "the step of time '{name}' is too fine or unknown; left out",
        ),
        "import.source_found": (
            "数据源写作“{name}”，在数据里找到的是“{found}”",
            "its relation is '{name}'; found in the data as '{found}'",
        ),
        "import.source_missing": ("数据里没有表“{name}”", "the data has no relation '{name}'"),
        "import.no_time": (
            "没有说明时间维度，指标不能按时间看",
            "no time dimension is named, so its metrics cannot be cut by time",
        ),
    }
)
