"""Declared keys that do not hold: what stands on one is refused, the rest is answered."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from semantic_layer.errors import EngineError, QueryError
from semantic_layer.proofs import Proof, Use, why
from semantic_layer.prove import prove
from semantic_layer.query import Filter, MetricQuery
from semantic_layer.shop import Shop, open_shop

SHOP = """\
version: 1
shop: {name: keys, today: data}
data: keys.duckdb
spines:
  days: {table: days, column: day, grain: day, calendars: {season: season}}
tables:
  days: {source: days}
  claims:
    label: {zh: 理赔, en: claims}
    entities:
      claim: {kind: primary, columns: id}
      policy: {kind: foreign, columns: policy_id}
      agent: {kind: foreign, columns: agent_id}
      tariff: {kind: foreign, columns: kind}
      branch: {kind: foreign, columns: branch_id, partition: on_day}
      desk: {kind: foreign, columns: branch_id, to: branch}
    time: on_day
    dimensions: {on_day: {type: date, expr: day}, kind: {}}
  policies:
    label: {zh: 保单, en: policies}
    entities: {policy: {kind: primary, columns: id}}
    dimensions: {product: {}}
  agents:
    entities: {agent: {kind: primary, columns: id}}
    dimensions: {agent_name: {expr: name}}
  tariffs:
    entities: {tariff: {kind: natural, columns: kind}}
    valid: {from: since, to: till}
    dimensions: {since: {type: date}, till: {type: date}, rate: {type: number}}
  branches:
    entities: {branch: {kind: primary, columns: id, partition: on_day}}
    dimensions: {on_day: {type: date, expr: day}, city: {}}
  visits:
    entities: {visit: {kind: primary, columns: [agent_id, day]}}
    dimensions: {place: {}}
metrics:
  loss: {table: claims, agg: sum, expr: amount, unit: money}
  claims: {table: claims, agg: count}
  policies: {table: policies, agg: count}
  known_policies: {table: policies, agg: count_distinct, expr: id}
  premium: {table: policies, agg: sum, expr: premium, unit: money}
  agents: {table: agents, agg: count}
  visits: {table: visits, agg: count}
  branch_days: {table: branches, agg: count}
  loss_ratio: {type: ratio, numerator: loss, denominator: claims}
"""

DATA = """
create table claims as select * from (values
  (1, 10, 1, 'fire', 7, date '2025-01-01', 40000), (2, 10, 1, 'fire', 7, date '2025-01-02', 38000),
  (3, 11, 2, 'flood', 8, date '2025-01-02', 20000)
) t(id, policy_id, agent_id, kind, branch_id, day, amount);
create table policies as select * from (values
  (10, 'home', 100), (10, 'home', 100), (11, 'car', 50), (11, 'car', 50)) t(id, product, premium);
create table agents as select * from (values (1, '王'), (2, '李'), (null, '赵')) t(id, name);
create table tariffs as select * from (values
  ('fire', date '2024-01-01', date '2025-01-02', 1), ('fire', date '2025-01-02', null, 2),
  ('flood', date '2024-01-01', null, 3)) t(kind, since, till, rate);
create table branches as select * from (values
  (7, date '2025-01-01', '上海'), (7, date '2025-01-02', '上海'), (8, date '2025-01-02', '北京')
) t(id, day, city);
create table visits as select * from (values
  (1, date '2025-01-01', 'x'), (1, date '2025-01-02', 'x'), (2, null, 'y'), (2, date '2025-01-02', 'y'),
  (2, date '2025-01-02', 'z')) t(agent_id, day, place);
create table days as select cast(d as date) as day, 1 as season
  from range(date '2025-01-01', date '2025-01-04', interval 1 day) t(d);
"""

Opened = Callable[..., Shop]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """The shop, with its data changed by statements."""
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    shops: list[Shop] = []

    def make(*changes: str) -> Shop:
        (tmp_path / "shop.yml").write_text(SHOP, encoding="utf-8")
        with duckdb.connect(str(tmp_path / "keys.duckdb")) as data:
            for statement in [*DATA.split(";"), *changes]:
                if statement.strip():
                    data.execute(statement.replace("create table", "create or replace table"))
        shops.append(open_shop(tmp_path))
        return shops[-1]

    yield make
    for shop in shops:
        shop.close()


def rows(shop: Shop, *metrics: str, **more: Any) -> list[tuple[Any, ...]]:
    return sorted(shop.query(MetricQuery(metrics=metrics, **more)).rows, key=repr)


def refusal(shop: Shop, *metrics: str, **more: Any) -> QueryError:
    with pytest.raises(QueryError) as caught:
        shop.query(MetricQuery(metrics=metrics, **more))
    return caught.value


def test_a_primary_key_that_doubles_never_doubles_an_answer(opened: Opened) -> None:
    """dbt's benchmark: 98,000 is right; the join through the doubled policies gives 196,000."""
    shop = opened()
    assert rows(shop, "loss") == [(98000,)]
    joined = shop._compiler.compile(MetricQuery(metrics=("loss",), by=("product",)))
    assert sum(row[1] for row in shop.engine.run(joined.compact_sql).rows) == 196000  # type: ignore[misc]
    error = refusal(shop, "loss", by=("product",))
    assert error.code == "false_key"
    assert error.sentence("zh").startswith(
        "这个问题没法给出可靠的数字：它要通过“保单”的键“policy”（shop.yml:21:16）关联，而这个键不成立："
        "2 个键值出现多次，多出 2 行，算出来会偏大。"
    )
    assert "2 of its values stand more than once, 2 rows too many" in error.sentence("en")
    assert "shop.yml:21:16" in error.sentence("en")


@pytest.mark.parametrize(
    ("metrics", "more"),
    [
        (("loss",), {"where": (Filter(field="product", values=("home",)),)}),
        (("loss",), {"where": ("product = 'home'",)}),
        (("loss_ratio",), {"by": ("product",)}),
        (("policies",), {}),
        (("policies",), {"by": ("product",)}),
        (("loss", "policies"), {}),
        (("loss",), {"where": ('"policies by policy" > 1',)}),
    ],
)
def test_every_way_to_a_false_key_is_refused(
    opened: Opened, metrics: tuple[str, ...], more: dict[str, Any]
) -> None:
    assert refusal(opened(), *metrics, **more).code == "false_key"


def test_queries_beside_a_false_key_run(opened: Opened) -> None:
    shop = opened()
    assert rows(shop, "loss", by=("agent_name",)) == [("李", 20000), ("王", 78000)]
    assert rows(shop, "claims", by=("policy",)) == [(10, 2), (11, 1)]
    assert rows(shop, "known_policies") == [(2,)]
    assert shop.query(MetricQuery(by=("product",))).rows == (("car",), ("home",))


def test_a_sum_over_doubled_rows_is_answered_with_a_note(opened: Opened) -> None:
    found = opened().query(MetricQuery(metrics=("premium",)))
    assert found.rows == ((300,),)
    assert [n.zh for n in found.notes] == [
        "“保单”的键“policy”不唯一（2 个键值出现多次，多出 2 行）：如果这些行是重复导入的，这里的合计会偏大"
    ]


def test_the_key_is_sound_again_with_the_data(opened: Opened) -> None:
    opened().close()
    shop = opened("create table policies as select distinct * from policies")
    assert rows(shop, "loss", by=("product",)) == [("car", 20000), ("home", 78000)]
    assert rows(shop, "policies") == [(2,)]


def test_an_empty_key_spoils_a_count_and_no_join(opened: Opened) -> None:
    shop = opened()
    assert "有 1 行没有键值" in refusal(shop, "agents").sentence("zh")
    assert rows(shop, "claims", by=("agent_name",)) == [("李", 1), ("王", 2)]


def test_a_key_of_several_columns(opened: Opened) -> None:
    shop = opened()
    assert shop._learnt.keys["visits.visit"] == Proof(doubles=1, values=1, within=1, empties=1)
    assert refusal(shop, "visits").code == "false_key"


def test_a_window_that_overlaps_is_refused(opened: Opened) -> None:
    shop = opened()
    assert rows(shop, "loss", by=("rate",)) == [(1, 40000), (2, 38000), (3, 20000)]
    shop.close()
    for change in (
        "insert into tariffs values ('fire', date '2025-01-03', date '2025-02-01', 9)",
        "insert into tariffs values ('fire', date '2023-01-01', date '2024-01-02', 9)",
        "insert into tariffs values ('flood', date '2024-01-01', date '2024-01-02', 9)",
    ):
        shop = opened(change)
        error = refusal(shop, "loss", by=("rate",))
        assert error.code == "false_key"
        assert "有 1 行的有效期和同一个键的前一行重叠" in error.sentence("zh")
        shop.close()


def test_rows_that_never_hold_overlap_nothing(opened: Opened) -> None:
    shop = opened(
        "insert into tariffs values ('fire', null, null, 9), (null, date '2024-01-01', null, 9), "
        "('fire', date '2025-06-01', date '2025-06-01', 9)"
    )
    assert rows(shop, "loss", by=("rate",)) == [(1, 40000), (2, 38000), (3, 20000)]


def test_a_partitioned_key_holds_within_its_partition_only(opened: Opened) -> None:
    """By the branch of the same day each claim has one city; by any branch of the id it has two."""
    shop = opened()
    assert rows(shop, "loss", by=("branch.city",)) == [("上海", 78000), ("北京", 20000)]
    assert rows(shop, "branch_days") == [(3,)]
    shop.close()
    shop = opened("insert into branches values (7, date '2025-01-02', '苏州')")
    assert refusal(shop, "loss", by=("branch.city",)).code == "false_key"
    assert refusal(shop, "branch_days").code == "false_key"


def test_a_partitioned_key_without_its_partition_is_refused(opened: Opened, tmp_path: Path) -> None:
    opened().close()
    text = SHOP.replace("branch_id, partition: on_day}", "branch_id}")
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    shop = open_shop(tmp_path)
    error = refusal(shop, "loss", by=("branch.city",))
    assert "它只在分区之内唯一" in error.sentence("zh")
    shop.close()


def test_a_spine_with_a_day_twice_is_refused(opened: Opened) -> None:
    shop = opened()
    assert rows(shop, "loss", by=("season",)) == [(1, 98000)]
    shop.close()
    shop = opened("insert into days values (date '2025-01-02', 2)")
    assert refusal(shop, "loss", by=("season",)).code == "false_key"


def test_what_could_not_be_counted_is_not_trusted(opened: Opened) -> None:
    shop = opened()
    shop._learnt.keys["agents.agent"] = Proof("unverified")
    error = refusal(shop, "loss", by=("agent_name",))
    assert error.code == "unverified_key"
    assert "wenshu check --data" in error.sentence("zh")
    del shop._learnt.keys["agents.agent"]
    assert refusal(shop, "loss", by=("agent_name",)).code == "unverified_key"


def test_a_second_open_counts_nothing(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened()
    kept = first._learnt.keys
    first.close()
    monkeypatch.setattr("semantic_layer.learn.prove", lambda *_: pytest.fail("counted again"))
    again = open_shop(tmp_path)
    assert again._learnt.keys == kept
    again.close()


def test_another_declaration_is_counted_anew(opened: Opened, tmp_path: Path) -> None:
    opened().close()
    text = SHOP.replace(
        "policy: {kind: primary, columns: id}", "policy: {kind: primary, columns: [id, product]}"
    )
    assert text != SHOP
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    shop = open_shop(tmp_path)
    assert shop._learnt.keys["policies.policy"].doubles == 2
    shop.close()


def test_a_missing_column_is_no_false_key(opened: Opened) -> None:
    shop = opened("alter table agents drop column id")
    assert shop._learnt.keys["agents.agent"].state == "missing"
    assert shop._learnt.keys["policies.policy"].doubles == 2


def test_a_count_that_takes_too_long_is_unverified(opened: Opened) -> None:
    """Of a table with two keys each is tried by itself."""
    shop = opened()

    class Slow:
        dialect, relations = "duckdb", shop.engine.relations

        def run(self, sql: str, **_: Any) -> Any:
            if "policies" in sql:
                raise EngineError("timeout", seconds=1)
            return shop.engine.run(sql)

    proofs = prove(shop.model, Slow())  # type: ignore[arg-type]
    assert proofs["policies.policy"] == Proof("unverified")
    assert proofs["claims.claim"] == Proof()


@pytest.mark.parametrize(
    ("proof", "use", "holds"),
    [
        (Proof(), Use("t.k", "join"), True),
        (Proof(doubles=1, values=1, within=1), Use("t.k", "join"), False),
        (Proof(doubles=1, values=0, within=0), Use("t.k", "join", partition=True), True),
        (Proof(doubles=1, values=0, within=0), Use("t.k", "count", partition=True), True),
        (Proof(doubles=1, values=0, within=0), Use("t.k", "join"), False),
        (Proof(empties=1), Use("t.k", "join"), True),
        (Proof(empties=1), Use("t.k", "count"), False),
        (Proof(overlaps=1), Use("t.k", "window"), False),
        (Proof("missing"), Use("t.k", "join"), True),
        (Proof("unverified"), Use("t.k", "window"), False),
    ],
)
def test_what_a_use_needs(proof: Proof, use: Use, holds: bool) -> None:
    assert (why(proof, use) is None) == holds
