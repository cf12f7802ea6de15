"""The main road at the corner shop, with planners and models that say just what a test needs."""

import sys
import threading
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from assistant.answer import Answer, Identity, Question
from assistant.answers import from_error
from assistant.ask import ask
from assistant.desk import Desk, Forgetful
from assistant.render.json import answer_data
from assistant.settings import Settings, read_settings
from assistant.traces import Traces
from assistant.understand import planner
from assistant.understand.understanding import Call, Turn, Understanding
from semantic_layer.engines import Cancel
from semantic_layer.errors import CannotExpress, EngineError, PolicyError, QueryError, ShopError
from semantic_layer.shop import Shop
from tools.registry import Step

NOVEMBER = {"start": "2025-11-01", "end": "2025-11-30"}
GMV = Call("metrics", {"metrics": ["gmv"], "time": NOVEMBER})
BY_PLATFORM = Call("metrics", {"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"]})
MODEL = Settings("http://127.0.0.1:9", "key", "model")
UNSURE = Understanding(
    "clarify", key="ask.not_understood", values={"example": "GMV"}, code="not_understood",
    options=("上个月的支付金额",), sure=False,
)  # fmt: skip


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> Callable[[Understanding], list[Any]]:
    """Let the planner understand every message in one way; the list collects what it was given."""

    def planned(reading: Understanding) -> list[Any]:
        given: list[Any] = []

        def understand(text: str, **how: Any) -> Understanding:
            given.append({"text": text, **how})
            return reading

        monkeypatch.setattr(planner, "understand", understand)
        return given

    return planned


def model_that(monkeypatch: pytest.MonkeyPatch, answers: Callable[..., Answer]) -> None:
    """Put a scripted model in the agent's place."""
    from assistant import agent

    scripted = ModuleType("assistant.agent")
    scripted.__path__ = agent.__path__
    scripted.ModelError = agent.ModelError  # type: ignore[attr-defined]
    scripted.answer_with_model = answers  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "assistant.agent", scripted)


def test_a_call_is_run_and_told(corner_desk: Desk, plan: Any) -> None:
    plan(Understanding("call", calls=(GMV,), confidence=0.9, understood=(("metric", "支付金额"),)))
    steps: list[Step] = []
    answer = ask(Question("GMV呢"), corner_desk, on_step=steps.append)
    assert (answer.status, answer.tool, answer.via) == ("answered", "metrics", "planner")
    assert answer.text.startswith("支付金额 183,000.00 元")
    assert answer.confidence == 0.9
    assert [s.kind for s in steps] == ["understood", "ran"]
    assert answer.data_as_of == date(2025, 12, 1)


def test_two_asks_are_answered_in_two_parts(corner_desk: Desk, plan: Any) -> None:
    orders = Call("metrics", {"metrics": ["orders"], "time": NOVEMBER})
    plan(Understanding("call", calls=(GMV, orders)))
    data = answer_data(ask(Question("GMV和订单数"), corner_desk))
    assert [p["text"] for p in data["parts"]] == data["text"].split("\n")
    assert [p["args"]["metrics"] for p in data["parts"]] == [["gmv"], ["orders"]]
    ids = [f["id"] for f in data["findings"]]
    assert "part1.gmv" in ids
    assert "part2.orders" in ids


def test_a_part_that_fails_does_not_hide_the_other(corner_desk: Desk, plan: Any) -> None:
    plan(Understanding("call", calls=(Call("metrics", {"metrics": ["nope"]}), GMV)))
    answer = ask(Question("两问"), corner_desk)
    assert answer.status == "answered"
    assert [p.status for p in answer.parts] == ["refused", "answered"]


@pytest.mark.parametrize(
    ("reading", "status", "code"),
    [
        (UNSURE, "clarify", "not_understood"),
        (
            Understanding("refuse", key="ask.empty", values={"example": "x"}, code="out_of_scope"),
            "refused",
            "out_of_scope",
        ),
        (Understanding("reply", key="ask.empty", values={"example": "x"}), "answered", ""),
    ],
)
def test_words(corner_desk: Desk, plan: Any, reading: Any, status: str, code: str) -> None:
    plan(reading)
    answer = ask(Question("？？"), corner_desk)
    assert (answer.status, answer.code, answer.result) == (status, code, None)


def test_what_was_assumed_and_kept_is_said(corner_desk: Desk, plan: Any) -> None:
    assumed = (("answer.kept", (("slots", "试验"),)),)
    plan(Understanding("call", calls=(GMV,), assumed=assumed, kept=("time", "metrics")))
    notes = ask(Question("那GMV呢"), corner_desk).notes
    assert any("试验" in note for note in notes)
    assert "沿用上一问的时间、指标" in notes


def test_a_sure_planner_never_calls_the_model(
    corner_shop: Shop, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    model_that(monkeypatch, lambda *_: pytest.fail("the model was called"))
    plan(Understanding("call", calls=(GMV,)))
    assert ask(Question("GMV"), Desk(corner_shop, MODEL)).status == "answered"


@pytest.mark.parametrize("settings", [Settings(), MODEL])
def test_planner_only_never_calls_the_model(
    corner_shop: Shop, plan: Any, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    model_that(monkeypatch, lambda *_: pytest.fail("the model was called"))
    plan(UNSURE)
    answer = ask(Question("？？", planner_only=True), Desk(corner_shop, settings))
    assert answer.status == "clarify"


def test_an_unsure_planner_hands_over_to_the_model(
    corner_shop: Shop, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def answers(question: Question, desk: Desk, hint: Any, *_: Any) -> Answer:
        given.append((question.lang, hint))
        return Answer(question.text, "answered", "好", "zh", via="model", tool="metrics")

    model_that(monkeypatch, answers)
    plan(UNSURE)
    answer = ask(Question("？？"), Desk(corner_shop, MODEL))
    assert (answer.via, answer.text) == ("model", "好")
    assert given == [("zh", UNSURE)]


def test_a_failing_model_leaves_the_planners_question(
    corner_shop: Shop, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.agent.errors import ModelError

    def fails(*_: Any) -> Answer:
        raise ModelError("model_unreachable", detail="refused")

    model_that(monkeypatch, fails)
    plan(UNSURE)
    answer = ask(Question("？？"), Desk(corner_shop, MODEL))
    assert answer.status == "clarify"
    assert answer.options == UNSURE.options
    assert any("语言模型" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (QueryError("unknown_metric", name="x", choices=["gmv"]), "refused", "not_in_data"),
        (
            QueryError("fan_out", metric="a", dimension="b", table="c", instead="", allocate=""),
            "refused",
            "unsafe_result",
        ),
        (
            QueryError("ambiguous_dimension", name="city", names="a, b", choices=["a", "b"]),
            "clarify",
            "ambiguous_dimension",
        ),
        (CannotExpress("misaligned", grain="day"), "refused", "unsupported"),
        (PolicyError("unknown_role", role="x"), "refused", "policy"),
        (EngineError("timeout", seconds=5), "failed", "timeout"),
        (EngineError("cancelled"), "failed", "cancelled"),
        (ShopError("no_shop_file", folder="x"), "failed", "no_shop_file"),
    ],
)
def test_errors_have_their_status_and_sentence(error: Any, status: str, code: str) -> None:
    answer = from_error("q", error, "zh")
    assert (answer.status, answer.code) == (status, code)
    assert answer.text == error.sentence("zh")
    assert answer.options == error.choices


def test_an_unknown_role_is_refused(corner_desk: Desk) -> None:
    answer = ask(Question("上个月支付金额", identity=Identity(role="stranger")), corner_desk)
    assert (answer.status, answer.code) == ("refused", "policy")


def test_a_role_does_not_hear_the_words_that_it_may_not_see(corner_desk: Desk) -> None:
    clerk, owner = corner_desk.lexicon("clerk"), corner_desk.lexicon("owner")
    assert "销售额" in owner.phrases
    assert "销售额" not in clerk.phrases


def test_the_second_time_comes_from_the_cache(corner_desk: Desk, plan: Any) -> None:
    plan(Understanding("call", calls=(GMV,)))
    first = answer_data(ask(Question("GMV"), corner_desk))
    second = answer_data(ask(Question("GMV"), corner_desk))
    assert (first["via"], second["via"]) == ("planner", "cache")
    assert first.pop("computed_at") is None
    assert second.pop("computed_at").startswith("20")
    for data in (first, second):
        del data["via"], data["ms"]
    assert first == second
    assert ask(Question("GMV", use_cache=False), corner_desk).via == "planner"


def test_the_cache_knows_roles_and_days(corner_desk: Desk, plan: Any) -> None:
    plan(Understanding("call", calls=(GMV,)))
    ask(Question("GMV"), corner_desk)
    clerk = ask(Question("GMV", identity=Identity(role="clerk")), corner_desk)
    assert clerk.status == "refused"
    assert ask(Question("GMV", today=date(2025, 11, 5)), corner_desk).via == "planner"


def test_turns_of_a_thread_are_remembered_for_their_asker_only(
    corner_desk: Desk, plan: Any
) -> None:
    given = plan(Understanding("call", calls=(BY_PLATFORM,)))
    ann, bob = Identity("ann"), Identity("bob")
    for who in (ann, ann, bob):
        ask(Question("各平台", thread="t", identity=who), corner_desk)
    ask(Question("各平台"), corner_desk)
    assert [len(g["thread"]) for g in given] == [0, 1, 0, 0]
    assert given[1]["thread"] == (
        Turn("各平台", BY_PLATFORM, members=("tmall", "jd", "douyin"), options=()),
    )


def test_the_trace_tells_place_in_the_thread_and_nothing_of_time(
    corner_shop: Shop, plan: Any
) -> None:
    plan(Understanding("call", calls=(GMV,)))
    traces = []
    for _ in range(2):
        desk = Desk(corner_shop, Settings())
        traces.append([ask(Question("GMV", thread="t"), desk).trace for _ in range(2)])
    assert traces[0] == traces[1]
    assert traces[0][0] != traces[0][1]
    assert ask(Question("GMV", lang="en"), Desk(corner_shop)).trace not in traces[0]


def test_the_record_can_be_read_back(corner_shop: Shop, plan: Any) -> None:
    plan(Understanding("call", calls=(GMV,)))
    desk = Desk(corner_shop, Settings())
    ids = [ask(Question(f"GMV {i}", thread="t"), desk).trace for i in range(3)]
    turns = Traces(corner_shop.state).conversation(ids[-1])
    assert [t["question"] for t in turns] == ["GMV 0", "GMV 1", "GMV 2"]
    assert Traces(corner_shop.state).conversation("ffffffffffff") == []


def test_a_state_folder_that_cannot_be_written_fails_no_answer(
    corner_shop: Shop, plan: Any, tmp_path: Any
) -> None:
    plan(Understanding("call", calls=(GMV,)))
    desk = Desk(corner_shop, Settings())
    desk.traces = Traces(tmp_path / "not there")
    assert ask(Question("GMV"), desk).status == "answered"


def test_a_cancelled_question_fails_kindly(corner_desk: Desk, plan: Any) -> None:
    plan(Understanding("call", calls=(GMV,)))
    cancel = Cancel()
    cancel.cancel()
    answer = ask(Question("GMV", use_cache=False), corner_desk, cancel=cancel)
    assert (answer.status, answer.code) == ("failed", "cancelled")


def test_many_askers_at_once(corner_desk: Desk, plan: Any) -> None:
    plan(Understanding("call", calls=(BY_PLATFORM,)))
    texts: list[str] = []

    def go(n: int) -> None:
        question = Question("各平台", thread=f"t{n % 3}", use_cache=n % 2 == 0)
        texts.append(ask(question, corner_desk).text)

    threads = [threading.Thread(target=go, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 12
    assert len(set(texts)) == 1


def test_the_forgetful_keep_what_was_used_last() -> None:
    kept: Forgetful[str, int] = Forgetful(2)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.get("a")
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c"), len(kept)) == (1, None, 3, 2)


@pytest.mark.parametrize(
    ("environ", "has_model"),
    [
        ({}, False),
        ({"WENSHU_LLM_BASE_URL": "http://x"}, False),
        ({"WENSHU_LLM_BASE_URL": "http://x", "WENSHU_LLM_MODEL": "m"}, True),
        ({"WENSHU_LLM_BASE_URL": "  ", "WENSHU_LLM_MODEL": "m"}, False),
    ],
)
def test_settings(environ: dict[str, str], has_model: bool) -> None:
    assert read_settings(environ).has_model is has_model


def test_the_key_is_not_shown() -> None:
    assert "sesame" not in repr(Settings("http://x", "sesame", "m"))
