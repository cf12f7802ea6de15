"""Texts of loading a shop's data."""

from semantic_layer.messages import add

add(
    {
        "fault.key_not_loaded": (
            "columns 里没有“{name}”，不能当键",
            "'{name}' is not among the columns, so it cannot be a key",
        ),
        "fault.server_in_yaml": (
            "server 应写成环境变量，如 ${{SHOP_PG}}，地址和密码不放进文件",
            "server names an environment variable such as ${{SHOP_PG}}; addresses and passwords stay out of files",
        ),
        "fault.files_and_server": (
            "files 和 server 只能写一个",
            "a source has files or a server, not both",
        ),
        "error.unknown_server": (
            "不认识的数据库地址“{scheme}”；可用：{known}",
            "'{scheme}' is no kind of server that is known; there are {known}",
        ),
        "error.needs_pymysql": (
            "读 MySQL/MariaDB 需要另装驱动：pip install 'wenshu[mysql]'",
            "reading MySQL or MariaDB needs a driver: pip install 'wenshu[mysql]'",
        ),
        "error.server_failed": (
            "数据库中途断开或出错，没有读完",
            "the database went away or failed before all was read",
        ),
        "error.no_such_table": (
            "“{source}”：数据库里没有表“{table}”，或没有权限",
            "'{source}': the database has no table '{table}', or it may not be read",
        ),
        "error.no_such_server_column": (
            "“{source}”：表里没有列“{column}”",
            "'{source}': the table has no column '{column}'",
        ),
        "sync.unreachable": (
            "{source} 没有更新，仍是上次的数据：{why}",
            "{source} was not brought up to date and is as it was: {why}",
        ),
        "sync.deleted": ("  源头删除了 {rows} 行", "  {rows} rows were deleted at the source"),
        "fault.bad_bounds": (
            "这里应为 [最小, 最大]，没有就写 null",
            "[least, most] belongs here, null for none",
        ),
        "error.expectation_fails": (
            "“{source}”不符合预期，新数据没有启用，仍用上一版：{why}",
            "'{source}' is not as expected, so the data is as it was: {why}",
        ),
        "doubt.unread": (
            "有 {rows} 行没能读懂，没有计入",
            "{rows} rows could not be read and do not count",
        ),
        "doubt.unique": (
            "{columns} 应唯一，多出 {rows} 行",
            "{columns} should be unique; {rows} rows are too many",
        ),
        "doubt.not_null": ("{column} 有 {rows} 行为空", "{column} is empty in {rows} rows"),
        "doubt.accepted": (
            "{column} 有 {rows} 行不在约定的值里（如 {such}）",
            "{column} has other values than agreed in {rows} rows (such as {such})",
        ),
        "doubt.range": ("{column} 有 {rows} 行超出范围", "{column} is out of range in {rows} rows"),
        "doubt.fresh": (
            "最新只到 {newest}，应在 {days} 天以内",
            "the newest day is {newest}; it should be at most {days} days old",
        ),
        "doubt.rows": (
            "只有 {rows} 行，至少应有 {least} 行",
            "there are {rows} rows; at least {least} are expected",
        ),
        "doubt.change": (
            "行数从 {before} 变为 {rows}，变化异常",
            "the number of rows went from {before} to {rows}, which is more than expected",
        ),
        "doubt.reconcile": (
            "{column} 与 {source} 的 {other} 对不上：{groups} 组，合计 {mine} 对 {theirs}",
            "{column} differs from {other} of {source} in {groups} groups, {mine} against {theirs} in all",
        ),
        "note.doubt": ("“{table}”的数据存疑：{why}", "the data of {table} is doubtful: {why}"),
        "error.sync_running": (
            "这家店正在更新数据，请等它结束再来",
            "this shop is being loaded by another run; wait until that has ended",
        ),
        "error.state_not_writable": (
            "状态目录“{path}”写不进去（只读或磁盘已满），数据没有变",
            "the state folder '{path}' cannot be written (read-only, or the disk is full); the data is as it was",
        ),
        "error.sync_failed": (
            "加载“{source}”时出错，数据仍是上一版。请检查磁盘空间，详情在日志里",
            "loading '{source}' failed and the data is as it was; check the disk space, details are in the log",
        ),
        "error.no_sources": (
            "这家店没有写 sources，没有要更新的数据；写法见 docs/shop-format.md",
            "this shop states no sources, so there is nothing to load; see docs/shop-format.md",
        ),
        "error.nothing_loaded": (
            "还没有加载过数据，请先运行 wenshu sync",
            "no data has been loaded yet; run wenshu sync first",
        ),
        "error.source_without_files": (
            "“{source}”找不到文件：{files}",
            "there are no files for '{source}': {files}",
        ),
        "error.files_gone": (
            "“{source}”的读法改了，要从头再读，但这些读过的文件已经不在了：{files}。请放回原处，或改用新的 source 名",
            "'{source}' is read in another way now and has to be read anew, but these files of it are gone: {files}. "
            "Put them back, or give the source a new name",
        ),
        "error.file_lacks_key": (
            "文件“{file}”没有列“{column}”，没有加载",
            "'{file}' has no column '{column}'; nothing of it was loaded",
        ),
        "sync.unchanged": ("数据没有变化", "nothing has changed"),
        "sync.swapped": ("已切换到新版本 {version}", "version {version} is current now"),
        "sync.source": (
            "{source}：新文件 {files} 个，新增 {rows} 行，替换 {replaced} 行，现有 {total} 行",
            "{source}: {files} new files, {rows} rows in, {replaced} replaced, {total} rows now",
        ),
        "sync.rejected": (
            "{file}：{rows} 行读不懂，放在一边没有计入（例如第 {row} 行的“{column}”：{cell}）",
            "{file}: {rows} rows could not be read and do not count (such as row {row}, '{column}': {cell})",
        ),
        "sync.twice": (
            "{file} 与 {other} 内容相同，只算一次",
            "{file} holds the same as {other} and counts once",
        ),
        "sync.repeated": (
            "{file}：同一个键出现多次，{rows} 行被后面的行代替",
            "{file}: keys stand more than once; {rows} rows gave way to later ones",
        ),
        "sync.new_column": (
            "{file}：多了列“{columns}”，没有加载；需要时写进 sources.yml",
            "{file} has columns that are not loaded: {columns}; name them in sources.yml where they are wanted",
        ),
        "sync.missing_column": (
            "{file}：少了列“{columns}”，按空值加载",
            "{file} lacks columns, which stay empty: {columns}",
        ),
        "sync.unreadable": ("{file} 没有加载：{why}", "{file} was not loaded: {why}"),
        "sync.gone": (
            "{file} 不在了，它的 {rows} 行仍保留",
            "{file} is gone; its {rows} rows are kept",
        ),
    }
)
