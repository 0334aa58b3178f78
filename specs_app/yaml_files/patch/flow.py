"""Lists and mappings between brackets: entries removed, added and changed on their line."""

from __future__ import annotations

from collections.abc import Sequence as Several

from specs_app.document.values import Plain, Table
from specs_app.yaml_files.patch.sequences import Element
from specs_app.yaml_files.patch.text import Patch, SourceText, end_of
from specs_app.yaml_files.read.nodes import key_text, to_plain
from specs_app.yaml_files.tree import Mapping, Node, Sequence


def flow_sequence(source: SourceText, node: Sequence, plan: Several[Element]) -> list[Patch]:
    """The entries of ``plan`` between the brackets, those that stay with their own text."""
    if list(plan) == list(range(len(node.items))):
        return []
    texts = [_span(source, item) for item in node.items]
    pieces = [texts[entry] if isinstance(entry, int) else source.renderer.flow(entry[0]) for entry in plan]
    start, end = node.items[0].start, end_of(source, node.items[-1])
    _check_simple(source, start, end)
    return [Patch(start, end, ", ".join(pieces))]


def flow_mapping(source: SourceText, node: Mapping, new: Table) -> list[Patch]:
    """The keys of ``new`` between the braces, in their order; keys that stay keep their own text."""
    actual = {key_text(key): (key, value) for key, value in node.pairs}
    pieces = [_pair(source, name, value, actual.get(name)) for name, value in new.pairs]
    start, end = node.pairs[0][0].start, end_of(source, node.pairs[-1][1])
    _check_simple(source, start, end)
    return [Patch(start, end, ", ".join(pieces))]


def _pair(source: SourceText, name: str, value: Plain, actual: tuple[Node, Node] | None) -> str:
    text = source.renderer.flow(value, key=name)
    if actual is None:
        return f"{source.renderer.flow(name)}: {text}"
    key, node = actual
    if to_plain(node) == value:
        return source.text[key.start : end_of(source, node)]
    source.guard(node)
    return f"{source.text[key.start : end_of(source, key)]}: {text}"


def _check_simple(source: SourceText, start: int, end: int) -> None:
    """Brackets that span lines, and so may hold comments, are left to people."""
    if "\n" in source.text[start:end]:
        raise source.refused("Brackets that span several lines are not edited", start)


def _span(source: SourceText, node: Node) -> str:
    return source.text[node.start : end_of(source, node)]
