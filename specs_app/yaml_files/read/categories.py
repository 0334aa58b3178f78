"""A code list from a file: a list of texts, or of ``value`` with an optional ``description``; both may be mixed."""

from __future__ import annotations

from pathlib import PurePosixPath

from specs_app.document.paths import of_category, of_value
from specs_app.document.types import Category, CategoryValue
from specs_app.yaml_files.read.collector import Collector, Fields, FilePart
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence, resolved

KNOWN = frozenset({"value", "description", "valid_from", "valid_to"})


def category_name(path: str) -> str:
    """A code list is named as its file, without the ending."""
    name = PurePosixPath(path).name
    for ending in (".yml", ".yaml"):
        name = name.removesuffix(ending)
    return name


def read_category(root: Node | None, file: str) -> FilePart:
    """The code list of one file; empty and repeated values are reported and kept."""
    collector = Collector(file)
    name = category_name(file)
    found = resolved(root) if root is not None else None
    if not isinstance(found, Sequence):
        message = "The file holds no list of codes."
        remedy = "Write a list, each entry with value and description."
        collector.problem(
            "not-a-specification-file",
            message,
            remedy,
            root.line if root else 1,
            address=of_category(name),
            severity="error",
        )
        return collector.part(readable=False)
    collector.place(of_category(name), found)
    pairs = [(node, value) for node in found.items if (value := _read_value(node, name, collector)) is not None]
    _check_repeats(pairs, name, collector)
    return collector.part(category=Category(name, tuple(value for _, value in pairs)))


def read_value(node: Node, fields: Fields | None = None) -> CategoryValue | None:
    """One code from its node, or None where the node is neither text nor keys with a value."""
    found = resolved(node)
    if isinstance(found, Scalar):
        return CategoryValue("" if found.null else found.value)
    if not isinstance(found, Mapping):
        return None
    fields = fields or Fields(found, Collector(""))
    if "value" not in fields.values:
        return None
    return CategoryValue(
        fields.text("value"),
        fields.text("description"),
        fields.text("valid_from"),
        fields.text("valid_to"),
        fields.unknown(KNOWN),
    )


def _read_value(node: Node, name: str, collector: Collector) -> CategoryValue | None:
    found = resolved(node)
    fields = Fields(found, collector, of_category(name)) if isinstance(found, Mapping) else None
    value = read_value(node, fields)
    if value is None:
        message = "An entry of the list is no code with a value."
        collector.problem(
            "not-a-specification-file",
            message,
            "Write value: and the code.",
            node.line,
            address=of_category(name),
            severity="error",
        )
        return None
    address = of_value(name, value.value)
    collector.place(address, node)
    if not value.value:
        message = f"A code of {name} is empty."
        remedy = "Write the code behind value:, or remove the entry."
        collector.problem("empty-code-value", message, remedy, node.line, address=address)
    return value


def _check_repeats(pairs: list[tuple[Node, CategoryValue]], name: str, collector: Collector) -> None:
    seen: set[str] = set()
    for node, entry in pairs:
        if entry.value and entry.value in seen:
            message = f"The code {entry.value} stands more than once in {name}."
            remedy = "Keep one entry for each code."
            address = of_value(name, entry.value)
            collector.problem("repeated-code-value", message, remedy, node.line, address=address)
        seen.add(entry.value)
