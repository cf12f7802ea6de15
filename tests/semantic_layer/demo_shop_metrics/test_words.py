"""No word of a shop means two things: two definitions never share an id, a name or a synonym."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from semantic_layer.demo import FOLDER
from semantic_layer.load import load
from semantic_layer.model import Model
from semantic_layer.texts import Text

RETAIL = Path(__file__).parents[2] / "shops" / "online_retail"
# The pairs of the demo shop that may not be mistaken for one another, with the word of each.
STANDARD_NAMES = {
    "支付金额": "gmv",
    "GMV": "gmv",
    "销售额": "gmv",
    "客单价": "gmv_per_buyer",
    "笔单价": "aov",
    "件单价": "asp",
    "连带率": "units_per_order",
    "商家实收": "receipt_gmv",
    "净GMV": "net_gmv",
    "访客数": "uv",
    "UV价值": "uv_value",
    "支付转化率": "pay_cvr",
    "ROI": "roas",
    "综合ROI": "blended_roas",
    "消耗": "ad_cost",
    "毛利": "gross_profit",
    "贡献利润": "contribution",
    "退货率": "return_rate",
    "GPM": "gpm",
}
ASKED_BACK = ("退款率", "GSV", "净利", "利润", "费比")


@pytest.fixture(params=[FOLDER, RETAIL], ids=["demo", "online_retail"])
def model(request) -> Model:
    return load(request.param)


def _words(label: Text, synonyms: tuple[str, ...]) -> set[str]:
    return {w.casefold() for w in (label.zh, label.en, *synonyms) if w}


def _metric_words(model: Model) -> Iterator[tuple[str, str]]:
    shown = [m for m in model.metrics.values() if not m.hidden]
    yield from ((w, m.name) for m in shown for w in _words(m.label, m.synonyms))
    yield from ((w.casefold(), f"term {t.name}") for t in model.terms for w in t.words)


def _dimension_words(model: Model) -> Iterator[tuple[str, str]]:
    homes = [d for d in model.dimensions.values() if not d.same_as]
    yield from ((w, d.id) for d in homes for w in _words(d.label, d.synonyms))


def _value_words(model: Model) -> Iterator[tuple[str, str]]:
    for dimension in model.dimensions.values():
        if not dimension.same_as:
            for value in dimension.values:
                said = f"{dimension.id} = {value.value}"
                yield from ((w, said) for w in _words(value.label, value.synonyms))


def _occasion_words(model: Model) -> Iterator[tuple[str, str]]:
    yield from ((w, o.name) for o in model.occasions for w in _words(o.label, o.synonyms))


def _clashes(*sources: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    meant: dict[str, set[str]] = defaultdict(set)
    for word, thing in chain(*sources):
        meant[word].add(thing)
    return {word: things for word, things in meant.items() if len(things) > 1}


def test_no_word_means_two_metrics(model):
    assert not _clashes(_metric_words(model))


def test_no_word_means_two_dimensions(model):
    assert not _clashes(_dimension_words(model))


def test_no_word_means_two_values(model):
    assert not _clashes(_value_words(model))


def test_no_word_means_things_of_two_kinds(model):
    kinds = _metric_words, _dimension_words, _value_words, _occasion_words
    assert not _clashes(*(words(model) for words in kinds))


def test_no_data_value_means_something_else(demo_shop):
    """A value in the data is a word too; the same text in two dimensions would be asked back."""
    model = demo_shop.model
    values = (
        (str(v).casefold(), f"{d} = {v}") for d, all_ in demo_shop.values().items() for v in all_
    )
    labelled = {
        (str(v.value).casefold(), f"{d.id} = {v.value}")
        for d in model.dimensions.values()
        for v in d.values
    }
    unlabelled = (pair for pair in values if pair not in labelled)
    words = chain(_metric_words(model), _dimension_words(model), _value_words(model))
    assert not _clashes(words, unlabelled)


@pytest.mark.parametrize(("word", "metric"), STANDARD_NAMES.items())
def test_standard_names_stand_where_the_trade_puts_them(word, metric):
    model = load(FOLDER)
    assert {m for w, m in _metric_words(model) if w == word.casefold()} == {metric}


@pytest.mark.parametrize("word", ASKED_BACK)
def test_words_with_two_readings_ask_back(word):
    (term,) = (t for t in load(FOLDER).terms if word in t.words)
    assert len(term.choices) >= 2
    assert term.ask.zh
    assert term.ask.en


def test_everything_shown_has_both_languages_and_a_definition(model):
    for metric in model.metrics.values():
        assert metric.label.zh, metric.name
        assert metric.label.en, metric.name
        assert metric.formula.zh, metric.name
        assert metric.formula.en != metric.formula.zh, metric.name
    for dimension in model.dimensions.values():
        assert dimension.label.zh, dimension.id
        assert dimension.label.en, dimension.id


def test_counts_say_what_they_count(model):
    without = [m.name for m in model.metrics.values() if m.unit == "count" and not m.noun.zh]
    assert not without
