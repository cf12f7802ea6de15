"""A reading said as a question is understood as the same reading, in both languages."""

from pathlib import Path
from typing import Any

import pytest

from assistant.understand import Lexicon
from assistant.understand.arguments import reading_of
from assistant.understand.rephrase import rephrase
from tests.assistant.understand.shops import ask, coffee, demo

HERE = Path(__file__).parent


def _calls(lexicon: Lexicon, table: str) -> list[dict[str, Any]]:
    lines = (HERE / table).read_text(encoding="utf-8").splitlines()
    asked = (ask(line.split(" => ")[0], lexicon) for line in lines if line)
    return [dict(call.arguments) for u in asked for call in u.calls]


def _same(given: dict[str, Any]) -> dict[str, Any]:
    """What decides the numbers: the days, not how they were counted; groups and filters as sets."""
    given = {k: v for k, v in given.items() if k not in ("chart", "fill")}
    for time in [
        given.get("time", {}),
        *[c["time"] for c in given.get("compare", ()) if "time" in c],
    ]:
        time.pop("unit", None)
    given.pop("total", None)  # a further part of an answer does not tell the total again
    given["by"] = sorted(given.get("by", ()))
    given["where"] = sorted(map(str, given.get("where", ())))
    if not given.get("limit"):
        given.pop("order", None)
    return given


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("shop", "table"), [(demo, "demo_questions.txt"), (coffee, "coffee_questions.txt")], ids=["demo", "coffee"]
)  # fmt: skip
def test_round_trip(shop: Any, table: str, lang: str) -> None:
    lexicon = shop()
    differing, unsaid = [], 0
    calls = _calls(lexicon, table)
    for given in calls:
        if lang == "en" and any("__" in column for column in given.get("order", ())):
            continue
        question = rephrase(reading_of(given, lexicon), lexicon, lang)
        if not question:  # a construct without words is never offered
            unsaid += 1
            continue
        back = ask(question, lexicon)
        if not back.calls or _same(dict(back.calls[0].arguments)) != _same(given):
            differing.append((question, back))
    assert not differing
    assert unsaid <= 0.05 * len(calls)
