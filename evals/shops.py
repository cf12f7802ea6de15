"""The real shops under `tests/shops`, over the public data beside the repository, with their truth.

The data is not part of the project: where it is not there a shop is skipped, and it is said why.
"""

# ruff: noqa: E501 (SQL reads better whole)

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.rows import Rows
from evals.score import Asker, Judge, Truth

ROOT = Path(__file__).parents[1]
SHOPS = ROOT / "tests" / "shops"
DATA = ROOT.parent / "shared" / "data"

# What the hand-written SQL of a shop's questions reads, over views named like the files.
VIEWS = {
    "online_retail": 'CREATE VIEW lines AS SELECT * FROM "online_retail_2010-12_2011-08"',
    "adventure_works": """
CREATE VIEW sold AS SELECT *, OrderQuantity * ProductPrice::DECIMAL(18, 4) AS amount,
    OrderQuantity * ProductCost::DECIMAL(18, 4) AS cost FROM sales LEFT JOIN products USING (ProductKey)
    LEFT JOIN product_subcategories USING (ProductSubcategoryKey)
    LEFT JOIN customers USING (CustomerKey) LEFT JOIN territories USING (TerritoryKey)
""",
    "complete_journey": """
CREATE VIEW bought AS SELECT *, timezone('America/New_York', timezone('UTC', transaction_timestamp)) AS moment,
    product_type IS NOT DISTINCT FROM 'GASOLINE-REG UNLEADED' AS petrol
    FROM transactions_sample LEFT JOIN products USING (product_id) LEFT JOIN demographics USING (household_id);
CREATE VIEW mailed AS SELECT * FROM campaigns JOIN campaign_descriptions USING (campaign_id)
    LEFT JOIN demographics USING (household_id);
CREATE VIEW redeemed AS SELECT * FROM coupon_redemptions JOIN campaign_descriptions USING (campaign_id)
    LEFT JOIN demographics USING (household_id);
CREATE VIEW placed AS SELECT *, DATE '2016-12-26' + 7 * (week - 1) AS monday
    FROM promotions_sample LEFT JOIN products USING (product_id)
""",
}


@dataclass(frozen=True, slots=True)
class RealShop:
    """A shop of real data: its folder, its questions, where its data would be."""

    name: str
    folder: Path
    data: Path

    @property
    def questions(self) -> Path:
        return self.folder / "questions.jsonl"

    @property
    def missing(self) -> str:
        """Why it cannot be asked here; empty when it can."""
        if not self.questions.is_file():
            return f"tests/shops/{self.name}/questions.jsonl is not here"
        if not any(self.data.glob("*.parquet")):
            return f"../shared/data/{self.name} is not here"
        return ""


def real_shops(data: Path = DATA) -> tuple[RealShop, ...]:
    """The real shops that have questions, by name."""
    return tuple(RealShop(name, SHOPS / name, data / name) for name in sorted(VIEWS))


@contextmanager
def opened_real(shop: RealShop) -> Iterator[tuple[Asker, Judge]]:
    """A function that answers questions on a real shop, and the judge over its raw files."""
    from evals.road import over
    from semantic_layer.shop import open_shop

    opened = open_shop(shop.folder, shop.data)
    try:
        with truth_over(shop.data, VIEWS[shop.name]) as truth:
            yield over(opened, truth)
    finally:
        opened.close()


@contextmanager
def truth_over(folder: Path, views: str = "") -> Iterator[Truth]:
    """Runs SQL over the files of a folder, each a view by its name, and over more `views`."""
    import duckdb

    connection = duckdb.connect()
    for file in folder.glob("*.parquet"):
        path = str(file).replace("'", "''")
        connection.execute(f"CREATE VIEW \"{file.stem}\" AS SELECT * FROM read_parquet('{path}')")
    for view in filter(str.strip, views.split(";")):
        connection.execute(view)

    def run(sql: str) -> tuple[tuple[str, ...], Rows]:
        found = connection.execute(sql)
        return tuple(c[0] for c in found.description), found.fetchall()

    try:
        yield run
    finally:
        connection.close()
