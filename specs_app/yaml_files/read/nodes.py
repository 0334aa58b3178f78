"""Nodes as plain values, and the small questions that readers ask of nodes."""

from __future__ import annotations

from specs_app.document.values import Plain, Table
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence, resolved

TRUE = frozenset({"true", "yes", "on", "y"})
FALSE = frozenset({"false", "no", "off", "n"})
MERGE = "<<"


def to_plain(node: Node) -> Plain:
    """The value as text, None, tuple or ``Table``. Aliases are followed; the tree's own limits bound the work."""
    found = resolved(node)
    if isinstance(found, Scalar):
        return None if found.null else found.value
    if isinstance(found, Sequence):
        return tuple(to_plain(child) for child in found.items)
    return Table(tuple((key_text(key), to_plain(value)) for key, value in found.pairs))


def key_text(node: Node) -> str:
    """A key as text; a key that is a list or mapping itself reads as its plain form."""
    found = resolved(node)
    return found.value if isinstance(found, Scalar) else str(to_plain(found))


def entries(node: Mapping) -> dict[str, Node]:
    """Keys to values, the last of repeated keys winning; keys merged in by ``<<`` come last and never override."""
    own = {key_text(key): value for key, value in node.pairs}
    if MERGE not in own:
        return own
    merged = _merged(own.pop(MERGE))
    return own | {key: value for key, value in merged.items() if key not in own}


def _merged(node: Node) -> dict[str, Node]:
    found = resolved(node)
    if isinstance(found, Mapping):
        return entries(found)
    if isinstance(found, Sequence):
        parts = [_merged(child) for child in reversed(found.items)]
        return {key: value for part in parts for key, value in part.items()}
    return {}


def repeated_keys(node: Mapping) -> list[tuple[str, int]]:
    """Keys that stand more than once in one mapping, with the line of each repeat."""
    seen: set[str] = set()
    repeats = []
    for key, _ in node.pairs:
        text = key_text(key)
        if text in seen:
            repeats.append((text, key.line))
        seen.add(text)
    return repeats


def is_true(text: Plain) -> bool:
    """Whether text stands for true in YAML 1.1 or 1.2."""
    return isinstance(text, str) and text.lower() in TRUE
