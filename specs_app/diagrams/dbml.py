"""Objects with all their items in DBML, for tools that draw databases."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from specs_app.diagrams.texts import one_line
from specs_app.document.names import object_title, type_text
from specs_app.document.types import DataObject, Document, Item


def as_dbml(document: Document, name: str, only: Collection[str] | None = None) -> str:
    """The objects named, all where None is given, and the relationships between them; ``name`` is that of the project."""
    shown = [entry for entry in document.objects if only is None or entry.name in only]
    return "\n".join(_statements(document, name, shown)) + "\n"


def _statements(document: Document, name: str, shown: list[DataObject]) -> Iterator[str]:
    yield f"Project {_name(name)} {{\n  Note: {_text(document.settings.title)}\n}}"
    for entry in shown:
        yield f"\nTable {_name(entry.name)} {{"
        yield from (f"  {_column(item)}" for item in entry.items)
        yield f"  Note: {_text(object_title(entry, document.settings))}\n}}"
    yield ""
    yield from _references(document, {entry.name for entry in shown})


def _column(item: Item) -> str:
    settings = [
        *(["pk"] if item.primary_key else []),
        *(["unique"] if item.unique else []),
        *(["not null"] if item.required else []),
        *([f"note: {_text(item.description)}"] if item.description else []),
    ]
    kind = _name(type_text(item)) if item.type else '"text"'
    return f"{_name(item.name)} {kind}" + (f" [{', '.join(settings)}]" if settings else "")


def _references(document: Document, names: Collection[str]) -> Iterator[str]:
    """Of a relationship whose other end is not there a remark: DBML knows no table that is missing."""
    for link in document.relationships:
        if link.parent_object not in names and link.child_object not in names:
            continue
        sign = "-" if link.relation == "1:1" else "<"
        parent, child = ((link.parent_object, link.parent_item), (link.child_object, link.child_item))
        said = f"Ref: {_column_name(*parent)} {sign} {_column_name(*child)}"
        there = all(end in document.item_by_name and end[0] in names for end in (parent, child))
        known = link.parent_object in document.object_by_name and link.child_object in document.object_by_name
        if there:
            yield said
        elif not known or all(end[0] in names for end in (parent, child)):
            yield f"// not in this version: {said}"


def _column_name(table: str, column: str) -> str:
    return f"{_name(table)}.{_name(column)}"


def _name(text: str) -> str:
    """A name in quotes; a quote within has no way to be written, so it is another sign."""
    return '"' + one_line(text).replace('"', "'") + '"'


def _text(text: str) -> str:
    return "'" + one_line(text).replace("\\", "\\\\").replace("'", "\\'") + "'"
