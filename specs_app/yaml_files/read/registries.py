"""The registries of validators and data types: keys with what each means, in a file of their own or in ``specification.yml``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from specs_app.document.paths import join
from specs_app.document.validation import Argument, DataType, Validator
from specs_app.document.values import Extra
from specs_app.yaml_files.read.collector import Collector, Fields, FilePart
from specs_app.yaml_files.tree import Mapping, Node, Scalar, resolved

Entry = TypeVar("Entry", Validator, DataType)
VALIDATOR_KEYS = frozenset({"args", "description"})
ARGUMENT_KEYS = frozenset({"name", "type", "items", "help"})
DATA_TYPE_KEYS = frozenset({"description", "extends", "format"})


def read_validators(root: Node | None, file: str) -> FilePart:
    """The registry of validators that is all of its file."""
    collector = Collector(file)
    table = _whole(root, "validators", collector)
    if table is None:
        return collector.part(readable=False)
    return collector.part(validators=validators(table, collector))


def read_datatypes(root: Node | None, file: str) -> FilePart:
    """The registry of data types that is all of its file."""
    collector = Collector(file)
    table = _whole(root, "datatypes", collector)
    if table is None:
        return collector.part(readable=False)
    return collector.part(datatypes=datatypes(table, collector))


def validators(table: Mapping | None, collector: Collector) -> tuple[Validator, ...]:
    """The validators of a mapping of keys."""
    return _entries(table, "validators", collector, _validator, Validator)


def datatypes(table: Mapping | None, collector: Collector) -> tuple[DataType, ...]:
    """The data types of a mapping of keys."""
    return _entries(table, "datatypes", collector, _datatype, DataType)


def _whole(root: Node | None, registry: str, collector: Collector) -> Mapping | None:
    found = resolved(root) if root is not None else None
    if isinstance(found, Mapping):
        return found
    message = "The file holds no registry."
    remedy = "Write keys, each with description: and what else it means, or remove the file."
    collector.problem(
        "not-a-specification-file", message, remedy, 1, address=join("settings", registry), severity="error"
    )
    return None


def _entries(
    table: Mapping | None,
    registry: str,
    collector: Collector,
    read: Callable[[str, Fields], Entry],
    blank: Callable[[str], Entry],
) -> tuple[Entry, ...]:
    if table is None:
        return ()
    address = join("settings", registry)
    collector.place(address, table)
    found = []
    for key, node in Fields(table, collector, address).values.items():
        own = join("settings", registry, key)
        collector.place(own, node)
        value = resolved(node)
        if isinstance(value, Mapping):
            found.append(read(key, Fields(value, collector, own)))
            continue
        if not (isinstance(value, Scalar) and value.null):
            message = f"The entry {key} of {registry} should hold keys and values; what stands there is left out."
            collector.problem("wrong-shape", message, "Write description: and a text.", node.line, address=own)
        found.append(blank(key))
    return tuple(found)


def _validator(key: str, fields: Fields) -> Validator:
    args = tuple(
        _argument(Fields(node, fields.collector, fields.address))
        for node in (fields.mappings("args") if "args" in fields.values else ())
    )
    return Validator(key, _ended(fields.text("description")), args, fields.unknown(VALIDATOR_KEYS))


def _argument(fields: Fields) -> Argument:
    extra: Extra = fields.unknown(ARGUMENT_KEYS)
    return Argument(fields.text("name"), fields.text("type"), _items(fields), _ended(fields.text("help")), extra)


def _items(fields: Fields) -> str:
    """What an array holds: ``items: {type: string}``, or the bare word."""
    found = resolved(fields.values["items"]) if "items" in fields.values else None
    if isinstance(found, Mapping):
        return Fields(found, fields.collector, fields.address).text("type")
    return fields.text("items")


def _datatype(key: str, fields: Fields) -> DataType:
    texts = {name: fields.text(name) for name in ("extends", "format")}
    return DataType(key, _ended(fields.text("description")), **texts, extra=fields.unknown(DATA_TYPE_KEYS))


def _ended(text: str) -> str:
    """A block of text without the line break that ends it in the file."""
    return text.rstrip("\n")
