"""`wenshu init`: files in, a shop with right answers out, nothing by hand."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.semantic_layer.drafting import messy


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def ask(shop: Path, question: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    main(["ask", "--shop", str(shop), "--json", "--planner-only", question])
    return dict(json.loads(capsys.readouterr().out))


def test_right_answers_without_an_edit(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = messy.taobao(files)
    shop = tmp_path / "my_shop"
    assert main(["init", str(shop), "--from", str(files), "--yes"]) == 0
    said = capsys.readouterr().out
    for word in ("买家会员名", "收货人姓名", "猜测", "现在就可以问", "补单"):
        assert word in said
    answers = {
        "销售额是多少": truth["gmv"],
        "订单数是多少": truth["orders"],
        "买家数是多少": 90,
        "客单价是多少": truth["gmv"] / 90,
        "笔单价是多少": truth["gmv"] / truth["orders"],
    }
    for question, wanted in answers.items():
        answer = ask(shop, question, capsys)
        assert answer["status"] == "answered", question
        rows = answer["rows"]
        assert isinstance(rows, list)
        assert float(rows[0][-1]) == pytest.approx(wanted, abs=0.01), question
    assert main(["check", "--shop", str(shop), "--data"]) == 0


def test_every_listed_question_is_answered(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messy.shop_report(files)
    shop = tmp_path / "report_shop"
    assert main(["init", str(shop), "--from", str(files), "--yes"]) == 0
    listed = [
        line.split('"')[1] for line in capsys.readouterr().out.splitlines() if "wenshu ask" in line
    ]
    assert "每天的访客数" in listed
    for question in listed:
        assert ask(shop, question, capsys)["status"] == "answered", question
    assert ask(shop, "访客数是多少", capsys)["status"] != "answered", (
        "people are not added over days"
    )


def test_several_files_may_follow(files: Path, tmp_path: Path) -> None:
    messy.per_order_customers(files)
    several = [str(path) for path in sorted(files.iterdir())]
    assert (
        main(["init", str(tmp_path / "several"), "--from", *several, "--yes", "--lang", "en"]) == 0
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "空"), ("a,b,c\n", "表头"), ("订单编号,金额\nA1,5\nA2", "2 列")],
)
def test_a_bad_file_is_told_and_nothing_is_written(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    messy.taobao(files)
    (files / "zz.csv").write_text(text, encoding="utf-8")
    shop = tmp_path / "bad_shop"
    assert main(["init", str(shop), "--from", str(files), "--yes"]) == 2
    told = capsys.readouterr().err
    assert "zz.csv" in told
    assert said in told
    assert not shop.exists()


def test_what_is_there_is_not_overwritten(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messy.taobao(files)
    shop = tmp_path / "mine"
    shop.mkdir()
    (shop / "shop.yml").write_text("mine", encoding="utf-8")
    assert main(["init", str(shop), "--from", str(files)]) == 2
    assert (shop / "shop.yml").read_text(encoding="utf-8") == "mine"
    assert main(["init", str(tmp_path / "none")]) == 2
    assert "--from" in capsys.readouterr().err
