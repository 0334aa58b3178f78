"""What pages read out of a document beside what it says, as records: titles, stages, codes in prose, holes."""

from __future__ import annotations

from specs_app.document.holes import HoleCount, holes_of_item, holes_of_object
from specs_app.document.names import item_title
from specs_app.document.reading.codes import codes_in
from specs_app.document.stages import stages_of
from specs_app.document.structure import structure_sentence
from specs_app.document.types import DataObject, Document, Item
from specs_app.publishing.records import Record


def item_reading(document: Document, entry: DataObject, item: Item) -> Record:
    """What is read out of one item."""
    found = codes_in(item.guidance)
    codes = found.codes if found else ()
    return {
        "title": item_title(entry, item),
        "stages": [stage.key for stage in stages_of(document, item)],
        "guidance_codes": [{"value": code.value, "meaning": code.meaning, "note": code.note or None} for code in codes],
        "holes": [kind.key for kind in holes_of_item(document, entry, item)],
    }


def object_reading(document: Document, entry: DataObject) -> Record:
    """What is read out of one object."""
    sentence = structure_sentence(document, entry)
    return {"structure": sentence, "holes": [kind.key for kind in holes_of_object(entry)]}


def hole_record(counted: HoleCount) -> Record:
    """How many parts have a hole of one kind."""
    return {"hole": counted.kind.key, "title": counted.kind.title, "count": counted.count, "total": counted.total}
