"""Hand-written bodies in a script: which of them are used for a system, and as what text.

What enters a script is the parsed query written anew, never the text itself, so that what was checked is what runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from sqlglot import exp

from specs_app.document import paths
from specs_app.document.extracts import Extract
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.sql.body_checks import faults_of, keyless, scope_of
from specs_app.sql.body_reading import body_reading
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.parameters import NO_VALUES, ParameterValues
from specs_app.sql.tables import SqlTable


@dataclass(frozen=True, slots=True)
class Body:
    """A body that may be used: its output columns in order, as the items spell them, and the query written anew.

    ``named`` is its WITH, which products want in different places; empty where it has none. ``scope`` is what it says of the rows
    that it takes.
    """

    columns: tuple[str, ...]
    query: str
    named: str = ""
    scope: str = ""


def extracts_for(document: Document, cms: str, variant: str = "") -> dict[str, Extract]:
    """The body of each object for a system: that of the local build where there is one, else the usual one."""
    found = [extract for extract in document.extracts if extract.cms == cms and extract.variant in ("", variant)]
    return {extract.object: extract for extract in sorted(found, key=lambda extract: bool(extract.variant))}


def bodies_of(
    document: Document,
    extracts: Iterable[Extract],
    tables: Mapping[str, SqlTable],
    dialect: Dialect,
    parameters: ParameterValues = NO_VALUES,
) -> tuple[dict[str, Body], tuple[Problem, ...]]:
    """The bodies that may be used, and why others are not."""
    bodies, problems = {}, []
    for extract in extracts:
        if reason := _why_not(extract, document, tables, dialect) or _unfit(extract, dialect, parameters):
            problems.append(_refused(extract, reason))
        else:
            bodies[extract.object] = _body(extract, tables[extract.object], dialect, parameters)
    return bodies, tuple(problems)


def _why_not(extract: Extract, document: Document, tables: Mapping[str, SqlTable], dialect: Dialect) -> str:
    native = document.settings.dialect_of(extract.cms)
    if extract.object not in tables:
        return "the specification has no such table"
    if dialect.key != native:
        return f"it is written for {native}, and is not translated to {dialect.key}"
    if reason := next((fault.text.rstrip(".") for fault in faults_of(extract, document) if fault.grave), ""):
        return reason
    query = cast(exp.Query, body_reading(extract.sql, dialect.key).query)
    empty = ", ".join(keyless(query, document.object_by_name[extract.object]))
    return f"its key ({empty}) is NULL in every row, so that none can be stored" if empty else ""


def _unfit(extract: Extract, dialect: Dialect, parameters: ParameterValues) -> str:
    """Why the value of one of its parameters cannot be written; empty where all can."""
    names = body_reading(extract.sql, dialect.key).parameters
    return next(filter(None, map(parameters.fault, names)), "")


def _body(extract: Extract, table: SqlTable, dialect: Dialect, parameters: ParameterValues) -> Body:
    """The body with its parameters' values; it is known to have no fault."""
    reading = body_reading(extract.sql, dialect.key)
    spelled = {column.name.casefold(): column.name for column in table.columns}
    query = cast(exp.Query, reading.query).copy()
    parameters.bind(query, dialect)
    named = query.args.get("with_")
    query.set("with_", None)
    columns = tuple(spelled[name] for name, _ in reading.columns)
    before = f"{_text(named, dialect)}\n" if named else ""
    return Body(columns, _text(query, dialect), before, scope_of(extract.sql))


def _text(tree: exp.Expr, dialect: Dialect) -> str:
    return tree.sql(dialect=dialect.parser, comments=False, pretty=True)


def _refused(extract: Extract, reason: str) -> Problem:
    build = f" (build {extract.variant})" if extract.variant else ""
    return Problem(
        "body-not-used",
        "warning",
        f"The hand-written body for {extract.object}{build} is not used: {reason}.",
        "Correct the body, so that it is one SELECT whose output columns are the object's items.",
        address=paths.of_extract(*extract.key),
    )
