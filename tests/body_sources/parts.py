"""Parts of a query by what they mean for its sources: where a column comes from, and what a condition asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeGuard

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
from sqlglot.optimizer.qualify_columns import qualify_columns
from sqlglot.optimizer.qualify_tables import qualify_tables
from sqlglot.optimizer.scope import Scope

DAY = re.compile(r"\d{1,2}[ /.-]\w{1,9}[ /.-]\d{4}( .*)?")
HANDED_ON = (exp.Paren, exp.Cast, exp.TryCast, exp.Coalesce, exp.Upper, exp.Lower, exp.Trim, exp.Max, exp.Min)


def qualified(query: exp.Query, schema: Mapping[str, Any]) -> exp.Query:
    """The query with each column named by its table, in the case in which the server keeps names."""
    tree = qualify_tables(normalize_identifiers(query.copy(), dialect="postgres"), dialect="postgres")
    try:
        return qualify_columns(tree.copy(), schema, expand_alias_refs=False, allow_partial_qualification=True)
    except OptimizeError:  # JOIN ... USING of tables of which nothing is known.
        return tree


def asked(whole: Scope, turn: int) -> set[int]:
    """The scopes whose rows the result is made of, and not those of which there must be none (NOT EXISTS, NOT IN)."""
    found: set[int] = set()
    waiting = [whole]
    while waiting:
        scope = waiting.pop()
        if id(scope) in found:
            continue
        found.add(id(scope))
        waiting += [source for _, source in scope.selected_sources.values() if isinstance(source, Scope)]
        leaves = list(leaves_of(scope))
        waiting += [] if leaves == [scope] else [leaves[turn % len(leaves)]]
        waiting += [inner for inner in scope.subquery_scopes if not denied(inner.expression)]
    return found


def denied(part: exp.Expr) -> bool:
    """Whether a condition must not hold: it stands below NOT, or is one that says what is not."""
    place: exp.Expr | None = part
    while (place is not None and not isinstance(place, (exp.Where, exp.Join, exp.Case, exp.Select))) or place is part:
        if isinstance(place, (exp.Not, exp.NEQ)):
            return True
        place = place.parent if place is not None else None
    return False


def always(part: exp.Expr) -> bool:
    """Whether a condition must hold for each row: it stands in WHERE or ON, joined by AND alone."""
    place = part.parent
    while isinstance(place, (exp.And, exp.Paren)):
        place = place.parent
    return isinstance(place, (exp.Where, exp.Join))


def is_named(source: object) -> TypeGuard[exp.Table]:
    """Whether it is a table, and not a function that gives rows."""
    return isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier)


def source_of(column: exp.Column, scope: Scope) -> Any:
    place: Scope | None = scope
    while place is not None:
        if column.table in place.sources:
            return place.sources[column.table]
        if not column.table and place.selected_sources:
            found = [source for _, source in place.selected_sources.values()]
            return next((one for one in found if isinstance(one, exp.Table)), found[0])
        place = place.parent
    return None


def made_by(scope: Scope, name: str) -> Iterator[tuple[Scope, exp.Expr]]:
    """The expressions that an output column of a scope is made by: one for each query of a UNION."""
    names = scope.expression.named_selects
    if name not in names:
        return
    at = names.index(name)
    for inner in leaves_of(scope):
        selects = inner.expression.selects
        if at < len(selects):
            yield inner, selects[at].unalias()


def leaves_of(scope: Scope) -> Iterator[Scope]:
    if scope.set_operation_scopes:
        for inner in scope.set_operation_scopes:
            yield from leaves_of(inner)
    else:
        yield scope


def bare(part: exp.Expr) -> exp.Column | None:
    """The column that an expression hands on nearly as it is."""
    while isinstance(part, HANDED_ON):
        part = part.this
    return part if isinstance(part, exp.Column) else None


def answers(part: exp.Expr) -> Iterator[tuple[exp.Column, str, Any]]:
    """Of ``MAX(CASE WHEN question = 'a' THEN answer END)`` the column of the answer, and that and the value of the question."""
    while isinstance(part, HANDED_ON):
        part = part.this
    for branch in part.args["ifs"] if isinstance(part, exp.Case) else ():
        answer, asked = bare(branch.args["true"]), branch.this
        if (
            answer is not None
            and isinstance(asked, (exp.EQ, exp.In, exp.Like))
            and (column := bare(asked.this)) is not None
        ):
            for other in [asked.args.get("expression"), *asked.expressions]:
                if isinstance(other, exp.Literal):
                    yield answer, column.name, without_signs(other) if isinstance(asked, exp.Like) else other.name


def values(part: exp.Expr, other: exp.Expr) -> Iterator[Any]:
    """The values that make a comparison hold."""
    step = {exp.GT: 1, exp.LT: -1}.get(type(part), 0)
    if isinstance(other, exp.Literal):
        yield other.name if other.is_string else int(float(other.name)) + step
    elif isinstance(other, exp.Boolean):
        yield other.this


def without_signs(pattern: exp.Expr | None) -> str:
    return pattern.name.replace("%", "").replace("_", "x") if pattern is not None else ""


def is_day(text: str) -> bool:
    """Whether a text is a day, in one of the ways in which queries write days."""
    if DAY.fullmatch(text.strip()):
        return True
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
