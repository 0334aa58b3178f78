"""An item from its mapping: first what names it and what other keys hang on, then each key by its own reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as parts_of
from typing import Any

from specs_app.document.item_key import TEXTS, ItemKey, Kind
from specs_app.document.item_keys import BY_NAME, WRITTEN
from specs_app.document.item_references import parse_reference
from specs_app.document.paths import join, of_relationship
from specs_app.document.types import CmsMapping, Deprecation, Item, Relationship, ReturnMapping
from specs_app.document.validation import OWN_KEYS, Validation, from_settings
from specs_app.document.values import Extra, Plain, Table
from specs_app.yaml_files.read.collector import Collector, Fields
from specs_app.yaml_files.read.nodes import is_true, to_plain
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence, resolved

KNOWN = frozenset(key.in_file for key in WRITTEN)
LOCATED = tuple(key.in_file for key in WRITTEN if key.located)


def read_item(node: Mapping, object_name: str, collector: Collector) -> Item:
    """The item, with its foreign keys, lines and problems put into the collector."""
    fields = Fields(node, collector)
    name, ref = fields.text("name"), fields.text("item_ref")
    fields.address = join("items", ref or f"{object_name}.{name}")
    _check_identity(fields, name, ref)
    _place(fields)
    _foreign_keys(fields, object_name, name)
    required, unique, validators = _validators(fields)
    constraints = fields.words("constraints")
    values = {name: reader(fields) for name, reader in READERS.items()}
    values["primary_key"] |= "pk" in constraints
    return Item(
        item_ref=ref,
        name=name,
        required=required,
        unique=unique,
        constraints=tuple(word for word in constraints if word != "pk"),
        validators=validators,
        extra=fields.unknown(KNOWN),
        **values,
    )


def _check_identity(fields: Fields, name: str, ref: str) -> None:
    collector, line = fields.collector, fields.node.line
    if not name:
        message = "An item has no name."
        collector.problem("missing-name", message, "Give it a name.", line, address=fields.address, severity="error")
    if not ref:
        message = f"The item {name or 'without a name'} has no reference."
        remedy = "Give it an item_ref that no item has had before."
        collector.problem("missing-reference", message, remedy, line, address=fields.address, severity="error")


def _place(fields: Fields) -> None:
    """Note the lines of the item and of those of its keys that problems point at."""
    fields.collector.place(fields.address, fields.node)
    for key in LOCATED:
        value = fields.values.get(key)
        if value is not None:
            fields.collector.place(f"{fields.address}/{key}", value)


def _foreign_keys(fields: Fields, object_name: str, name: str) -> None:
    """Put a relationship for each foreign key into the collector."""
    for text in fields.words("foreign_key"):
        found = parse_reference(text)
        if found is None:
            message = f"The foreign key {text!r} is not of the form object.item."
            remedy = "Write the parent's object and item with a full stop between them."
            fields.collector.problem(
                "malformed-foreign-key", message, remedy, fields.line("foreign_key"), address=fields.address
            )
        else:
            parent, item, note = found
            entry = Relationship(parent, item, object_name, name, listed=False, item_note=note)
            fields.collector.place(of_relationship(entry), fields.values["foreign_key"])
            fields.collector.relationships.append(entry)


def _validators(fields: Fields) -> tuple[bool, bool, tuple[Validation, ...]]:
    """Whether it is required, whether unique, and the other validators."""
    found = validator_pairs(fields.values.get("validators"))
    enabled = {name: _enabled(value) for name, value in found}
    others = tuple(from_settings(*pair) for pair in found if pair[0] not in OWN_KEYS)
    return enabled.get("required", False), enabled.get("unique", False), others


def validator_pairs(node: Node | None) -> Extra:
    """Validators as pairs of name and settings, from any of the three forms: texts, one-key mappings, one mapping."""
    found = resolved(node) if node is not None else None
    if isinstance(found, Sequence):
        return tuple(pair for child in found.items for pair in validator_pairs(child))
    if isinstance(found, Scalar):
        return () if found.null else ((found.value, None),)
    plain = to_plain(found) if found is not None else None
    return plain.pairs if isinstance(plain, Table) else ()


def _enabled(settings: Plain) -> bool:
    value = settings.get("enabled") if isinstance(settings, Table) else settings
    return value is None or is_true(value)


def _returns_map(fields: Fields) -> tuple[ReturnMapping, ...]:
    if "returns_map" not in fields.values:
        return ()
    entries = (Fields(node, fields.collector, fields.address) for node in fields.mappings("returns_map"))
    return tuple(
        ReturnMapping(entry.text("return"), entry.text("section"), entry.text("reference"), entry.text("mark"))
        for entry in entries
    )


def _cms(fields: Fields) -> tuple[CmsMapping, ...]:
    marked = frozenset(fields.words("cms"))
    tables, columns = _by_cms(fields, "cms_table"), _by_cms(fields, "cms_field")
    sources = fields.table("cms_source")
    details = {} if sources is None else Fields(sources, fields.collector, fields.address).values
    names = sorted(marked | tables.keys() | columns.keys() | details.keys())
    return tuple(
        _mapping(fields, name, name in marked, tables.get(name, ""), columns.get(name, ""), details.get(name))
        for name in names
    )


def _by_cms(fields: Fields, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in fields.words(key):
        cms, colon, value = text.partition(":")
        if not colon or not cms:
            message = f"The entry {text!r} of {key} is not of the form cms:name."
            fields.collector.problem(
                "malformed-cms-entry",
                message,
                "Write the system, a colon and the name.",
                fields.line(key),
                address=fields.address,
            )
        else:
            found.setdefault(cms, value)
    return found


def _mapping(fields: Fields, cms: str, marked: bool, table: str, column: str, node: Node | None) -> CmsMapping:
    found = resolved(node) if node is not None else None
    if isinstance(found, Scalar):
        return CmsMapping(cms, marked, table, column, source="" if found.null else found.value)
    if not isinstance(found, Mapping):
        return CmsMapping(cms, marked, table, column)
    detail = Fields(found, fields.collector, fields.address)
    variants = detail.table("variants")
    texts = Fields(variants, fields.collector, fields.address) if variants is not None else None
    return CmsMapping(
        cms,
        marked,
        table,
        column,
        detail.text("source"),
        detail.text("status"),
        detail.text("note"),
        tuple((key, texts.text(key)) for key in texts.values) if texts else (),
    )


def _deprecated(fields: Fields) -> Deprecation | None:
    node = fields.table("deprecated")
    if node is None:
        return None
    entry = Fields(node, fields.collector, fields.address)
    return Deprecation(entry.text("since"), entry.text("replaced_by"), entry.text("remove_in"))


def pairs_of(fields: Fields, key: str) -> Extra:
    """The keys and values of a mapping that is kept as it is."""
    node = fields.table(key)
    plain = to_plain(node) if node is not None else None
    return plain.pairs if isinstance(plain, Table) else ()


def _is_key(fields: Fields) -> bool:
    return is_true(fields.text("primary_key"))


BY_KIND: dict[Kind, Callable[[Fields, str], Any]] = {
    **dict.fromkeys(TEXTS, Fields.text),
    "words": Fields.words,
    "table": pairs_of,
}
OWN: dict[str, Callable[[Fields], Any]] = {
    "primary_key": _is_key,
    "returns_map": _returns_map,
    "cms": _cms,
    "deprecated": _deprecated,
}
#: What is read before the other keys, as more hangs on it.
READ_FIRST = frozenset({"item_ref", "name", "constraints", "validators", "required", "unique"})


def _reader(key: ItemKey) -> Callable[[Fields], Any]:
    if key.name in OWN:
        return OWN[key.name]
    read, name = BY_KIND[key.kind], key.in_file
    return lambda fields: read(fields, name)


#: How each of the other keys is read, in the order of the attributes, in which their problems are told.
READERS = {
    part.name: _reader(BY_NAME[part.name])
    for part in parts_of(Item)
    if part.name in BY_NAME and part.name not in READ_FIRST
}
