"""What the registered table says of an item and no file does: cells, each under the header of its column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specs_app.document.cells import SAYS_NOTHING, clean
from specs_app.document.edits import fields
from specs_app.document.edits.edit import EditTask
from specs_app.document.text_rules import shown
from specs_app.document.types import Item

KEY = "table_cells"


def read(task: EditTask, item: Item) -> dict[str, Any]:
    """The item's new cells. Columns that are not given stay; null or an empty text empties one, null all of them."""
    if KEY not in task.values:
        return {}
    raw = task.values[KEY]
    if raw is None:
        return {KEY: ()}
    if not isinstance(raw, Mapping):
        fields.wrong_type(task, KEY, "a set of columns", raw)
        return {}
    given = {column: _text(task, column, raw[column]) for column in raw if _is_known(task, column)}
    cells = {**dict(item.table_cells), **given}
    return {KEY: tuple((column, cells[column]) for column in task.document.table_columns if cells.get(column))}


def _is_known(task: EditTask, column: str) -> bool:
    known = task.document.table_columns
    if column in known:
        return True
    if not known:
        message, remedy = "The standard has no registered table.", "Register one in the settings first."
    else:
        message, remedy = f"{shown(column)} is no column that the table alone knows.", f"Use {', '.join(known)}."
    task.refuse_value(KEY, "unknown-column", message, remedy)
    return False


def _text(task: EditTask, column: str, raw: Any) -> str:
    """As a table keeps it: without blanks at the ends of lines."""
    text = clean(fields.prose(task, KEY, raw))
    if text and text in SAYS_NOTHING:
        message = f"{shown(text)} says nothing in the table (column {shown(column)})."
        task.refuse_value(KEY, "says-nothing", message, "Leave it empty, or write it in words.")
    return text
