"""What a query may be made of: the parts known to do nothing but read, on the parse tree.

Whatever is not named here is refused, so a new word of a product is refused until somebody has looked at it. Functions that the
parser does not know by themselves are allowed by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from specs_app.sql.dialects.base import Dialect, Nodes

NAMES: Nodes = frozenset(
    {exp.Identifier, exp.Column, exp.Table, exp.TableAlias, exp.Alias, exp.Schema, exp.Var, exp.Dot}
)
VALUES: Nodes = frozenset(
    {exp.Literal, exp.National, exp.Null, exp.Boolean, exp.DataType, exp.DataTypeParam, exp.HexString, exp.Array}
)
OPERATORS: Nodes = frozenset(
    {
        *(exp.Paren, exp.Tuple, exp.Not, exp.Neg, exp.And, exp.Or, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE),
        *(exp.Is, exp.In, exp.Between, exp.Like, exp.ILike, exp.Exists, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod),
        *(exp.DPipe, exp.Collate, exp.Escape, exp.RegexpLike, exp.Interval, exp.Any, exp.All, exp.NullSafeEQ),
        *(exp.NullSafeNEQ, exp.SimilarTo, exp.RegexpILike, exp.BitwiseAnd, exp.BitwiseOr, exp.IntDiv, exp.AtTimeZone),
        *(exp.Bracket, exp.Slice, exp.Kwarg),
    }
)
CLAUSES: Nodes = frozenset(
    {
        *(exp.Select, exp.Subquery, exp.Union, exp.Except, exp.Intersect, exp.With, exp.CTE, exp.From, exp.Join),
        *(exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Fetch, exp.Offset, exp.Distinct),
        *(exp.Window, exp.WindowSpec, exp.Star, exp.Lateral, exp.Values, exp.LimitOptions, exp.Filter, exp.WithinGroup),
        *(exp.Pivot, exp.Cube, exp.Rollup, exp.GroupingSets, exp.ForClause, exp.QueryOption, exp.XMLKeyValueOption),
        *(exp.WithTableHint, exp.IgnoreNulls, exp.RespectNulls),
    }
)
FUNCTIONS: Nodes = frozenset(
    {
        *(exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead),
        *(exp.FirstValue, exp.LastValue, exp.GroupConcat, exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Cast),
        *(exp.TryCast, exp.Convert, exp.Concat, exp.ConcatWs, exp.Upper, exp.Lower, exp.Trim, exp.Substring, exp.Left),
        *(exp.Right, exp.Length, exp.StrPosition, exp.Replace, exp.Stuff, exp.Reverse, exp.Abs, exp.Round, exp.Floor),
        *(exp.Ceil, exp.Greatest, exp.Least, exp.Extract, exp.DateAdd, exp.DateSub, exp.DateDiff, exp.DateFromParts),
        *(exp.CurrentDate, exp.CurrentTimestamp, exp.Year, exp.Month, exp.Day, exp.TsOrDsToDate, exp.TimeStrToTime),
        *(exp.TimeToStr, exp.StrToDate, exp.DateTrunc, exp.TimestampTrunc, exp.Chr, exp.Repeat, exp.Space, exp.Uuid),
        *(exp.LogicalAnd, exp.LogicalOr, exp.Ntile, exp.PercentileCont, exp.PercentileDisc, exp.PercentRank),
        *(exp.CumeDist, exp.NthValue, exp.Stddev, exp.Variance, exp.Median, exp.Mode, exp.AnyValue, exp.Grouping),
        *(exp.GenerateSeries, exp.ExplodingGenerateSeries, exp.Unnest, exp.Explode, exp.ArrayAgg, exp.ArrayToString),
        *(exp.StringToArray, exp.ArraySize, exp.Split, exp.SplitPart, exp.RegexpReplace, exp.RegexpExtract),
        *(exp.RegexpSplit, exp.Initcap, exp.Pad, exp.Translate, exp.Ascii, exp.Unicode, exp.Soundex, exp.Format),
        *(exp.NumberToStr, exp.ToChar, exp.ToNumber, exp.StrToTime, exp.TsOrDsAdd, exp.TsOrDsDiff, exp.DatetimeAdd),
        *(exp.DatetimeSub, exp.DatetimeDiff, exp.TimestampAdd, exp.TimestampSub, exp.TimestampDiff, exp.LastDay),
        *(exp.CurrentTime, exp.CurrentDatetime, exp.TimestampFromParts, exp.MakeInterval, exp.Quarter, exp.Week),
        *(exp.WeekOfYear, exp.DayOfWeek, exp.DayOfMonth, exp.DayOfYear, exp.Date, exp.Sqrt, exp.Pow, exp.Sign, exp.Exp),
        *(exp.Ln, exp.Log, exp.Trunc, exp.JSONObject, exp.JSONArray, exp.JSONKeyValue, exp.JSONExtract, exp.JSONCast),
        *(exp.JSONExtractScalar, exp.JSONBExtract, exp.JSONBExtractScalar, exp.JSONPath, exp.JSONPathRoot),
        *(exp.JSONPathKey, exp.JSONPathSubscript, exp.JSONArrayAgg, exp.JSONObjectAgg, exp.JSONBObjectAgg),
        *(exp.JSONFormat, exp.ParseJSON, exp.OpenJSON, exp.OpenJSONColumnDef, exp.Decode, exp.DecodeCase, exp.Nvl2),
    }
)
READS: Nodes = NAMES | VALUES | OPERATORS | CLAUSES | FUNCTIONS

#: Functions that the parser has no class for, in upper case.
FUNCTION_NAMES = frozenset(
    {
        *("AGE", "CHECKSUM", "BTRIM", "CHOOSE", "DATENAME", "DATE_PART", "DIFFERENCE", "EARTH_BOX", "EARTH_DISTANCE"),
        *("EOMONTH", "ISDATE", "ISJSON", "ISNUMERIC", "JSONB_AGG", "JSONB_ARRAY_ELEMENTS"),
        *("JSONB_ARRAY_ELEMENTS_TEXT", "JSONB_BUILD_ARRAY", "JSONB_BUILD_OBJECT", "JSONB_TYPEOF", "JSON_AGG"),
        *("JSON_ARRAY_ELEMENTS", "JSON_ARRAY_ELEMENTS_TEXT", "JSON_BUILD_ARRAY", "JSON_BUILD_OBJECT"),
        *("JSON_QUERY", "JUSTIFY_INTERVAL", "LL_TO_EARTH", "MAKE_DATE", "MAKE_TIMESTAMP", "NULLS", "PARSENAME"),
        *("PATINDEX", "QUOTENAME", "STR", "STRING_ESCAPE", "STRING_SPLIT", "TO_DATE", "TO_JSON", "TO_JSONB"),
        *("TO_TIMESTAMP", "TRY_PARSE", "UNNEST", "WIDTH_BUCKET"),
    }
)
#: What a schema of the product itself is called, and how its functions begin that do more than reckon.
PRODUCT_SCHEMAS = frozenset({"SYS", "INFORMATION_SCHEMA"})
PRODUCT_NAMES = ("fn_", "sp_", "xp_")
#: Methods of an XML value that only read.
METHODS = frozenset({"VALUE", "QUERY", "NODES", "EXIST"})
#: Hints by which a table is read without waiting.
HINTS = frozenset({"NOLOCK", "READUNCOMMITTED", "READPAST"})


def _named(node: exp.Expr, dialect: Dialect) -> bool:
    parent, name = node.parent, node.name
    if not isinstance(parent, exp.Dot):
        return name.upper() in FUNCTION_NAMES
    return name.upper() in METHODS or (dialect.functions_only_read and is_local_call(parent))


def is_local_call(node: exp.Dot) -> bool:
    """Whether it calls a function of the council's own database, such as ``dbo.working_days(...)``."""
    schema, call = node.this, node.expression
    plain = isinstance(schema, exp.Identifier) and isinstance(call, exp.Anonymous)
    return plain and schema.name.upper() not in PRODUCT_SCHEMAS and not call.name.lower().startswith(PRODUCT_NAMES)


def _hinted(node: exp.Expr, _: Dialect) -> bool:
    return all(hint.name.upper() in HINTS for hint in node.expressions)


#: Parts that read under a condition.
CONDITIONS: Mapping[type[exp.Expr], Callable[[exp.Expr, Dialect], bool]] = {
    exp.Anonymous: _named,
    exp.WithTableHint: _hinted,
}


def refused_in(tree: exp.Expr, dialect: Dialect, besides: Nodes = frozenset()) -> exp.Expr | None:
    """The first part of a query that is not known to do nothing but read in a dialect, or to be one of ``besides``."""
    allowed = READS | dialect.reads | besides
    for node in tree.walk():
        condition = CONDITIONS.get(type(node))
        if not (condition(node, dialect) if condition else type(node) in allowed):
            return node
    return None
