"""The list of relationships into its file. What the items say of them is written with the items."""

from __future__ import annotations

from collections.abc import Sequence

from specs_app.document.item_references import with_note
from specs_app.document.types import Relationship
from specs_app.document.values import Plain, Table
from specs_app.yaml_files.read.collector import Collector, Fields
from specs_app.yaml_files.read.nodes import to_plain
from specs_app.yaml_files.read.relationships import identity, read_relationship
from specs_app.yaml_files.tree import Mapping, resolved
from specs_app.yaml_files.tree import Sequence as List
from specs_app.yaml_files.write import pairing
from specs_app.yaml_files.write.lists import ListEdit, edit_list, list_node, top_key
from specs_app.yaml_files.write.merging import merged_table
from specs_app.yaml_files.write.typed import NEW_FILES, source_of

KEYS = ("parent_object", "parent_key", "child_object", "child_key", "relation")
HOLDER = top_key("relationships")


def new_relationships_file(entries: Sequence[Relationship]) -> bytes:
    """The file of a repository that had none."""
    tables = tuple(Table(tuple(_view(entry).items())) for entry in entries)
    return NEW_FILES.file(Table((("relationships", tables),)), head="---\n")


def write_relationships(data: bytes, new: Sequence[Relationship]) -> bytes:
    """The file with the relationships that it shall list; those that stay keep their places, new ones come last."""
    node = list_node(source_of(data).root, HOLDER)
    nodes = node.items if isinstance(node, List) else []
    known, old, seen = [], [], set()
    for index, entry in enumerate(nodes):
        found = resolved(entry)
        read = read_relationship(Fields(found, Collector(""))) if isinstance(found, Mapping) else None
        if read is not None and identity(read) not in seen:
            seen.add(identity(read))
            known.append(index)
            old.append(read)
    matches = pairing.relationships(old, new)
    order = sorted(range(len(new)), key=lambda place: (len(old) if (match := matches[place]) is None else match, place))
    wanted = [_wanted(nodes, known, old, matches[place], new[place]) for place in order]
    return edit_list(data, ListEdit(HOLDER, known, [matches[place] for place in order], wanted))


def _wanted(
    nodes: Sequence[object], known: list[int], old: list[Relationship], match: int | None, new: Relationship
) -> Plain:
    view = _view(new)
    if match is None:
        return Table(tuple(view.items()))
    actual = to_plain(nodes[known[match]])  # type: ignore[arg-type]
    return merged_table(actual, _view(old[match]), view, KEYS) if isinstance(actual, Table) else actual


def _view(entry: Relationship) -> dict[str, Plain]:
    return {
        "parent_object": entry.parent_object,
        "parent_key": with_note(entry.parent_item, entry.parent_note),
        "child_object": entry.child_object,
        "child_key": entry.child_item,
        "relation": entry.relation,
    }
