"""YAML text as a tree that knows where each node stands.

Built over libyaml's event stream without recursion. Nothing is ever constructed from a tag, an alias stays an alias, and
depth, size and the size after following all aliases are bounded, so hostile text ends in ``YamlError`` and nothing else.
Positions count characters of the text from 0, lines from 1, columns from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

try:
    from yaml import CSafeLoader as EventSource
except ImportError:  # PyYAML without libyaml: slower, the same events
    from yaml import SafeLoader as EventSource  # type: ignore[assignment]

MAX_BYTES = 5_000_000
MAX_DEPTH = 60
MAX_NODES = 500_000
BOM = "\ufeff"
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class YamlError(Exception):
    """Text that is no usable YAML: ``rule``, a message for people, a remedy and the line."""

    def __init__(self, rule: str, message: str, remedy: str, line: int) -> None:
        super().__init__(message)
        self.rule, self.message, self.remedy, self.line = rule, message, remedy, line


@dataclass(slots=True, eq=False)
class Scalar:
    """One value. ``style`` is a quote, ``|``, ``>`` or empty for plain; ``null`` says that it stands for nothing."""

    value: str
    start: int
    end: int
    line: int
    column: int
    style: str = ""
    null: bool = False
    anchor: str = ""
    size: int = 1


@dataclass(slots=True, eq=False)
class Sequence:
    """A list. ``end`` is exact for flow style only; see ``patch.text.end_of``."""

    start: int
    line: int
    column: int
    flow: bool
    anchor: str = ""
    items: list[Node] = field(default_factory=list)
    end: int = 0
    size: int = 1


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and values in order, repeats included."""

    start: int
    line: int
    column: int
    flow: bool
    anchor: str = ""
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    end: int = 0
    size: int = 1


@dataclass(slots=True, eq=False)
class Alias:
    """A reference to an earlier node; it stands where the ``*name`` is written."""

    target: Scalar | Sequence | Mapping
    start: int
    end: int
    line: int
    column: int
    size: int = 1


Node: TypeAlias = Scalar | Sequence | Mapping | Alias


def resolved(node: Node) -> Scalar | Sequence | Mapping:
    """The node itself, or what an alias refers to."""
    return node.target if isinstance(node, Alias) else node


def decode(data: bytes) -> str:
    """The text of a file without its byte order mark."""
    if len(data) > MAX_BYTES:
        raise YamlError(
            "file-too-large",
            f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} are read.",
            "Split it into smaller files.",
            1,
        )
    try:
        return data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise YamlError(
            "not-utf-8", f"Byte {error.start} is not UTF-8 text.", "Save the file in the encoding UTF-8.", line
        ) from error


def parse(text: str) -> Node | None:
    """The tree of the only YAML document in ``text``, or None where it is empty. Raises ``YamlError``."""
    try:
        return _Builder().build(text)
    except yaml.YAMLError as error:
        raise _syntax_problem(error, text) from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise YamlError("not-utf-8", "Half of a surrogate pair stands alone.", "Remove it.", line) from error


def _syntax_problem(error: yaml.YAMLError, text: str) -> YamlError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    position = getattr(error, "position", 0) or 0
    line = mark.line + 1 if mark else text.count("\n", 0, position) + 1
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return _explained(str(reason), line)


_REMEDIES = {
    "token": "Indent with spaces, never with tabs, and quote text that begins with a special character.",
    "key": "Put quotes round text that holds a colon, a hash or quotes of its own, and line the keys up.",
    "<document start>": "Give every entry of the list its own dash in the first column.",
    "end of stream": "Close the quotes that are opened on this line or above it.",
}


def _explained(reason: str, line: int) -> YamlError:
    default = "Check indentation, quotes and colons on this line and the one above."
    remedy = next((text for sign, text in _REMEDIES.items() if sign in reason), default)
    message = f"The file is not valid YAML: {reason}."
    return YamlError("yaml-syntax", message, remedy, line)


class _Builder:
    """Turns events into nodes, with an explicit stack."""

    def __init__(self) -> None:
        self.stack: list[tuple[Sequence | Mapping, list[Node]]] = []
        self.anchors: dict[str, Scalar | Sequence | Mapping] = {}
        self.root: Node | None = None
        self.documents = 0
        self.nodes = 0

    def build(self, text: str) -> Node | None:
        source: Any = EventSource(text)
        try:
            while source.check_event():
                event = source.get_event()
                handler = _HANDLERS.get(type(event))
                if handler:
                    handler(self, event)
        finally:
            source.dispose()
        return self.root

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            message = "The file holds more than one YAML document."
            raise YamlError("yaml-syntax", message, "Keep one document in a file.", event.start_mark.line + 1)

    def scalar(self, event: Any) -> None:
        start, style = event.start_mark, event.style or ""
        plain = event.implicit[0] and not style and event.tag is None
        node = Scalar(
            event.value,
            start.index,
            event.end_mark.index,
            start.line + 1,
            start.column,
            style,
            plain and event.value in NULLS,
            event.anchor or "",
        )
        self.name(node)
        self.put(node, start.line + 1)

    def alias(self, event: Any) -> None:
        start = event.start_mark
        target = self.anchors.get(event.anchor)
        if target is None or any(target is holder for holder, _ in self.stack):
            message = f"The alias *{event.anchor} refers to nothing before it."
            raise YamlError("yaml-syntax", message, "Write the value out.", start.line + 1)
        self.put(
            Alias(target, start.index, event.end_mark.index, start.line + 1, start.column, target.size), start.line + 1
        )

    def open(self, event: Any) -> None:
        start = event.start_mark
        kind = Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping
        node = kind(start.index, start.line + 1, start.column, bool(event.flow_style), event.anchor or "")
        if len(self.stack) >= MAX_DEPTH:
            message = f"Values are nested more than {MAX_DEPTH} deep."
            raise YamlError("too-deep", message, "Flatten the structure.", node.line)
        self.name(node)
        self.stack.append((node, []))

    def close(self, event: Any) -> None:
        node, children = self.stack.pop()
        node.end = event.end_mark.index
        if isinstance(node, Mapping):
            node.pairs = list(zip(children[::2], children[1::2], strict=True))
        else:
            node.items = children
        node.size = 1 + sum(child.size for child in children)
        self.put(node, node.line)

    def name(self, node: Scalar | Sequence | Mapping) -> None:
        if node.anchor:
            self.anchors[node.anchor] = node

    def put(self, node: Node, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or node.size > MAX_NODES:
            message = f"The file holds more than {MAX_NODES:,} values once its aliases are followed."
            raise YamlError("too-many-values", message, "Write values out instead of nesting aliases.", line)
        if self.stack:
            self.stack[-1][1].append(node)
        else:
            self.root = node


_HANDLERS = {
    yaml.ScalarEvent: _Builder.scalar,
    yaml.AliasEvent: _Builder.alias,
    yaml.SequenceStartEvent: _Builder.open,
    yaml.MappingStartEvent: _Builder.open,
    yaml.SequenceEndEvent: _Builder.close,
    yaml.MappingEndEvent: _Builder.close,
    yaml.DocumentStartEvent: _Builder.document,
}
