"""The command line by its contract: flags, exit codes, JSON lines, and no traceback ever."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main

CORNER_SHOP = Path(__file__).parents[1] / "tools" / "corner_shop"
SHOP = ["--shop", str(CORNER_SHOP)]
NOVEMBER = ["--time", "2025-11-01..2025-11-30"]


class Ran:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def wenshu(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path))

    def run(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(code, out, err)

    return run


def test_ask_answers_in_words(wenshu: Any) -> None:
    ran = wenshu("ask", *SHOP, "上个月支付金额")
    assert ran.code == 0
    assert ran.out.startswith("支付金额 183,000.00 元（统计期 2025-11-01 至 2025-11-30）。")
    assert "口径：支付金额 = 有效订单的实付金额之和" in ran.out


@pytest.mark.parametrize(
    ("question", "lang", "code", "status"),
    [
        ("上个月支付金额", "zh", 0, "answered"),
        ("GMV by platform last month", "en", 0, "answered"),
        ("上个月的呱呱率", "zh", 3, "clarify"),
        ("2019年的支付金额", "zh", 4, "refused"),
        ("", "zh", 3, "clarify"),
        ("   ", "zh", 3, "clarify"),
        ("卖" * 20_000, "zh", 3, "clarify"),
        ("🛒🛒🛒", "zh", 3, "clarify"),
        ("\u202e额金付支", "zh", 3, "clarify"),
        ("DROP TABLE orders; --", "en", 4, "refused"),
    ],
)
def test_ask_as_json(wenshu: Any, question: str, lang: str, code: int, status: str) -> None:
    ran = wenshu("ask", *SHOP, "--json", "--planner-only", question)
    assert (ran.code, ran.data["status"]) == (code, status)
    assert ran.data["text"]
    assert ran.data["schema"] == 1


def test_half_characters_are_survived(wenshu: Any) -> None:
    assert wenshu("ask", *SHOP, "--json", "上个月\udc80支付金额").code in (0, 3, 4)
    lines = '{"id": "\\ud800", "q": "\\ud800上个月支付金额", "thread": "\\udfff"}'
    assert wenshu("ask", *SHOP, "--batch", "-", stdin=lines).lines[0]["code"] != "internal"
    args = '{"id": "1", "args": {"metrics": ["\\ud800"]}}'
    assert wenshu("query", *SHOP, "--batch", "-", stdin=args).lines[0]["status"] == "refused"


def test_the_same_question_twice_gives_the_same_bytes_but_for_timings(wenshu: Any) -> None:
    first, second = (wenshu("ask", *SHOP, "--json", "上个月各平台的支付金额").data for _ in (1, 2))
    first.pop("ms"), second.pop("ms")
    assert json.dumps(first) == json.dumps(second)


def test_language_and_today_and_role(wenshu: Any) -> None:
    told = wenshu(
        "ask", *SHOP, "--json", "--lang", "en", "--today", "2025-11-15", "上个月支付金额"
    ).data
    assert told["text"].startswith("GMV: ¥2,000.10")
    assert told["period"]["end"] == "2025-10-31"
    refused = wenshu("query", *SHOP, "--json", "--role", "clerk", "--metrics", "gmv")
    assert (refused.code, refused.data["code"]) == (4, "policy")


def test_a_batch_has_a_line_for_a_line_in_order(wenshu: Any) -> None:
    lines = [
        '{"id": "a", "q": "上个月支付金额", "thread": "t"}',
        "not json",
        '{"id": "c"}',
        '{"id": "d", "q": "那按平台呢", "thread": "t"}',
        '["a list"]',
        '{"id": "f", "q": "GMV last month", "lang": "fr"}',
        '{"id": "g", "q": "上个月支付金额", "today": "yesterday"}',
        '{"id": 8, "q": "GMV last month", "lang": "zh", "today": "2025-11-02"}',
    ]
    ran = wenshu("ask", *SHOP, "--json", "--batch", "-", stdin="\n".join(lines))
    assert ran.code == 0
    told = ran.lines
    assert [t["id"] for t in told] == ["a", "", "c", "d", "", "f", "g", "8"]
    assert [t["code"] for t in told] == ["", *["bad_input"] * 2, "", *["bad_input"] * 3, ""]
    assert [t["status"] for t in told if t["code"]] == ["failed"] * 5
    assert told[3]["args"]["by"] == ["platform"]
    assert told[3]["thread"] == "t"
    assert told[7]["text"].startswith("支付金额 2,000.10 元")


def test_a_bad_line_keeps_its_ids_and_is_said_in_its_language(wenshu: Any) -> None:
    lines = [
        '{"id": "a", "q": "GMV", "thread": "t", "lang": "en", "today": "20251101"}',
        '{"id": null, "q": "GMV", "thread": {"a": 1}}',
        "",
    ]
    told = wenshu("ask", *SHOP, "--batch", "-", stdin="\n".join(lines) + "\n\n").lines
    assert [t["id"] for t in told] == ["a", "", "", ""][: len(told)]
    assert told[0]["question"] == "GMV"
    assert told[0]["thread"] == "t"
    assert told[0]["text"].startswith("This line cannot be read: today should be a day")
    assert "thread 应为文字" in told[1]["text"]
    assert "这是空行" in told[2]["text"]
    assert all(t["trace"] and t["thread"] and t["data_version"] and t["data_as_of"] for t in told)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["ask", "--today", "2025-02-31", "问"], "--today 应为日历上有的日期", "--today should be"),
        (["ask", "--lang", "fr", "问"], "--lang 只能是 zh 或 en", "--lang must be zh or en"),
        (["ask", "--lang"], "--lang 后面要写一个值", "--lang needs a value"),
        (["ask", "--jsn", "问"], "没有选项 --jsn，是不是 --json", "did you mean --json"),
        (["ask", "a", "b"], "加引号", "Quote a question"),
        (["asc", "问"], "没有命令“asc”", "there is no command 'asc'"),
        (["query", *SHOP], "请用 --metrics", "Say which metrics"),
        (["query", "--limit", "x"], "--limit 应为整数", "--limit should be a whole number"),
        (["query", *SHOP, "--args", "{"], "第 1 行第 2 列", "line 1, column 2"),
        (["tool", *SHOP, "nope"], "请指明工具", "Name a tool"),
        (["tool", *SHOP, "metrics"], "请用 --args", "Give the arguments"),
        (["ask", "--shop", "/not/there", "问"], "找不到店铺文件夹", "there is no shop folder"),
    ],
)
def test_bad_usage_is_said_in_the_askers_language(
    wenshu: Any, arguments: list[str], zh: str, en: str
) -> None:
    assert zh in wenshu(*arguments).err
    command, *rest = arguments
    assert en in wenshu(command, "--lang", "en", *rest).err


def test_an_english_question_is_told_of_its_shop_in_english(wenshu: Any) -> None:
    assert "there is no shop" in wenshu("ask", "--shop", "/not/there", "GMV by platform").err


def test_a_batch_from_a_file_with_a_byte_order_mark(wenshu: Any, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "q": "上个月支付金额"}\n', encoding="utf-8-sig")
    assert wenshu("ask", *SHOP, "--batch", str(path)).lines[0]["status"] == "answered"


def test_an_empty_batch_is_no_line(wenshu: Any) -> None:
    ran = wenshu("ask", *SHOP, "--batch", "-")
    assert (ran.code, ran.out) == (0, "")


def test_query_with_flags(wenshu: Any) -> None:
    ran = wenshu(
        "query", *SHOP, *NOVEMBER, "--json", "--metrics", "gmv,orders", "--by", "platform",
        "--where", "product != '帽子'", "--compare", "previous", "--order", "-gmv", "--limit", "2",
    )  # fmt: skip
    assert ran.code == 0
    assert [row[0] for row in ran.data["rows"]] == ["tmall", "jd"]
    assert ran.data["rows"][1][1] == 799.45
    assert ran.data["tool"] == "query"
    assert ran.data["period"]["compare"][0]["start"] == "2025-10-01"


def test_query_shows_its_sql_when_asked(wenshu: Any) -> None:
    asked = ("query", *SHOP, "--metrics", "gmv")
    assert "SELECT" in wenshu(*asked, "--sql").out
    assert "SELECT" not in wenshu(*asked).out


def test_arguments_from_a_file(wenshu: Any, tmp_path: Path) -> None:
    path = tmp_path / "args.json"
    path.write_text('{"metrics": ["orders"]}', encoding="utf-8")
    assert wenshu("query", *SHOP, "--json", "--args", f"@{path}").data["rows"] == [[10]]


@pytest.mark.parametrize(
    ("args", "status", "code", "exit_code"),
    [
        ('{"metrics": ["gmvv"]}', "refused", "not_in_data", 4),
        ('{"metrics": ["gmv"], "by": ["platfrom"]}', "refused", "not_in_data", 4),
        ('{"metrics": ["gmv"], "byy": []}', "failed", "bad_arguments", 5),
        ('{"metrics": ["gmv"], "by": ["platform"], "share": ["aov"]}',
         "refused", "unsupported", 4),
        ('{"metrics": "gmv"}', "failed", "bad_arguments", 5),
        ('{"metrics": ["gmv"], "where": ["1 = (select 1)"]}', "refused", "unsupported", 4),
        ('{"metrics": ["gmv"], "time": {"start": "2019-01-01", "end": "2019-01-02"}}',
         "refused", "not_in_data", 4),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [["query"], ["tool", "metrics"]])
def test_wrong_arguments(
    wenshu: Any, command: list[str], args: str, status: str, code: str, exit_code: int
) -> None:
    ran = wenshu(*command, *SHOP, "--json", "--args", args)
    assert (ran.data["status"], ran.data["code"], ran.code) == (status, code, exit_code)
    assert ran.data["rows"] == []


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        ({"metrics": "gmv"}, 'metrics: 应为列表，写作 ["gmv"]', "should be a list"),
        ({"metrics": []}, "metrics、by、of 至少要有一个", "at least one of them is needed"),
        ({}, "metrics、by、of 至少要有一个", "at least one of them is needed"),
        ({"metrics": ["gmv"], "byy": []}, "byy: 没有这个参数（最接近的：by）", "nearest: by"),
        ({"metrics": ["gmv"], "zzz": []}, "zzz: 没有这个参数", "no such argument"),
        ({"metrics": ["gmv"], "limit": 0}, "limit: 不能小于 1", "must not be below 1"),
        ({"metrics": ["gmv"], "limit": "x"}, "limit: 应为整数", "should be a whole number"),
        ({"metrics": ["gmv"], "fill": "maybe"}, "fill: 应为 true 或 false", "true or false"),
        ({"metrics": ["gmv"], "time": {"start": "2025-02-31", "end": "x"}},
         "time.start: 应为日历上有的日期", "time.end: should be a day of the calendar"),
        ({"metrics": ["gmv"], "time": {"start": "2025-11-30", "end": "2025-11-01"}},
         "time: 结束日早于开始日，请对调", "time: the last day lies before the first"),
        ({"metrics": ["gmv"], "time": 5}, "time: 应为 JSON 对象", "should be a JSON object"),
        ({"metrics": ["gmv"], "compare": [{"kind": "range"}]},
         "compare.0: 自选对比期（range）要带 time", "a range takes a time"),
        ({"metrics": ["gmv"], "compare": [{"kind": "yoy"}]},
         "compare.0.kind: 只能是：previous, year, week, range",
         "compare.0.kind: must be one of: previous, year, week, range"),
        ({"metrics": ["gmv"], "where": [{"field": "platform", "op": "~", "values": 5}]},
         "where.0.values: 应为列表", "where.0.op: must be one of: =, !=, in"),
        ({"metrics": ["gmv"], "where": [7]}, "where.0: ", "where.0: "),
        ({"metrics": [None]}, "metrics.0: 应为文字", "metrics.0: should be a text"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_said_in_the_askers_language(
    wenshu: Any, args: dict[str, Any], zh: str, en: str
) -> None:
    given = ("query", *SHOP, "--json", "--args", json.dumps(args))
    said = wenshu(*given).data["text"]
    assert zh in said
    assert "Input" not in said
    assert "Filter" not in said
    assert "wenshu tool query --schema" in said
    assert en in wenshu(*given, "--lang", "en").data["text"]


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        ({"metrics": []}, "metrics: 至少要有 1 个", "needs at least 1"),
        ({}, "metrics: 缺少这个参数", "is missing"),
    ],
)
def test_the_metrics_tool_needs_a_metric(
    wenshu: Any, args: dict[str, Any], zh: str, en: str
) -> None:
    given = ("tool", "metrics", *SHOP, "--json", "--args", json.dumps(args))
    assert zh in wenshu(*given).data["text"]
    assert en in wenshu(*given, "--lang", "en").data["text"]


def test_a_list_of_rows(wenshu: Any) -> None:
    args = {"of": "orders", "by": ["order"], "limit": 2}
    ran = wenshu("query", *SHOP, "--json", "--args", json.dumps(args))
    assert ran.data["status"] == "answered"
    assert len(ran.data["rows"]) == 2
    assert "见表" in ran.data["text"]


def test_the_schema_that_is_pointed_to_is_there(wenshu: Any) -> None:
    assert wenshu("tool", "query", "--schema").data["title"] == "MetricQuery"


def test_an_unknown_metric_is_told_with_the_nearest(wenshu: Any) -> None:
    assert "gmv" in wenshu("query", *SHOP, "--json", "--metrics", "gmvv").data["options"]


def test_a_batch_of_calls(wenshu: Any) -> None:
    lines = [
        '{"id": "1", "args": {"metrics": ["orders"]}}',
        '{"id": "2", "args": {"metrics": ["gmv"]}, "role": "clerk"}',
        '{"id": "3", "args": "no object"}',
        '{"id": "4", "args": {"metrics": []}}',
    ]
    for command in (["query"], ["tool", "metrics"]):
        ran = wenshu(*command, *SHOP, "--batch", "-", stdin="\n".join(lines))
        assert ran.code == 0
        assert [t["status"] for t in ran.lines] == ["answered", "refused", "failed", "failed"]
        assert [t["code"] for t in ran.lines] == ["", "policy", "bad_input", "bad_arguments"]


def test_tool_lists_and_schemas(wenshu: Any) -> None:
    assert wenshu("tool", "--list").out.startswith("metrics\t")
    assert "MetricsArguments" in wenshu("tool", "metrics", "--schema").data["title"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", *SHOP],
        ["ask", "--nonsense"],
        ["ask", *SHOP, "--today", "soon", "x"],
        ["ask", *SHOP, "--lang", "fr", "x"],
        ["ask", *SHOP, "--batch", "/not/there.jsonl"],
        ["ask", "--shop", "/not/there", "x"],
        ["query", *SHOP],
        ["query", *SHOP, "--args", "{not json"],
        ["query", *SHOP, "--args", "[1]"],
        ["query", *SHOP, "--args", "@/not/there.json"],
        ["tool", *SHOP, "crystal_ball", "--args", "{}"],
        ["tool", *SHOP, "metrics"],
        ["tool", *SHOP],
        ["replay", *SHOP, "ffffffffffff"],
        ["no-such-command"],
    ],
    ids=" ".join,
)
def test_bad_usage_is_two_and_says_why(wenshu: Any, arguments: list[str]) -> None:
    ran = wenshu(*arguments)
    assert ran.code == 2
    assert ran.err.strip()
    assert ran.out == ""


def test_a_broken_shop_says_every_fault_with_its_place(wenshu: Any, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "shop.yml").write_text("version: 1\nshopp: {}\n", encoding="utf-8")
    for command in (["ask", "x"], ["query", "--metrics", "gmv"]):
        ran = wenshu(*command, "--shop", str(folder))
        assert ran.code == 2
        assert "shop.yml:2:1" in ran.err
    checked = wenshu("check", "--shop", str(folder))
    assert checked.code == 1
    assert "shop.yml:2:1" in checked.out + checked.err


def test_check(wenshu: Any) -> None:
    assert wenshu("check", *SHOP, "--data", "--tests").code == 0
    assert wenshu("check", "--shop", "/not/there").code == 2


def test_replay_gives_the_same_answer(wenshu: Any) -> None:
    lines = ['{"q": "上个月支付金额", "thread": "t"}', '{"q": "那按平台呢", "thread": "t"}']
    told = wenshu("ask", *SHOP, "--batch", "-", stdin="\n".join(lines)).lines
    again = wenshu("replay", *SHOP, "--json", told[1]["trace"])
    assert again.code == 0
    assert again.data["rows"] == told[1]["rows"]
    assert again.data["notes"][0] == "重放结果与当时一致。"


def test_replay_of_a_query(wenshu: Any) -> None:
    told = wenshu("query", *SHOP, "--json", "--metrics", "gmv").data
    again = wenshu("replay", *SHOP, "--json", told["trace"]).data
    assert (again["rows"], again["notes"][0]) == (told["rows"], "重放结果与当时一致。")


def test_an_error_that_nobody_foresaw_is_a_sentence(
    wenshu: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import assistant.ask

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret row 4711")

    monkeypatch.setattr(assistant.ask, "ask", breaks)
    ran = wenshu("ask", *SHOP, "--json", "上个月支付金额")
    assert (ran.code, ran.data["code"]) == (5, "internal")
    assert "4711" not in ran.out + ran.err
    assert "4711" in (tmp_path / "corner" / "wenshu.log").read_text(encoding="utf-8")
