"""Charts show every number at its own place, under its own name, on an honest axis."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.render import plotly
from assistant.render.chart_data import MOST_RANKS, read
from tests.assistant.channels.gallery import (
    GALLERY,
    GMV,
    PRODUCT,
    daily,
    grouped,
    heat,
    monthly,
    ranked,
    result,
    shares,
)
from tools.result import Result


def _traces(made: Result, lang: str = "zh") -> list[object]:
    figure = plotly.figure(made, lang)
    assert figure is not None
    return list(figure.data)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", GALLERY)
def test_every_kind_is_drawn_in_both_languages(name: str, lang: str) -> None:
    assert _traces(GALLERY[name](), lang)


def test_the_drawn_numbers_are_the_results_own() -> None:
    drawn = {t.name: [round(y, 2) for y in t.y] for t in _traces(grouped())}  # type: ignore[attr-defined]
    assert drawn["支付金额（元）"] == [5123456.78, 2210934.10, 1804555.00]
    assert drawn["支付金额（上期）（元）"] == [4802110.00, 2405001.55, 1200008.90]
    assert drawn["客单价（元）"] == [286.40, 301.22, 158.05]


def test_metrics_of_very_different_size_do_not_share_an_axis() -> None:
    panels = read(grouped(), "zh").panels  # type: ignore[union-attr]
    assert [[t.name for t in p.traces] for p in panels] == [
        ["支付金额（元）", "支付金额（上期）（元）"],
        ["客单价（元）"],
    ]
    axes = {t.name: t.yaxis for t in _traces(grouped())}  # type: ignore[attr-defined]
    assert axes["支付金额（元）"] == axes["支付金额（上期）（元）"] != axes["客单价（元）"]


def test_a_metric_that_the_tool_left_off_the_axis_gets_a_panel() -> None:
    made = grouped()
    assert made.chart is not None
    made = replace(made, chart=replace(made.chart, y=("gmv", "gmv__previous")))
    assert [t.name for t in _traces(made)][-1] == "客单价（元）"  # type: ignore[attr-defined]


def test_a_base_is_drawn_paler_than_its_metric() -> None:
    now, before = _traces(daily())
    assert (now.line.dash, before.line.dash) == ("solid", "dot")  # type: ignore[attr-defined]


def test_series_keep_their_own_numbers() -> None:
    drawn = {t.name: list(t.y) for t in _traces(monthly())}  # type: ignore[attr-defined]
    assert set(drawn) == {"天猫", "京东", "抖音"}
    assert drawn["京东"][0] == pytest.approx(0.05 + 1 / 400 + 1 / 50)
    assert all(len(ys) == 11 for ys in drawn.values())


def test_names_that_are_cut_to_the_same_text_stay_apart() -> None:
    (bars,) = _traces(ranked())
    assert list(bars.y) == list(range(10))  # type: ignore[attr-defined]
    assert len({text[0] for text in bars.customdata}) == 10  # type: ignore[attr-defined]


def test_slices_with_one_name_stay_apart() -> None:
    rows = (("同名", Decimal(3)), ("同名2"[:2], Decimal(1)))
    made = replace(shares(), rows=(*rows, ("别名", Decimal(2))), words={})
    (ring,) = _traces(made)
    assert len(ring.labels) == len(ring.values)  # type: ignore[attr-defined]


@pytest.mark.parametrize("rows", [(("a", Decimal(-1)), ("b", Decimal(5))), (("a", Decimal(0)),)])
def test_what_is_no_share_of_a_whole_is_no_ring(rows: tuple[tuple[str, Decimal], ...]) -> None:
    (trace,) = _traces(result((PRODUCT, GMV), rows, "pie", ("gmv",)))
    assert trace.type == "bar"  # type: ignore[attr-defined]


def test_bars_start_at_zero_and_negative_ones_fit() -> None:
    rows = (("a", Decimal(-400)), ("b", Decimal(900)))
    figure = plotly.figure(result((PRODUCT, GMV), rows, "bar", ("gmv",)), "zh")
    assert figure is not None
    low, high = figure.layout.yaxis.range
    assert low < -400
    assert high > 900
    assert 0 in figure.layout.yaxis.tickvals


def test_a_missing_value_is_a_gap_and_not_a_zero() -> None:
    made = daily()
    rows = ((date(2025, 11, 1), None, Decimal(1)), *made.rows[1:])
    assert _traces(replace(made, rows=rows))[0].y[0] is None  # type: ignore[attr-defined]


def test_a_cut_is_said() -> None:
    rows = tuple((f"商品{n}", Decimal(100 - n)) for n in range(MOST_RANKS + 5))
    drawing = read(result((PRODUCT, GMV), rows, "hbar", ("gmv",)), "zh")
    assert drawing is not None
    assert len(drawing.x) == MOST_RANKS
    assert "表里有全部" in drawing.note


def test_nothing_to_draw_is_no_chart() -> None:
    assert plotly.figure(replace(grouped(), rows=()), "zh") is None
    assert plotly.figure(replace(grouped(), chart=None), "zh") is None
    empty = result((PRODUCT, GMV), (("a", None),), "bar", ("gmv",))
    assert plotly.figure(empty, "zh") is None


def test_data_cannot_put_a_link_into_a_chart() -> None:
    rows = (("<a href='javascript:x'>点我</a>", Decimal(1)), ("b", Decimal(2)))
    for kind in ("bar", "hbar", "pie"):
        figure = plotly.figure(result((PRODUCT, GMV), rows, kind, ("gmv",)), "zh")  # type: ignore[arg-type]
        assert figure is not None
        assert "<a" not in figure.to_json()


def test_a_heat_map_has_a_cell_for_every_pair() -> None:
    (cells,) = _traces(heat())
    assert (len(cells.z), len(cells.z[0])) == (7, 24)  # type: ignore[attr-defined]
