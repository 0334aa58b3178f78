"""Whether a hand-written body gives what its object asks for: columns, their types and codes, joins, parameters, row scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from specs_app.document.extracts import Extract, column_name
from specs_app.document.names import Kind, in_base_types, logical_type
from specs_app.document.types import DataObject, Document, Item
from specs_app.sql.body_reading import BodyFault, BodyReading, body_reading
from specs_app.sql.reading.outputs import outputs_of
from specs_app.sql.reads import is_local_call
from specs_app.sql.safety import line_of

#: A comment by which a body says which rows it takes, or why it takes all.
SCOPE = re.compile(r"(?im)^\s*(?:--|/?\*+)\s*(?:row )?scope\s*:\s*(?P<words>\S.*?)\s*(?:\*/)?\s*$")
#: What a cast to a type gives, as far as it cannot fit an item of another kind.
CASTS: Mapping[str, frozenset[Kind]] = {
    "DATE": frozenset({"date", "datetime", "text", "char", "unknown"}),
    "DATETIME": frozenset({"date", "datetime", "text", "char", "unknown"}),
    "DATETIME2": frozenset({"date", "datetime", "text", "char", "unknown"}),
    "TIMESTAMP": frozenset({"date", "datetime", "text", "char", "unknown"}),
    "INT": frozenset({"integer", "decimal", "float", "boolean", "text", "char", "unknown"}),
    "BIGINT": frozenset({"integer", "decimal", "float", "text", "char", "unknown"}),
    "BOOLEAN": frozenset({"boolean", "integer", "text", "char", "unknown"}),
    "BIT": frozenset({"boolean", "integer", "text", "char", "unknown"}),
}


def faults_of(extract: Extract, document: Document) -> tuple[BodyFault, ...]:
    """All that is wrong with a body, the grave first; nothing where it is right."""
    reading = body_reading(extract.sql, document.settings.dialect_of(extract.cms))
    if reading.query is None:
        return reading.faults
    entry = document.object_by_name.get(extract.object)
    if entry is None:
        return (BodyFault(0, f"The specification has no object {extract.object}.", "Name one of its objects."),)
    found = [fault for check in CHECKS for fault in check(reading, extract, entry, document)]
    return tuple(sorted(found, key=lambda fault: (not fault.grave, fault.line)))


def scope_of(sql: str) -> str:
    """The row scope that a body states in a comment: ``-- Scope: persons known in the last six years``; empty where none."""
    found = SCOPE.search(sql)
    return found["words"] if found else ""


def _columns(reading: BodyReading, _: Extract, entry: DataObject, __: Document) -> Iterator[BodyFault]:
    """The output columns are the object's items."""
    items = {item.name.casefold(): item for item in entry.items}
    given = dict(reading.columns)
    for name, line in given.items():
        if name not in items:
            yield BodyFault(
                line, f"{entry.name} has no item {name}.", "Give it an item's name, or take it out.", column=name
            )
    for name, item in items.items():
        if name not in given:
            grave = item.primary_key
            why = "it is the key" if grave else "it stays NULL"
            remedy = f"Add an output column AS {item.name}."
            yield BodyFault(0, f"Column {item.name} is missing: {why}.", remedy, grave, item.name)


def _keys(reading: BodyReading, _: Extract, entry: DataObject, __: Document) -> Iterator[BodyFault]:
    """A row has a key: where that is NULL in every row, none can be stored."""
    query = cast(exp.Query, reading.query)
    for column in keyless(query, entry):
        message = f"{column} is the key and NULL in every row, so no row can be stored: the script leaves the body out."
        yield BodyFault(
            _line_of_column(query, column), message, "Say where the key is held.", grave=False, column=column
        )


def keyless(query: exp.Query, entry: DataObject) -> list[str]:
    """The parts of an object's key that a body gives nothing but NULL."""
    empty = {output.name.casefold() for output in outputs_of(query) or () if output.null}
    return [item.name for item in entry.keys if item.name.casefold() in empty]


def _line_of_column(query: exp.Query, name: str) -> int:
    return next((line_of(column) for column in query.selects if column_name(column) == name.casefold()), 0)


def _named_alike(reading: BodyReading, extract: Extract, _: DataObject, __: Document) -> Iterator[BodyFault]:
    """A named query with the table's name would be written through, not read."""
    for entry in cast(exp.Query, reading.query).find_all(exp.CTE):
        if entry.alias.casefold() == extract.object.casefold():
            yield BodyFault(
                line_of(entry), f"A named query is called {extract.object} as the table is.", "Call it otherwise."
            )


def _parameters(reading: BodyReading, _: Extract, __: DataObject, document: Document) -> Iterator[BodyFault]:
    """What stands behind a colon is declared by the specification."""
    declared = [entry.key for entry in document.settings.parameters]
    for name in reading.parameters:
        if name not in declared:
            known = f" Declared are: {', '.join(declared)}." if declared else ""
            yield BodyFault(0, f"The parameter :{name} is not declared.", f"Declare it in the settings.{known}")


def _types(reading: BodyReading, _: Extract, entry: DataObject, document: Document) -> Iterator[BodyFault]:
    """A column that is cast is cast to what its item holds."""
    items = _items(entry, document)
    for column in cast(exp.Query, reading.query).selects:
        item, value = items.get(column_name(column)), column.unalias()
        if item is None or not isinstance(value, (exp.Cast, exp.TryCast)):
            continue
        to, kind = value.to.this.name if isinstance(value.to, exp.DataType) else "", logical_type(item).kind
        if to in CASTS and kind not in CASTS[to]:
            message = f"{item.name} is cast to {to}, and the item is {item.type or 'without a type'}."
            yield BodyFault(line_of(column), message, "Cast it to the item's type.", grave=False, column=item.name)


def _items(entry: DataObject, document: Document) -> dict[str, Item]:
    based = in_base_types(document).object_by_name[entry.name]
    return {item.name.casefold(): item for item in based.items}


def _codes(reading: BodyReading, _: Extract, entry: DataObject, document: Document) -> Iterator[BodyFault]:
    """A code that a body writes down for an item with a code list is one of the list."""
    items = {item.name.casefold(): item for item in entry.items if item.category in document.category_by_name}
    for column in cast(exp.Query, reading.query).selects:
        item = items.get(column_name(column))
        if item is None:
            continue
        known = {value.value for value in document.category_by_name[item.category].values}
        for literal in _results(column.unalias()):
            if known and literal.name not in known:
                message = f"{item.name} is given the code ‘{literal.name}’, which is not in the list {item.category}."
                yield BodyFault(line_of(literal), message, "Give a code of the list.", grave=False, column=item.name)


def _results(value: exp.Expr) -> Iterator[exp.Literal]:
    """The texts that an expression may come to: its own, or those behind THEN and ELSE."""
    if isinstance(value, exp.Literal) and value.is_string:
        yield value
    elif isinstance(value, exp.Case):
        for branch in (*(one.args.get("true") for one in value.args.get("ifs", ())), value.args.get("default")):
            yield from _results(branch) if branch is not None else ()
    elif isinstance(value, (exp.Cast, exp.TryCast, exp.Paren)):
        yield from _results(value.this)


def _joins(reading: BodyReading, _: Extract, __: DataObject, ___: Document) -> Iterator[BodyFault]:
    """Tables are joined under a condition, and columns named by a table that is there."""
    query = cast(exp.Query, reading.query)
    for join in query.find_all(exp.Join):
        lateral = isinstance(join.this, (exp.Lateral, exp.Unnest)) or join.args.get("kind") == "CROSS"
        inner = isinstance(join.this, exp.Subquery) and isinstance(join.this.parent, exp.Lateral)
        if not (lateral or inner or join.args.get("on") or join.args.get("using") or _in_where(join)):
            message = f"{join.this.alias_or_name or 'A table'} is joined without a condition, so that rows multiply."
            yield BodyFault(line_of(join), message, "Write ON and the columns that must be equal.", grave=False)
    yield from _strangers(query)
    yield from _loose(query)


def _loose(query: exp.Query) -> Iterator[BodyFault]:
    """Columns where no table is read: a word that was meant as a text, or that somebody has to fill in."""
    for column in query.find_all(exp.Column):
        around = column.find_ancestor(exp.Select, exp.Values)
        if isinstance(around, exp.Values) and not column.table:
            message = f"{column.name} is written where a value is expected, and the server will look for such a column."
            yield BodyFault(
                line_of(column), message, "Write a text in quotes, or the value that is meant.", grave=False
            )


def _in_where(join: exp.Join) -> bool:
    """Tables listed with commas are joined by WHERE."""
    parent = join.parent
    where = parent.args.get("where") if isinstance(parent, exp.Select) else None
    name = join.this.alias_or_name.casefold()
    return where is not None and any(column.table.casefold() == name for column in where.find_all(exp.Column))


def _strangers(query: exp.Query) -> Iterator[BodyFault]:
    """Columns that name a table which nothing in their query or around it is called."""
    for scope in _scopes(query):
        known = {name.casefold() for name in _visible(scope)}
        for column in scope.columns:
            name = column.table.casefold()
            if name and name not in known and not column.args.get("db"):
                message = f"{column.table}.{column.name} names {column.table}, which is no table or alias here."
                yield BodyFault(line_of(column), message, "Name a table that FROM or JOIN names.")


def _scopes(query: exp.Query) -> list[Scope]:
    try:
        return traverse_scope(query)
    except Exception:  # noqa: BLE001  # The library's own analysis; a query it cannot follow is only not looked at so closely.
        return []


def _visible(scope: Scope) -> Iterator[str]:
    place: Scope | None = scope
    while place is not None:
        yield from place.sources
        place = place.parent


def _calls(reading: BodyReading, _: Extract, __: DataObject, ___: Document) -> Iterator[BodyFault]:
    """Functions of a council's own must be in the database where the script runs."""
    calls = {
        call.expression.name: call for call in cast(exp.Query, reading.query).find_all(exp.Dot) if is_local_call(call)
    }
    for name, call in calls.items():
        message = f"It calls {call.this.name}.{name}, a function that each database would have to have."
        yield BodyFault(line_of(call), message, "Say what it does in the query itself.", grave=False)


def _says_scope(_: BodyReading, extract: Extract, __: DataObject, ___: Document) -> Iterator[BodyFault]:
    """A body says which rows it takes, or why it takes all: nothing of a child is copied without a reason."""
    if not scope_of(extract.sql):
        remedy = "Write a comment such as -- Scope: children known in the last six years, or -- Scope: all, because …"
        yield BodyFault(0, "It does not say which rows it takes.", remedy, grave=False)


#: What is asked of a body, in the order in which it is said.
CHECKS: tuple[Callable[[BodyReading, Extract, DataObject, Document], Iterator[BodyFault]], ...] = (
    _columns,
    _keys,
    _named_alike,
    _parameters,
    _types,
    _codes,
    _joins,
    _calls,
    _says_scope,
)
