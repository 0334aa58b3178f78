"""Hand-written bodies of extracts: one SELECT whose output columns are the object's items.

What enters a script is the parsed query written anew, never the text itself, so that what was checked is what runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from specs_app.document import paths
from specs_app.document.problems import Problem
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.errors import UnsafeScript
from specs_app.sql.safety import prove_query
from specs_app.sql.tables import SqlTable

LONGEST = 200_000
FOLDER = "data/cms"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that may be used: its output columns in order, as the items spell them, and the query written anew.

    ``named`` is its WITH, which products want in different places; empty where it has none.
    """

    columns: tuple[str, ...]
    query: str
    named: str = ""


def texts_in(files: Mapping[str, bytes], cms_key: str) -> dict[str, str]:
    """The hand-written bodies of a system in the files of a repository, by object: ``data/cms/<cms>/<object>.sql``."""
    folder, ending = f"{FOLDER}/{cms_key}/", ".sql"
    return {
        path[len(folder) : -len(ending)]: data.decode("utf-8-sig", "replace")
        for path, data in sorted(files.items())
        if path.startswith(folder) and path.endswith(ending) and "/" not in path[len(folder) :]
    }


def bodies_of(
    texts: Mapping[str, str], tables: Mapping[str, SqlTable], dialect: Dialect, native: str
) -> tuple[dict[str, Body], tuple[Problem, ...]]:
    """The bodies that may be used, and why others are not. ``texts`` are by object and in the dialect ``native``."""
    bodies, problems = {}, []
    for name in sorted(texts):
        try:
            bodies[name] = _body(texts[name], tables.get(name), dialect, native)
        except ValueError as error:
            problems.append(_refused(name, str(error)))
    return bodies, tuple(problems)


def _body(text: str, table: SqlTable | None, dialect: Dialect, native: str) -> Body:
    """The body of one table; raises `ValueError` with the reason where it cannot be used."""
    if table is None:
        raise ValueError("the specification has no such table")
    if dialect.key != native:
        raise ValueError(f"it is written for {native}, and is not translated to {dialect.key}")
    query = _query(text, dialect)
    columns, named = _columns(query, table), query.args.get("with_")
    if any(entry.alias.casefold() == table.name.casefold() for entry in (named.expressions if named else ())):
        raise ValueError("one of its named queries has the name of the table")
    query.set("with_", None)
    return Body(columns, _text(query, dialect), f"{_text(named, dialect)}\n" if named else "")


def _query(text: str, dialect: Dialect) -> exp.Query:
    if len(text) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    try:
        trees = [
            tree for tree in sqlglot.parse(text, dialect=dialect.parser) if tree and type(tree) is not exp.Semicolon
        ]
    except (SqlglotError, RecursionError) as error:
        raise ValueError(f"it cannot be read ({str(error).splitlines()[0]})") from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise ValueError("it is not one SELECT")
    try:
        prove_query(trees[0], dialect)
    except UnsafeScript as error:
        raise ValueError(error.message) from error
    return trees[0]


def _columns(query: exp.Query, table: SqlTable) -> tuple[str, ...]:
    spelled = {column.name.casefold(): column.name for column in table.columns}
    given = [name.casefold() for name in query.named_selects]
    if sorted(given) != sorted(spelled):
        odd = ", ".join(sorted(set(given) ^ set(spelled))) or "some twice"
        raise ValueError(f"its output columns are not the object's items ({odd})")
    return tuple(spelled[name] for name in given)


def _text(tree: exp.Expr, dialect: Dialect) -> str:
    return tree.sql(dialect=dialect.parser, comments=False, pretty=True)


def _refused(name: str, reason: str) -> Problem:
    return Problem(
        "body-not-used",
        "warning",
        f"The hand-written body for {name} is not used: {reason}.",
        "Write one SELECT whose output columns are the object's items.",
        address=paths.of_object(name),
    )
