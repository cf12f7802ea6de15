"""The functions that free SQL may call: analytic ones that read only their arguments.

No function reads a file, a setting, the catalogue or the session, runs SQL from a text, sleeps,
or makes much out of little (those that can are capped in `allocations`).
"""

from sqlglot import exp

from semantic_layer.errors import GuardError
from semantic_layer.guard.statement import Statement

_AGGREGATES = (
    exp.Count, exp.CountIf, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Median, exp.Mode,
    exp.Stddev, exp.StddevPop, exp.StddevSamp, exp.Variance, exp.VariancePop, exp.Corr,
    exp.CovarPop, exp.CovarSamp, exp.Kurtosis, exp.Skewness, exp.Quantile, exp.PercentileCont,
    exp.PercentileDisc, exp.ApproxDistinct, exp.ApproxQuantile, exp.AnyValue, exp.ArgMax,
    exp.ArgMin, exp.First, exp.Last, exp.GroupConcat, exp.ArrayAgg, exp.LogicalAnd, exp.LogicalOr,
    exp.Grouping, exp.GroupingId, exp.RegrSlope, exp.RegrIntercept, exp.RegrR2, exp.RegrCount,
    exp.RegrAvgx, exp.RegrAvgy,
)  # fmt: skip
_WINDOWS = (
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile, exp.Lag,
    exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue,
)  # fmt: skip
_NUMBERS = (
    exp.Abs, exp.Ceil, exp.Floor, exp.Round, exp.Trunc, exp.Sign, exp.Sqrt, exp.Cbrt, exp.Exp,
    exp.Ln, exp.Log, exp.Pow, exp.Greatest, exp.Least, exp.IsNan, exp.IsInf, exp.WidthBucket,
    exp.SafeDivide, exp.Pi, exp.Degrees, exp.Radians, exp.Sin, exp.Cos, exp.Tan,
)  # fmt: skip
_TEXTS = (
    exp.Lower, exp.Upper, exp.Initcap, exp.Length, exp.Substring, exp.Left, exp.Right, exp.Trim,
    exp.Replace, exp.Reverse, exp.Concat, exp.ConcatWs, exp.Contains, exp.StartsWith,
    exp.EndsWith, exp.StrPosition, exp.Split, exp.SplitPart, exp.RegexpLike, exp.RegexpFullMatch,
    exp.RegexpExtract, exp.RegexpReplace, exp.Translate, exp.Format,
)  # fmt: skip
_CHOICES = (
    exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Cast, exp.TryCast, exp.Try, exp.Typeof,
)  # fmt: skip
_TIMES = (
    exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Localtimestamp, exp.Date,
    exp.DateAdd, exp.DateSub, exp.DateDiff, exp.DateTrunc, exp.TimestampTrunc, exp.DateFromParts,
    exp.TimestampFromParts, exp.Extract, exp.Year, exp.Quarter, exp.Month, exp.Week,
    exp.WeekOfYear, exp.Day, exp.DayOfMonth, exp.DayOfWeek, exp.DayOfWeekIso, exp.DayOfYear,
    exp.Hour, exp.Minute, exp.Second, exp.Dayname, exp.Monthname, exp.LastDay, exp.TimeToStr,
    exp.StrToTime, exp.StrToDate, exp.TsOrDsToDate, exp.TsOrDsToTimestamp, exp.TimeToUnix,
    exp.UnixToTime, exp.DateBin, exp.TsOrDsAdd, exp.TsOrDsDiff, exp.TimestampAdd,
    exp.TimestampSub, exp.TimestampDiff, exp.YearOfWeek, exp.YearOfWeekIso,
)  # fmt: skip
_LISTS = (
    exp.Array, exp.ArraySize, exp.ArrayContains, exp.ArrayDistinct, exp.ArrayFilter,
    exp.ArraySort, exp.ArraySum, exp.ArrayToString, exp.ArrayMax, exp.ArrayMin, exp.ArrayFirst,
    exp.ArrayLast, exp.ArraySlice, exp.Explode, exp.Unnest, exp.Struct, exp.StructExtract,
    exp.JSONExtract, exp.JSONExtractScalar, exp.JSONExtractArray, exp.GenerateSeries,
    exp.GenerateDateArray, exp.GenerateTimestampArray,
)  # fmt: skip
FUNCTIONS: tuple[type[exp.Expr], ...] = (
    *_AGGREGATES, *_WINDOWS, *_NUMBERS, *_TEXTS, *_CHOICES, *_TIMES, *_LISTS,
)  # fmt: skip

# functions that sqlglot has no type for, by their DuckDB names
NAMED = frozenset([
    "now", "today", "current_localtimestamp", "age", "century", "date_part", "datepart",
    "date_sub", "datesub", "datetrunc", "decade", "epoch", "epoch_ms", "era", "isoyear",
    "julian", "microsecond", "millennium", "millisecond", "yearweek", "week", "weekday",
    "weekofyear", "arg_max_null", "arg_min_null", "bit_and", "bit_or", "bit_xor", "entropy",
    "favg", "fsum", "geomean", "geometric_mean", "histogram", "mad", "max_by", "min_by", "mean",
    "product", "quantile_cont", "quantile_disc", "reservoir_quantile", "sem", "even", "gcd",
    "lcm", "fmod", "isfinite", "format", "printf", "prefix", "suffix", "strip_accents", "ucase",
    "lcase", "char_length", "character_length", "strlen", "array_length", "len", "list_avg",
    "list_contains", "list_count", "list_distinct", "list_extract", "list_has", "list_max",
    "list_median", "list_min", "list_reverse_sort", "list_slice", "list_sort", "list_sum",
    "list_unique", "list_value", "array_extract", "array_value", "struct_extract", "struct_pack",
    "map_keys", "map_values", "json_array_length", "json_type", "json_valid",
])  # fmt: skip


def allowed_functions(statement: Statement) -> Statement:
    """Raises GuardError for a function by name that is not on the list."""
    for call in statement.query.find_all(exp.Anonymous):
        if not isinstance(call.this, str) or call.this.lower() not in NAMED:
            raise GuardError("sql_function", name=str(call.this)[:60])
    return statement
