"""The settings of one authority from its file, whatever shape of it; what is not understood is said and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from specs_app.document.authorities import CODE, Authority, LocalName, Stage
from specs_app.document.paths import of_authority
from specs_app.document.values import Extra, Plain, Table
from specs_app.yaml_files.read import authority_shape as shape
from specs_app.yaml_files.read.collector import Collector, FilePart
from specs_app.yaml_files.read.nodes import FALSE, TRUE, entries, repeated_keys, to_plain
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence, resolved

_PLACEHOLDER = re.compile(r"<.*>")
_AWAITING = "awaiting"
#: Where files of authorities wait that no other file shows a folder for.
AWAITING_FOLDER = "awaitingConfig"


def read_authority(root: Node | None, file: str) -> FilePart:
    """The authority of one file. A template, known by a placeholder for its code, is none, and nothing is wrong with it."""
    collector = Collector(file)
    found = resolved(root) if root is not None else None
    if not isinstance(found, Mapping):
        message, remedy = (
            "The file holds no settings of an authority.",
            "Write its code, and below it la_code: and the others.",
        )
        collector.problem("not-a-specification-file", message, remedy, root.line if root else 1, severity="error")
        return collector.part(readable=False)
    key, body = shape.body_of(found)
    if _PLACEHOLDER.fullmatch(key) or _PLACEHOLDER.fullmatch(_bare(entries(body).get(shape.CODE))):
        return collector.part()
    reader = _Reading(body, collector)
    code = reader.code(key)
    if not code:
        return collector.part(readable=False)
    return collector.part(authority=reader.authority(code))


def file_code(path: str) -> str:
    """The code that a file is named for, such as ``332`` of ``332_dudley.yml``; empty where it is for none."""
    found = re.match(r"([0-9]{3,4})(?![0-9])", PurePosixPath(path).name)
    return found[1] if found else ""


def stage_of(path: str) -> Stage:
    """Whether a file lies in a folder of those that wait."""
    waits = any(part.lower().startswith(_AWAITING) for part in PurePosixPath(path).parts[:-1])
    return "awaiting" if waits else "live"


def local_name(node: Node) -> LocalName | None:
    """What one entry of the local names says; None where it says nothing, or is none."""
    found = resolved(node)
    if not isinstance(found, Mapping):
        return None
    values = entries(found)
    told = {
        field: next((text for key in keys if (text := _bare(values.get(key)))), "")
        for field, keys in shape.OF_LOCAL_NAMES.items()
    }
    return LocalName(**told) if any(told.values()) else None


def _bare(node: Node | None) -> str:
    """The text of a node; empty where it is none, null, or a null that the template writes as ``<null>``."""
    found = resolved(node) if node is not None else None
    return "" if not isinstance(found, Scalar) or found.null or found.value == "<null>" else found.value.strip()


class _Reading:
    """One file on its way to an authority."""

    def __init__(self, body: Mapping, collector: Collector) -> None:
        self.body, self.collector, self.address = body, collector, ""

    def code(self, key: str) -> str:
        """The authority's code: the one inside counts, then the one above it, then the one in the file's name."""
        said = [
            text for text in (_bare(entries(self.body).get(shape.CODE)), key, file_code(self.collector.file)) if text
        ]
        code = next((text for text in said if CODE.fullmatch(text)), "")
        if not code:
            message, remedy = "The file does not say whose settings these are.", "Write la_code: and the code."
            self._note("authority-without-code", message, remedy, self.body.line, error=True)
        self.address = of_authority(code)
        if others := [text for text in said if code and text != code]:
            message = f"The file calls its authority {code} and {others[0]}; {code} counts."
            self._note("authority-code-differs", message, "Write one code in all places.", self.body.line)
        return code

    def authority(self, code: str) -> Authority:
        self.collector.place(self.address, self.body)
        for name, line in repeated_keys(self.body):
            self._note(
                "repeated-key", f"The key {name} stands twice; the last one counts.", "Remove one of them.", line
            )
        values: dict[str, Any] = {
            **{field: self._text(leaf, field) for field, leaf in shape.TEXTS.items()},
            **{field: self._switch(leaf, field) for field, leaf in shape.SWITCHES.items()},
        }
        return Authority(
            code=code,
            stage=stage_of(self.collector.file),
            versions=tuple((key, text) for key, leaf in shape.OF_VERSIONS.items() if (text := self._text(leaf))),
            parameters=tuple(self._parameters()),
            left_out_kinds=tuple(kind for kind, leaf in shape.OF_KINDS.items() if self._switch(leaf, "left_out_kinds")),
            left_out=tuple(
                (kind, names)
                for kind, leaf in shape.OF_OBJECT_KINDS.items()
                if (names := self._names(leaf, "left_out"))
            ),
            left_out_objects=self._names(shape.LEFT_OUT_OBJECTS, "left_out_objects"),
            local_names=tuple(self._local_names()),
            metadata=_pairs(entries(self.body).get(shape.METADATA)),
            extra=tuple(self._unknown(self.body, ())),
            **values,
        )

    def _found(self, leaf: shape.Leaf, field: str) -> Node | None:
        node = shape.place(self.body, leaf).node
        if node is not None and field:
            self.collector.place(f"{self.address}/{field}", node)
        return node

    def _text(self, leaf: shape.Leaf, field: str = "") -> str:
        node = self._found(leaf, field)
        if node is not None and not isinstance(resolved(node), Scalar):
            self._wrong(leaf.names[0], "one text", node)
        return _bare(node)

    def _switch(self, leaf: shape.Leaf, field: str) -> bool:
        node = self._found(leaf, field)
        text = _bare(node).lower()
        if node is not None and not (isinstance(resolved(node), Scalar) and text in TRUE | FALSE | {""}):
            self._wrong(leaf.names[0], "true or false", node)
        return text in TRUE

    def _names(self, leaf: shape.Leaf, field: str) -> tuple[str, ...]:
        node = self._found(leaf, field)
        found = resolved(node) if node is not None else None
        items = found.items if isinstance(found, Sequence) else [found] if isinstance(found, Scalar) else []
        if node is not None and (
            isinstance(found, Mapping) or any(not isinstance(resolved(one), Scalar) for one in items)
        ):
            self._wrong(leaf.names[0], "a list of names of objects", node)
        return tuple(dict.fromkeys(text for one in items if (text := _bare(one))))

    def _parameters(self) -> Iterator[tuple[str, str]]:
        mapping, missing = shape.walked(self.body, shape.PARAMETERS)
        self.collector.place(f"{self.address}/parameters", mapping)
        for key, node in entries(mapping).items():
            if (not missing or key in shape.USUAL_PARAMETERS) and (text := _bare(node)):
                yield key, text

    def _local_names(self) -> Iterator[LocalName]:
        node = self._found(shape.LOCAL_NAMES, "local_names")
        found = resolved(node) if node is not None else None
        for entry in found.items if isinstance(found, Sequence) else []:
            if told := local_name(entry):
                yield told
            elif not isinstance(resolved(entry), Mapping) and _bare(entry):
                self._wrong(shape.LOCAL_NAMES.names[0], "keys and values in every entry of its list", entry)

    def _unknown(self, mapping: Mapping, path: tuple[str, ...]) -> Iterator[tuple[str, Plain]]:
        """The keys that are not known here, by their paths; a group is looked into."""
        if path == shape.PARAMETERS:
            return
        for key, node in entries(mapping).items():
            here, found = (*path, key), resolved(node)
            if isinstance(found, Mapping) and here in _GROUPS:
                yield from self._unknown(found, here)
            elif key not in _KNOWN and not self._is_code(key, found):
                name, value = "/".join(here), to_plain(node)
                if value is not None:
                    message = f"The key {name} is not known here. It is kept, and the script does not follow it."
                    self._note("authority-unknown-key", message, "Check its spelling, or remove it.", node.line)
                    yield name, value

    def _is_code(self, key: str, found: Node) -> bool:
        return isinstance(found, Scalar) and found.null and of_authority(key) == self.address

    def _wrong(self, key: str, expected: str, node: Node) -> None:
        message = f"The key {key} should hold {expected}; what stands there is left out."
        self._note("wrong-shape", message, f"Write {expected}.", node.line)

    def _note(self, rule: str, message: str, remedy: str, line: int, *, error: bool = False) -> None:
        severity: Any = "error" if error else "warning"
        self.collector.problem(rule, message, remedy, line, address=self.address, severity=severity)


def _pairs(node: Node | None) -> Extra:
    value = to_plain(node) if node is not None else None
    return tuple(pair for pair in value.pairs if pair[1] is not None) if isinstance(value, Table) else ()


#: Groups by their paths, and every key that is known wherever it stands.
_GROUPS = frozenset(leaf.groups[:length] for leaf in shape.LEAVES for length in range(1, len(leaf.groups) + 1)) | {
    shape.PARAMETERS
}
_KNOWN = frozenset(name for leaf in shape.LEAVES for name in (*leaf.groups, *leaf.names)) | {
    *shape.USUAL_PARAMETERS,
    *shape.PARAMETERS,
}
