"""The page of the registries: each validator and data type with what it is told, and the items that name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specs_app.document.edits.in_use import NAMED
from specs_app.document.names import category_title
from specs_app.document.types import Document, item_key
from specs_app.document.validation import Argument, DataType, Validator
from specs_app.publishing.links import Links, anchor
from specs_app.publishing.pages.components import Link

#: So many items are named of one entry.
MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """An argument of a validator with its type, or a fact of a data type."""

    name: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A validator or data type; ``count`` items name it, of which ``items`` are the first."""

    anchor: str
    key: str
    title: str
    description: str
    rows: tuple[RegistryRow, ...]
    count: int
    items: tuple[Link, ...]
    suggest: str

    @property
    def others(self) -> int:
        """How many items are not shown."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class RegistryTable:
    """One registry in the order of its file; ``noun`` is what an entry is called."""

    field: str
    noun: str
    entries: tuple[RegistryEntry, ...]
    suggest: str


def registries(document: Document, links: Links) -> tuple[RegistryTable, ...]:
    """The registry of validators, and that of data types."""
    settings = document.settings
    return (
        _registry(document, "validators", settings.validators, links),
        _registry(document, "datatypes", settings.datatypes, links),
    )


#: By the field of the settings: what an entry is called, and the name of its part in the forms of a proposal.
NOUNS = {"validators": ("validator", "validator"), "datatypes": ("data type", "datatype")}


def _registry(document: Document, field: str, entries: Iterable[Validator | DataType], links: Links) -> RegistryTable:
    noun, part = NOUNS[field]
    items = _items(document, field)
    known = dict[str, Validator | DataType]()
    for entry in entries:
        known.setdefault(entry.key, entry)
    return RegistryTable(
        field,
        noun,
        tuple(
            RegistryEntry(
                anchor=anchor(field, key),
                key=key,
                title=category_title(key),
                description=entry.description,
                rows=tuple(_rows(entry)),
                count=len(items.get(key, ())),
                items=tuple(
                    Link(reference, links.item(reference), note=name)
                    for reference, name in items.get(key, ())[:MOST_ITEMS]
                ),
                suggest=links.suggest(form=f"change_{part}", target=key),
            )
            for key, entry in known.items()
        ),
        links.suggest(form=f"add_{part}"),
    )


def _items(document: Document, field: str) -> dict[str, list[tuple[str, str]]]:
    """The items that name each entry, by reference and name, in one pass."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry, item in document.items():
        for key in dict.fromkeys(NAMED[field](item)):
            found.setdefault(key, []).append((item_key(entry, item), item.name))
    return found


def _rows(entry: Validator | DataType) -> Iterator[RegistryRow]:
    if isinstance(entry, Validator):
        yield from map(_argument, entry.args)
        return
    for name, words in (("Narrower than", entry.extends), ("Format", entry.format)):
        if words:
            yield RegistryRow(name, "", words)


def _argument(argument: Argument) -> RegistryRow:
    entries = f" of {argument.items}" if argument.items else ""
    return RegistryRow(argument.name, f"{argument.type}{entries}", argument.help)
