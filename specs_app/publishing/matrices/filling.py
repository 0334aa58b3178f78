"""What fills each item from each system: SQL written by hand, else a mapping with a known source, else nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from specs_app.document.holding import place_of
from specs_app.document.types import Cms, DataObject, Document, Item
from specs_app.publishing.extracts import told_extracts
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.version import Version

By = Literal["body", "mapping", ""]
BODY: Final = "body"
MAPPING: Final = "mapping"
NOTHING: Final = ""
#: By the names of an object and of a system: what its body gives, by the names of items. Only bodies that scripts use.
Bodies: TypeAlias = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ItemFilling:
    """What fills an item from a system, and the expression or place it comes from; ``held``: the standard says that the system
    has it. A source is empty exactly where nothing fills the item."""

    by: By
    source: str = ""
    held: bool = False
    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FilledCount:
    """Of ``total`` items how many a body fills and how many a mapping; ``held`` of the others are said to be in the system."""

    body: int = 0
    mapping: int = 0
    held: int = 0
    total: int = 0

    @property
    def filled(self) -> int:
        return self.body + self.mapping

    @property
    def nothing(self) -> int:
        """How many nothing fills."""
        return self.total - self.filled

    @property
    def unsaid(self) -> int:
        """Of how many nothing is said: neither filled nor said to be held."""
        return self.nothing - self.held

    @property
    def share(self) -> int:
        """Percent, rounded down: 100 is all of them. 0 of none."""
        return 100 * self.filled // self.total if self.total else 0

    def __add__(self, other: FilledCount) -> FilledCount:
        return FilledCount(
            self.body + other.body, self.mapping + other.mapping, self.held + other.held, self.total + other.total
        )


def bodies(version: Version) -> Bodies:
    """What the usual bodies of a version give, each read once; a body that scripts leave out fills nothing."""
    return VERSIONS.get(("bodies", version.slug, version.sha), lambda: _bodies(version), _weigh_bodies)


def _bodies(version: Version) -> Bodies:
    told = (told for told in told_extracts(version) if not told.extract.variant and not told.grave)
    return {
        (one.extract.object, one.extract.cms): {column.name: column.source for column in one.columns if column.filled}
        for one in told
    }


def _weigh_bodies(found: Bodies) -> Weights:
    return {id(found): 1_000 + sum(100 + len(text) for given in found.values() for text in given.values())}


def filling(document: Document, known: Bodies, entry: DataObject, item: Item, cms: Cms) -> ItemFilling:
    """What fills one item. Where an object has a body, the script takes that alone, so no mapping of it fills anything."""
    mapping = item.mapping(cms.key)
    held = mapping is not None and mapping.marked
    status, note = (mapping.status, mapping.note) if mapping else ("", "")
    body = known.get((entry.name, cms.key))
    if body is not None:
        source = body.get(item.name, "")
        return ItemFilling(BODY if source else NOTHING, source, held, status, note)
    place = place_of(document, mapping)
    return ItemFilling(MAPPING if place else NOTHING, place, held, status, note)


def filled(
    document: Document, known: Bodies, entry: DataObject, cms: Cms, items: Iterable[Item] | None = None
) -> FilledCount:
    """How many items of an object a system fills; of all where ``items`` is None."""
    found = [filling(document, known, entry, item, cms) for item in (entry.items if items is None else items)]
    return FilledCount(
        body=sum(one.by == BODY for one in found),
        mapping=sum(one.by == MAPPING for one in found),
        held=sum(one.held and not one.by for one in found),
        total=len(found),
    )


def filled_of(version: Version) -> Mapping[tuple[str, str], FilledCount]:
    """By object and system, how much is filled; counted once a version."""
    return VERSIONS.get(("filled", version.slug, version.sha), lambda: _filled_of(version), _weigh_counts)


def _filled_of(version: Version) -> dict[tuple[str, str], FilledCount]:
    document, known = version.document, bodies(version)
    return {
        (entry.name, cms.key): filled(document, known, entry, cms)
        for entry in document.objects
        for cms in document.settings.cms
    }


def _weigh_counts(found: Mapping[tuple[str, str], FilledCount]) -> Weights:
    return {id(found): 300 * (1 + len(found))}
