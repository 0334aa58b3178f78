"""Rules on what scripts are told beside the mappings: parameters, joins, row scopes and look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs_app.document.extract_settings import Lookup, RowScope
from specs_app.document.holding import written_place
from specs_app.document.names import DATES, in_base_types, logical_type
from specs_app.document.paths import join
from specs_app.document.row_scopes import cohort_of, item_of
from specs_app.document.types import DataObject, Document, Item
from specs_app.lint.findings import Finding, rule

#: The name of a parameter behind a colon; what stands in quotes or behind another colon is none.
NAMED = re.compile(r"'(?:[^']|'')*'|(?<![:\w]):([a-z_]\w*)", re.ASCII)


def _names(text: str) -> frozenset[str]:
    """The parameters that a text names."""
    return frozenset(found[1] for found in NAMED.finditer(text) if found[1])


def _uses(document: Document) -> Iterator[tuple[str, str, str, str]]:
    """Every use of a parameter: its name, the address and key of what uses it, and what that is called."""
    for entry, item in document.items():
        for mapping in item.cms:
            for name in sorted(_names(mapping.source)) if ":" in mapping.source else ():
                yield name, join("items", item.item_ref or f"{entry.name}.{item.name}"), "cms", _called(entry, item)
    for scope in document.settings.row_scopes:
        if scope.years.startswith(":"):
            yield scope.years[1:], _address("row_scopes", scope.key), "", f"the row scope of {scope.object}"
    for extract in document.extracts:
        for name in sorted(_names(extract.sql)):
            yield name, join("extracts", *filter(None, extract.key)), "", f"the body {extract.target}"


def _called(entry: DataObject, item: Item) -> str:
    return f"the mapping of {entry.name}.{item.name}"


def _address(registry: str, key: str) -> str:
    return join("settings", registry, key)


@rule("parameter-not-declared", "warning")
def parameter_not_declared(document: Document) -> Iterator[Finding]:
    """Every parameter that a mapping or a row scope names is declared."""
    declared = {entry.key for entry in document.settings.parameters}
    for name, address, key, what in _uses(document):
        if name not in declared and not address.startswith("extracts/"):
            message = f"The parameter :{name}, which {what} names, is not declared."
            yield Finding(address, key, message, "Declare it in the settings, or name one that is declared.")


@rule("unused-parameter", "info")
def unused_parameter(document: Document) -> Iterator[Finding]:
    """Every parameter that is declared is used."""
    used = {name for name, *_ in _uses(document)} if document.settings.parameters else set()
    for entry in document.settings.parameters:
        if entry.key not in used:
            message = f"Nothing uses the parameter :{entry.key}."
            yield Finding(_address("parameters", entry.key), "", message, "Use it, or take it out.")


@rule("unknown-system", "warning")
def unknown_system(document: Document) -> Iterator[Finding]:
    """Joins, row scopes and look-ups name systems that are registered."""
    known = {"", *(cms.key for cms in document.settings.cms)}
    for registry in ("joins", "row_scopes", "lookups"):
        for entry in getattr(document.settings, registry):
            if entry.cms not in known:
                message = f"The system {entry.cms} is not registered."
                yield Finding(_address(registry, entry.key), "", message, "Name a registered system.")


@rule("join-to-unmapped-table", "warning")
def join_to_unmapped_table(document: Document) -> Iterator[Finding]:
    """A join leads to a table of which a mapping or a further join reads a column."""
    if not document.settings.joins:
        return
    read = {cms.key: _tables_read(document, cms.key) for cms in document.settings.cms}
    for entry in document.settings.joins:
        further = {other.parent.casefold() for other in document.settings.joins if other.cms == entry.cms}
        where = _address("joins", entry.key)
        if not entry.columns:
            yield Finding(where, "", f"The join of {entry.table} names no columns.", "Say which columns are equal.")
        elif (
            entry.cms in read and entry.table.casefold() not in further and not _mentions(read[entry.cms], entry.table)
        ):
            message = f"No mapping reads a column of {entry.table}, to which a join leads."
            yield Finding(where, "", message, "Map an item to it, or take the join out.")


def _tables_read(document: Document, cms: str) -> str:
    """Every place that mappings to a system tell, in lower case, without quotes."""
    mappings = (mapping for _, item in document.items() for mapping in item.cms if mapping.cms == cms)
    return "\n".join(_bare(written_place(mapping)) for mapping in mappings)


def _bare(text: str) -> str:
    return re.sub(r'[\[\]"]', "", text).casefold()


def _mentions(places: str, table: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(_bare(table))}\s*\.", places) is not None


@rule("bad-row-scope", "warning")
def bad_row_scope(document: Document) -> Iterator[Finding]:
    """A row scope is about an object and items that there are: a relationship, a date with its years; or says why there is none."""
    based = in_base_types(document) if document.settings.row_scopes else document
    for scope in document.settings.row_scopes:
        for message, remedy in _scope_faults(based, scope):
            yield Finding(_address("row_scopes", scope.key), "", message, remedy)


def _scope_faults(document: Document, scope: RowScope) -> Iterator[tuple[str, str]]:
    if scope.object not in document.object_by_name:
        yield f"There is no object {scope.object}, of which this is the row scope.", "Name an object, or take it out."
        return
    if scope.none_because and scope.narrows:
        yield f"The row scope of {scope.object} narrows its rows and says why it does not.", "Keep one of the two."
    if not (scope.none_because or scope.narrows):
        remedy = "Name a cohort, a window or keys to leave out; or say why all rows are needed."
        yield f"The row scope of {scope.object} says nothing.", remedy
    if scope.cohort and cohort_of(document, scope) is None:
        message = f"The cohort of {scope.object}, {scope.cohort}, is no item that points at another object."
        yield message, "Name an item of the object with a relationship."
    yield from _window_faults(document, scope)


def _window_faults(document: Document, scope: RowScope) -> Iterator[tuple[str, str]]:
    item = item_of(document, scope.object, scope.window) if scope.window else None
    if scope.window and (item is None or logical_type(item).kind not in DATES):
        yield (
            f"The window of {scope.object}, {scope.window}, is no date of it.",
            "Name an item of the object that is a date.",
        )
    number = scope.years.isascii() and scope.years.isdigit() and int(scope.years[:4]) > 0
    if scope.window and not number and not scope.years.startswith(":"):
        remedy = "Write a whole number, or a parameter such as :years."
        yield f"The window of {scope.object} does not say how many years it has.", remedy


@rule("bad-lookup", "warning")
def bad_lookup(document: Document) -> Iterator[Finding]:
    """A look-up is about an item that there is, and gives codes of its list."""
    for lookup in document.settings.lookups:
        for message, remedy in _lookup_faults(document, lookup):
            yield Finding(_address("lookups", lookup.key), "", message, remedy)


def _lookup_faults(document: Document, lookup: Lookup) -> Iterator[tuple[str, str]]:
    if lookup.item not in document.item_by_ref:
        yield f"There is no item {lookup.item}, of which codes are looked up.", "Name an item, or take it out."
        return
    category = document.category_by_name.get(document.item_by_ref[lookup.item][1].category)
    known = {value.value for value in category.values} if category else set()
    strange = [code for code in dict.fromkeys(code for _, code in lookup.codes) if code not in known]
    if not lookup.codes:
        yield f"The look-up of {lookup.item} has no codes.", "Say which code stands for which, or take it out."
    if strange and category:
        yield f"{', '.join(strange)}: no code of the list {category.name}.", "Give codes of the list."
