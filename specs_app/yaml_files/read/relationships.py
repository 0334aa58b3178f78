"""The list of relationships, and its agreement with the foreign keys of the items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from specs_app.document.item_references import parse_key
from specs_app.document.paths import of_relationship
from specs_app.document.problems import Problem
from specs_app.document.source_map import SourceMap, find
from specs_app.document.types import Relationship
from specs_app.yaml_files.read.collector import Collector, Fields, FilePart
from specs_app.yaml_files.tree import Mapping, Node, resolved

PARTS = ("parent_object", "parent_key", "child_object", "child_key")
Identity = tuple[str, str, str, str]


def identity(entry: Relationship) -> Identity:
    """Child, then parent: what makes two statements the same relationship, and the order of a document's relationships."""
    return (entry.child_object, entry.child_item, entry.parent_object, entry.parent_item)


def read_relationships(root: Node | None, file: str) -> FilePart:
    """The relationships of one list; incomplete entries are reported and left out."""
    collector = Collector(file)
    found = resolved(root) if root is not None else None
    if not isinstance(found, Mapping):
        message = "The file holds no list of relationships."
        remedy = "Write relationships: and below it a list."
        collector.problem("not-a-specification-file", message, remedy, root.line if root else 1, severity="error")
        return collector.part(readable=False)
    known: set[Identity] = set()
    for node in Fields(found, collector).mappings("relationships"):
        _read_entry(node, collector, known)
    return collector.part()


def _read_entry(node: Mapping, collector: Collector, known: set[Identity]) -> None:
    entry = read_relationship(Fields(node, collector))
    if entry is None:
        message = "A relationship lacks one of its four parts."
        collector.problem("incomplete-relationship", message, f"Write all of {', '.join(PARTS)}.", node.line)
        return
    address = of_relationship(entry)
    if identity(entry) in known:
        message = f"The relationship of {entry.child_object}.{entry.child_item} is listed twice."
        collector.problem("repeated-relationship", message, "Remove one of them.", node.line, address=address)
        return
    known.add(identity(entry))
    collector.place(address, node)
    collector.relationships.append(entry)


def read_relationship(fields: Fields) -> Relationship | None:
    """One entry, or None where a part is missing."""
    parent_object, parent_key, child_object, child_key = (fields.text(part) for part in PARTS)
    parent_item, note = parse_key(parent_key)
    child_item, _ = parse_key(child_key)
    if not all((parent_object, parent_item, child_object, child_item)):
        return None
    relation = fields.text("relation") or "1:M"
    return Relationship(parent_object, parent_item, child_object, child_item, relation, on_item=False, parent_note=note)


def joined(listed: Iterable[Relationship], on_items: Iterable[Relationship]) -> tuple[Relationship, ...]:
    """One relationship for both statements of it, sorted by child, then parent."""
    found = {identity(entry): entry for entry in listed}
    for entry in on_items:
        other = found.get(identity(entry))
        found[identity(entry)] = replace(other, on_item=True, item_note=entry.item_note) if other else entry
    return tuple(found[key] for key in sorted(found))


def disagreements(relationships: Iterable[Relationship], source_map: SourceMap) -> Iterable[Problem]:
    """Relationships that only one of the two places holds."""
    for entry in relationships:
        if entry.listed and entry.on_item:
            continue
        child = f"{entry.child_object}.{entry.child_item}"
        parent = f"{entry.parent_object}.{entry.parent_item}"
        has, lacks = ("the list", "the item's foreign key") if entry.listed else ("the item", "the list")
        place = find(source_map, of_relationship(entry))
        message = f"That {child} points at {parent} is said by {has} and not by {lacks}."
        remedy = "Say it in both places, or in neither."
        yield Problem(
            "relationship-disagrees", "warning", message, remedy, place.file, place.line, of_relationship(entry)
        )
