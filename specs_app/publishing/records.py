"""A document as plain records: what REST answers and what the JSON and CSV exports hold.

Shapes follow the public contract. A text that is not given is null, a size is a number where it is one (``"MAX"`` stays text).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from specs_app.document.authorities import LOCAL_NAME_KEYS, Authority, LocalName
from specs_app.document.extract_settings import EXTRACT_REGISTRIES, EntryShape, ExtractEntry
from specs_app.document.extracts import Extract
from specs_app.document.holding import filled
from specs_app.document.item_key import Kind
from specs_app.document.item_keys import TOLD
from specs_app.document.meant import known_system, object_meant
from specs_app.document.names import category_title, object_title, size
from specs_app.document.stages import places_in
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Relationship,
    Return,
    ReturnMapping,
    Term,
)
from specs_app.document.validation import DataType, Validation, Validator
from specs_app.document.validity import successors
from specs_app.document.values import Extra, Table, thaw
from specs_app.versions.editions import Edition

Record = dict[str, Any]
#: The keys of a code.
VALUE_KEYS = ("value", "description", "valid_from", "valid_to", "replaced_by")


def item_record(document: Document, entry: DataObject, item: Item) -> Record:
    """One item in the shape of the contract, without addresses on the web."""
    own = {
        "name": item.name,
        "object": entry.name,
        "max_field_size": size(item.max_field_size),
        "foreign_key": foreign_key(document, entry, item),
        "validators": [_validation(entry) for entry in item.validators],
        "returns": list(_returns(item)),
        "returns_map": [_return_entry(mark) for mark in item.returns_map if mark.name not in item.returns],
        "cms": [cms_record(mapping) for mapping in item.cms],
        "deprecated": deprecation(item),
    }
    return {rest: own[name] if name in own else tell(getattr(item, name)) for rest, name, tell in _KEYS}


def _validation(entry: Validation) -> Record:
    return {"validator": entry.validator, "values": _table(entry.values), "rule": entry.rule or None}


def foreign_key(document: Document, entry: DataObject, item: Item) -> Record | None:
    """The first item this one points at, as ``{object, item}``."""
    parents = document.parents_of.get((entry.name, item.name))
    return {"object": parents[0].parent_object, "item": parents[0].parent_item} if parents else None


def cms_record(mapping: CmsMapping) -> Record:
    """How one system holds an item."""
    return {
        "cms": mapping.cms,
        "marked": mapping.marked,
        "table": mapping.table or None,
        "field": mapping.field or None,
        "source": mapping.source or None,
        "status": mapping.status or None,
        "note": mapping.note or None,
        "variants": dict(mapping.variants),
    }


def object_record(document: Document, entry: DataObject) -> Record:
    """One object with its items, by reference, and its relationships."""
    return {
        "name": entry.name,
        "title": object_title(entry, document.settings),
        "description": entry.description or None,
        "domains": list(entry.domains),
        "items": [{"item_ref": item.item_ref or None, "name": item.name} for item in entry.items],
        "relationships": [relationship_record(link) for link in document.links_of.get(entry.name, ())],
    }


def category_record(category: Category) -> Record:
    """One code list; the text of its codes is as written."""
    return {
        "name": category.name,
        "title": category_title(category.name),
        "values": [value_record(value) for value in category.values],
    }


def value_record(value: CategoryValue) -> Record:
    return {
        "value": value.value,
        "description": value.description or None,
        "valid_from": value.valid_from or None,
        "valid_to": value.valid_to or None,
        "replaced_by": list(successors(value)),
    }


def relationship_record(link: Relationship) -> Record:
    return {
        "parent_object": link.parent_object,
        "parent_item": link.parent_item,
        "child_object": link.child_object,
        "child_item": link.child_item,
        "relation": link.relation,
    }


def system_record(document: Document, cms: Cms) -> Record:
    """A case management system and how many items it holds."""
    found = filled(document, cms, document.items())
    counts = {"items": found.filled + found.held, "sources": found.filled, "sources_in_sql": found.body}
    return {"cms": cms.key, "title": cms.title, "dialect": cms.dialect, **counts}


def mapping_record(entry: DataObject, item: Item, mapping: CmsMapping) -> Record:
    """One row of the table of a system's mappings."""
    return {"item_ref": item.item_ref or None, "name": item.name, "object": entry.name, **cms_record(mapping)}


def mappings_of(document: Document, cms: str) -> Iterator[tuple[DataObject, Item, CmsMapping]]:
    """Every item that says something about one system, in order."""
    for entry, item in document.items():
        mapping = item.mapping(cms)
        if mapping is not None:
            yield entry, item, mapping


def return_record(document: Document, entry: Return) -> Record:
    """A return and the items it asks for."""
    items = [item.item_ref for _, item in document.items() if entry.key in item.returns]
    sections = [term_record(section) for section in entry.sections]
    about = {"return": entry.key, "title": entry.title or None, "kind": entry.kind, "meaning": entry.meaning or None}
    return {**about, "sections": sections, "items": items}


def authority_record(document: Document, entry: Authority) -> Record:
    """An authority and its settings; ``cms`` is the registered system it runs, ``unknown_objects`` name none of this version."""
    return {
        "code": entry.code,
        **{key: getattr(entry, key) or None for key in ("name", "region")},
        "stage": entry.stage,
        "cms": known_system(document.settings.cms, entry.system) or None,
        **{key: getattr(entry, key) or None for key in ("system", "variant", "database", "version")},
        "versions": _table(entry.versions),
        "parameters": dict(entry.parameters),
        **{key: getattr(entry, key) or None for key in ("source_schema", "target_database", "target_schema")},
        "temporary": entry.temporary,
        "temporary_prefix": entry.temporary_prefix or None,
        "no_count_on": entry.no_count_on,
        "left_out_kinds": list(entry.left_out_kinds),
        "left_out": {kind: list(names) for kind, names in entry.left_out},
        "left_out_objects": list(entry.left_out_objects),
        "unknown_objects": [name for name in entry.objects_named if not object_meant(document, name)],
        "local_names": [local_name_record(name) for name in entry.local_names],
        "header": entry.header or None,
    }


def local_name_record(entry: LocalName) -> Record:
    """What an authority calls one item otherwise."""
    return {key: getattr(entry, key) or None for key in LOCAL_NAME_KEYS}


def term_record(term: Term) -> Record:
    """An entry of a small registry, or a section of a return."""
    described = {"description": term.description} if term.description else {}
    return {"key": term.key, "title": term.title or None, **described}


def validator_record(entry: Validator) -> Record:
    """A validator of the registry and the arguments that it takes."""
    args = [
        {key: getattr(argument, key) or None for key in ("name", "type", "items", "help")} for argument in entry.args
    ]
    return {"key": entry.key, "description": entry.description or None, "args": args}


def datatype_record(entry: DataType) -> Record:
    """A data type of the registry."""
    return {"key": entry.key, **{key: getattr(entry, key) or None for key in ("description", "extends", "format")}}


def extract_record(shape: EntryShape, entry: ExtractEntry) -> Record:
    """A parameter, join, row scope or look-up: its key, what that stands for, and what it says."""
    kinds = {**dict.fromkeys(shape.identity, "line"), **shape.kinds}
    return {"key": entry.key, **{name: _extract_value(kind, getattr(entry, name)) for name, kind in kinds.items()}}


def _extract_value(kind: str, value: Any) -> Any:
    if kind == "pairs":
        return dict(value)
    return value if kind == "flag" else list(value) if kind == "words" else value or None


def body_record(extract: Extract) -> Record:
    """A hand-written body of an extract."""
    return {"cms": extract.cms, "object": extract.object, "variant": extract.variant or None, "sql": extract.sql}


def document_parts(edition: Edition) -> Iterator[tuple[str, str | None | Iterator[Record]]]:
    """The whole specification as the keys of one object, each with a text or with records that are made one by one."""
    document, settings = edition.version.document, edition.version.document.settings
    yield "title", settings.title
    yield "version", edition.called
    yield "release", edition.release or None
    yield "revision", edition.version.sha
    yield "objects", (object_record(document, entry) for entry in document.objects)
    yield "items", (item_record(document, entry, item) for entry, item in document.items())
    yield "relationships", map(relationship_record, document.relationships)
    yield "categories", map(category_record, document.categories)
    yield "cms", (system_record(document, cms) for cms in settings.cms)
    yield "returns", (return_record(document, entry) for entry in settings.returns)
    yield "authorities", (authority_record(document, entry) for entry in document.authorities)
    yield "domains", map(term_record, settings.domains)
    yield "statuses", map(term_record, settings.statuses)
    yield "validators", map(validator_record, settings.validators)
    yield "datatypes", map(datatype_record, settings.datatypes)
    for registry, shape in EXTRACT_REGISTRIES.items():
        yield registry, (extract_record(shape, entry) for entry in getattr(settings, registry))
    yield "extracts", map(body_record, document.extracts)


def _returns(item: Item) -> Iterator[Record]:
    for name in dict.fromkeys(item.returns):
        yield from map(_return_entry, places_in(item, name))


def _return_entry(place: ReturnMapping) -> Record:
    return {
        "return": place.name,
        "section": place.section or None,
        "reference": place.reference or None,
        "mark": place.mark or None,
    }


def deprecation(item: Item) -> Record | None:
    """Since when an item is on its way out, what to use instead and in which release it goes; None where it stays."""
    if item.deprecated is None:
        return None
    return {
        "since": item.deprecated.since or None,
        "replaced_by": item.deprecated.replaced_by or None,
        "remove_in": item.deprecated.remove_in or None,
    }


def _table(pairs: Extra) -> Record:
    table: Record = thaw(Table(pairs))
    return table


def _text(text: str) -> str | None:
    return text or None


#: How the keys of a kind are told; texts are null where they say nothing.
BY_KIND: dict[Kind, Callable[[Any], Any]] = {"flag": bool, "words": list, "table": _table}
_KEYS = tuple((key.in_rest, key.name, BY_KIND.get(key.kind, _text)) for key in TOLD)
