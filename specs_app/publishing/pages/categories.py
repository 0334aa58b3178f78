"""The list of code lists, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.names import category_title
from specs_app.document.types import Category, CategoryValue, Document
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import ItemRow, item_row


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One code list in the list of them; ``sample`` holds the first codes."""

    name: str
    title: str
    href: str
    codes: int
    sample: str
    items: int


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """One code list and the items that take their values from it."""

    name: str
    addresses: tuple[str, ...]
    title: str
    values: tuple[CategoryValue, ...]
    has_dates: bool
    items: tuple[ItemRow, ...]
    suggest: str
    download: str


SAMPLE = 4


def category_rows(document: Document, links: Links) -> tuple[CategoryRow, ...]:
    """Every code list, by title."""
    used: dict[str, int] = {}
    for _, item in document.items():
        used[item.category] = used.get(item.category, 0) + 1
    rows = (_row(category, used.get(category.name, 0), links) for category in document.categories)
    return tuple(sorted(rows, key=lambda row: (row.title.casefold(), row.name)))


def _row(category: Category, items: int, links: Links) -> CategoryRow:
    values = [value.value for value in category.values if value.value]
    sample = ", ".join(values[:SAMPLE]) + (", …" if len(values) > SAMPLE else "")
    return CategoryRow(
        category.name, category_title(category.name), links.category(category.name), len(category.values), sample, items
    )


def category_page(document: Document, category: Category, links: Links) -> CategoryPage:
    """Everything the page of one code list shows."""
    return CategoryPage(
        name=category.name,
        addresses=(paths.of_category(category.name),),
        title=category_title(category.name),
        values=category.values,
        has_dates=category.has_dates,
        items=tuple(
            item_row(document, entry, item, links) for entry, item in document.items() if item.category == category.name
        ),
        suggest=links.suggest(category=category.name),
        download=links.download("categories", f"{category.name}.csv"),
    )
