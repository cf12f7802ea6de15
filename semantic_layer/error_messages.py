"""Texts of the faults in a shop folder and of the semantic layer's errors."""

from semantic_layer import refusal_messages  # noqa: F401  (adds the texts of refusals)
from semantic_layer.messages import add

add(
    {
        "fault.near": ("（最接近的：{names}）", " (nearest: {names})"),
        "fault.unknown_key": ("不认识的键“{key}”", "unknown key '{key}'"),
        "fault.duplicate_key": ("键“{key}”出现了两次，请删掉一个", "key '{key}' stands twice; remove one"),
        "fault.missing_key": ("缺少“{key}”", "'{key}' is missing"),
        "fault.nothing_defined": (
            "这家店还没有写 tables 和 metrics，没有可问的；写法见 docs/shop-format.md",
            "this shop states no tables and metrics, so nothing can be asked; see docs/shop-format.md",
        ),
        "fault.bad_key": ("键必须是文字", "a key must be plain text"),
        "fault.bad_name": (
            "名称“{name}”不合法：不能为空、不能带点号或首尾空格",
            "'{name}' is not a name: it may not be empty, hold a dot, or begin or end with a space",
        ),
        "fault.not_a_mapping": ("这里应为“键: 值”的映射", "a mapping (key: value) belongs here"),
        "fault.not_a_value": ("这里应为单个值", "a single value belongs here"),
        "fault.not_a_text": ("这里应为文字", "a text belongs here"),
        "fault.not_a_list": ("这里应为列表", "a list belongs here"),
        "fault.not_a_flag": ("“{value}”应为 true 或 false", "'{value}' should be true or false"),
        "fault.not_a_number": ("“{value}”应为数字", "'{value}' should be a number"),
        "fault.not_a_date": (
            "“{value}”应为日期，写作 2025-11-11",
            "'{value}' should be a date such as 2025-11-11",
        ),
        "fault.bad_choice": (
            "“{value}”不在可选值之内：{options}",
            "'{value}' is not one of: {options}",
        ),
        "fault.bad_length": (
            "“{value}”应为一段时间，如 14 day 或 2 month；单位：{grains}",
            "'{value}' should be a length of time such as 14 day or 2 month; units: {grains}",
        ),
        "fault.no_such_unit": (
            "没有时间单位“{value}”；可用：{grains}",
            "there is no unit of time '{value}'; there are: {grains}",
        ),
        "fault.not_an_event": (
            "转化指标“{by}”的起点和终点应为 simple 指标，“{name}”不是",
            "conversion '{by}' goes from one simple metric to another; '{name}' is not simple",
        ),
        "fault.bad_age": (
            "“{value}”应为一段时间，如 30 days；单位：{units}",
            "'{value}' should be a length of time such as 30 days; units: {units}",
        ),
        "fault.row_fact_kind": (
            "行属性“{name}”应恰好写一种：{kinds}",
            "row fact '{name}' says exactly one of: {kinds}",
        ),
        "fault.row_fact_needs_key": (
            "行属性“{name}”要靠主键对上每一行，表“{table}”没有主键（kind: primary）",
            "row fact '{name}' is met by the primary key of each row; table '{table}' has none (kind: primary)",
        ),
        "fault.no_such_member": (
            "“{by}”的 per 应是实体（单列的键）、维度或时间粒度，没有“{name}”",
            "per of '{by}' is an entity (a key of one column), a dimension or a step of time; there is no "
            "'{name}'",
        ),
        "fault.tests_nothing": (
            "“{by}”的条件“{text}”没有提到任何指标，应写成 \">= 2\" 或 \"orders >= 2\"",
            "condition '{text}' of '{by}' names no metric; write \">= 2\" or \"orders >= 2\"",
        ),
        "fault.bad_range": (
            "应为 [开始日, 结束日]，且结束不早于开始",
            "a range is [first day, last day], the last not before the first",
        ),
        "fault.bad_version": (
            "不支持的格式版本 {value}，请写 version: 1",
            "format version {value} is not supported; write version: 1",
        ),
        "fault.not_yaml": (
            "不是合法的 YAML（{why}），请检查这里和上一行的括号、引号、冒号与缩进",
            "not valid YAML ({why}); check brackets, quotes, colons and indents here and on the line above",
        ),
        "fault.tab": (
            "这里有制表符（Tab），YAML 的缩进只能用空格", "there is a tab; YAML is indented by spaces only",
        ),
        "fault.not_utf8": (
            "文件不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8", "the file is not UTF-8 (GBK, perhaps); save it as UTF-8",
        ),
        "fault.too_large": ("文件太大（上限 4 MB）", "the file is too large (4 MB at most)"),
        "fault.too_deep": (
            "嵌套太深，或用了别名重复引用，请展开写",
            "nested too deep or repeated through aliases; write it out",
        ),
        "fault.unreadable": ("文件读不了，请检查权限", "the file cannot be read; check its permissions"),
        "fault.two_primaries": (
            "一张表只能有一个主键实体，“{name}”是第二个",
            "a table has one primary entity; '{name}' is the second",
        ),
        "fault.reserved_name": (
            "“{name}”是时间粒度的保留名，请换一个维度名",
            "'{name}' is reserved for steps of time; choose another dimension name",
        ),
        "fault.defined_twice": ("“{name}”定义了两次", "'{name}' is defined twice"),
        "fault.no_such_table": (
            "“{by}”引用了不存在的表“{name}”",
            "'{by}' names the table '{name}', which does not exist",
        ),
        "fault.no_such_metric": (
            "“{by}”引用了不存在的指标“{name}”",
            "'{by}' names the metric '{name}', which does not exist",
        ),
        "fault.no_such_zone": (
            "没有“{name}”这个时区；写法如 Asia/Shanghai、UTC",
            "there is no time zone '{name}'; write it like Asia/Shanghai or UTC",
        ),
        "fault.no_such_dimension": (
            "same_as 指向不存在的维度“{name}”",
            "same_as names the dimension '{name}', which does not exist",
        ),
        "fault.home_is_no_home": (
            "same_as 应直接指向“{home}”，而不是“{name}”",
            "same_as should name '{home}' itself, not '{name}'",
        ),
        "fault.circle": ("指标互相引用成环：{names}", "metrics refer to one another in a circle: {names}"),
        "fault.bad_expression": ("表达式读不懂：{text}", "cannot read the expression: {text}"),
        "fault.expression_not_allowed": (
            "表达式里不能用“{node}”：{text}；这里写列、维度和普通函数，汇总写在 agg 里，不能有子查询、窗口和文件",
            "'{node}' is not allowed in an expression: {text}; write columns, dimensions and plain functions here, "
            "put the aggregation into agg, and use no subquery, window or file",
        ),
        "error.bad_shop": ("店铺文件夹有错误：", "the shop folder has errors:"),
        "error.no_such_shop": (
            "找不到店铺文件夹“{folder}”。请检查路径；不给 --shop 会使用演示店铺。",
            "there is no shop folder '{folder}'. Check the path; without --shop the demo shop is used.",
        ),
        "error.no_shop_file": (
            "文件夹“{folder}”里没有 shop.yml，它不是店铺文件夹。",
            "'{folder}' has no shop.yml, so it is not a shop folder.",
        ),
        "error.no_data": (
            "找不到店铺的数据“{path}”。请检查 shop.yml 的 data 或使用 --data。",
            "the shop's data '{path}' is not there. Check data: in shop.yml or use --data.",
        ),
        "error.unreadable_data": (
            "店铺的数据“{path}”打不开：它可能损坏了，或不是 DuckDB 文件/表格文件夹。"
            "请换上完好的文件，或用 --data 指向别处。",
            "the shop's data '{path}' cannot be opened: it may be damaged, or is no DuckDB file or folder of "
            "tables. Put a sound file in its place, or point elsewhere with --data.",
        ),
        "error.locked_data": (
            "店铺的数据“{path}”正被别的程序写入，现在打不开。请等它写完、关掉它，再试一次。",
            "another program is writing the shop's data '{path}', so it cannot be opened. Let it finish and "
            "close it, then try again.",
        ),
        "error.other_version": (
            "店铺的数据“{path}”是另一个版本的 DuckDB 写的，这里读不了。请升级本程序的 duckdb，或用导出的 Parquet。",
            "the shop's data '{path}' was written by another version of DuckDB. Upgrade duckdb here, or use "
            "exported Parquet files.",
        ),
        "error.empty_shop_data": (
            "店铺的数据里一天的记录也没有（{path}）：表或文件不存在、是空的，或列名与 YAML 对不上。"
            "请放好数据，再用 wenshu check --data 逐条核对。",
            "the shop's data holds not one dated row ({path}): tables or files are missing or empty, or their "
            "columns differ from the YAML. Put the data in place and go through wenshu check --data.",
        ),
        "error.demo_not_made": (
            "演示店铺的数据写不进“{folder}”。请检查权限和磁盘空间（约 200 MB），或用 WENSHU_STATE 换一个文件夹。",
            "the demo shop's data cannot be written to '{folder}'. Check its permissions and the space left "
            "(about 200 MB), or set WENSHU_STATE to another folder.",
        ),
        "error.data_differs": (
            "店铺的数据和 YAML 对不上，这个问题算不了：表、列或类型不同。请用 wenshu check --data 看是哪一处。",
            "the shop's data does not fit its YAML here: a table, column or type differs, so this cannot be "
            "computed. wenshu check --data says where.",
        ),
        "error.bad_types": (
            "条件或口径里比较了类型不同的值（例如拿文字和数字比）。请改一下条件里的值；"
            "没有写条件时，请用 wenshu check --data 核对店铺。",
            "values of different types are compared or summed (a text with a number). Change the value in "
            "your condition; without one, wenshu check --data says what is wrong with the shop.",
        ),
        "error.unknown_metric": ("没有指标“{name}”。", "there is no metric '{name}'."),
        "error.unknown_dimension": ("没有维度“{name}”。", "there is no dimension '{name}'."),
        "error.ambiguous_dimension": (
            "“{name}”有几种理解，请选一个：{names}。",
            "'{name}' can mean several things; choose one: {names}.",
        ),
        "error.not_by_time": (
            "“{name}”不是时间维度，不能按“{grain}”汇总。",
            "'{name}' is not a time, so it has no {grain}.",
        ),
        "error.bad_grain": (
            "没有时间粒度“{name}”；可用：{names}。",
            "there is no step of time '{name}'; there are {names}.",
        ),
        "error.no_clock": (
            "指标“{metric}”没有时间，不能按时间筛选或汇总。",
            "metric '{metric}' has no clock, so it cannot be cut by time.",
        ),
        "error.look_needs_time": (
            "“{metric}”是累计或滞后口径，需要一个时间范围或按时间汇总。",
            "'{metric}' looks back in time, so it needs a period or a step of time.",
        ),
        "error.no_look_at_conversion": (
            "转化指标“{metric}”不能再做滞后或累计。",
            "the conversion '{metric}' cannot be looked at through a lag or a running total.",
        ),
        "error.fixed_needs_key": (
            "“{metric}”要按 {names} 取，结果也得按它拆分。",
            "'{metric}' is taken by {names}, so the result must be split by that too.",
        ),
        "error.matured_needs_time": (
            "“{metric}”只算满了观察期的记录：它要有自己的时间，也要知道数据到哪一天为止。",
            "'{metric}' counts only rows that have been observed long enough: it needs a clock, and data whose "
            "last day is known.",
        ),
        "error.row_fact_nested": (
            "行属性“{name}”不能用在另一个行属性或表的 rows 规则里。",
            "the row fact '{name}' cannot be used inside another row fact or in the rows of its table.",
        ),
        "error.no_look_at_steps": (
            "“{metric}”按{step}求平均，不能再做滞后或累计；请把问的时间往前移。",
            "'{metric}' is taken over every {step}, so it cannot be looked at through a lag or a running "
            "total; ask for the earlier days instead.",
        ),
        "error.nested_per_part": (
            "“{metric}”不能按“{per}”取：它是会反复出现的时段。请用 day、week、month 等，再加筛选。",
            "'{metric}' cannot be taken per '{per}', a part of time that comes again; take it per day, week or "
            "month, with a condition.",
        ),
        "error.nested_off_clock": (
            "“{metric}”不能按“{per}”取：那不是它自己的时间。请直接写 day、week、month。",
            "'{metric}' cannot be taken per '{per}', which is not its own clock; say day, week or month.",
        ),
        "error.nested_misfit": (
            "“{metric}”是按“{per}”取的，不能再按“{by}”拆：一个“{per}”不完整地落在一个“{by}”里。",
            "'{metric}' is taken per '{per}', which does not lie whole within a '{by}', so it cannot be split "
            "by that.",
        ),
        "error.nested_mixed_condition": (
            "“{metric}”要数有多少天，但有个条件（或分组）把时间和别的内容混在一起，天数说不清。请把它们分开写。",
            "'{metric}' counts steps of time, and a condition (or group) mixes time with something else, so "
            "their number is not certain; say them apart.",
        ),
        "error.nested_counts_present": (
            "“{metric}”只在有记录的对象里数，条件“{inner}”永远数不到。请改问“没有……的有多少”。",
            "'{metric}' counts among those that have records at all, so '{inner}' never holds; ask for those "
            "without any instead.",
        ),
        "error.too_fine": (
            "“{name}”只精确到{known}，不能按{grain}看。",
            "'{name}' is known by the {known} only, so it has no {grain}.",
        ),
        "error.lag_to_same": (
            "“{metric}”取的是每个{unit}开始时的值，按{unit}看有两种理解，请用更细的粒度。",
            "'{metric}' takes the value at the start of each {unit}, which by {unit} can mean two things; "
            "use a smaller step.",
        ),
        "error.lag_of_months": (
            "“{metric}”比的是一个{unit}以前：月份长短不一，按这个粒度相加会重复或漏掉月底。请按日，或按完整的{unit}看。",
            "'{metric}' looks one {unit} back: months differ in length, so summed by this step their last "
            "days would count twice or not at all. Ask by day, or by whole {unit}s.",
        ),
        "error.no_tie": (
            "“{metric}”算不了：表“{table}”里没有“{name}”，两种事件对不上。",
            "'{metric}' cannot be computed: '{table}' has no '{name}' to match its events by.",
        ),
        "error.needs_metric": (
            "没有指标时只能列出取值，不能限定时间、比较、算占比或补齐。请加一个指标。",
            "without a metric only values can be listed: no period, comparison, share or filling. Name one.",
        ),
        "error.no_common_table": (
            "{names} 不在同一张表里，也没有唯一的关联方式，请加一个指标说明怎么关联。",
            "{names} do not stand in one table, nor is there one way to join them; name a metric.",
        ),
        "error.unreachable": (
            "“{metric}”和“{dimension}”之间没有关联，不能放在一起看。",
            "'{metric}' is not connected with '{dimension}', so they cannot be combined.",
        ),
        "error.bad_expression": ("表达式读不懂：{text}", "cannot read the expression: {text}"),
        "error.expression_not_allowed": (
            "表达式里不能用“{node}”。", "'{node}' is not allowed in an expression.",
        ),
        "error.bad_filter": (
            "筛选条件“{field} {op}”不成立：between 要两个值，is_null 和 not_null 不要值，其余至少一个；包含、开头、结尾只用于文字。",
            "the condition '{field} {op}' does not fit: between takes two values, is_null and not_null none, all "
            "others at least one; contains, starts and ends are for texts.",
        ),
        "error.bad_value": (
            "“{value}”不是“{field}”能比较的值。", "'{value}' cannot be compared with '{field}'.",
        ),
        "error.unknown_column": (
            "结果里没有“{name}”这一列，不能按它排序或筛选。",
            "the result has no column '{name}' to sort or filter by.",
        ),
        "error.share_of_ratio": (
            "“{metric}”是比率，没有“占比”的含义。", "'{metric}' is a ratio; a share of it has no meaning.",
        ),
        "error.compare_needs_time": (
            "比较需要一个时间范围，请说明是哪段时间。", "a comparison needs a period; say which.",
        ),
        "error.fill_needs_time": (
            "补齐空白日期需要时间范围和时间粒度。",
            "filling empty periods needs a period and a step of time.",
        ),
        "error.too_many_steps": (
            "时间跨度太大：{count} 个{grain}，上限 {most}。请缩短时间或换更粗的粒度。",
            "too many steps of time: {count} ({grain}), at most {most}. Shorten the period or use a larger step.",
        ),
        "error.misaligned": (
            "这两段时间不能按“{grain}”逐一对齐，请换一个粒度，或只比较总数。",
            "these two periods cannot be aligned by {grain}; choose another step or compare totals.",
        ),
        "error.duplicate_column": (
            "“{name}”要了两次。", "'{name}' is asked for twice.",
        ),
        "fault.no_such_role": (
            "“{by}”里写的角色“{name}”没有定义",
            "'{by}' names the role '{name}', which is not defined",
        ),
        "error.unknown_person": (
            "还不认识您，看不到任何数据。请店主在 shop.yml 的 access 里为“{door}”加上您的账号。",
            "You are not known here, so nothing may be seen. Ask the owner to add your account under"
            " access, {door}, in shop.yml.",
        ),
        "error.unknown_role": ("没有角色“{role}”，看不到任何数据。", "there is no role '{role}', so nothing may be seen."),
        "error.nothing_in_sight": (
            "你的角色只看得到其中一部分数据（{rules}），里面没有符合条件的记录。"
            "请换个条件，或请管理员开通。",
            "your role sees only part of the data ({rules}) and nothing in it matches. Change the condition, "
            "or ask the administrator for access.",
        ),
        "error.metric_not_allowed": (
            "你的角色看不到指标“{name}”。", "your role may not see the metric '{name}'.",
        ),
        "error.dimension_not_allowed": (
            "你的角色看不到“{name}”。", "your role may not see '{name}'.",
        ),
        "error.not_supported_here": (
            "数据引擎“{dialect}”不支持“{what}”。", "the engine '{dialect}' cannot do '{what}'.",
        ),
        "error.engine_failed": (
            "查询执行失败，已记录。请换个问法，或联系管理员。",
            "the query failed and was logged. Ask in another way, or tell the administrator.",
        ),
        "error.timeout": (
            "查询超过 {seconds} 秒没有结果，已停止。请缩短时间范围或少分几层。",
            "the query took longer than {seconds} s and was stopped. Shorten the period or split it less.",
        ),
        "error.cancelled": ("已停止。", "stopped."),
    }
)  # fmt: skip
