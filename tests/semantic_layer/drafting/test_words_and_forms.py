"""Headers to roles and cells to types, one by one."""

import pytest

from semantic_layer.drafting.forms import read
from semantic_layer.drafting.words import LEAST, match, plain, unit_of


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("订单编号", "order_id"),
        (" 订单 编号 ", "order_id"),
        ("InvoiceNo", "order_id"),
        ("order_id", "order_id"),
        ("买家实际支付金额(元)", "pay_amount"),
        ("商品金额/元", "line_amount"),
        ("买家会员名", "customer_id"),
        ("CustomerKey", "customer_id"),
        ("household_id", "customer_id"),
        ("EmailAddress", "email"),
        ("收货人手机号码", "phone"),
        ("访客数", "visitors"),
        ("店铺访客数", "visitors"),
        ("支付转化率", "pay_rate"),
        ("花费(元)", "ad_cost"),
        ("Channel0_spend", "ad_cost"),
        ("退款完结时间", "refunded_at"),
        ("Lineitem quantity", "quantity"),
        ("Financial Status", "order_status"),
        ("from_store_id", "store_id"),
    ],
)
def test_a_header_means_a_role(header: str, role: str) -> None:
    found = match(header)
    assert found is not None
    assert found.score >= LEAST
    assert found.role.name == role


@pytest.mark.parametrize(
    "header", ["revenue_per_conversion", "facebook_I", "家庭人口", "propensity_score_x", "Q"]
)
def test_a_header_that_means_nothing_known(header: str) -> None:
    found = match(header)
    assert found is None or found.score < LEAST


def test_units_and_plain_words() -> None:
    assert plain("OrderLineItem") == "order line item"
    assert (unit_of("金额（万元）"), unit_of("转化率(%)"), unit_of("金额/元")) == (
        "万元",
        "%",
        "元",
    )


@pytest.mark.parametrize(
    ("header", "values", "kind", "forms"),
    [
        ("备注", ["好", "不错"], "text", ()),
        ("人数", ["1,200", "3", "45"], "integer", ()),
        ("金额", ["1,200.50", "¥3", "45"], "money", ()),
        ("销售额", ["1.2万", "3,000", "¥45"], "money", ()),
        ("转化率", ["1.2%", "3%"], "ratio", ()),
        ("占比", ["0.12", "0.5"], "ratio", ()),
        ("系数", ["0.12", "1.5"], "number", ()),
        ("订单号", ["2200000000000001", "2200000000000002"], "text", ()),
        ("货架", ["00123", "00124"], "text", ()),
        ("手机", ["13900000001", "13900000002"], "text", ()),
        ("付款时间", ["2025/1/2 3:04", "2025/12/2 13:04"], "time", ("%Y/%m/%d %H:%M",)),
        ("日期", ["20250102", "20250103"], "date", ("%Y%m%d",)),
        ("数字", ["20250102", "20250103"], "integer", ()),
        ("创建时间", ["1735689600", "1735689700"], "time", ("epoch_s",)),
        ("日期", ["45658", "45659"], "time", ("serial",)),
        ("date", ["13/01/2025", "02/01/2025"], "date", ("%d/%m/%Y",)),
        ("date", ["01/13/2025", "02/01/2025"], "date", ("%m/%d/%Y",)),
        ("是否会员", ["是", "否"], "bool", ()),
        ("月份", ["2025-01", "2025-02"], "text", ()),
    ],
)
def test_cells_have_a_type(
    header: str, values: list[str], kind: str, forms: tuple[str, ...]
) -> None:
    found = read(dict.fromkeys(values, 3), header, match(header))
    assert (found.type, found.forms) == (kind, forms)


def test_what_the_cells_leave_open_is_a_doubt() -> None:
    assert read({"03/04/2025": 5}, "date", match("date")).doubts == ("day_month",)
    assert read({"12.5": 1, "0.8": 1}, "转化率", match("转化率")).doubts == ("percent",)
    assert read({"12": 5, "缺货": 4}, "仓位", None).doubts == ("mixed",)


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (["139****1234", "138****9999"], "masked_phone"),
        (["a@b.cn", "c.d@e.com"], "email"),
        (["110101199001011234", "11010119900101123X"], "id_card"),
        (["o6_bmjrPTlm6_2sgVt7hMZOPfL2M"], "openid"),
    ],
)
def test_personal_cells_are_known_under_any_header(values: list[str], shape: str) -> None:
    assert read(dict.fromkeys(values, 1), "字段9", None).shape == shape
