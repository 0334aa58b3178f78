"""The registries of validators and data types into the place where they live."""

from __future__ import annotations

from specs_app.document.types import Settings
from specs_app.document.validation import Argument, DataType, Validator
from specs_app.document.values import Plain, Table
from specs_app.yaml_files.patch.nodes import change_mapping
from specs_app.yaml_files.read.nodes import to_plain
from specs_app.yaml_files.tree import Mapping, resolved
from specs_app.yaml_files.write.merging import merged_table
from specs_app.yaml_files.write.typed import source_of


def registry_table(settings: Settings, registry: str) -> Table:
    """A registry as its keys and what each means."""
    entries: tuple[Validator | DataType, ...] = getattr(settings, registry)
    return Table(tuple((entry.key, _entry(entry)) for entry in entries))


def write_registry(data: bytes, registry: str, old: Settings, new: Settings) -> bytes:
    """The registry's own file with the entries changed that differ."""
    source = source_of(data)
    root = resolved(source.root) if source.root is not None else None
    if not isinstance(root, Mapping):
        raise source.refused("The registry cannot be read", 0)
    actual = to_plain(root)
    before, after = (dict(registry_table(settings, registry).pairs) for settings in (old, new))
    wanted = merged_table(actual if isinstance(actual, Table) else Table(), before, after, list(after))
    return source.patched(change_mapping(source, root, wanted))


def _entry(entry: Validator | DataType) -> Plain:
    """Null where it says nothing, as there is no shorter way to name it."""
    if isinstance(entry, Validator):
        known = _table(("args", tuple(map(_argument, entry.args))), ("description", entry.description))
    else:
        keys = ("extends", "description", "format")
        known = _table(*((key, getattr(entry, key)) for key in keys))
    return Table((*known.pairs, *entry.extra)) if known.pairs or entry.extra else None


def _argument(argument: Argument) -> Table:
    items = Table((("type", argument.items),)) if argument.items else None
    known = _table(("name", argument.name), ("type", argument.type), ("items", items), ("help", argument.help))
    return Table((*known.pairs, *argument.extra))


def _table(*pairs: tuple[str, Plain]) -> Table:
    return Table(tuple(pair for pair in pairs if pair[1]))
