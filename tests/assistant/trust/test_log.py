"""The log holds what failed and nobody's data."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.log import log_to
from assistant.trust.masking import unquoted


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    log = logging.getLogger("wenshu")
    before = list(log.handlers)
    log_to(tmp_path)
    yield tmp_path / "wenshu.log"
    for handler in set(log.handlers) - set(before):
        log.removeHandler(handler)
        handler.close()


def test_personal_data_is_starred_out_even_in_a_traceback(logged: Path) -> None:
    try:
        raise ValueError("no order of 13900007123 at c1@pii.example")
    except ValueError:
        logging.getLogger("wenshu").exception("a question failed: %r", "13900007123 的订单")
    text = logged.read_text(encoding="utf-8")
    assert "13900007" not in text
    assert "pii.example" not in text
    assert "ValueError" in text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            'Conversion Error: invalid date field format: "CANARY路1号", expected format is\n'
            'LINE 1: SELECT CAST("users"."city" AS DATE)',
            'Conversion Error: invalid date field format: "…", expected format is',
        ),
        ("Could not convert string 'CANARY' to INT32", 'Could not convert string "…" to INT32'),
        ("Out of Memory Error", "Out of Memory Error"),
    ],
)
def test_an_engines_message_keeps_its_kind_and_no_value(said: str, kept: str) -> None:
    assert unquoted(said) == kept
