"""The quality track: our questions with a language model's help, recorded by whoever holds a key.

`make record` with `WENSHU_LLM_BASE_URL`, `WENSHU_LLM_API_KEY` and `WENSHU_LLM_MODEL` set writes
`evals/recorded/quality.json`: the model's name, the day, the counts and every verdict. No key and no
address is kept. Until somebody does, the track is empty and every report says so.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from assistant.settings import Settings, read_settings
from evals import report, road
from evals.cases import read_cases
from evals.score import QUESTIONS, Verdict, score

RECORDED = Path(__file__).parent / "recorded" / "quality.json"
CASSETTES = Path(__file__).parents[1] / "tests" / "cassettes"


def standing(file: Path = RECORDED) -> str:
    """One line on what was recorded, for the report."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        told = ", ".join(f"{kept['summary'][m]} {m}" for m in ("right", "asked", "wrong", "failed"))
    except (OSError, ValueError, KeyError):
        return "track quality: empty (make record, with a key)"
    return f"track quality: {kept['model']} on {kept['day']}: {told}"


def wire(folder: Path = CASSETTES) -> str:
    """One line on the recorded replies of the weak model."""
    return f"track wire: {len(list(folder.glob('*.json')))} recorded conversations (pytest -m vcr)"


def written(verdicts: list[Verdict], settings: Settings, file: Path = RECORDED) -> None:
    """Write the record of a run; nothing of the endpoint but the model's name."""
    told = json.loads(report.as_json(verdicts))
    day = datetime.now(UTC).date().isoformat()
    file.parent.mkdir(parents=True, exist_ok=True)
    record = {"model": settings.model, "day": day, **told}
    file.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Ask the demo sets and the waiting questions with the configured model, and record; 2 without one."""
    settings = read_settings()
    if not settings.has_model:
        print("no language model is configured (WENSHU_LLM_BASE_URL, …): nothing was recorded")
        return 2
    files = sorted([*QUESTIONS.glob("*.jsonl"), *QUESTIONS.glob("waiting/*.jsonl")])
    cases = [case for file in files for case in read_cases(file)]
    with road.opened(None) as (ask, judge):
        verdicts = score(cases, ask, judge, planner_only=False)
    written(verdicts, settings)
    print(report.as_text(verdicts))
    print(standing())
    return 0


if __name__ == "__main__":
    sys.exit(main())
