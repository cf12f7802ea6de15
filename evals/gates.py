"""The gates of the question sets: how much must be right, wrong and answered without asking."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.score import Verdict

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Gate:
    """Fractions of the judged questions: at least `right`, at most `wrong`; of those labelled
    answer at least `answered` answered without asking back."""

    right: float
    wrong: float
    answered: float = 0.0


GATES = {DEMO: Gate(0.97, 0.005, 0.92)}
REAL = Gate(0.95, 0.01)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a shop's sets stand to their gate."""

    shop: str
    gate: Gate
    right: float
    wrong: float
    answered: float

    @property
    def passed(self) -> bool:
        gate = self.gate
        return (
            self.right >= gate.right and self.wrong <= gate.wrong and self.answered >= gate.answered
        )

    def line(self) -> str:
        """The standing as the report prints it."""
        parts = [
            f"right {self.right:.1%} (at least {self.gate.right:.1%})",
            f"wrong {self.wrong:.1%} (at most {self.gate.wrong:.1%})",
        ]
        if self.gate.answered:
            parts.append(f"answered {self.answered:.1%} (at least {self.gate.answered:.1%})")
        return f"gate {self.shop}: {'passed' if self.passed else 'FAILED'}, {', '.join(parts)}"


def standings(verdicts: Sequence[Verdict]) -> list[Standing]:
    """Each shop's standing; a shop that judges nothing has none."""
    judged = [v for v in verdicts if v.mark != "unjudged"]
    shops = dict.fromkeys(v.shop for v in judged)
    return [_standing(shop, [v for v in judged if v.shop == shop]) for shop in shops]


def _standing(shop: str, verdicts: Sequence[Verdict]) -> Standing:
    wanted = [v for v in verdicts if v.case.expect == "answer"]
    done = [v for v in wanted if v.answer is not None and v.answer.status == "answered"]
    return Standing(
        shop,
        GATES.get(shop, REAL),
        _part(sum(v.mark == "right" for v in verdicts), len(verdicts)),
        _part(sum(v.mark in ("wrong", "failed") for v in verdicts), len(verdicts)),
        _part(len(done), len(wanted)),
    )


def _part(some: int, of: int) -> float:
    return some / of if of else 1.0
