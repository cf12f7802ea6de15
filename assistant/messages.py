"""What the assistant itself says: units, notes, refusals, footnotes, the command line."""

import tools.messages  # noqa: F401  (its section must be in the table)
from semantic_layer.messages import Lang, add, say

__all__ = ["Lang", "say"]

add(
    {
        "say.nothing": ("无数据", "no data"),
        "say.unknown": ("无法计算", "cannot be computed"),
        "say.unchanged": ("持平", "unchanged"),
        "say.hardly": ("几乎持平", "almost unchanged"),
        "say.up": ("上升 {value}", "up {value}"),
        "say.down": ("下降 {value}", "down {value}"),
        "say.points": ("{value} 个百分点", "{value} percentage points"),
        "say.points.short": ("pp", "pp"),
        "say.hours": ("{value} 小时", "{value} h"),
        "say.days": ("{value} 天", "{value} days"),
        "say.seconds": ("{value} 秒", "{value} s"),
        "say.period": ("{start} 至 {end}", "{start} to {end}"),
        "say.heading": ("{label}（{unit}）", "{label} ({unit})"),
        # notes of an answer
        "answer.kept": ("沿用上一问的{slots}", "Kept from the question before: {slots}"),
        "slot.metrics": ("指标", "metric"),
        "slot.by": ("拆分方式", "split"),
        "slot.where": ("筛选", "filters"),
        "slot.time": ("时间", "period"),
        "slot.compare": ("对比", "comparison"),
        "slot.order": ("名次", "ranking"),
        "lesson.offer": (
            "回复“选2并记住”这样的话，“{word}”以后就按那个意思算",
            "Reply like “2 and remember”, and “{word}” means that from now on",
        ),
        "answer.exported": (
            "上一答的表已导出为 CSV，行数：{rows}。",
            "The table of the last answer as CSV, rows: {rows}.",
        ),
        "answer.by_model": (
            "由语言模型理解，数字仍由工具计算",
            "Understood by a language model; the numbers are computed by tools",
        ),
        # what went wrong
        "error.bad_arguments": (
            "工具“{tool}”的参数不对：{where}。用 wenshu tool {tool} --schema 查看格式。",
            "The arguments of '{tool}' do not fit: {where}. See wenshu tool {tool} --schema.",
        ),
        "unfit.between": ("；", "; "),
        "unfit.missing": ("缺少这个参数", "is missing"),
        "unfit.unknown": ("没有这个参数", "there is no such argument"),
        "unfit.unknown_near": (
            "没有这个参数（最接近的：{names}）",
            "there is no such argument (nearest: {names})",
        ),
        "unfit.choice": ("只能是：{options}", "must be one of: {options}"),
        "unfit.too_short": ("至少要有 {least} 个", "needs at least {least}"),
        "unfit.too_long": ("最多 {most} 个", "takes at most {most}"),
        "unfit.too_small": ("不能小于 {least}", "must not be below {least}"),
        "unfit.too_large": ("不能大于 {most}", "must not be above {most}"),
        "unfit.nothing": (
            "metrics、by、of 至少要有一个",
            "metrics, by or of: at least one of them is needed",
        ),
        "unfit.ends": (
            "ends 只用于单独一个 by，不带 metrics",
            "ends goes with exactly one by, and without metrics",
        ),
        "unfit.reversed": (
            "结束日早于开始日，请对调",
            "the last day lies before the first; swap them",
        ),
        "unfit.range": (
            "自选对比期（range）要带 time；previous、year、week 不带",
            "a range takes a time; previous, year and week do not",
        ),
        "unfit.date": (
            "应为日历上有的日期，写作 2025-11-11",
            "should be a day of the calendar such as 2025-11-11",
        ),
        "unfit.moment": (
            "应为时刻，写作 2025-11-11 20:00:00",
            "should be a moment such as 2025-11-11 20:00:00",
        ),
        "unfit.flag": ("应为 true 或 false", "should be true or false"),
        "unfit.whole": ("应为整数", "should be a whole number"),
        "unfit.number": ("应为数字", "should be a number"),
        "unfit.string": ("应为文字", "should be a text"),
        "unfit.list": ('应为列表，写作 ["gmv"]', 'should be a list such as ["gmv"]'),
        "unfit.object": ("应为 JSON 对象", "should be a JSON object"),
        "unfit.other": ("值不合适", "the value does not fit"),
        "error.bad_input": (
            "这一行读不了：{why}。每行应为一个 JSON 对象，带 {field}。",
            "This line cannot be read: {why}. Each line is a JSON object with {field}.",
        ),
        "error.no_such_trace": (
            "没有编号为“{trace}”的记录；只能重放这台机器上回答过的问题。",
            "There is no record '{trace}'; only questions answered on this machine can be replayed.",
        ),
        # the command line
        "usage.today": (
            "{name} 应为日历上有的日期，写作 2025-11-11。",
            "{name} should be a day of the calendar, such as 2025-11-11.",
        ),
        "usage.lang": ("{name} 只能是 zh 或 en。", "{name} must be zh or en."),
        "usage.whole": ("{name} 应为整数。", "{name} should be a whole number."),
        "usage.value": (
            "{name} 的值不对，写法见 {command} --help。",
            "the value of {name} does not fit; see {command} --help.",
        ),
        "usage.no_value": ("{name} 后面要写一个值。", "{name} needs a value."),
        "usage.missing": (
            "缺少 {name}，写法见 {command} --help。",
            "{name} is missing; see {command} --help.",
        ),
        "usage.no_option": (
            "没有选项 {name}，可用的见 {command} --help。",
            "there is no option {name}; see {command} --help.",
        ),
        "usage.no_option_near": (
            "没有选项 {name}，是不是 {near}？可用的见 {command} --help。",
            "there is no option {name}; did you mean {near}? See {command} --help.",
        ),
        "usage.no_command": (
            "没有命令“{name}”，可用的见 {command} --help。",
            "there is no command '{name}'; see {command} --help.",
        ),
        "usage.other": (
            "命令写法不对，请看 {command} --help；问题里有空格时要加引号。",
            "that is no command line; see {command} --help. Quote a question with spaces in it.",
        ),
        "line.empty": ("这是空行", "it is blank"),
        "line.encoding": ("不是 UTF-8 编码", "it is not UTF-8"),
        "line.json": ("不是合法的 JSON", "it is not valid JSON"),
        "line.object": ("不是 JSON 对象", "it is not a JSON object"),
        "line.q": ("缺少文字字段 q", "the text field q is missing"),
        "line.args": ("缺少对象字段 args", "the object args is missing"),
        "line.lang": ("lang 只能是 zh 或 en", "lang must be zh or en"),
        "line.role": ("role 应为文字", "role should be a text"),
        "line.thread": ("thread 应为文字", "thread should be a text"),
        "line.today": (
            "today 应为日历上有的日期，写作 2025-11-11",
            "today should be a day of the calendar such as 2025-11-11",
        ),
        "cli.disk_full": (
            "磁盘写满了{path}，这次没有做完。请腾出空间，或用 WENSHU_STATE 换一个文件夹再试。",
            "the disk is full{path}, so this was not finished. Free some space or set WENSHU_STATE "
            "to another folder, then try again.",
        ),
        "cli.system": (
            "系统不让读写（{kind}{path}）。请检查文件夹、权限和 WENSHU_STATE 后再试。",
            "the system refused to read or write ({kind}{path}). Check the folder, its permissions "
            "and WENSHU_STATE, then try again.",
        ),
        "cli.no_question": (
            "请写上问题，例如：wenshu ask 上个月各渠道的GMV。成批提问用 --batch 文件。",
            "Give a question, such as: wenshu ask 'GMV by channel last month'; or --batch FILE.",
        ),
        "cli.no_args": (
            "请用 --args 给出参数（JSON 或 @文件）。",
            "Give the arguments with --args (JSON or @FILE).",
        ),
        "cli.no_metrics": (
            "请用 --metrics 或 --args 说明要哪些指标。",
            "Say which metrics with --metrics or --args.",
        ),
        "cli.no_file": ("打不开文件“{path}”。", "cannot open the file '{path}'."),
        "cli.bad_json": (
            "--args 不是合法的 JSON：第 {line} 行第 {column} 列读不懂。",
            "--args is not valid JSON: line {line}, column {column} cannot be read.",
        ),
        "cli.no_object": (
            '--args 应为一个 JSON 对象，写作 {{"metrics": ["gmv"]}}。',
            '--args should be a JSON object such as {{"metrics": ["gmv"]}}.',
        ),
        "cli.which_tool": ("请指明工具，可用：{names}。", "Name a tool; there are: {names}."),
        "cli.scorecard": ("看板", "scorecard"),
        "cli.nearest": ("（最接近的：{names}）", " (nearest: {names})"),
        "cli.bad_setting": (
            "--set 应写作 名称=值，不是“{setting}”。",
            "--set is written NAME=VALUE, not '{setting}'.",
        ),
        "cli.failed": (
            "程序出错了，已记录。请换个问法；如果反复出现，请告诉管理员。",
            "Something went wrong and was logged. Ask in another way; if it stays, tell the admin.",
        ),
        "cli.internal": (
            "程序出错了（{kind}），请把这条命令告诉管理员。",
            "Something went wrong ({kind}); please report this command.",
        ),
        "cli.faults": ("共 {count} 处问题。", "{count} faults."),
        "cli.warnings": ("另有 {count} 条提醒。", " {count} warnings."),
        "cli.tests": ("测试：{count} 个，通过 {passed} 个。", "{passed} of {count} tests pass."),
        "cli.no_tests": ("这家店没有写测试。", "This shop states no tests."),
        "cli.not_empty": (
            "文件夹“{folder}”里已有文件，导入不会覆盖它们；请换一个新文件夹。",
            "'{folder}' already holds files, which an import does not touch; name a new folder.",
        ),
        "cli.nothing_to_import": (
            "“{folder}”不存在。请检查路径。",
            "there is nothing at '{folder}'. Check the path.",
        ),
        "cli.init_no_files": (
            "请说明数据文件：wenshu init {folder} --from 订单.csv 商品.xlsx",
            "Name the files: wenshu init {folder} --from orders.csv products.xlsx",
        ),
        "init.tables": ("读到的表：", "Tables:"),
        "init.table": (
            "  {name}（{label}）：{files}，{rows} 行 {columns} 列，主键：{key}",
            "  {name} ({label}): {files}, {rows} rows, {columns} columns, key: {key}",
        ),
        "init.no_key": ("没有", "none"),
        "init.personal": ("    个人信息：{columns}", "    personal data: {columns}"),
        "init.joins": ("关联（已在全部行上验证）：", "Joins, proven on all rows:"),
        "init.join": (
            "  {table}.{column} → {to}.{key}：{rows} 行，其中 {orphans} 行找不到",
            "  {table}.{column} -> {to}.{key}: {rows} rows, {orphans} of them lead nowhere",
        ),
        "init.concepts": ("认出的业务概念：", "Concepts:"),
        "init.no_concept": (
            "没有认出业务概念；表里的数仍可以查。",
            "No concept was recognised; the tables' own numbers can be asked for.",
        ),
        "init.guesses": (
            "请看一眼（已写在 YAML 注释里）：",
            "Please look at (comments in the YAML say so, too):",
        ),
        "init.choose": ("请选择（直接回车选 1）：", "Choose (Enter takes 1): "),
        "init.questions": ("现在就可以问：", "Questions that it can answer now:"),
        "init.done": (
            "店铺文件夹已写好：{folder}。数据更新后运行 wenshu sync --shop {folder}",
            "The shop folder is ready: {folder}. When there is new data: wenshu sync --shop {folder}",
        ),
        "cli.imported": (
            "已写入店铺文件夹 {folder}。用 wenshu check --shop {folder} 检查它。",
            "Written to the shop folder {folder}. Check it with: wenshu check --shop {folder}",
        ),
        "cli.exported": ("已写入 {file}。", "Written to {file}."),
        "cli.file_exists": (
            "“{file}”已经存在，导出不会覆盖它；请换一个文件名。",
            "'{file}' exists already, and an export does not overwrite it; name another file.",
        ),
        "cli.no_faults": ("没有发现问题。", "No faults."),
        "replay.same": ("重放结果与当时一致。", "The same as it was then."),
        "replay.differs": (
            "重放结果与当时不同：程序或口径变了。",
            "Not as it was then: the program or a definition has changed.",
        ),
        "replay.definition": (
            "当时的口径：{label} = {text}（版本 {version}），现在不同了",
            "The definition then: {label} = {text} (version {version}); it is another now",
        ),
        "replay.other_data": (
            "当时的数据版本是 {then}，现在是 {now}，数字可能不同。",
            "It was answered on data version {then}; this is {now}, so numbers may differ.",
        ),
        "chart.cut": (
            "图中只画最大的几项，表里有全部",
            "The chart leaves some out; the table has all",
        ),
        # footnote
        "foot.period": ("统计期：{period}", "Period: {period}"),
        "foot.all_time": ("统计期：全部数据", "Period: all data"),
        "foot.base": ("{name}：{period}", "{name}: {period}"),
        "foot.tables": ("取自：{tables}", "from: {tables}"),
        "foot.filters": ("筛选：{filters}", "Filters: {filters}"),
        "foot.and": ("，", ", "),
        "foot.definition": ("口径：{label} = {text}", "Definition: {label} = {text}"),
        "foot.version": ("{definition}（版本 {version}）", "{definition} (version {version})"),
        "foot.data": ("数据截至 {day}（版本 {version}）", "Data to {day} (version {version})"),
        "foot.cut": ("共 {count} 行，显示前 {shown} 行", "{count} rows, the first {shown} shown"),
        "foot.trace": ("编号：{trace}", "Trace: {trace}"),
        "foot.cached": (
            "结果算于 {at}，之后数据没有变",
            "Worked out at {at}; the data have not changed since",
        ),
        "foot.tokens": ("语言模型：{tokens} 个 token", "Language model: {tokens} tokens"),
        "foot.priced": ("{tokens}，{price}", "{tokens}, {price}"),
        "foot.beside": ("{left} · {right}", "{left} · {right}"),
        "foot.next": ("接着可以问：", "Next you could ask:"),
    }
)
