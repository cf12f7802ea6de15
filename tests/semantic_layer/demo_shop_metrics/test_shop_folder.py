"""The demo shop's folder agrees with its data: codes, calendar, personal data, roles."""

import pytest

from semantic_layer.demo import FOLDER
from semantic_layer.errors import PolicyError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery

CAMPAIGNS = {
    "nianhuo": "nianhuo",
    "q38": "q38",
    "618": "618",
    "q99": "q99",
    "double11": "d11",
    "double12": "d12",
}
HOLIDAYS = {
    "new_year": "元旦",
    "spring_festival": "春节",
    "qingming": "清明",
    "labour_day": "劳动节",
    "dragon_boat": "端午",
    "national_day": "国庆",
}
PHASES = tuple(
    (campaign, phase)
    for campaign in ("nianhuo", "q38", "618", "q99", "double11", "double12")
    for phase in ("presale", "opening", "peak", "encore")
    if not (campaign in ("q99", "double12") and phase == "presale")
)
COSTS = ("cogs", "gross_profit", "gross_margin", "contribution", "net_profit", "goods_profit")
PERSONAL = ("name", "phone", "email", "address", "openid")
CODED = [
    d.id
    for d in load(FOLDER).dimensions.values()
    if d.values and not d.same_as and d.id != "live.anchor"
]


def _days(shop, name):
    (occasion,) = (o for o in shop.model.occasions if o.name == name)
    return sorted(occasion.days)


@pytest.mark.parametrize(("name", "code"), CAMPAIGNS.items())
def test_campaigns_have_the_days_of_the_data(demo_shop, name, code):
    sql = f"SELECT start_date, end_date FROM campaigns WHERE campaign = '{code}'"
    assert _days(demo_shop, name) == sorted(demo_shop.engine.run(sql).rows)


@pytest.mark.parametrize(("name", "phase"), PHASES)
def test_phases_have_the_days_of_the_data(demo_shop, name, phase):
    sql = (
        "SELECT p.start_date, p.end_date FROM campaign_phases p JOIN campaigns c USING (campaign_id)"
        f" WHERE c.campaign = '{CAMPAIGNS[name]}' AND p.phase = '{phase}'"
    )
    assert _days(demo_shop, f"{name}_{phase}") == sorted(demo_shop.engine.run(sql).rows)


@pytest.mark.parametrize(("name", "holiday"), HOLIDAYS.items())
def test_holidays_have_the_days_of_the_data(demo_shop, name, holiday):
    sql = f"SELECT min(date), max(date) FROM calendar WHERE holiday = '{holiday}' GROUP BY year"
    assert _days(demo_shop, name) == sorted(demo_shop.engine.run(sql).rows)


def test_makeup_days_are_those_of_the_data(demo_shop):
    days = sorted(days for o in demo_shop.model.makeup for days in o.days)
    sql = "SELECT date, date FROM calendar WHERE is_workday AND weekday > 5"
    assert days == sorted(demo_shop.engine.run(sql).rows)


@pytest.mark.parametrize("dimension", CODED)
def test_every_code_in_the_data_has_a_label(demo_shop, dimension):
    known = demo_shop.model.dimensions[dimension]
    rows = demo_shop.query(MetricQuery(by=(dimension,))).rows
    codes = {str(row[0]).lower() for row in rows if row[0] is not None}
    assert codes <= {str(value.value).lower() for value in known.values}


def test_personal_data_is_marked(demo_shop):
    marked = {d.name for d in demo_shop.model.dimensions.values() if d.pii}
    assert marked == set(PERSONAL)


@pytest.mark.parametrize("metric", COSTS)
@pytest.mark.parametrize("role", ["operator", "tmall_lead"])
def test_cost_and_profit_are_not_for_operators(demo_shop, role, metric):
    with pytest.raises(PolicyError):
        demo_shop.query(MetricQuery(metrics=(metric,)), role=role)


@pytest.mark.parametrize("name", PERSONAL)
@pytest.mark.parametrize("role", ["analyst", "operator", "tmall_lead"])
def test_personal_data_is_for_the_owner_alone(demo_shop, role, name):
    with pytest.raises(PolicyError):
        demo_shop.query(MetricQuery(metrics=("gmv",), by=(f"customer.{name}",), limit=1), role=role)


@pytest.mark.parametrize(
    "metric", ["gmv", "units", "refund_amount", "uv", "ad_cost", "live_gmv", "buyers"]
)
def test_the_tmall_lead_sees_tmall_only(demo_shop, metric):
    by_platform = MetricQuery(metrics=(metric,), by=("platform",))
    everything = dict(demo_shop.query(by_platform).rows)
    hers = dict(demo_shop.query(by_platform, role="tmall_lead").rows)
    assert hers == {"tmall": everything["tmall"]}
    ((total,),) = demo_shop.query(MetricQuery(metrics=(metric,)), role="tmall_lead").rows
    assert total == everything["tmall"]
