"""In which order tables are filled: after those that their queries read and, where it is left open, those that they point at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import sqlglot
from sqlglot import exp

from specs_app.document import paths
from specs_app.document.problems import Problem
from specs_app.sql.dialects.base import Dialect

WORD = re.compile(r"\w+")


def reads_of(statement: str, own: Mapping[str, str], dialect: Dialect) -> frozenset[str]:
    """The tables of the specification that an INSERT reads. ``own`` has their names by the same in lower case."""
    words = {word.casefold() for word in WORD.findall(statement)}
    if len([name for name in own if name in words]) < 2:  # the one that it fills
        return frozenset() if not _odd(own) else _read(statement, own, dialect)
    return _read(statement, own, dialect)


def _odd(own: Iterable[str]) -> bool:
    return any(not WORD.fullmatch(name) for name in own)


def _read(statement: str, own: Mapping[str, str], dialect: Dialect) -> frozenset[str]:
    tree = sqlglot.parse_one(statement, dialect=dialect.parser)
    return frozenset(own[table.name.casefold()] for table in tables_read(tree) if table.name.casefold() in own)


def tables_read(insert: exp.Expr) -> list[exp.Table]:
    """The tables that an INSERT reads: neither the one that it writes to, nor its named queries."""
    target = insert.find(exp.Table) if not isinstance(insert.this, exp.Schema) else insert.this.this
    return [table for table in insert.find_all(exp.Table) if table is not target and not _is_named_query(table)]


def _is_named_query(table: exp.Table) -> bool:
    """Whether a name without a schema stands for a query that a WITH around it names."""
    if table.args.get("db"):
        return False
    node: exp.Expr | None = table
    while node is not None:
        named = node.args.get("with_")
        if named and any(entry.alias.casefold() == table.name.casefold() for entry in named.expressions):
            return True
        node = node.parent
    return False


def filling_order(
    names: Iterable[str], reads: Mapping[str, Collection[str]], points_at: Mapping[str, Collection[str]]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The order, and a problem for each circle of tables that read each other. What is left free keeps the order given."""
    left, order, problems = list(names), list[str](), list[Problem]()
    known = frozenset(left)
    needs = {name: {other for other in reads.get(name, ()) if other in known} for name in left}
    problems += [_circle([name]) for name in left if name in needs[name]]
    while left:
        free = _free(left, needs, points_at) or _free(left, needs, {})
        if not free:
            circle = _circle_in(left, needs)
            problems.append(_circle(circle))
            free = circle[0]
        order.append(free)
        left.remove(free)
    return tuple(order), tuple(problems)


def _free(left: list[str], needs: Mapping[str, Collection[str]], points_at: Mapping[str, Collection[str]]) -> str:
    waiting = set(left)
    for name in left:
        if not (waiting & {*needs[name], *points_at.get(name, ())} - {name}):
            return name
    return ""


def _circle_in(left: list[str], needs: Mapping[str, Collection[str]]) -> list[str]:
    """The tables of one circle, the first of them as the order given has it."""
    waiting, path = set(left), [left[0]]
    while True:
        following = next(name for name in left if name in waiting & set(needs[path[-1]]) - {path[-1]})
        if following in path:
            circle = path[path.index(following) :]
            first = min(range(len(circle)), key=lambda place: left.index(circle[place]))
            return circle[first:] + circle[:first]
        path.append(following)


def _circle(names: list[str]) -> Problem:
    way = " reads ".join([*names, names[0]])
    return Problem(
        "filling-circle",
        "warning",
        f"No order fills these tables: {way}. {names[0]} is filled first, from what is not there yet.",
        "Let one of the queries read the system's own tables.",
        address=paths.of_object(names[0]),
    )
