"""The page of one item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.names import category_title, is_label, item_title, object_title
from specs_app.document.reading.blocks import Block, CodeTable, blocks
from specs_app.document.reading.codes import are_alike
from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, item_key
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Badge, Link, Nudge
from specs_app.publishing.pages.item_facts import Fact, ItemCheck, at_a_glance, badges, checks, facts, last_change
from specs_app.publishing.pages.item_uses import (
    CmsRow,
    ItemReturnRow,
    StageRow,
    return_rows,
    stage_rows,
    system_rows,
    used_by,
)
from specs_app.publishing.pages.nudges import definition_nudge, guidance_nudge, list_nudge, stray_nudges
from specs_app.versions.editions import Edition


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything the page of one item shows that does not depend on the reader.

    ``is_titled`` where the title is the definition; ``prose`` are the guidance's blocks, of which a table of codes may be one.
    """

    key: str
    addresses: tuple[str, ...]
    title: str
    name: str
    object_link: Link
    badges: tuple[Badge, ...]
    definition: str
    is_titled: bool
    prose: tuple[Block, ...]
    facts: tuple[Fact, ...]
    deprecation: str
    replaced_by: Link | None
    replaces: tuple[Link, ...]
    codes: tuple[CategoryValue, ...]
    has_dates: bool
    category: Link | None
    returns: tuple[ItemReturnRow, ...]
    stages: tuple[StageRow, ...]
    systems: tuple[CmsRow, ...]
    used_by: tuple[Link, ...]
    suggest: str
    validation: tuple[ItemCheck, ...]
    last_change: tuple[Link, ...]
    cells: tuple[Fact, ...]
    no_definition: Nudge | None
    no_guidance: Nudge | None
    no_list: Nudge | None
    strays: tuple[Nudge, ...]

    @property
    def guidance(self) -> tuple[str, ...]:
        """The guidance in paragraphs alone, for what has no tables: an entry of a list or a code each."""
        return tuple(line for block in self.prose for line in block.lines)

    @property
    def at_a_glance(self) -> tuple[Fact, ...]:
        """The facts at the head of the page; a definition that is the title is one of them."""
        definition = [Fact("Definition", self.definition)] if self.is_titled else []
        return (*at_a_glance(self.facts), *definition)

    @property
    def speaking(self) -> tuple[CmsRow, ...]:
        """The systems of which anything is said."""
        return tuple(row for row in self.systems if not row.is_silent)

    @property
    def silent(self) -> tuple[Link, ...]:
        """The others."""
        return tuple(row.link for row in self.systems if row.is_silent)

    @property
    def contents(self) -> tuple[Link, ...]:
        """The sections of the page."""
        return tuple(Link(text, f"#{key}") for key, text, shown in self._sections() if shown)

    def _sections(self) -> Iterator[tuple[str, str, bool]]:
        yield "guidance", "Guidance", True
        yield "codes", "Codes", self.category is not None
        yield "returns", "Returns", True
        yield "systems", "Systems", True
        yield "validation", "Validation", bool(self.validation)
        yield "table", "In the table only", bool(self.cells)
        yield "used-by", "Used by", bool(self.used_by)
        yield "history", "History", True
        yield "cite", "Cite", True


def item_page(document: Document, entry: DataObject, item: Item, links: Links) -> ItemPage:
    """The page of one item, without its history and its open proposals."""
    category = document.category_by_name.get(item.category)
    prose = blocks(item.guidance)
    return ItemPage(
        key=item_key(entry, item),
        addresses=(paths.of_item(entry, item),),
        title=item_title(entry, item),
        name=item.name,
        object_link=Link(object_title(entry, document.settings), links.object(entry.name), note=entry.name),
        badges=badges(document, item),
        definition=item.description,
        is_titled=is_label(item.description.strip()),
        prose=prose,
        facts=tuple(facts(document, entry, item, links)),
        deprecation=_deprecation(item),
        replaced_by=_replacement(document, item, links),
        replaces=_replaced(document, item, links),
        codes=category.values if category else (),
        has_dates=category is not None and category.has_dates,
        category=_category_link(item, category, links),
        returns=return_rows(document, item, links),
        stages=stage_rows(document, item, links),
        systems=system_rows(document, entry, item, links),
        used_by=tuple(used_by(document, entry, item, links)),
        suggest=links.suggest(item=item_key(entry, item)),
        validation=tuple(checks(document, item, links)),
        last_change=last_change(document, item, links),
        cells=tuple(Fact(column, str(text)) for column, text in item.table_cells),
        no_definition=definition_nudge(entry, item, links),
        no_guidance=guidance_nudge(entry, item, links),
        no_list=_no_list(document, entry, item, prose, links),
        strays=stray_nudges(document, entry, item, links),
    )


def _deprecation(item: Item) -> str:
    if item.deprecated is None:
        return ""
    since = f" since release {item.deprecated.since}" if item.deprecated.since else ""
    gone = f" It is to be removed in release {item.deprecated.remove_in}." if item.deprecated.remove_in else ""
    return f"This item is on its way out{since}.{gone}"


def _replacement(document: Document, item: Item, links: Links) -> Link | None:
    ref = item.deprecated.replaced_by if item.deprecated else ""
    return Link(ref, links.item(ref) if ref in document.item_by_ref else "") if ref else None


def _replaced(document: Document, item: Item, links: Links) -> tuple[Link, ...]:
    """The items on their way out whose place this one takes."""
    keys = (item_key(*row) for row in document.replaced_by.get(item.item_ref, ()) if item.item_ref)
    return tuple(Link(key, links.item(key)) for key in keys if key != item.item_ref)


def _category_link(item: Item, category: Category | None, links: Links) -> Link | None:
    if not item.category:
        return None
    return Link(category_title(item.category), links.category(item.category) if category else "")


def _no_list(document: Document, entry: DataObject, item: Item, prose: tuple[Block, ...], links: Links) -> Nudge | None:
    table = next((block for block in prose if isinstance(block, CodeTable)), None)
    if table is None or item.category:
        return None
    found = document.category_by_codes.get(frozenset(code.value for code in table.codes))
    described = {value.value: value.description for value in found.values} if found else {}
    title = category_title(found.name) if found and are_alike(table.codes, described) else ""
    return list_nudge(document, entry, item, title, links)


def citation(edition: Edition, entry: DataObject, item: Item) -> str:
    """A line to copy into another text; who copies it adds the address."""
    title = edition.version.document.settings.title or "Data specification"
    return f"{title}, {edition.name}: {item_key(entry, item)} ({entry.name}.{item.name})"
