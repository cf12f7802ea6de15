"""New data is swapped in while questions are answered: none fails, none mixes two versions."""

import threading
from pathlib import Path

import pytest

from assistant.answer import Question
from assistant.ask import ask
from assistant.desk import Desk
from assistant.desks import Desks, Upkeep
from semantic_layer.load import load
from semantic_layer.shop import open_shop
from semantic_layer.sources.sync import sync
from semantic_layer.versions import state_folder

SHOP = """\
version: 1
shop: {name: dropped, default_metric: gmv, default_period: all}
sources:
  orders:
    files: [drop/*.csv]
    key: [id]
    columns: {id: 编号, amount: {from: 金额, type: money}, paid_at: {from: 时间, type: time}}
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    dimensions: {paid_at: {type: time}}
metrics:
  gmv: {label: {zh: 支付金额, en: GMV}, table: orders, expr: amount, unit: money}
  twice: {label: {zh: 双倍金额, en: double}, type: derived, expr: gmv * 2, unit: money}
"""


def drop(folder: Path, number: int) -> None:
    """A morning's file: it adds 100 to the whole."""
    path = folder / "drop" / f"{number}.csv"
    path.parent.mkdir(exist_ok=True)
    rows = "\n".join(f"{number}-{n},10,2025-11-{number + 1:02d}" for n in range(10))
    path.write_text(f"编号,金额,时间\n{rows}\n", encoding="utf-8")


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desks:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    (tmp_path / "shop.yml").write_text(SHOP, encoding="utf-8")
    drop(tmp_path, 0)
    sync(load(tmp_path), state_folder("dropped"))
    return Desks(Desk(open_shop(tmp_path)))


def told(desks: Desks, thread: str = "") -> tuple[float, float]:
    asked = Question("支付金额和双倍金额", planner_only=True, use_cache=False, thread=thread)
    answer = ask(asked, desks.current())
    assert answer.status == "answered", answer.text
    assert answer.result is not None
    (row,) = answer.result.rows
    return float(str(row[0])), float(str(row[1]))


def test_what_is_dropped_is_answered_from_the_next_round_on(desks: Desks, tmp_path: Path) -> None:
    upkeep = Upkeep(desks, every=3600)
    assert told(desks) == (100, 200)
    drop(tmp_path, 1)
    assert told(desks) == (100, 200)
    upkeep.once()
    assert told(desks) == (200, 400)


def test_a_round_that_fails_leaves_the_answers(desks: Desks, tmp_path: Path) -> None:
    (tmp_path / "drop" / "0.csv").unlink()
    (tmp_path / "shop.yml").write_text(
        SHOP.replace("type: money", "type: number"), encoding="utf-8"
    )
    Upkeep(desks, every=3600).once()
    assert told(desks) == (100, 200)


def test_a_conversation_goes_on_over_a_swap(desks: Desks, tmp_path: Path) -> None:
    told(desks, thread="t")
    drop(tmp_path, 1)
    Upkeep(desks, every=3600).once()
    again = ask(Question("按天看", planner_only=True, thread="t"), desks.current())
    assert again.status == "answered"
    assert again.args["metrics"] == ["gmv", "twice"]


def test_no_question_fails_or_mixes_versions_while_data_is_swapped(
    desks: Desks, tmp_path: Path
) -> None:
    found: list[tuple[float, float]] = []
    done = threading.Event()

    def asks() -> None:
        while not done.is_set():
            found.append(told(desks))

    askers = [threading.Thread(target=asks) for _ in range(2)]
    for asker in askers:
        asker.start()
    for number in range(1, 6):
        drop(tmp_path, number)
        Upkeep(desks, every=3600).once()
    done.set()
    for asker in askers:
        asker.join()
    assert told(desks) == (600, 1200)
    assert len(found) > 2
    assert [pair for pair in found if pair[1] != 2 * pair[0] or pair[0] % 100] == []
