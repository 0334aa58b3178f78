"""Data objects into their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specs_app.document.item_references import with_note
from specs_app.document.types import DataObject, Document, Item
from specs_app.document.values import Plain, Table
from specs_app.yaml_files.read.nodes import to_plain
from specs_app.yaml_files.read.objects import is_object
from specs_app.yaml_files.tree import Mapping, Node, resolved
from specs_app.yaml_files.tree import Sequence as List
from specs_app.yaml_files.write import pairing
from specs_app.yaml_files.write.items import item_table, updated_table
from specs_app.yaml_files.write.lists import Holder, ListEdit, edit_list, list_node, top_key, whole_file
from specs_app.yaml_files.write.merging import merged_table
from specs_app.yaml_files.write.typed import NEW_FILES, source_of

KEYS = ("name", "title", "description", "fields")


@dataclass(frozen=True, slots=True)
class ObjectState:
    """An object with the foreign keys of its items as texts, in the order of the items."""

    entry: DataObject
    foreign_keys: tuple[tuple[str, ...], ...]

    def item(self, index: int) -> tuple[Item, tuple[str, ...]]:
        return self.entry.items[index], self.foreign_keys[index]


def states(document: Document) -> list[ObjectState]:
    """The objects of a document with what their files say."""
    return [
        ObjectState(entry, tuple(_keys(document, entry, item) for item in entry.items)) for entry in document.objects
    ]


def _keys(document: Document, entry: DataObject, item: Item) -> tuple[str, ...]:
    parents = document.parents_of.get((entry.name, item.name), ())
    return tuple(with_note(f"{one.parent_object}.{one.parent_item}", one.item_note) for one in parents if one.on_item)


def new_object_file(state: ObjectState) -> bytes:
    """The file of a new object."""
    return NEW_FILES.file(Table((("nodes", (_new_object(state),)),)), head="---\n")


def _new_object(state: ObjectState) -> Table:
    pairs = [(key, value) for key, value in _own_keys(state.entry).items() if key != "name"]
    items = tuple(item_table(*state.item(index)) for index in range(len(state.entry.items)))
    return Table((("name", state.entry.name), *pairs, ("fields", items)))


def _own_keys(entry: DataObject) -> dict[str, Plain]:
    texts: dict[str, Plain] = {"name": entry.name, "title": entry.title, "description": entry.description}
    return {key: value for key, value in texts.items() if value} | dict(entry.extra)


def write_objects(data: bytes, old: Sequence[ObjectState], new: Sequence[ObjectState | None]) -> bytes:
    """The file with each of its objects as it shall be; None removes one."""
    for index, (before, after) in enumerate(zip(old, new, strict=True)):
        if after is not None and (before.entry.items, before.foreign_keys) != (after.entry.items, after.foreign_keys):
            data = _write_items(data, index, before, after)
    own = [_own_keys(before.entry) for before in old]
    return data if own == [after and _own_keys(after.entry) for after in new] else _write_nodes(data, old, new)


def _write_items(data: bytes, index: int, before: ObjectState, after: ObjectState) -> bytes:
    holder = _fields_of(index)
    node = list_node(source_of(data).root, holder)
    nodes = node.items if isinstance(node, List) else []
    known = [place for place, entry in enumerate(nodes) if isinstance(resolved(entry), Mapping)]
    if len(known) != len(before.entry.items):
        raise source_of(data).refused("The items stand in a part of the file that is merged in", 0)
    matches = pairing.items(before.entry.items, after.entry.items)
    wanted = [
        item_table(*after.item(place))
        if match is None
        else updated_table(_table(nodes[known[match]]), before.item(match), after.item(place))
        for place, match in enumerate(matches)
    ]
    return edit_list(data, ListEdit(holder, known, matches, wanted))


def _write_nodes(data: bytes, old: Sequence[ObjectState], new: Sequence[ObjectState | None]) -> bytes:
    """The objects' own keys; objects that go."""
    root = source_of(data).root
    holder = _objects_of(root)
    node = list_node(root, holder)
    nodes = node.items if isinstance(node, List) else []
    known = [place for place, entry in enumerate(nodes) if is_object(entry)]
    kept = [(place, after) for place, after in enumerate(new) if after is not None]
    wanted = [
        merged_table(_table(nodes[known[place]]), _own_keys(old[place].entry), _own_keys(after.entry), KEYS)
        for place, after in kept
    ]
    return edit_list(data, ListEdit(holder, known, [place for place, _ in kept], wanted))


def _table(node: Node) -> Table:
    plain = to_plain(node)
    return plain if isinstance(plain, Table) else Table()


def _objects_of(root: Node | None) -> Holder:
    return top_key("nodes") if isinstance(resolved(root) if root is not None else None, Mapping) else whole_file


def _fields_of(index: int) -> Holder:
    """The holder of the items of the file's object number ``index``, counting those that can be read."""

    def find(root: Node | None) -> tuple[Mapping | None, str]:
        node = list_node(root, _objects_of(root))
        found = resolved(node) if node is not None else None
        entries = [entry for entry in found.items if is_object(entry)] if isinstance(found, List) else []
        entry = resolved(entries[index])
        return (entry, "fields") if isinstance(entry, Mapping) else (None, "")

    return find
