"""The rules that turn spans into a reading, in the order in which they use the spans up."""

from collections.abc import Callable

from assistant.understand.reading import Frame
from assistant.understand.rules.aggregates import aggregate_words, aggregates
from assistant.understand.rules.appositions import appositions
from assistant.understand.rules.bands import band_words, bands
from assistant.understand.rules.bounds import above_average, single_rows
from assistant.understand.rules.cards import called, card_defaults, fill
from assistant.understand.rules.clock_conditions import clock_conditions
from assistant.understand.rules.comparing import compare_periods, compare_words, occasion_base
from assistant.understand.rules.existence import existence
from assistant.understand.rules.families import families
from assistant.understand.rules.filters import filters, text_filters, thresholds
from assistant.understand.rules.grouping import grains, groups, members_side_by_side
from assistant.understand.rules.kinds import kinds
from assistant.understand.rules.lists import columns, lists, ranked_rows, rows_alone
from assistant.understand.rules.made_of import made_of, narrowed
from assistant.understand.rules.measures import default_metric, measures, share, trend
from assistant.understand.rules.parts import parts
from assistant.understand.rules.per_step import means, per_step
from assistant.understand.rules.period import period
from assistant.understand.rules.ranking import comparatives, numbers, ranking
from assistant.understand.rules.ratios import divided, per_count, ratios
from assistant.understand.rules.restricted import of_the_top, restricted
from assistant.understand.rules.side_by_side import side_by_side
from assistant.understand.rules.structure import (
    averages,
    bounds_of_rows,
    compounds,
    listings,
    per_thing,
    rest,
    running_totals,
    small_words,
    things,
    this,
    two_asks,
    unsupported,
)
from assistant.understand.rules.tails import both_ends, tails
from assistant.understand.rules.text_match import text_match

Rule = Callable[[Frame], None]

RULES: tuple[Rule, ...] = (
    called,
    text_match,
    per_step,
    existence,
    parts,
    both_ends,
    above_average,
    single_rows,
    lists,
    kinds,
    families,
    restricted,
    band_words,
    divided,
    made_of,
    narrowed,
    ranked_rows,
    aggregate_words,
    per_count,
    clock_conditions,
    averages,
    unsupported,
    this,
    per_thing,
    compare_words,
    compare_periods,
    period,
    occasion_base,
    text_filters,
    groups,
    grains,
    thresholds,
    filters,
    columns,
    appositions,
    side_by_side,
    members_side_by_side,
    ranking,
    numbers,
    comparatives,
    share,
    compounds,
    measures,
    default_metric,
    ratios,
    aggregates,
    bands,
    of_the_top,
    tails,
    fill,
    two_asks,
    bounds_of_rows,
    trend,
    listings,
    rest,
    running_totals,
    things,
    card_defaults,
    rows_alone,
    means,
    small_words,
)

__all__ = ["RULES", "Rule"]
