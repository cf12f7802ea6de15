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
        "import.kind.joins": ("关联", "joins"),
        "import.joined": (
            "与模型“{name}”并入同一家店",
            "joined with the model '{name}' into one shop",
        ),
        "import.query_source": (
            "数据源是一条查询或多处文件，这里只接受一张表：{text}；未导入",
            "its source is a query or several places, and one relation is needed here: {text}; left out",
        ),
        "import.key_assumed": (
            "按关联的写法，把“{name}”当作唯一键；wenshu check 会在数据上核对",
            "taken as a unique key because the join says so: {name}; wenshu check counts it in the data",
        ),
        "import.bad_join": (
            "关联条件不是两边列的相等（{text}），未导入",
            "its condition is not that columns are equal ({text}); left out",
        ),
        "import.renamed_role": ("这个关联在这里叫“{name}”", "this join is called '{name}' here"),
        "import.renamed_metric": (
            "改名为“{name}”（原名在别处也有）",
            "renamed to '{name}' (others have its name too)",
        ),
        "import.clock_chosen": (
            "有几个时间字段（{names}），默认按“{name}”算；要换请改 time",
            "it has several times ({names}); its metrics go by '{name}' unless `time` says otherwise",
        ),
        "import.clock_beside": (
            "它自己没有时间字段，按关联表的“{name}”算",
            "it has no time of its own; its metrics go by '{name}' of a table beside it",
        ),
        "import.not_in_osi": (
            "OSI 里没有对应的写法（{text}），未导出",
            "OSI has no form for it ({text}); left out",
        ),
        "import.not_portable": (
            "换成通用 SQL 意思会变（{text}），未导出",
            "plain SQL would say something else ({text}); left out",
        ),
        "import.put_in": ("已写进 {name} 的表达式里", "it stands in the expressions of the {name}"),
        "import.other_dialect": (
            "这是同一表达式的另一种方言写法，没有用到",
            "the same expression in another dialect; not needed",
        ),
        "import.no_known_dialect": (
            "没有一种可读的 SQL 方言，未导入",
            "none of its dialects is SQL that can be read here; left out",
        ),
        "import.extension": ("其他厂商的扩展，未导入", "an extension of another vendor; left out"),
        "import.made_exact": (
            "近似去重改为精确去重",
            "an approximate count of distinct values is made exact",
        ),
        "import.no_table": (
            "看不出是哪张表的指标，未导入",
            "it does not say which table it is of; left out",
        ),
        "import.two_ways": (
            "到“{name}”有两条关联路径，不知道走哪条，未导入",
            "two ways lead to '{name}' and it does not say which; left out",
        ),
        "import.no_way": (
            "没有一条多对一的路径能到“{name}”，未导入",
            "no way of many to one leads to '{name}'; left out",
        ),
        "import.does_not_load": (
            "导入后的文件夹有错误，请改这一处",
            "the folder has this fault; please correct it",
        ),
        "import.does_not_compile": (
            "在这里编译不了，未导入：{why}",
            "it does not compile here and was left out: {why}",
        ),
        "import.jinja": (
            "含有 Jinja 模板，这里不执行模板，未导入",
            "it holds a Jinja template, and templates are not run here; left out",
        ),
        "import.context": (
            "用到了运行时变量“{name}”，未导入",
            "it uses the variable '{name}' of the running server; left out",
        ),
        "import.view_left": (
            "视图没有对应的写法；其中的指标和维度仍可直接查询",
            "a view has no place here; what it shows can be asked of the metrics themselves",
        ),
        "import.renamed_beside": (
            "改名为“{name}”（同名的列另有用处，或原名是保留名）",
            "renamed to '{name}' (a column of its name is used too, or the name is reserved)",
        ),
        "import.sub_query": (
            "维度引用了指标（sub_query），可改为在查询里按客户等逐个筛选指标；未导入",
            "a dimension made of a measure (sub_query): filter entities by a metric in the query instead; left out",
        ),
        "import.stages": (
            "多级计算“{name}”没有对应的写法，未导入",
            "a calculation in several stages ('{name}') has no form here; left out",
        ),
        "import.window_unknown": (
            "时间窗口“{text}”没有对应的写法，未导入",
            "the window '{text}' has no form here; left out",
        ),
    }
)
