"""The list of all items with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specs_app.document.deprecation import on_their_way_out
from specs_app.document.types import Document
from specs_app.publishing import filters
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link, table_files
from specs_app.publishing.pages.filter_form import Filter, asked_for, controls


@dataclass(frozen=True, slots=True)
class ItemList:
    """The filter form and the items found, not yet made into rows: a page of them is. ``way_out``: only deprecated ones."""

    controls: tuple[Filter, ...]
    query: str
    found: list[filters.Row]
    active: bool
    way_out: bool

    @property
    def heading(self) -> str:
        return "Items on their way out" if self.way_out else "Items"


def item_list(document: Document, query: Mapping[str, str]) -> ItemList:
    """The items that fit, and the form that asked for them."""
    asked = asked_for(query)
    found = filters.ordered(filters.items(document, asked), query.get("ordering", ""))
    return ItemList(controls(document, asked), asked["q"], found, any(asked.values()), _is_way_out(asked))


def _is_way_out(asked: Mapping[str, str]) -> bool:
    return filters.folded("deprecated", asked["deprecated"]) in filters.TRUE


def way_out(document: Document, links: Links) -> Link | None:
    """The list of the items on their way out, by the release that removes them; None where there are none."""
    count = on_their_way_out(document)
    words = f"{count} item is on its way out" if count == 1 else f"{count} items are on their way out"
    return Link(words, links.items(deprecated="yes", ordering="remove_in")) if count else None


def page_query(query: Mapping[str, str], links: Links) -> str:
    """The query of the list for its other pages (`Links.paging`)."""
    return links.paging(**_kept(query))


def list_files(query: Mapping[str, str], links: Links) -> tuple[Link, ...]:
    """The same items, filtered and ordered as they are, as files."""
    return table_files(links, "items", **_kept(query))


def _kept(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in (*filters.FILTERS, "ordering") if query.get(name)}
