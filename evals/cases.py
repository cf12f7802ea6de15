"""A question with what a right answer looks like, as one line of a question file.

`expect` is the label (answer, clarify, refuse) and `also` the labels that are as good. `call` is
the MetricQuery that must run, `alt` others that mean the same, `parts` those of an answer in parts,
each of which must be there; `sql` is written by hand on the
shop's own tables and decides when it is there. A line with a question only is for a person.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Label = Literal["answer", "clarify", "refuse"]
STATUS_LABELS: dict[str, Label] = {
    "answered": "answer",
    "clarify": "clarify",
    "refused": "refuse",
}


class Case(BaseModel):
    """One line of a question file; see evals/README.md for every field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    q: str
    lang: str = ""
    kind: str = ""
    thread: str = ""
    today: date | None = None
    expect: Label | None = None
    also: tuple[Label, ...] = ()
    call: dict[str, Any] | None = None
    alt: tuple[dict[str, Any], ...] = ()
    parts: tuple[dict[str, Any], ...] = ()
    sql: str = ""
    first: int | None = None
    rows: int | None = None
    base: bool = False
    contains: bool = False
    chart: str = ""
    code: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    no_result: bool = False
    note: str = ""
    corrected: str = Field(default="", description="what the label was before, and why it changed")

    @property
    def labels(self) -> tuple[Label, ...]:
        """Every label that is right for this question."""
        return (self.expect, *self.also) if self.expect else ()

    @property
    def calls(self) -> tuple[dict[str, Any], ...]:
        """Every call that is right for this question."""
        return (self.call, *self.alt) if self.call is not None else self.alt


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a JSONL file in order; ids are made from the line number where missing."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                fields = json.loads(line)
                yield Case(**{"id": f"{path.stem}-{number}", **fields})
