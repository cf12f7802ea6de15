"""Attacks of our own, in the engine's newest and rarest syntax, for every role; judged by effect."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from semantic_layer.errors import WenshuError
from semantic_layer.isolation.free_sql import FreeSQL
from semantic_layer.shop import Shop

ATTACKS = Path(__file__).with_name("own_attacks.txt")
ROLES = ("owner", "operator", "hangzhou", "reader")
NEVER = ("CANARY-phone", "CANARY-secret", "passwd", "root:")
NOT_HERS = (*NEVER, "CANARY-level", ".7731")
# written so that it reads only what the role may read: may run, and then shows no more than that
HONEST = {
    "from_first", "exclude", "rename", "rename_two", "positional_alias", "comment_nested", "window_hidden",
    "order_hidden", "cost_by_order", "cost_by_join", "decimal_overflow",
}  # fmt: skip
UNSEEN = {"{v}": "\u200b", "{r}": "\u202e", "{b}": "\u00a0", "{n}": "\n"}


def attacks() -> Iterator[tuple[str, str]]:
    for line in ATTACKS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, sql = line.partition("|")
            for written, meant in UNSEEN.items():
                sql = sql.replace(written, meant)
            yield name.strip(), sql.strip(" ")


def shown(free: FreeSQL, sql: str, role: str) -> tuple[bool, str]:
    """Whether the statement ran, and everything that the asker sees of it."""
    try:
        answered = free.run(sql, role, seconds=1.0).answered
    except WenshuError as error:
        return False, error.sentence("zh") + error.sentence("en") + repr(error.choices)
    return True, repr(answered.names) + repr(answered.rows)


def test_there_are_many_and_none_twice() -> None:
    names = [name for name, _ in attacks()]
    assert len(names) >= 120
    assert len(set(names)) == len(names)
    assert set(names) >= HONEST


@pytest.mark.parametrize("role", ROLES)
def test_nothing_hidden_is_shown_and_nothing_changes(
    isolated: Shop, free: FreeSQL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "canary.csv").write_text("value\nCANARY-secret\n", encoding="utf-8")
    hidden = NEVER if role == "owner" else NOT_HERS
    effective = []
    for name, sql in attacks():
        ran, text = shown(free, sql, role)
        if any(canary in text for canary in hidden) or (ran and name not in HONEST):
            effective.append((name, text[:120]))
        assert role != "reader" or not ran, name
    assert effective == []
    assert [p.name for p in tmp_path.iterdir()] == ["canary.csv"]
    counted = "SELECT count(*), count(DISTINCT channel), sum(pay_amount) FROM orders"
    assert isolated.engine.run(counted).rows[0][:2] == (200, 2)


@pytest.mark.parametrize("role", ["operator", "hangzhou"])
def test_errors_quote_no_row(free: FreeSQL, role: str) -> None:
    """The engine's own text names the row that failed; the asker hears only of what kind it was."""
    for sql in ("SELECT city::DATE FROM users", "SELECT strptime(city, '%Y') FROM users",
                "SELECT city::JSON FROM users", "SELECT (SELECT city FROM users)"):  # fmt: skip
        ran, text = shown(free, sql, role)
        assert not ran
        assert "杭州" not in text
        assert "北京" not in text
