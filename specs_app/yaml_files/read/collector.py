"""What one file says, and the collector that readers fill while they go through it."""

from __future__ import annotations

from dataclasses import dataclass, field

from specs_app.document.authorities import Authority
from specs_app.document.extracts import Extract
from specs_app.document.problems import Problem, Severity
from specs_app.document.source_map import SourceLine
from specs_app.document.types import Category, DataObject, Relationship, Settings
from specs_app.document.validation import DataType, Validator
from specs_app.document.values import Extra, Plain
from specs_app.tables.wide_reading import TableCells
from specs_app.yaml_files.read.nodes import entries, repeated_keys, to_plain
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence, resolved


@dataclass(frozen=True, slots=True)
class FilePart:
    """The reading of one file. ``readable`` is False where nothing could be taken from it.

    ``relationships`` are as one side states them: from a list, or from the items of an object.
    """

    objects: tuple[DataObject, ...] = ()
    category: Category | None = None
    relationships: tuple[Relationship, ...] = ()
    settings: Settings | None = None
    validators: tuple[Validator, ...] | None = None
    datatypes: tuple[DataType, ...] | None = None
    table: TableCells | None = None
    extract: Extract | None = None
    source_map: tuple[tuple[str, SourceLine], ...] = ()
    problems: tuple[Problem, ...] = ()
    readable: bool = True
    authority: Authority | None = None


@dataclass(slots=True)
class Collector:
    """Problems and lines found in one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    source_map: list[tuple[str, SourceLine]] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)

    def problem(
        self, rule: str, message: str, remedy: str, line: int, *, address: str = "", severity: Severity = "warning"
    ) -> None:
        """Note what is wrong at a line."""
        self.problems.append(Problem(rule, severity, message, remedy, self.file, line, address))

    def place(self, address: str, node: Node) -> None:
        """Note on which line an address stands."""
        self.source_map.append((address, SourceLine(self.file, node.line)))

    def part(
        self,
        *,
        objects: tuple[DataObject, ...] = (),
        category: Category | None = None,
        settings: Settings | None = None,
        validators: tuple[Validator, ...] | None = None,
        datatypes: tuple[DataType, ...] | None = None,
        readable: bool = True,
        authority: Authority | None = None,
    ) -> FilePart:
        """The finished reading."""
        source_map, problems = tuple(self.source_map), tuple(self.problems)
        return FilePart(
            objects,
            category,
            tuple(self.relationships),
            settings,
            validators,
            datatypes,
            source_map=source_map,
            problems=problems,
            readable=readable,
            authority=authority,
        )


class Fields:
    """The keys of one mapping, read by name in the shape that is expected; what has another shape is reported once."""

    __slots__ = ("address", "collector", "node", "values")

    def __init__(self, node: Mapping, collector: Collector, address: str = "") -> None:
        self.node, self.collector, self.address = node, collector, address
        self.values = entries(node)
        if len(self.values) != len(node.pairs):
            for key, line in repeated_keys(node):
                message = f"The key {key} stands twice; the last one counts."
                collector.problem("repeated-key", message, "Remove one of them.", line, address=address)

    def text(self, key: str) -> str:
        """The text under a key; empty where it is absent, null or no text."""
        node = self.values.get(key)
        if node is None:
            return ""
        found = resolved(node)
        if isinstance(found, Scalar):
            return "" if found.null else found.value
        self._wrong(key, "one text", node)
        return ""

    def words(self, key: str) -> tuple[str, ...]:
        """The texts of a list; a single text counts as a list of one."""
        node = self.values.get(key)
        if node is None:
            return ()
        found = resolved(node)
        if isinstance(found, Scalar):
            return () if found.null else (found.value,)
        if isinstance(found, Sequence):
            return tuple(word for child in found.items if (word := self._word(key, child)))
        self._wrong(key, "a list of texts", node)
        return ()

    def _word(self, key: str, node: Node) -> str:
        found = resolved(node)
        if isinstance(found, Scalar) and not found.null:
            return found.value
        self._wrong(key, "text in every entry of its list", node)
        return ""

    def nodes(self, key: str) -> list[Node]:
        """The entries of a list, whatever they are."""
        node = self.values.get(key)
        found = resolved(node) if node is not None else None
        if isinstance(found, Sequence):
            return found.items
        if node is not None and not (isinstance(found, Scalar) and found.null):
            self._wrong(key, "a list", node)
        return []

    def mappings(self, key: str) -> list[Mapping]:
        """The entries of a list of mappings; others are reported."""
        found = []
        for node in self.nodes(key):
            entry = resolved(node)
            if isinstance(entry, Mapping):
                found.append(entry)
            else:
                self._wrong(key, "keys and values in every entry of its list", node)
        return found

    def table(self, key: str) -> Mapping | None:
        """The mapping under a key."""
        node = self.values.get(key)
        found = resolved(node) if node is not None else None
        if isinstance(found, Mapping):
            return found
        if node is not None and not (isinstance(found, Scalar) and found.null):
            self._wrong(key, "keys and values", node)
        return None

    def plain(self, key: str) -> Plain:
        """The value as it is."""
        node = self.values.get(key)
        return None if node is None else to_plain(node)

    def unknown(self, known: frozenset[str]) -> Extra:
        """The keys that the portal does not know, in order."""
        if self.values.keys() <= known:
            return ()
        return tuple((key, to_plain(value)) for key, value in self.values.items() if key not in known)

    def line(self, key: str) -> int:
        """The line of a key's value, or of the mapping where the key is absent."""
        node = self.values.get(key)
        return self.node.line if node is None else node.line

    def _wrong(self, key: str, expected: str, node: Node) -> None:
        message = f"The key {key} should hold {expected}; what stands there is left out."
        self.collector.problem("wrong-shape", message, f"Write {expected}.", node.line, address=self.address)
