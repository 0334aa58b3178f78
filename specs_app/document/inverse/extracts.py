"""Hand-written bodies: out again, back, and as they were."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.edits import Edit
from specs_app.document.types import Document


def gone(now: Document, wanted: Document) -> Iterator[Edit]:
    """Without the bodies that were not there."""
    kept = {extract.key for extract in wanted.extracts}
    yield from (Edit("remove_extract", extract.target) for extract in now.extracts if extract.key not in kept)


def come(now: Document, wanted: Document) -> Iterator[Edit]:
    """Bodies that are back, or say what they said."""
    standing = set(now.extracts)
    yield from (
        Edit("set_extract", extract.target, {"sql": extract.sql})
        for extract in wanted.extracts
        if extract not in standing
    )
