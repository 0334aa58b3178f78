"""The list of code lists, and the page of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from specs_app.document import paths
from specs_app.document.names import category_title, day_in_words
from specs_app.document.types import Category, CategoryValue, Document
from specs_app.document.validity import successors, valid_on
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import ItemRow, item_row
from specs_app.publishing.since import UNTOLD, Since, Sinces


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
class CodeRow:
    """One code in a table; ``replaced_by`` are the codes that take its place."""

    value: str
    description: str
    valid_from: str
    valid_to: str
    since: Since | None
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """One code list and the items that take their values from it; ``count`` are all its codes, of which ``values`` are shown: those
    that are valid on the day ``as_of``, where one was asked for."""

    name: str
    addresses: tuple[str, ...]
    title: str
    values: tuple[CodeRow, ...]
    count: int
    as_of: str
    has_dates: bool
    has_successors: bool
    items: tuple[ItemRow, ...]
    suggest: str
    download: str


SAMPLE = 4


def by_title(document: Document) -> list[Category]:
    """Every code list, by title."""
    return sorted(document.categories, key=lambda entry: (category_title(entry.name).casefold(), entry.name))


def lists_in_short(document: Document) -> str:
    """How many code lists there are, and how many of them items name: ``39 lists, none is named by an item yet``."""
    count = len(document.categories)
    named = len({item.category for _, item in document.items()} & document.category_by_name.keys())
    told = f"{count} list{'' if count == 1 else 's'}, "
    if not named:
        return told + "none is named by an item yet"
    return told + ("each is named by an item" if named == count else f"{named} of them named by an item")


def category_rows(document: Document, shown: Iterable[Category], links: Links) -> tuple[CategoryRow, ...]:
    """Some code lists, with how many items use each."""
    used = Counter(item.category for _, item in document.items())
    return tuple(_row(category, used[category.name], links) for category in shown)


def _row(category: Category, items: int, links: Links) -> CategoryRow:
    values = [value.value for value in category.values if value.value]
    sample = ", ".join(values[:SAMPLE]) + (", …" if len(values) > SAMPLE else "")
    return CategoryRow(
        category.name, category_title(category.name), links.category(category.name), len(category.values), sample, items
    )


def category_page(
    document: Document, category: Category, links: Links, sinces: Sinces = UNTOLD, day: date | None = None
) -> CategoryPage:
    """Everything the page of one code list shows; of its codes those that are valid on a day, where one is given."""
    shown = category.values if day is None else valid_on(category, day)
    return CategoryPage(
        name=category.name,
        addresses=(paths.of_category(category.name),),
        title=category_title(category.name),
        values=tuple(_code(category, value, sinces) for value in shown),
        count=len(category.values),
        as_of=day_in_words(day) if day else "",
        has_dates=category.has_dates,
        has_successors=any(map(successors, shown)),
        items=tuple(
            item_row(document, entry, item, links, sinces)
            for entry, item in document.items()
            if item.category == category.name
        ),
        suggest=links.suggest(category=category.name),
        download=links.download("categories", f"{category.name}.csv"),
    )


def _code(category: Category, value: CategoryValue, sinces: Sinces) -> CodeRow:
    since = sinces.of(paths.of_value(category.name, value.value))
    return CodeRow(value.value, value.description, value.valid_from, value.valid_to, since, successors(value))
