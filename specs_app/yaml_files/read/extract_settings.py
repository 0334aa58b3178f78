"""Parameters, joins, row scopes and look-ups as ``specification.yml`` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from specs_app.document.extract_settings import (
    EXTRACT_REGISTRIES,
    PARAMETER_TYPES,
    EntryKind,
    EntryShape,
    ExtractEntry,
    Pairs,
    ParameterType,
)
from specs_app.document.paths import join
from specs_app.yaml_files.read.collector import Fields
from specs_app.yaml_files.read.nodes import is_true


def read_extract_settings(fields: Fields) -> dict[str, Any]:
    """The entries of each registry, by the field of the settings; one that cannot be told from the others is left out."""
    return {registry: tuple(_entries(fields, registry, shape)) for registry, shape in EXTRACT_REGISTRIES.items()}


def _entries(fields: Fields, registry: str, shape: EntryShape) -> Iterator[ExtractEntry]:
    seen = set[str]()
    for node in fields.mappings(registry):
        entry = Fields(node, fields.collector, join("settings", registry))
        identity: dict[str, Any] = {name: entry.text(name) for name in shape.identity}
        made = shape.make(**identity)
        address = join("settings", registry, made.key)
        if made.key in seen or shape.identified(made.key) is None:
            _refuse(entry, registry, shape, address, twice=made.key in seen)
            continue
        seen.add(made.key)
        entry.collector.place(address, node)
        entry.address = address
        values = {name: _value(entry, name, kind) for name, kind in shape.kinds.items() if name in entry.values}
        yield replace(made, **values)


def _refuse(entry: Fields, registry: str, shape: EntryShape, address: str, *, twice: bool) -> None:
    names = ", ".join(shape.identity)
    message = f"An entry of {registry} {'says the same' if twice else 'does not say its'} {names}{' as another' if twice else ''}."
    remedy = f"Give each entry its own {names}."
    entry.collector.problem("bad-registry-entry", message, remedy, entry.node.line, address=address, severity="error")


def _value(entry: Fields, name: str, kind: EntryKind) -> Any:
    if kind == "words":
        return entry.words(name)
    if kind == "pairs":
        return _pairs(entry, name)
    if kind == "type":
        return _type(entry, name)
    text = entry.text(name)
    return is_true(text) if kind == "flag" else text.rstrip("\n")


def _pairs(entry: Fields, name: str) -> Pairs:
    node = entry.table(name)
    if node is None:
        return ()
    inner = Fields(node, entry.collector, entry.address)
    return tuple((key, inner.text(key)) for key in inner.values)


def _type(entry: Fields, name: str) -> ParameterType:
    text = entry.text(name)
    found = next((one for one in PARAMETER_TYPES if one == text), None)
    if found is None:
        message = f"The type {text!r} of a parameter is not known; it is taken for text."
        remedy = f"Write one of {', '.join(PARAMETER_TYPES)}."
        entry.collector.problem("unknown-parameter-type", message, remedy, entry.line(name), address=entry.address)
    return found or "text"
