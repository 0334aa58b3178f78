"""The pages of returns: who asks for what, and under which name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from specs_app.document.stages import Stray, meant_by, places_in, returns_in, stages_in
from specs_app.document.types import DataObject, Document, Item, Return, ReturnMapping
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import ItemRow, Link, item_row

#: How a return asks for an item, whose object stands before it.
Fed: TypeAlias = tuple[ReturnMapping, DataObject, Item]


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return or stage in the list of them, or a name that items use and no entry has."""

    link: Link
    key: str
    items: int
    sections: int = 0
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ReturnList:
    """What items name as returns: returns, stages of the standard, and names that are neither."""

    returns: tuple[ReturnRow, ...]
    stages: tuple[ReturnRow, ...]
    strays: tuple[ReturnRow, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a return asks for an item; a section that nothing feeds has one without."""

    section: str
    fed: Fed | None = None


@dataclass(frozen=True, slots=True)
class ReturnItem:
    item: ItemRow
    reference: str
    mark: str
    listed: bool


@dataclass(frozen=True, slots=True)
class ReturnSection:
    """A section: how many items feed it, and those of them that are shown.

    A ``key`` where the title does not say it; no title where none is recorded.
    """

    key: str
    title: str
    count: int
    items: tuple[ReturnItem, ...]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A return, or a stage of the standard (``is_stage``); ``stray`` says what is perhaps meant by a name that no entry has."""

    key: str
    title: str
    known: bool
    is_stage: bool
    meaning: str
    stray: str
    items: int
    gaps: int
    is_empty: bool
    sections: tuple[ReturnSection, ...]
    pdf: str


def return_list(document: Document, links: Links) -> ReturnList:
    """The entries of the registry, with how many items name each, and what items name besides."""
    counts = Counter(name for _, item in document.items() for name in dict.fromkeys(item.returns))
    return ReturnList(
        returns=tuple(_row(entry, counts, links) for entry in returns_in(document)),
        stages=tuple(_row(entry, counts, links) for entry in stages_in(document)),
        strays=tuple(
            ReturnRow(Link(name, links.return_(name)), name, count, meaning=Stray(name, meant_by(document, name)).words)
            for name, count in counts.items()
            if name not in document.return_by_key
        ),
    )


def _row(entry: Return, counts: Mapping[str, int], links: Links) -> ReturnRow:
    link = Link(entry.title or entry.key, links.return_(entry.key))
    return ReturnRow(link, entry.key, counts.get(entry.key, 0), len(entry.sections), entry.meaning)


def return_places(document: Document, key: str) -> list[Place]:
    """Where a return asks for what, section by section.

    First those of the registry in its order, also where nothing feeds them, then what items name besides. Empty where neither the
    registry nor any item knows the return.
    """
    entry = _registered(document, key)
    found: dict[str, list[Place]] = {section.key: [] for section in (entry.sections if entry else ())}
    for row in document.items():
        for asked in places_in(row[1], key):
            found.setdefault(asked.section, []).append(Place(asked.section, (asked, *row)))
    return [place for section, places in found.items() for place in places or [Place(section)]]


def return_page(
    document: Document, key: str, links: Links, places: Sequence[Place], shown: Iterable[Place]
) -> ReturnPage | None:
    """The page of a return, of whose ``places`` some are ``shown``; None where neither the registry nor any item knows it."""
    entry = _registered(document, key)
    if entry is None and not places:
        return None
    fed = [place.fed for place in places if place.fed]
    return ReturnPage(
        key=key,
        title=(entry.title if entry else "") or key,
        known=entry is not None,
        is_stage=entry is not None and entry.kind == "stage",
        meaning=entry.meaning if entry else "",
        stray="" if entry else Stray(key, meant_by(document, key)).words,
        items=len({id(item) for _, _, item in fed if key in item.returns}),
        gaps=sum(not place.reference for place, _, _ in fed),
        is_empty=not fed,
        sections=_sections(document, key, entry, links, Counter(place.section for place in places if place.fed), shown),
        pdf=links.download("returns", f"{key}.pdf"),
    )


def _registered(document: Document, key: str) -> Return | None:
    return next((found for found in document.settings.returns if found.key == key), None)


def _sections(
    document: Document,
    key: str,
    entry: Return | None,
    links: Links,
    counts: Mapping[str, int],
    shown: Iterable[Place],
) -> tuple[ReturnSection, ...]:
    named = {section.key: section.title or section.key for section in (entry.sections if entry else ())}
    return tuple(
        ReturnSection(
            key=name if named.get(name, name) != name else "",
            title=named.get(name, name),
            count=counts.get(name, 0),
            items=tuple(_return_item(document, place.fed, key, links) for place in found if place.fed),
        )
        for name, found in groupby(shown, key=lambda place: place.section)
    )


def _return_item(document: Document, fed: Fed, key: str, links: Links) -> ReturnItem:
    asked, owner, item = fed
    return ReturnItem(item_row(document, owner, item, links), asked.reference, asked.mark, key in item.returns)
