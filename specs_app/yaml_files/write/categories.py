"""Code lists into their files."""

from __future__ import annotations

from specs_app.document.types import Category, CategoryValue
from specs_app.document.values import Plain, Table
from specs_app.yaml_files.read.categories import read_value
from specs_app.yaml_files.read.nodes import to_plain
from specs_app.yaml_files.tree import Node, Scalar, Sequence, resolved
from specs_app.yaml_files.write import pairing
from specs_app.yaml_files.write.lists import ListEdit, edit_list, whole_file
from specs_app.yaml_files.write.merging import merged_table
from specs_app.yaml_files.write.typed import NEW_FILES, source_of

KEYS = ("value", "description", "valid_from", "valid_to")


def new_category_file(category: Category) -> bytes:
    """The file of a new code list."""
    return NEW_FILES.file(tuple(_table(entry) for entry in category.values))


def write_category(data: bytes, old: Category, new: Category) -> bytes:
    """The file with its codes as they shall be."""
    root = source_of(data).root
    found = resolved(root) if root is not None else None
    nodes = found.items if isinstance(found, Sequence) else []
    known = [index for index, node in enumerate(nodes) if read_value(node) is not None]
    bare = bool(nodes) and all(isinstance(resolved(node), Scalar) for node in nodes)
    matches = pairing.values(old.values, new.values)
    wanted = [
        _new(entry, bare) if match is None else _changed(nodes[known[match]], old.values[match], entry)
        for match, entry in zip(matches, new.values, strict=True)
    ]
    return edit_list(data, ListEdit(whole_file, known, matches, wanted))


def _view(entry: CategoryValue) -> dict[str, Plain]:
    texts: dict[str, Plain] = {key: text for key in KEYS[1:] if (text := getattr(entry, key))}
    return {"value": entry.value, **texts, **dict(entry.extra)}


def _table(entry: CategoryValue) -> Table:
    return Table(tuple(_view(entry).items()))


def _new(entry: CategoryValue, bare: bool) -> Plain:
    """A new code, as a bare text where all others are."""
    return entry.value if bare and entry == CategoryValue(entry.value) else _table(entry)


def _changed(node: Node, old: CategoryValue, new: CategoryValue) -> Plain:
    actual = to_plain(node)
    if old == new:
        return actual
    return merged_table(actual, _view(old), _view(new), KEYS) if isinstance(actual, Table) else _new(new, True)
