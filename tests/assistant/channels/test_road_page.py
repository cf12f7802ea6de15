"""The page over the real road and the demo shop: the main job, as a person sees it."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.assistant.channels.conftest import Served, Visit, own_state, start, stop

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
ASKED = "上个月各渠道的GMV和客单价,环比怎么样?"
Opens = Callable[..., Visit]


@pytest.fixture(scope="module")
def shop_page(demo_shop: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`wenshu serve` on the demo shop, whose data is made already."""
    folder = tmp_path_factory.mktemp("shop")
    state = str(own_state(folder))
    served = start(["-m", "assistant.cli", "serve", "--port", "0"], folder, WENSHU_STATE=state)
    yield served
    stop(served)


def test_the_main_question(shop_page: Served, visit: Opens, demo_shop: object) -> None:
    from semantic_layer.query import MetricQuery, TimeRange

    seen = visit(shop_page)
    seen.ask(ASKED)
    card = seen.answers(1)
    month = TimeRange.model_validate({"start": "2025-11-01", "end": "2025-11-30"})
    total = demo_shop.query(MetricQuery(metrics=("gmv",), time=month)).rows[0][0]  # type: ignore[attr-defined]
    seen.said(f"{total:,.2f} 元")
    seen.page.wait_for_selector(".js-plotly-plot .bars path")
    heads = card.locator("th").all_inner_texts()
    assert heads[0] == "渠道"
    assert any("环比" in head for head in heads)
    assert card.locator("tbody tr").count() >= 3
    card.locator("summary").click()
    assert "有效订单" in card.locator(".ws-definition").first.inner_text()
    assert "select" in card.locator(".ws-sql").first.inner_text().lower()
    assert card.locator(".ws-next button").count() >= 1
    assert seen.foreign == []
    assert seen.errors == []


def test_a_follow_up_and_a_next_question(shop_page: Served, visit: Opens) -> None:
    seen = visit(shop_page)
    seen.ask(ASKED)
    seen.answers(1)
    seen.page.wait_for_selector(".ws-next button:not([disabled])")
    seen.ask("那按平台呢")
    card = seen.answers(2)
    assert card.locator("th").first.inner_text() == "平台"
    card.locator(".ws-next button:not([disabled])").first.click()
    seen.answers(3)


def test_an_ambiguous_word_asks_back_and_a_click_answers(shop_page: Served, visit: Opens) -> None:
    seen = visit(shop_page)
    seen.ask("上个月退款率")
    choices = seen.answers(1).locator(".ws-options button")
    choices.first.wait_for()
    assert choices.count() >= 2
    seen.page.wait_for_selector(".ws-options button:not([disabled])")
    choices.first.click()
    card = seen.answers(2)
    assert card.locator("tbody td").last.inner_text().endswith("%")


def test_an_english_question(shop_page: Served, visit: Opens) -> None:
    seen = visit(shop_page, locale="en-US")
    seen.ask("GMV by platform last month")
    card = seen.answers(1)
    assert "Tmall" in card.inner_text()
    assert not re.search(r"[\u4e00-\u9fff]", card.locator("table").inner_text())


@pytest.mark.parametrize(
    "wrong",
    [
        "今天天气怎么样",
        "<img src=x onerror=alert(1)>",
        "DROP TABLE orders",
        "👗",
        "‮上个月GMV‬\u200b喵喵喵",
    ],
)
def test_what_is_no_question_gets_a_sentence(shop_page: Served, visit: Opens, wrong: str) -> None:
    seen = visit(shop_page)
    seen.ask(wrong)
    message = seen.page.locator("[data-step-type=assistant_message]").first
    message.wait_for()
    assert "Traceback" not in message.inner_text()
    assert "没能算完" not in message.inner_text()
    assert seen.page.locator(".ai-message .message-content img").count() == 0
    assert seen.foreign == []


def test_a_very_long_message_gets_a_sentence(shop_page: Served, visit: Opens) -> None:
    seen = visit(shop_page)
    seen.ask("上个月的GMV" * 2500)
    message = seen.page.locator("[data-step-type=assistant_message]").first
    message.wait_for()
    assert "没能算完" not in message.inner_text()


def test_a_phone(shop_page: Served, visit: Opens) -> None:
    seen = visit(shop_page, width=390)
    seen.ask(ASKED)
    seen.answers(1)
    seen.page.wait_for_selector(".js-plotly-plot .bars path")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
