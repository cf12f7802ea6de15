"""What a person sees and does in the page, in headless Chromium, over the stand-in road."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.assistant.channels.conftest import Served, Visit
from tests.assistant.channels.gallery import GALLERY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
ASKED = "上个月各渠道的GMV和客单价,环比怎么样?"
Opens = Callable[..., Visit]


def test_start_page_is_chinese_and_suggests_the_shops_questions(
    fake_page: Served, visit: Opens
) -> None:
    seen = visit(fake_page)
    seen.page.wait_for_selector("#starters button")
    assert seen.page.title() == "问数"
    assert seen.page.locator("#starters button").count() == 4
    assert "问店铺的数" in seen.page.get_attribute("#chat-input", "placeholder")
    assert seen.page.locator("text=Chainlit").count() == 0


def test_a_starter_asks_with_one_click(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.page.click("#starters button >> nth=0")
    seen.answers(1)
    seen.said("9,138,945.88")


def test_an_answer_has_sentence_chart_table_definition_and_sql(
    fake_page: Served, visit: Opens
) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    card = seen.answers(1)
    seen.said("2025年11月支付金额 9,138,945.88 元，环比上升 8.7%。")
    seen.page.wait_for_selector(".js-plotly-plot .main-svg .bars path")
    assert card.locator("tbody tr").count() == 3
    assert card.locator("tbody tr").first.inner_text().split("\t")[:2] == ["天猫", "5,123,456.78"]
    assert "统计期" in card.locator(".ws-footnote").inner_text()
    assert not card.locator(".ws-sql").is_visible()
    card.locator("summary").click()
    assert "SUM(pay_amount)" in card.locator(".ws-sql").inner_text()
    assert "有效订单按支付时间的实付金额之和" in card.locator(".ws-definition").inner_text()


def test_steps_stand_above_the_answer(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    card = seen.answers(1)
    step = seen.page.locator("[data-step-type=tool]", has_text="理解为：支付金额、客单价")
    step.wait_for()
    assert step.bounding_box()["y"] < card.bounding_box()["y"]


def test_a_chart_stands_between_sentence_and_table(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    card = seen.answers(1)
    chart = seen.page.locator(".inline-plotly-container")
    chart.locator(".main-svg").first.wait_for()
    sentence = seen.page.get_by_text("2025年11月支付金额 9,138").first
    tops = [part.bounding_box()["y"] for part in (sentence, chart, card)]
    assert tops == sorted(tops)


def test_a_next_question_is_asked_by_its_button(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    button = seen.answers(1).locator(".ws-next button").first
    text = button.inner_text()
    seen.page.wait_for_selector(".ws-next button:not([disabled])")
    button.click()
    seen.answers(2)
    assert seen.page.locator("[data-step-type=user_message]").last.inner_text().strip() == text


def test_a_choice_is_asked_by_its_button(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask("上个月退款率")
    seen.said("退款率按哪个口径算？")
    choices = seen.answers(1).locator(".ws-options button")
    assert choices.count() == 2
    seen.page.wait_for_selector(".ws-options button:not([disabled])")
    choices.nth(1).click()
    assert seen.answers(2).locator("tbody tr").count() == 3


def test_data_cannot_put_a_picture_or_a_link_into_the_page(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask("天气")
    message = seen.said("店里没有")
    assert "![天气]" in message.inner_text()
    assert message.locator(".message-content img, .message-content a").count() == 0
    assert seen.foreign == []


def test_an_unforeseen_failure_is_a_sentence_without_its_detail(
    fake_page: Served, visit: Opens
) -> None:
    seen = visit(fake_page)
    seen.ask("坏")
    seen.said("这个问题没能算完")
    assert "secret" not in seen.page.content()
    seen.ask(ASKED)
    seen.answers(1)


def test_stop_ends_a_long_question_and_the_next_is_answered(
    fake_page: Served, visit: Opens
) -> None:
    seen = visit(fake_page)
    seen.ask("等")
    seen.page.click("#stop-button")
    seen.said("已停止")
    seen.page.wait_for_selector("#chat-submit")
    seen.ask(ASKED)
    seen.answers(1)


def test_several_people_ask_at_once(fake_page: Served, visit: Opens) -> None:
    one, other = visit(fake_page), visit(fake_page)
    one.ask("等")
    other.ask(ASKED)
    other.answers(1)
    assert one.page.locator(".ws-card").count() == 0
    one.page.click("#stop-button")


def test_an_answer_copies_as_markdown(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    card = seen.answers(1)
    card.locator(".ws-copy").click()
    card.locator(".ws-copy", has_text="已复制").wait_for()
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("2025年11月支付金额 9,138,945.88 元")
    assert "| 天猫 | 5,123,456.78 |" in copied
    for part in ("统计期", "口径：支付金额", "2025-12-21"):
        assert part in copied


def test_a_table_downloads_as_csv(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    card = seen.answers(1)
    with seen.page.expect_download() as waiting:
        card.locator(".ws-csv").click()
    assert waiting.value.suggested_filename == "各平台的支付金额_2025-11.csv"
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert rows[1][:2] == ["天猫", "5123456.78"]


def test_english_question_in_an_english_browser(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page, locale="en-US")
    seen.page.wait_for_selector("#starters button")
    assert seen.page.locator("#starters button").first.inner_text() == "GMV by channel last month"
    seen.ask("GMV by channel last month")
    card = seen.answers(1)
    seen.said("GMV was ¥9,138,945.88")
    assert card.locator("tbody tr").first.inner_text().startswith("Tmall")
    assert "Copy as Markdown" in card.inner_text()
    assert not re.search(r"[\u4e00-\u9fff]", card.locator(".ws-footnote").inner_text())


def test_language_is_switched_by_a_button(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page, locale="en-US")
    seen.page.click("#ws-language")
    seen.page.wait_for_selector("#starters button:has-text('上个月各渠道')")


@pytest.mark.parametrize("word", GALLERY)
def test_every_chart_kind_is_drawn(fake_page: Served, visit: Opens, word: str) -> None:
    seen = visit(fake_page)
    seen.ask(f"{word}的图")
    seen.answers(1)
    seen.page.wait_for_selector(".js-plotly-plot .main-svg")
    drawn = ".bars path, .lines path, .pielayer path, .heatmaplayer image"
    seen.page.wait_for_selector(f".js-plotly-plot :is({drawn})", state="attached")
    assert seen.errors == []
    assert not seen.page.locator(".modebar-btn--logo").is_visible()


def test_ten_products_with_alike_names_are_ten_bars(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask("排行")
    seen.page.wait_for_selector(".js-plotly-plot .bars .point path")
    boxes = seen.page.evaluate(
        "[...document.querySelectorAll('.bars .point path')].map(p => p.getBoundingClientRect().y)"
    )
    assert len(set(boxes)) == 10


def test_a_phone_shows_an_answer_without_sideways_scrolling(
    fake_page: Served, visit: Opens
) -> None:
    seen = visit(fake_page, width=390)
    seen.ask(ASKED)
    card = seen.answers(1)
    seen.page.wait_for_selector(".js-plotly-plot .bars path")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    for part in (card, seen.page.locator(".js-plotly-plot").first):
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_nothing_is_fetched_from_another_host(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.page.wait_for_selector("#starters button")
    seen.ask(ASKED)
    seen.answers(1)
    seen.page.wait_for_selector(".js-plotly-plot .bars path")
    assert seen.foreign == []
    assert seen.errors == []


def test_the_users_folder_stays_clean(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    seen.answers(1)
    assert list(fake_page.folder.iterdir()) == []


def test_a_new_conversation_starts_empty_and_drops_the_old_downloads(
    fake_page: Served, visit: Opens
) -> None:
    seen = visit(fake_page)
    seen.ask(ASKED)
    link = seen.answers(1).locator(".ws-csv").get_attribute("href")
    assert seen.page.request.get(fake_page.url + link).status == 200
    seen.page.click("#new-chat-button")
    seen.page.wait_for_selector("#starters button")
    assert seen.page.locator(".ws-card").count() == 0
    seen.ask(ASKED)
    seen.answers(1)
    assert seen.page.request.get(fake_page.url + link).status == 404


def test_how_to_ask_is_explained(fake_page: Served, visit: Opens) -> None:
    seen = visit(fake_page)
    seen.page.click("#readme-button")
    seen.page.wait_for_selector("text=把想知道的数直接说出来就行")
