"""The corner shop with a question put to it, as the agent sees it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.agent.candidates import candidates
from assistant.agent.choosing import Task
from assistant.agent.grounding import Ground
from assistant.understand.understanding import Call, Understanding
from semantic_layer.query import TimeRange
from semantic_layer.shop import Shop, open_shop
from tools import registry

CORNER = Path(__file__).parents[2] / "tools" / "corner_shop"
LAST_MONTH = TimeRange(start="2025-11-01", end="2025-11-30", unit="month")  # type: ignore[arg-type]
GroundOf = Callable[..., Ground]


@pytest.fixture(scope="session")
def corner(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENSHU_STATE", str(tmp_path_factory.mktemp("state")))
        return open_shop(CORNER)


@pytest.fixture(scope="session")
def ground_of(corner: Shop) -> GroundOf:
    """A function from a question to what it carries; the shop's default period is last month."""

    def made(text: str, previous: Call | None = None, role: str = "owner") -> Ground:
        values = corner.values()
        return Ground(
            text,
            corner.model,
            corner.today,
            corner.first_day,
            corner.last_day,
            candidates(text, corner.model, values, role),
            values,
            previous,
            LAST_MONTH,
        )

    return made


@pytest.fixture(scope="session")
def task_of(corner: Shop, ground_of: GroundOf) -> Callable[..., Task]:
    """A function from a question to the task that the model is given."""

    def made(text: str, role: str = "owner", lang: str = "zh") -> Task:
        context = registry.Context(role=role, lang=lang)
        return Task(
            ground_of(text, role=role),
            Understanding("clarify", sure=False),
            registry.tools(),
            lambda call: registry.run(call.tool, corner, call.arguments, context=context),
            lang,
        )

    return made
