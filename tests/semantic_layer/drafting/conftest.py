"""A shop made of files: drafted, written, loaded and opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from semantic_layer.drafting.asking import ask_about, settle
from semantic_layer.drafting.draft import Draft
from semantic_layer.drafting.make import make_draft
from semantic_layer.drafting.measures import column_metrics
from semantic_layer.drafting.shop import shop_of
from semantic_layer.drafting.write import write
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop
from semantic_layer.sources.sync import sync
from semantic_layer.versions import state_folder


@dataclass(slots=True)
class Made:
    """A drafted shop, opened on its own data."""

    draft: Draft
    shop: Shop
    folder: Path

    @property
    def codes(self) -> set[str]:
        """What was marked."""
        return {g.code for g in self.draft.guesses}

    @property
    def joins(self) -> set[tuple[str, str, str]]:
        """Joins as (table, column, table)."""
        named = {t.known.table.name: t.name for t in self.draft.tables}
        return {(named[j.table], j.column, named[j.to]) for j in self.draft.survey.joins}

    def value(self, metric: str) -> float:
        """A metric over all the data."""
        return float(self.shop.query(MetricQuery(metrics=(metric,))).rows[0][0])


Make = Callable[..., Made]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes a shop of files; questions are answered by `answers`, else by their defaults."""
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    shops: list[Shop] = []

    def made(*paths: Path, answers: dict[str, str] | None = None) -> Made:
        with duckdb.connect() as connection:
            draft = make_draft(connection, list(paths))
            shop = shop_of(draft, "made")
            asked = ask_about(draft, shop)
            answer = None if answers is None else lambda a: answers.get(a.code, a.choices[0][0])
            shop = settle(draft, shop, asked, answer)
            folder = tmp_path / f"made{len(shops)}"
            write(draft, shop, column_metrics(draft), folder, "zh")
        model = load(folder)
        sync(model, state_folder(model.name))
        shops.append(open_shop(folder))
        return Made(draft, shops[-1], folder)

    yield made
    for shop in shops:
        shop.close()
