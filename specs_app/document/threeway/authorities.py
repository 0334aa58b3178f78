"""The authorities out of three, setting by setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from specs_app.document import paths
from specs_app.document.authorities import Authority
from specs_app.document.diff.authorities import KEYED, WHOLE, record
from specs_app.document.threeway.items import told
from specs_app.document.threeway.lists import every
from specs_app.document.threeway.names import Three
from specs_app.document.threeway.picking import Picker


def merged_authorities(three: Three, picker: Picker) -> tuple[Authority, ...]:
    """Those of either side, by code."""
    sides = [side.authority_by_code for side in three.sides]
    found = (_authority(code, [side.get(code) for side in sides], picker) for code in every(*reversed(sides)))
    return tuple(sorted((entry for entry in found if entry is not None), key=lambda entry: entry.code))


def _authority(code: str, sides: Sequence[Authority | None], picker: Picker) -> Authority | None:
    address = paths.of_authority(code)
    if None in sides:
        return picker.pick_part(address, sides, record)
    values: dict[str, Any] = {
        field: picker.pick((address, field), [getattr(side, field) for side in sides], tell=told)
        for field in (*WHOLE, "extra")
    }
    values |= {field: _entries(address, field, sides, picker) for field in KEYED}
    return Authority(code, **values)


def _entries(address: str, field: str, sides: Sequence[Any], picker: Picker) -> tuple[tuple[str, Any], ...]:
    """The entries of one setting, each by its key; None is one that a side does not have."""
    known = [dict(getattr(side, field)) for side in sides]
    picked = {
        key: picker.pick((address, f"{field}/{key}"), [side.get(key) for side in known])
        for key in every(*reversed(known))
    }
    return tuple((key, value) for key, value in picked.items() if value is not None)
