"""Items as the book prints them: the values of their pages, put closer together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from specs_app.document.types import DataObject, Document, Item
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.item import ItemPage, item_page
from specs_app.publishing.pages.item_facts import Fact
from specs_app.publishing.pages.item_uses import CmsRow, ItemReturnRow
from specs_app.publishing.pdf.places import anchor

#: The facts that the first words tell.
FORMAT = ("Type", "Key", "Required", "Unique")
#: A line of guidance that is a code with its meaning.
CODE = re.compile(r"([A-Za-z0-9]{1,8}) [-–] (\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A term and what answers it; ``note`` are words about the answer."""

    term: str
    lines: tuple[Link, ...]
    note: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.lines or self.note)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or codes with their meanings that stand in a text as a table."""

    text: str = ""
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One item: its place in the book, its page, its guidance, the facts told in one paragraph, and those with a line each."""

    anchor: str
    page: ItemPage
    guidance: tuple[Passage, ...]
    brief: tuple[FactRow, ...]
    rows: tuple[FactRow, ...]


def item_entry(document: Document, entry: DataObject, item: Item, links: Links) -> ItemEntry:
    """One item of an object."""
    page = item_page(document, entry, item, links)
    facts = tuple(_fact(fact) for fact in page.facts if fact.key not in FORMAT)
    brief = (_format(page.facts), *facts, FactRow("Code list", (page.category,) if page.category else ()))
    rows = (
        FactRow("Points from", page.used_by),
        FactRow("Returns", tuple(map(_return, page.returns))),
        *_systems(page.systems),
        FactRow("Validation", tuple(Link(check.words, "", note=check.help) for check in page.validation)),
        FactRow("Deprecated", _deprecation(page)),
        FactRow("Replaces", page.replaces),
    )
    return ItemEntry(
        anchor("items", page.key),
        page,
        tuple(passages(page.guidance)),
        tuple(row for row in brief if row.says_something),
        tuple(row for row in rows if row.says_something),
    )


def passages(paragraphs: Iterable[str]) -> Iterator[Passage]:
    """Paragraphs in their order, codes that follow each other as one table."""
    for is_codes, group in groupby(paragraphs, key=lambda text: CODE.fullmatch(text) is not None):
        if is_codes:
            found = (CODE.fullmatch(text) for text in group)
            yield Passage(codes=tuple((code[1], code[2]) for code in found if code))
        else:
            yield from (Passage(text) for text in group)


def _format(facts: Iterable[Fact]) -> FactRow:
    """Type, key and the yes or no questions as words."""
    said = {fact.key: fact.value or fact.links[0].text for fact in facts if fact.key in FORMAT and fact.value != "No"}
    words = (key.lower() if value == "Yes" else value.replace("Primary", "primary") for key, value in said.items())
    return FactRow("Format", tuple(Link(word, "") for word in words))


def _fact(fact: Fact) -> FactRow:
    return FactRow(fact.key, (Link(fact.value, ""),) if fact.value else fact.links)


def _deprecation(page: ItemPage) -> tuple[Link, ...]:
    lines = (Link(page.deprecation, "") if page.deprecation else None, page.replaced_by)
    return tuple(line for line in lines if line)


def _return(row: ItemReturnRow) -> Link:
    where = ": ".join(word for word in (row.reference, row.section) if word)
    unlisted = "" if row.listed else "marked in the matrix of returns alone"
    return Link(row.link.text, "", note="; ".join(word for word in (where, unlisted) if word))


def _systems(rows: tuple[CmsRow, ...]) -> Iterator[FactRow]:
    """A line for each system that says where it keeps the item, and one for all that only hold it."""
    yield from (_system(row) for row in rows if _says_more(row))
    plain = tuple(Link(row.link.text, "") for row in rows if row.marked and not _says_more(row))
    yield FactRow("Also held by", plain, "source not recorded" if plain else "")


def _says_more(row: CmsRow) -> bool:
    return bool(row.source or row.status or row.note or row.variants)


def _system(row: CmsRow) -> FactRow:
    words = [row.status, row.note, *(f"{name}: {text}" for name, text in row.variants)]
    words += [] if row.marked else ["not listed for this system"]
    note = "; ".join(" ".join(word.split()) for word in words if word)
    return FactRow(row.link.text, (Link(row.source, ""),) if row.source else (), note)
