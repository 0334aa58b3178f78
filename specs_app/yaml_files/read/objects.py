"""Data objects from a file: ``nodes:`` with ``name`` and ``fields``, or a bare list of the same."""

from __future__ import annotations

from specs_app.document.paths import of_object
from specs_app.document.types import DataObject
from specs_app.yaml_files.read.collector import Collector, Fields, FilePart
from specs_app.yaml_files.read.items import read_item
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence, resolved

KNOWN = frozenset({"name", "title", "description", "fields"})


def read_objects(root: Node | None, file: str) -> FilePart:
    """The objects of one file; entries that fit nothing are reported and the others taken."""
    collector = Collector(file)
    holder = object_list(root)
    if holder is None:
        message = "The file holds no list of objects."
        remedy = "Write nodes: and below it a list of objects with name and fields."
        collector.problem("not-a-specification-file", message, remedy, root.line if root else 1, severity="error")
        return collector.part(readable=False)
    top, found = resolved(root) if root else None, resolved(holder)
    if isinstance(top, Mapping):
        Fields(top, collector)  # reports keys that stand twice
    nodes = found.items if isinstance(found, Sequence) else []
    objects = tuple(entry for node in nodes if (entry := _read_object(node, collector)))
    return collector.part(objects=objects, readable=bool(objects) or not nodes)


def _read_object(node: Node, collector: Collector) -> DataObject | None:
    if not is_object(node):
        message = "An entry of the list is no object with a name and fields."
        remedy = "Give it a name and fields, or remove it."
        collector.problem("not-a-specification-file", message, remedy, node.line, severity="error")
        return None
    found = resolved(node)
    if not isinstance(found, Mapping):
        return None
    fields = Fields(found, collector)
    name = fields.text("name")
    fields.address = of_object(name)
    collector.place(fields.address, found)
    items = tuple(read_item(entry, name, collector) for entry in fields.mappings("fields"))
    return DataObject(name, items, fields.text("title"), fields.text("description"), fields.unknown(KNOWN))


def object_list(root: Node | None) -> Node | None:
    """The list of objects of a file, or None where it holds no such list."""
    found = resolved(root) if root is not None else None
    if isinstance(found, Mapping):
        nodes = next((value for key, value in reversed(found.pairs) if getattr(key, "value", "") == "nodes"), None)
        return nodes if nodes is not None and isinstance(resolved(nodes), Sequence) else None
    return root if isinstance(found, Sequence) else None


def is_object(node: Node) -> bool:
    """Whether a node can be read as an object: keys and values with a name."""
    found = resolved(node)
    return isinstance(found, Mapping) and any(
        getattr(key, "value", "") == "name" and isinstance(resolved(value), Scalar) for key, value in found.pairs
    )
