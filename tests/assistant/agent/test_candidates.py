"""What of the demo shop goes into a prompt: what fits the question, what the role may see, no more."""

from datetime import date
from pathlib import Path

import pytest

import semantic_layer.demo_shop
from assistant.agent.candidates import candidates
from assistant.agent.choosing import arguments_schema
from assistant.agent.ground import Ground
from assistant.agent.prompt import MOST_TOKENS, estimated_tokens, system_prompt
from assistant.understand.understanding import Understanding
from semantic_layer.load import load
from semantic_layer.model import Model
from semantic_layer.vocabulary import Role
from tools import registry

QUESTIONS = (
    "上个月各渠道进账",
    "哪些品牌的转化不行",
    "天猫、京东、抖音去年每个月的毛利率和广告ROI对比一下",
    "which province has the most takings last month",
)


@pytest.fixture(scope="module")
def demo() -> Model:
    return load(Path(semantic_layer.demo_shop.__file__).parent / "shop")


@pytest.mark.parametrize(
    ("question", "metrics", "dimensions"),
    [
        ("上个月各渠道的GMV", {"gmv"}, {"channel"}),
        ("近7天退款金额按退款原因", {"refund_amount"}, {"refund_reason"}),
        ("各品牌的件单价", {"asp"}, {"brand"}),
        ("ROAS by platform", {"roas"}, {"platform"}),
    ],
)
def test_what_fits_is_among_the_first(
    demo: Model, question: str, metrics: set[str], dimensions: set[str]
) -> None:
    found = candidates(question, demo, {})
    assert metrics <= {m.name for m in found.metrics[:4]}
    assert dimensions <= {d.name for d in found.dimensions[:4]}


def test_where_nothing_fits_the_shops_main_numbers_stand_first(demo: Model) -> None:
    found = candidates("国内进账", demo, {})
    assert found.metrics[0].name == "gmv"
    assert {"orders", "uv", "ad_cost"} <= {m.name for m in found.metrics}


def test_members_are_found_longest_first(demo: Model) -> None:
    found = candidates("天猫和京东", demo, {"spu.brand": ("素言",)})
    assert {m.value for m in found.values} == {"tmall", "jd"}
    assert [m.value for m in candidates("素言的销量", demo, {"spu.brand": ("素言",)}).values] == [
        "素言"
    ]


def test_a_role_meets_only_its_own(demo: Model) -> None:
    from dataclasses import replace

    limited = replace(
        demo, roles={"cs": Role("cs", ("orders", "refund_amount"), ("order.platform",))}
    )
    found = candidates("上个月各渠道的GMV", limited, {}, "cs")
    assert {m.name for m in found.metrics} == {"orders", "refund_amount"}
    assert {d.id for d in found.dimensions} == {"order.platform"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_prompt_and_schema_together_stay_within_the_budget(
    demo: Model, question: str, lang: str
) -> None:
    import json

    today = date(2025, 12, 22)
    found = candidates(question, demo, {})
    ground = Ground(
        question, demo, today, date(2024, 1, 1), date(2025, 12, 21), found, unknown=("进账",)
    )
    schemas = [arguments_schema(tool, ground) for tool in registry.offered().values()]
    spent = sum(estimated_tokens(json.dumps(schema)) for schema in schemas)
    prompt = system_prompt(ground, Understanding("clarify"), registry.offered(), lang, spent=spent)
    assert spent + estimated_tokens(prompt) <= MOST_TOKENS
    assert found.metrics[0].name in prompt
