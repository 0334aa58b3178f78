"""Bodies for SQL Server carried over to PostgreSQL, as far as the parser can say them there, so that they can be run at all."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

TEXTS = frozenset(
    {exp.DataType.Type.VARCHAR, exp.DataType.Type.NVARCHAR, exp.DataType.Type.CHAR, exp.DataType.Type.NCHAR}
)


def carried(sql: str) -> str:
    """The body in the words of PostgreSQL; raises ``SqlglotError`` where the parser cannot say it there.

    Left out is what is no part of the question: the database before a schema, and OPTION. A function of the council's own is taken
    to hand on its first argument, or else the day, as a stub of it would. ``+`` between texts is ``||``.
    """
    tree = sqlglot.parse_one(sql, dialect="tsql")
    if not isinstance(tree, exp.Query):
        raise SqlglotError("It is no SELECT.")
    for query in tree.find_all(exp.Query):
        query.set("options", None)
    for table in tree.find_all(exp.Table):
        table.set("catalog", None)
    while calls := [dot for dot in tree.find_all(exp.Dot) if isinstance(dot.expression, exp.Anonymous)]:
        first = calls[-1].expression.expressions
        calls[-1].replace(first[0].copy() if first else exp.CurrentDate())
    while sums := [part for part in tree.find_all(exp.Add) if _is_text(part.this) or _is_text(part.expression)]:
        sums[-1].replace(exp.DPipe(this=sums[-1].this.copy(), expression=sums[-1].expression.copy()))
    return tree.sql("postgres", comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE)


def _is_text(part: exp.Expr) -> bool:
    cast = isinstance(part, (exp.Cast, exp.TryCast)) and part.to.this in TEXTS
    if isinstance(part, (exp.Alias, exp.Paren, exp.Coalesce, exp.Trim)):
        return _is_text(part.this)
    return (
        cast
        or isinstance(part, exp.National)
        or (isinstance(part, exp.Literal) and part.is_string)
        or isinstance(part, exp.DPipe)
    )
