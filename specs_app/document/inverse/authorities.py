"""Authorities: out again, back, and with the settings that they had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specs_app.document.authorities import Authority
from specs_app.document.diff.authorities import KEYED, WHOLE
from specs_app.document.diff.change import plain
from specs_app.document.edits import Edit
from specs_app.document.types import Document


def gone(now: Document, wanted: Document) -> Iterator[Edit]:
    """Without the authorities that were not there."""
    yield from (
        Edit("remove_authority", code) for code in now.authority_by_code if code not in wanted.authority_by_code
    )


def come(now: Document, wanted: Document) -> Iterator[Edit]:
    """Authorities that are back, or have the settings that they had."""
    for code, entry in wanted.authority_by_code.items():
        standing = now.authority_by_code.get(code)
        if standing is None:
            said = {key: value for key, value in _values(Authority(code), entry).items() if value is not None}
            yield Edit("add_authority", code, said)
        elif values := _values(standing, entry):
            yield Edit("change_authority", code, values)


def _values(standing: Authority, wanted: Authority) -> dict[str, Any]:
    """What an edit says to come from one state to the other."""
    values: dict[str, Any] = {
        field: plain(getattr(wanted, field)) for field in WHOLE if getattr(wanted, field) != getattr(standing, field)
    }
    for field in KEYED:
        old, new = dict(getattr(standing, field)), dict(getattr(wanted, field))
        if old != new:
            values[field] = {key: plain(new.get(key)) for key in (*old, *new) if old.get(key) != new.get(key)}
    return {field: None if value in ("", []) else value for field, value in values.items()}
