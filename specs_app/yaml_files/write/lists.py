"""Lists of entries that have an identity: items, codes, relationships, the objects of a file.

Two rounds: first what entries say is changed where they stand, then entries come, go and move as whole lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from specs_app.document.values import Plain, Table
from specs_app.yaml_files.patch.flow import flow_sequence
from specs_app.yaml_files.patch.nodes import Slot, change, change_mapping
from specs_app.yaml_files.patch.sequences import Element, block_sequence
from specs_app.yaml_files.patch.text import Patch, SourceText, end_of
from specs_app.yaml_files.read.nodes import key_text, to_plain
from specs_app.yaml_files.tree import Mapping, Node, Scalar, resolved
from specs_app.yaml_files.tree import Sequence as List
from specs_app.yaml_files.write.pairing import Matches, plan_of
from specs_app.yaml_files.write.typed import source_of

Holder: TypeAlias = "Callable[[Node | None], tuple[Mapping | None, str]]"
"""Finds the mapping and the key under which a list stands in a file's tree; no mapping where the list is the whole file."""


@dataclass(frozen=True, slots=True)
class ListEdit:
    """What becomes of one list.

    ``known`` are the indexes of the entries that the document understands; for each entry that shall be, ``matches`` says which of
    those it comes from and ``wanted`` what it says.
    """

    holder: Holder
    known: Sequence[int]
    matches: Matches
    wanted: Sequence[Plain]


def whole_file(_: Node | None) -> tuple[Mapping | None, str]:
    """The holder of a list that is all of its file."""
    return None, ""


def top_key(key: str) -> Holder:
    """The holder of a list under a key of the file's own mapping."""

    def find(root: Node | None) -> tuple[Mapping | None, str]:
        found = resolved(root) if root is not None else None
        return (found, key) if isinstance(found, Mapping) else (None, "")

    return find


def edit_list(data: bytes, edit: ListEdit) -> bytes:
    """The file with one list changed. Raises ``RefusedError`` where that cannot be done by position."""
    source = source_of(data)
    node = list_node(source.root, edit.holder)
    if not isinstance(node, List) or not node.items:
        return source.patched(_filled(source, node, edit)) if edit.wanted else data
    source.guard(node)
    data = source.patched(_contents(source, node, edit))
    if list(edit.matches) == list(range(len(edit.known))):
        return data
    source = source_of(data)
    node = list_node(source.root, edit.holder)
    return source.patched(_structure(source, node, edit)) if isinstance(node, List) else data


def list_node(root: Node | None, holder: Holder) -> Node | None:
    """The list, as the tree has it now; of repeated keys the last counts, as for readers."""
    mapping, key = holder(root)
    if mapping is None:
        return root
    return next((value for name, value in reversed(mapping.pairs) if key_text(name) == key), None)


def _contents(source: SourceText, node: List, edit: ListEdit) -> list[Patch]:
    patches: list[Patch] = []
    for match, wanted in zip(edit.matches, edit.wanted, strict=True):
        if match is not None:
            entry = node.items[edit.known[match]]
            patches += change(source, Slot(entry, node.column, flow=node.flow and isinstance(entry, Scalar)), wanted)
    return patches


def _structure(source: SourceText, node: List, edit: ListEdit) -> list[Patch]:
    wanted: list[Element] = [
        (value,) if match is None else edit.known[match] for match, value in zip(edit.matches, edit.wanted, strict=True)
    ]
    plan = plan_of(len(node.items), edit.known, wanted)
    if not plan:
        return _emptied(source, node, edit)
    return flow_sequence(source, node, plan) if node.flow else block_sequence(source, node, plan)


def _emptied(source: SourceText, node: List, edit: ListEdit) -> list[Patch]:
    mapping, key = edit.holder(source.root)
    if mapping is not None:
        return change_mapping(source, mapping, _with(mapping, key, ()))
    start = source.line_start(node.start)
    return [Patch(start, end_of(source, node), "[]")]


def _filled(source: SourceText, node: Node | None, edit: ListEdit) -> list[Patch]:
    """A list where there was none, or an empty one."""
    mapping, key = edit.holder(source.root)
    if mapping is not None:
        return change_mapping(source, mapping, _with(mapping, key, tuple(edit.wanted)))
    text = "\n".join(source.renderer.entry(value, 0) for value in edit.wanted)
    if node is None:
        return [source.insertion(len(source.text), text)]
    if source.line_start(node.start) != node.start or source.rest_of_line(end_of(source, node)):
        raise source.refused("The empty list shares its line with something else", node.start)
    return [Patch(node.start, end_of(source, node), text)]


def _with(mapping: Mapping, key: str, value: Plain) -> Table:
    """The mapping's own content with one key changed."""
    pairs = {key_text(name): to_plain(node) for name, node in mapping.pairs}
    return Table(tuple((pairs | {key: value}).items()))
