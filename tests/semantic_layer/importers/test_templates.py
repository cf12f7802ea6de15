"""dbt's templates in the layer's words: read from their tree, never evaluated."""

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.importers.dbt.names import Words, length
from semantic_layer.importers.dbt.templates import BadTemplate, expression

WORDS = Words(frozenset(["alien_day"]))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ Dimension('booking__is_instant') }}", "booking.is_instant"),
        ("NOT {{Dimension('a__b')}} OR {{ Dimension('a__b') }} IS NULL", "NOT a.b OR a.b IS NULL"),
        ("{{ Dimension('b', entity_path=['x', 'y']) }} > 2", "x.y.b > 2"),
        ("{{ Dimension('user__state') }} = 'CA'", '"user"."state" = \'CA\''),
        ("{{ TimeDimension('metric_time', 'day') }} >= '2020-01-02'", "day >= '2020-01-02'"),
        ("{{ TimeDimension('metric_time') }} = '2020-01-01'", "week = '2020-01-01'"),
        ("{{ TimeDimension('a__ds', 'MONTH') }} = '2020-01-01'", "\"a.ds:month\" = '2020-01-01'"),
        ("{{ Dimension('a__ds').grain('year') }} = '2020-01-01'", "\"a.ds:year\" = '2020-01-01'"),
        ("{{ TimeDimension('a__ds', 'alien_day') }} = 1", '"a.ds:alien_day" = 1'),
        ("{{ Entity('listing') }} IS NOT NULL", "listing IS NOT NULL"),
        ("{{ Metric('bookings', ['listing']) }} > 2", '"bookings by listing" > 2'),
        ("{{ Metric('views', group_by=['view__listing']) }} > 2", '"views by view.listing" > 2'),
    ],
)
def test_templates(template: str, expected: str) -> None:
    assert expression(template, WORDS, "week") == expected


@pytest.mark.parametrize(
    "template",
    [
        "{{ __import__('os').system('true') }}",
        "{{ Dimension(open('/etc/passwd').read()) }}",
        "{{ Dimension('a__b').__class__ }}",
        "{{ Dimension() }}",
        "{{ Dimension('a__b' }}",
        "{{ Metric('m', ['a', 'b']) }} > 1",
        "{% if true %} 1 = 1 {% endif %}",
        "{{ Dimension('a__b') }} = 'x' AND",
    ],
)
def test_what_cannot_be_read_is_refused(template: str) -> None:
    with pytest.raises(BadTemplate):
        expression(template, WORDS)


def test_what_is_not_allowed_is_refused() -> None:
    with pytest.raises(QueryError):
        expression("{{ Dimension('a__b') }} in (select 1)", WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 months", (2, "month")),
        ("1 alien_day", (1, "alien_day")),
        ("3 parsecs", None),
        ("x", None),
    ],
)
def test_lengths(text: str, expected: tuple[int, str] | None) -> None:
    assert length(text, WORDS.calendars) == expected
