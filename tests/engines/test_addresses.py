"""Where a shop's data is, said in its YAML: never with a password. Needs no server."""

import os
import sys
from pathlib import Path

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.shop import open_shop
from tests.engines.bazaar.opened import FOLDER, bazaar


def shop_of(folder: Path, data: str) -> Path:
    text = (FOLDER / "shop.yml").read_text(encoding="utf-8")
    (folder / "shop.yml").write_text(f"{text}data: {data}\n", encoding="utf-8")
    return folder


def refused(folder: Path, data: str) -> ShopError:
    with pytest.raises(ShopError) as caught:
        open_shop(shop_of(folder, data))
    return caught.value


@pytest.mark.parametrize(
    "data",
    ["postgresql://me:secret@db.example/shop", "postgres://me:s%40@db.example/shop",
     "postgresql://db.example/shop?user=me&password=secret"],
)  # fmt: skip
def test_a_password_does_not_belong_in_yaml(tmp_path: Path, data: str) -> None:
    error = refused(tmp_path, data)
    assert error.code == "secret_in_yaml"
    for lang in ("zh", "en"):
        assert "secret" not in error.sentence(lang)
        assert "${WENSHU_PG}" in error.sentence(lang)


def test_a_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path, "${WENSHU_PG_OF_NOBODY}")
    assert error.code == "no_such_variable"
    assert "WENSHU_PG_OF_NOBODY" in error.sentence("zh")


def test_a_database_that_is_not_there_is_said_without_the_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("WENSHU_PG", "postgresql://me:secret@127.0.0.1:1/shop")
    error = refused(tmp_path, "${WENSHU_PG}")
    assert error.code == "no_database"
    for said in (error.sentence("zh"), error.sentence("en"), error.detail, str(error)):
        assert "secret" not in said
        assert "me:" not in said


def test_without_the_driver_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "semantic_layer.engines.postgresql", raising=False)
    monkeypatch.setenv("WENSHU_PG", "postgresql://127.0.0.1:1/shop")
    error = refused(tmp_path, "${WENSHU_PG}")
    sys.modules.pop("semantic_layer.engines.postgresql", None)
    assert error.code == "needs_psycopg"
    assert "wenshu[postgresql]" in error.sentence("en")


def test_a_variable_may_name_a_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bazaar(tmp_path / "made")
    made.close()
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.setenv("WENSHU_FILE", os.fspath(tmp_path / "made" / "bazaar.duckdb"))
    shop = open_shop(shop_of(folder, "${WENSHU_FILE}"))
    assert shop.last_day == made.last_day
    shop.close()
