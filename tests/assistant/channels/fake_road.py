"""A stand-in for the main road: fixed, realistic Answers, so that doors are tested by themselves.

Run as a program it serves the page on the port given: `python fake_road.py PORT`.
"""

import sys
from collections.abc import Callable
from threading import Event

from assistant.answer import Answer, Question
from semantic_layer.engines import Cancel
from semantic_layer.texts import Text
from tests.assistant.channels.gallery import GALLERY, grouped
from tools.registry import Step

STARTERS = (
    Text("上个月各渠道的GMV和客单价，环比怎么样？", "GMV by channel last month"),
    Text("最近30天每天的GMV", "GMV per day, last 30 days"),
    Text("退款率最高的前10个商品", "Top 10 products by refund rate"),
    Text("双11当天卖了多少", "How much was sold on Double 11"),
)


def answer(question: Question, *, on_step: Callable[[Step], None], cancel: Cancel) -> Answer:
    """The Answer that belongs to a word in the question."""
    on_step(
        Step(
            "understood",
            Text("支付金额、客单价 · 按平台 · 2025-11 · 环比", "GMV · by platform · 2025-11"),
        )
    )
    text = question.text
    lang = "zh" if any(ord(c) > 0x3400 for c in text) else "en"
    if "等" in text:
        stopped = Event()
        cancel.watch(stopped.set)
        stopped.wait(60)
    if "坏" in text:
        raise RuntimeError("secret detail")
    if "退款率" in text and text.endswith("率"):
        options = ("上个月退款率（按退款发生日）", "上个月退款率（按原订单）")
        return Answer(text, "clarify", "退款率按哪个口径算？", lang, options=options)
    if "天气" in text:
        return Answer(
            text,
            "refused",
            "店里没有 ![天气](http://example.com/x.png) 数据。",
            lang,
            code="not_in_data",
        )
    on_step(Step("ran", Text("支付金额、客单价", "GMV")))
    said = "2025年11月支付金额 9,138,945.88 元，环比上升 8.7%。"
    if lang == "en":
        said = "GMV was ¥9,138,945.88 in 2025-11, up 8.7%."
    nexts = ("上个月天猫各品类的支付金额", "上个月支付金额按天的趋势")
    made = next((GALLERY[word] for word in GALLERY if word in text), grouped)
    return Answer(
        text, "answered", said, lang, tool="metrics", result=made(), next=nexts,
        ms={"total": 21.0}, thread=question.thread,
    )  # fmt: skip


def main(port: int) -> int:
    """Serve the page over this road."""
    from assistant.channels import host

    host._open_shop = lambda path: (answer, STARTERS)  # type: ignore[assignment]
    return host.serve(None, port=port)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
