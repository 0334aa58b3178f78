"""Which object a SELECT is of, by its output columns."""

from __future__ import annotations

from specs_app.document.types import DataObject, Document
from specs_app.sql.reading.composing import ParsedCandidate


def object_of(found: ParsedCandidate, document: Document) -> str:
    """The object with the most items among the columns, those of its key first; empty where none has enough of them.

    The tag above the SELECT and the name of its file settle a tie.
    """
    names = {name.casefold() for name in found.names if name}
    counted = [(_common(entry, names), entry) for entry in document.objects]
    enough = [(count, entry) for count, entry in counted if count > 1 or (count and count == len(entry.items))]
    if not enough:
        return ""
    hints = f"{found.candidate.tag} {found.candidate.file}".casefold()
    best = max(enough, key=lambda pair: (pair[0], _keys(pair[1], names), pair[1].name.casefold() in hints))
    return "" if best[1].name.casefold() in found.candidate.own and len(found.candidate.own) == 1 else best[1].name


def _common(entry: DataObject, names: set[str]) -> int:
    return sum(item.name.casefold() in names for item in entry.items)


def _keys(entry: DataObject, names: set[str]) -> int:
    return sum(item.name.casefold() in names for item in entry.keys)
