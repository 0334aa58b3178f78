"""Parts that have other names in a later document, and a document under those names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from specs_app.document import paths
from specs_app.document.extract_renames import body_renamed
from specs_app.document.extracts import Extract
from specs_app.document.links import End, rewritten
from specs_app.document.types import Category, CmsMapping, DataObject, Document, Item, Relationship, Settings

#: A table and its column, not part of a longer path.
_PATH = re.compile(r"(?<![\w.])(\w+)\.(\w+)(?![\w.])")


@dataclass(frozen=True, slots=True)
class Renames:
    """Names of objects, of items with their objects, and of code lists, to their names in a later document."""

    objects: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[End, End] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.objects or self.items or self.categories)

    def end(self, end: End) -> End:
        """What an end of a relationship is called later; of an item that is not known, its object's name."""
        return self.items.get(end) or (self.objects.get(end[0], end[0]), end[1])

    def category(self, name: str) -> str:
        """What a code list is called later."""
        return self.categories.get(name, name)

    def mapping(self, mapping: CmsMapping) -> CmsMapping:
        """A mapping that names a table or an item of the specification itself, under the later names."""
        table, column = self.end((mapping.table, mapping.field))
        source = _PATH.sub(lambda found: ".".join(self.end((found[1], found[2]))), mapping.source)
        return replace(mapping, table=table, field=column, source=source)

    def links(self, document: Document) -> tuple[Relationship, ...]:
        """The relationships under the later names: the same ones."""
        return rewritten(document.relationships, self.end)

    def extracts(self, document: Document) -> tuple[Extract, ...]:
        """The hand-written bodies under the later names, those that they say too."""
        renamed = (self._extract(entry, document.settings) for entry in document.extracts)
        return tuple(sorted(renamed, key=lambda entry: entry.key)) if self else document.extracts

    def _extract(self, entry: Extract, settings: Settings) -> Extract:
        sql = body_renamed(entry, settings.dialect_of(entry.cms), self.objects, self.items)
        return replace(entry, object=self.objects.get(entry.object, entry.object), sql=sql)

    def followed(self, document: Document) -> Document:
        """The document in which all that points at a part says its later name; the parts' own names stay."""
        objects = tuple(self._pointing(entry) for entry in document.objects)
        return replace(
            document,
            settings=self._scoped(document.settings),
            objects=objects,
            relationships=self.links(document),
            extracts=self.extracts(document),
        )

    def _scoped(self, settings: Settings) -> Settings:
        scopes = tuple(
            replace(scope, object=self.objects[scope.object]) if scope.object in self.objects else scope
            for scope in settings.row_scopes
        )
        return settings if scopes == settings.row_scopes else replace(settings, row_scopes=scopes)

    def carried(self, document: Document) -> Document:
        """The document with the later names and nothing else new."""
        following = self.followed(document)
        lists = tuple(replace(entry, name=self.category(entry.name)) for entry in following.categories)
        return replace(following, objects=tuple(map(self._object, following.objects)), categories=lists)

    def addresses(self, document: Document) -> dict[str, str]:
        """The addresses of objects, items, relationships, code lists and codes to those in the ``carried`` document."""
        return dict(self._addresses(document))

    def _addresses(self, document: Document) -> Iterator[tuple[str, str]]:
        for old in document.objects:
            new = self._object(old)
            yield paths.of_object(old.name), paths.of_object(new.name)
            for before, after in zip(old.items, new.items, strict=True):
                yield paths.of_item(old, before), paths.of_item(new, after)
        for link in document.relationships:
            (same,) = rewritten((link,), self.end)
            yield paths.of_relationship(link), paths.of_relationship(same)
        for category in document.categories:
            later = self.category(category.name)
            yield paths.of_category(category.name), paths.of_category(later)
            for code in category.values:
                yield paths.of_value(category.name, code.value), paths.of_value(later, code.value)
        for extract in document.extracts:
            later = self.objects.get(extract.object, extract.object)
            yield paths.of_extract(*extract.key), paths.of_extract(extract.cms, later, extract.variant)

    def _object(self, entry: DataObject) -> DataObject:
        items = tuple(self._item(entry, item) for item in entry.items)
        return replace(entry, name=self.objects.get(entry.name, entry.name), items=items)

    def _pointing(self, entry: DataObject) -> DataObject:
        items = tuple(
            replace(item, cms=tuple(map(self.mapping, item.cms)), category=self.category(item.category))
            for item in entry.items
        )
        return entry if items == entry.items else replace(entry, items=items)

    def _item(self, entry: DataObject, item: Item) -> Item:
        return replace(item, name=self.end((entry.name, item.name))[1])


def renames(before: Document, after: Document) -> Renames:
    """What is called otherwise in ``after``. Names that stayed are left out."""
    objects = renamed_objects(before, after)
    items = ((old, new) for old, new in _items(before, after, objects) if old != new)
    return Renames(objects, dict(items), renamed_categories(before, after))


def renamed_objects(before: Document, after: Document) -> dict[str, str]:
    """Objects whose name is gone and whose references stand together under a new name: old name to new.

    Items may have come or gone at the same time: all references that both documents hold must be in the one and in the other.
    """
    gone = [entry for entry in before.objects if entry.name not in after.object_by_name]
    new = [entry for entry in after.objects if entry.name not in before.object_by_name]
    both = frozenset(before.item_by_ref) & frozenset(after.item_by_ref)
    homes = {shared: entry.name for entry in new if (shared := _references(entry) & both)}
    return {entry.name: homes[shared] for entry in gone if (shared := _references(entry) & both) in homes}


def renamed_categories(before: Document, after: Document) -> dict[str, str]:
    """Code lists whose name is gone and that stand under a new name: that from which the items that named them take their codes
    now, or that has their codes, or most of them. One that none of these items names any more is another list. Old name to new.
    """
    gone = [entry for entry in before.categories if entry.name not in after.category_by_name]
    new = {entry.name: entry for entry in after.categories if entry.name not in before.category_by_name}
    found: dict[str, str] = {}
    for old in gone:
        users = (key for key, (_, item) in before.item_by_ref.items() if item.category == old.name)
        named = {after.item_by_ref[key][1].category for key in users if key in after.item_by_ref}
        codes = {name: len(_codes(old) & _codes(entry)) for name, entry in new.items()}
        alike = [name for name in sorted(codes, key=lambda name: -codes[name]) if 2 * codes[name] > len(_codes(old))]
        likely = [*(named & new.keys() if len(named) == 1 else ()), *alike]
        if free := [name for name in likely if name not in found.values() and (name in named or not named)]:
            found[old.name] = free[0]
    return found


def _codes(entry: Category) -> frozenset[str]:
    return frozenset(value.value for value in entry.values)


def _references(entry: DataObject) -> frozenset[str]:
    return frozenset(item.item_ref for item in entry.items if item.item_ref)


def _items(before: Document, after: Document, objects: Mapping[str, str]) -> Iterator[tuple[End, End]]:
    for key, (entry, item) in before.item_by_ref.items():
        home, same = after.item_by_ref.get(key, (None, item))
        name = home.name if home else objects.get(entry.name, entry.name)
        yield (entry.name, item.name), (name, same.name)
