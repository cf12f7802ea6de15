"""The audit log and what is kept of a person."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, Identity, Question
from assistant.trust.audit import FILE, Audit, broken_at, entries
from assistant.trust.masking import masked
from assistant.trust.stores import STORES, erase, expire, export


def ask(audit: Audit, text: str, user: str = "li", status: str = "answered") -> None:
    question = Question(text, identity=Identity(user, "operator", "page"))
    with audit.watching(question) as entry:
        entry.answer = Answer(
            text, status, "", "zh", tool="metrics", trace="abc", ms={"total": 3.0}
        )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("查13912345678的订单", "查***的订单"),
        ("电话 +86 139-1234-5678", "电话 ***"),
        ("110105194912310021 买了什么", "*** 买了什么"),
        ("a.b+c@mail.example.cn 的退款", "*** 的退款"),
        ("卡号6222020200112233445", "卡号***"),
        ("客户 oABCDEFGHIJKLMNOPQRSTUVWXYZ1 呢", "客户 *** 呢"),
        ("订单20251101000123的金额是1234567.89", "订单20251101000123的金额是1234567.89"),
        ("2025-11-01到2025-11-30", "2025-11-01到2025-11-30"),
    ],
)
def test_personal_data_are_masked(said: str, kept: str) -> None:
    assert masked(said) == kept


def test_every_end_is_on_record(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    ask(audit, "昨天GMV")
    ask(audit, "客户13912345678", status="refused")
    with pytest.raises(RuntimeError), audit.watching(Question("坏了")):
        raise RuntimeError("13912345678")
    found = list(entries(tmp_path))
    assert [e["verdict"] for e in found] == ["answered", "refused", "crashed"]
    assert found[0]["user"] == "li"
    assert found[0]["door"] == "page"
    assert "139" not in (tmp_path / FILE).read_text(encoding="utf-8")
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_changed_or_missing_line_is_noticed(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    for number in range(5):
        ask(audit, f"问题{number}" + "长" * 9000)
    assert broken_at(tmp_path) == 0
    lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / FILE).write_text("".join(lines[:2] + lines[3:]), encoding="utf-8")
    assert broken_at(tmp_path) == 3
    (tmp_path / FILE).write_text("".join(lines).replace("问题1", "问题X"), encoding="utf-8")
    assert broken_at(tmp_path) == 3


def test_a_person_is_exported_and_erased_everywhere(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    ask(audit, "客户10086买了什么")
    ask(audit, "客户100861买了什么")
    (tmp_path / "traces.jsonl").write_text(
        json.dumps({"question": "客户10086买了什么", "at": "2025-01-01T00:00:00"}) + "\n"
        + json.dumps({"question": "GMV"}) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "wenshu.log").write_text("metrics failed for 10086\nall well\n", encoding="utf-8")
    assert {name: len(found) for name, found in export(tmp_path, "10086").items()} == {
        "traces": 1, "audit": 1, "log": 1,
    }  # fmt: skip
    assert erase(tmp_path, "10086") == {"traces": 1, "audit": 1, "log": 1}
    assert export(tmp_path, "10086") == {}
    assert len(list(entries(tmp_path))) == 2
    assert broken_at(tmp_path) == 0
    assert export(tmp_path, "100861")


def test_what_is_old_expires(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    ask(audit, "GMV")
    today = date.today()
    assert expire(tmp_path, today) == {}
    longest = max(store.days for store in STORES)
    assert expire(tmp_path, today + timedelta(days=longest + 2))["audit"] == 1
    assert list(entries(tmp_path)) == []


def test_an_unwritable_place_fails_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ask(Audit(tmp_path / "file"), "GMV")
