"""Filters and orders on the items of a document, one set for the pages and for REST."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from specs_app.document.types import DataObject, Document, Item, item_key

Row: TypeAlias = tuple[DataObject, Item]

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})

#: What each filter keeps; the second argument is the text of the query.
FILTERS: dict[str, Callable[[Row, str], bool]] = {
    "object": lambda row, text: row[0].name == text,
    "domain": lambda row, text: text in row[1].domains,
    "return": lambda row, text: text in row[1].returns,
    "cms": lambda row, text: any(mapping.cms == text and mapping.marked for mapping in row[1].cms),
    "type": lambda row, text: row[1].type.casefold() == text.casefold(),
    "category": lambda row, text: row[1].category == text,
    "required": lambda row, text: row[1].required == (text.casefold() in TRUE),
    "status": lambda row, text: row[1].status == text,
    "q": lambda row, text: _says(row, text),
}

#: What a list of items can be ordered by; a minus before the name turns it round.
ORDERINGS: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "item_ref": lambda row: (row[1].item_ref,),
    "name": lambda row: (row[1].name,),
    "object": lambda row: (row[0].name,),
    "type": lambda row: (row[1].type.casefold(), row[1].item_ref),
}


def items(document: Document, query: Mapping[str, str]) -> list[Row]:
    """The items that fit every filter of the query; an empty or unknown one is left out of account."""
    rows: Iterable[Row] = document.items()
    for name, text in query.items():
        if text and name in FILTERS:
            rows = [row for row in rows if FILTERS[name](row, text)]
    return list(rows)


def changed(rows: Iterable[Row], keys: frozenset[str]) -> list[Row]:
    """Only the items with one of the given references."""
    return [row for row in rows if item_key(*row) in keys]


def ordered(rows: list[Row], ordering: str) -> list[Row]:
    """The rows in the order asked for; the order of the standard where none is."""
    name = ordering.removeprefix("-")
    if name not in ORDERINGS:
        return rows
    return sorted(rows, key=ORDERINGS[name], reverse=ordering.startswith("-"))


def _says(row: Row, text: str) -> bool:
    entry, item = row
    words = text.casefold().split()
    hay = "\n".join((item.item_ref, item.name, entry.name, item.description, item.guidance)).casefold()
    return all(word in hay for word in words)
