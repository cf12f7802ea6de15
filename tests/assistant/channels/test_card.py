"""What the page is told to show for an answer."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, SaidLesson
from assistant.channels import messages as _messages  # noqa: F401
from assistant.channels.page import card
from semantic_layer.query import TimeRange
from semantic_layer.texts import Text
from tests.assistant.channels.gallery import grouped, shares

ANSWER = Answer("q", "answered", "共 9 元。", "zh", result=grouped(), next=("a", "b"))


def _offer(name: str, content: bytes) -> str:
    return f"/download/key/{name}"


def _props(answer: Answer) -> dict[str, object]:
    return card.shown(answer, _offer)[-1].props


def test_the_table_shows_every_cell_as_the_renderers_write_it() -> None:
    table = _props(ANSWER)["table"]
    assert [c["label"] for c in table["columns"]][:2] == ["平台", "支付金额（元）"]  # type: ignore[index]
    first = table["rows"][0]  # type: ignore[index]
    assert [cell["text"] for cell in first] == [
        "天猫", "5,123,456.78", "4,802,110.00", "+6.7%", "286.40",
    ]  # fmt: skip
    assert [cell["tone"] for cell in first] == ["", "", "", "ws-up", ""]


def test_a_long_table_is_cut_with_a_note() -> None:
    result = grouped()
    long = replace(result, rows=result.rows * 100)
    table = _props(replace(ANSWER, result=long))["table"]
    assert len(table["rows"]) == card.MOST_ROWS  # type: ignore[index]
    assert "200" in table["note"]  # type: ignore[index]
    assert "300" in table["note"]  # type: ignore[index]


def test_definitions_are_folded_and_the_period_is_not() -> None:
    props = _props(ANSWER)
    assert any("2025-11-01" in line for line in props["footnote"])  # type: ignore[attr-defined]
    assert not any("口径" in line for line in props["footnote"])  # type: ignore[attr-defined]
    assert props["fold"]["definitions"][0]["label"] == "支付金额"  # type: ignore[index]
    assert "口径" in props["markdown"]  # type: ignore[operator]


def test_two_parts_stand_below_each_other_with_next_questions_under_the_last() -> None:
    parts = (ANSWER, replace(ANSWER, result=shares()))
    shown = card.shown(replace(ANSWER, result=None, parts=parts), _offer)
    assert [part.props["next"] for part in shown] == [[], ["a", "b"]]
    assert all(part.figure is not None for part in shown)


def test_a_bare_sentence_has_no_card() -> None:
    assert _props(Answer("q", "answered", "您好。", "zh")) == {}


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        (date(2025, 11, 1), date(2025, 11, 30), "各平台的支付金额_2025-11"),
        (date(2024, 2, 1), date(2024, 2, 29), "各平台的支付金额_2024-02"),
        (date(2024, 2, 1), date(2024, 2, 28), "各平台的支付金额_2024-02-01_2024-02-28"),
        (date(2025, 11, 11), date(2025, 11, 11), "各平台的支付金额_2025-11-11"),
        (date(2025, 11, 1), date(2025, 12, 31), "各平台的支付金额_2025-11-01_2025-12-31"),
    ],
)
def test_a_file_is_named_after_title_and_period(start: date, end: date, name: str) -> None:
    result = replace(grouped(), time=TimeRange(start=start, end=end))
    assert card.file_name(result, "zh") == name


def test_a_file_name_holds_nothing_that_a_path_could() -> None:
    result = replace(grouped(), title=Text("../..\\a:b*\n<c>", "x"), time=None)
    assert card.file_name(result, "zh") == "....abc"


def test_the_sentence_cannot_carry_markup() -> None:
    shown = card.plain("![x](http://a.example/b.png) <b>*粗*</b>")
    assert "\\!" in shown or "!\\[" in shown
    assert "<b>" not in shown.replace("\\<", "")


def test_a_long_chinese_answer_gets_a_line_for_each_sentence() -> None:
    text = "支付金额一百元。" * 15
    assert card.plain(text).count("\n\n") == 14


def test_a_choice_can_teach_its_word_in_the_same_click() -> None:
    lessons = (
        None,
        SaidLesson("流水额", "支付金额", "metric"),
        SaidLesson("退款率", "x", "choice"),
    )
    asked = Answer("q", "clarify", "?", "zh", options=("a", "b", "c"), lessons=lessons)
    shown = {"label": "并记住：流水额 = 支付金额", "send": "选2并记住"}
    assert _props(asked)["lessons"] == [None, shown, None]


def test_an_answer_with_taught_words_leads_to_them() -> None:
    assert _props(ANSWER)["own"] is None
    assert _props(replace(ANSWER, own_words=("流水额",)))["own"] == {
        "label": "我的词",
        "send": "我的词",
    }
