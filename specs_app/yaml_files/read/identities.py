"""Names and references that more than one part of a document claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specs_app.document.problems import Problem
from specs_app.document.source_map import SourceLine
from specs_app.yaml_files.read.collector import FilePart


def repeats(parts: Iterable[FilePart]) -> Iterator[Problem]:
    """Objects, references, items of one object and code lists whose name was taken before; the first one counts."""
    seen: dict[tuple[str, str], SourceLine] = {}
    for part in parts:
        for kind, name, place, address in _claims(part):
            first = seen.setdefault((kind, name), place)
            if first is not place:
                yield _problem(kind, name, place, first, address)


def _claims(part: FilePart) -> Iterator[tuple[str, str, SourceLine, str]]:
    source_map = iter(
        [pair for pair in part.source_map if pair[0].count("/") == 1 and not pair[0].startswith("relationships/")]
    )
    for entry in part.objects:
        address, place = next(source_map)
        yield "object", entry.name, place, address
        for item in entry.items:
            address, place = next(source_map)
            if item.item_ref:
                yield "reference", item.item_ref, place, address
            yield "item", f"{entry.name}.{item.name}", place, address
    if part.category is not None:
        address, place = next(source_map)
        yield "code list", part.category.name, place, address


def _problem(kind: str, name: str, place: SourceLine, first: SourceLine, address: str) -> Problem:
    rule = "repeated-reference" if kind == "reference" else "repeated-name"
    message = f"The {kind} {name} is there already: {first.file}, line {first.line}."
    remedy = "Give this one a name or reference of its own, or remove it."
    return Problem(rule, "error", message, remedy, place.file, place.line, address)
