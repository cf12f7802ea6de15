"""Texts of files that cannot be read."""

from semantic_layer.messages import add

add(
    {
        "error.file_missing": ("找不到文件“{file}”", "there is no file '{file}'"),
        "error.file_empty": (
            "文件“{file}”里没有数据（{what}）。请确认下载完整后再导入",
            "there is no data in '{file}' ({what}); check that it was downloaded whole",
        ),
        "error.file_kind": (
            "不认识的文件格式“{file}”。可以读 CSV、TSV、TXT、Excel（xlsx、xls）、Parquet、JSON 行",
            "'{file}' is of no known kind; CSV, TSV, TXT, Excel (xlsx, xls), Parquet and JSON lines can be read",
        ),
        "error.file_broken": (
            "文件“{file}”打不开，可能没下载完整或已损坏。请重新导出一次",
            "'{file}' cannot be opened; it may be cut off or damaged. Export it once more",
        ),
        "error.file_password": (
            "文件“{file}”设了密码。请另存为没有密码的文件再导入",
            "'{file}' is protected by a password; save it without one first",
        ),
        "error.file_bytes": (
            "文件“{file}”第 {line} 行附近的文字不是 {encoding} 编码，整个文件没有导入。请另存为 UTF-8 再试",
            "the text of '{file}' near line {line} is not {encoding}; nothing of it was loaded. Save it as UTF-8",
        ),
        "error.file_ragged": (
            "文件“{file}”第 {line} 行应有 {expected} 列，实际 {found} 列，可能没下载完整；整个文件没有导入",
            "line {line} of '{file}' should have {expected} columns and has {found}; it may be cut off. Nothing of it was loaded",
        ),
        "error.file_quote": (
            "文件“{file}”第 {line} 行的引号没有配对，可能没下载完整；整个文件没有导入",
            "a quote on line {line} of '{file}' is never closed; it may be cut off. Nothing of it was loaded",
        ),
        "error.file_form": (
            "文件“{file}”与说好的格式不一样（{what}），没有导入",
            "'{file}' is not of the form that was declared ({what}); nothing of it was loaded",
        ),
        "error.file_sheet": (
            "文件“{file}”里没有工作表“{sheet}”，只有：{sheets}",
            "'{file}' has no sheet '{sheet}'; it has {sheets}",
        ),
        "error.file_wide": (
            "文件“{file}”有 {count} 列，最多 {most} 列；这不像一张表，请检查分隔符或先删去多余的列",
            "'{file}' has {count} columns, and {most} is the most; check its separator, or leave out columns",
        ),
        "read.no_rows": ("一行也没有", "not a row"),
        "read.only_header": ("只有表头", "only a header"),
        "read.blank": ("文件是空的", "the file is empty"),
        "read.no_sheet": ("所有工作表都是空的", "every sheet is empty"),
        "read.unreadable": ("数据库读不出来", "the engine cannot read it"),
    }
)
