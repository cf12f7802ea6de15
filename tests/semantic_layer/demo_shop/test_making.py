"""Same seed, same shop; another seed, another shop; scales, steps, and nothing half-written."""

import duckdb
import pytest

from semantic_layer.demo_shop import make
from semantic_layer.demo_shop.__main__ import main
from semantic_layer.demo_shop.scale import BENCH, STANDARD, scale_of


def _checksums(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        return {
            name: connection.execute(
                f'SELECT count(*), sum(hash(t)::HUGEINT), sum(hash(t, rowid)::HUGEINT) FROM "{name}" t'
            ).fetchone()
            for (name,) in names
        }


def test_the_same_seed_gives_the_same_rows_in_the_same_order(small_file, tmp_path):
    make(tmp_path / "again.duckdb", scale=0.02)
    assert _checksums(tmp_path / "again.duckdb") == _checksums(small_file)


def test_another_seed_gives_another_shop(small_file, tmp_path):
    make(tmp_path / "other.duckdb", scale=0.02, seed=7)
    mine, other = _checksums(small_file), _checksums(tmp_path / "other.duckdb")
    assert {name for name in mine if mine[name] == other[name]} <= {
        "ad_plans", "calendar", "campaigns", "campaign_phases", "experiments", "experiment_arms",
        "notes", "shops", "warehouses",
    }  # fmt: skip


def test_steps_are_told_in_order(tmp_path):
    steps = []
    make(
        tmp_path / "shop.duckdb", scale=0.01, on_step=lambda name, done: steps.append((name, done))
    )
    assert [done for _, done in steps] == sorted(done for _, done in steps)
    assert steps[0][1] == 0.0
    assert steps[-1] == ("done", 1.0)


def test_a_failure_leaves_the_old_file_and_no_rubbish(small_file, tmp_path):
    path = tmp_path / "shop.duckdb"
    path.write_bytes(b"the old one")

    def fail(name, done):
        if name == "stock":
            raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        make(path, scale=0.01, on_step=fail)
    assert path.read_bytes() == b"the old one"
    assert [one.name for one in tmp_path.iterdir()] == ["shop.duckdb"]


@pytest.mark.parametrize(
    ("asked", "orders"), [(1, 156_000), ("1", 156_000), ("2m", 2_000_000), ("0.5", 78_000)]
)
def test_scales(asked, orders):
    assert scale_of(asked).orders == orders


def test_named_scales():
    assert scale_of("2M") == BENCH
    assert scale_of(1.0) == STANDARD
    assert (BENCH.customers, BENCH.orders) == (200_000, 2_000_000)


@pytest.mark.parametrize("asked", ["huge", 0, -1, 1_000, "nan"])
def test_scales_that_do_not_exist(asked):
    with pytest.raises(ValueError, match="scale"):
        scale_of(asked)


def test_the_command_line(tmp_path, capsys):
    path = tmp_path / "folder" / "shop.duckdb"
    assert main([str(path), "--scale", "0.01", "--seed", "3"]) == 0
    assert path.exists()
    assert "100%" in capsys.readouterr().err


def test_the_command_line_refuses_nonsense(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([str(tmp_path / "shop.duckdb"), "--scale", "huge"])
    assert "unknown scale" in capsys.readouterr().err
