"""Filters and orders on the items of a document, one set for the pages and for REST."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import TypeAlias

from specs_app.document.deprecation import removal_order
from specs_app.document.holes import LACKS, lacks
from specs_app.document.types import DataObject, Document, Item, item_key

Row: TypeAlias = tuple[DataObject, Item]

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def _holds(held: Callable[[Row], Collection[str]], row: Row, text: str) -> bool:
    return text in held(row)


#: What an item must hold for a filter of that name.
HELD: dict[str, Callable[[Row], Collection[str]]] = {
    "object": lambda row: (row[0].name,),
    "domain": lambda row: row[1].domains,
    "return": lambda row: row[1].returns,
    "cms": lambda row: [mapping.cms for mapping in row[1].cms if mapping.marked],
    "type": lambda row: (row[1].type.casefold(),),
    "category": lambda row: (row[1].category,),
    "status": lambda row: (row[1].status,),
}
#: What each filter keeps; the second argument is the text of the query.
FILTERS: dict[str, Callable[[Row, str], bool]] = {
    **{name: partial(_holds, held) for name, held in HELD.items()},
    "required": lambda row, text: row[1].required == (text in TRUE),
    "deprecated": lambda row, text: text not in TRUE | FALSE or (row[1].deprecated is not None) == (text in TRUE),
    "missing": lambda row, text: text not in LACKS or lacks(*row, text),
    "q": lambda row, text: _says(row, text),
}
#: Where a document lists what items may hold, by the name of the filter.
LISTED: dict[str, Callable[[Document], Iterable[str]]] = {
    "object": lambda document: document.object_by_name,
    "domain": lambda document: (entry.key for entry in document.settings.domains),
    "return": lambda document: (entry.key for entry in document.settings.returns),
    "cms": lambda document: (entry.key for entry in document.settings.cms),
    "category": lambda document: document.category_by_name,
    "status": lambda document: (entry.key for entry in document.settings.statuses),
}

#: What a list of items can be ordered by; a minus before the name turns it round.
ORDERINGS: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "item_ref": lambda row: (row[1].item_ref,),
    "name": lambda row: (row[1].name,),
    "object": lambda row: (row[0].name,),
    "type": lambda row: (row[1].type.casefold(), row[1].item_ref),
    "remove_in": lambda row: (*removal_order(row[1]), row[1].item_ref),
}


def items(document: Document, query: Mapping[str, str]) -> list[Row]:
    """The items that fit every filter of the query; an empty or unknown one is left out of account."""
    rows: Iterable[Row] = document.items()
    for name, text in query.items():
        if text and name in FILTERS:
            rows = [row for row in rows if FILTERS[name](row, folded(name, text))]
    return list(rows)


def folded(name: str, text: str) -> str:
    """The text of a filter as it is compared; types and yes or no in small letters."""
    return text.casefold() if name in {"type", "required", "deprecated"} else text


def known(document: Document, name: str) -> set[str]:
    """Every text that a filter can find something by, or that the document lists for it; types in small letters."""
    held = {text for row in document.items() for text in HELD[name](row) if text}
    return held | set(LISTED[name](document)) if name in LISTED else held


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
