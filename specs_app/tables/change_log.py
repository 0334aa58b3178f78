"""The change log of a repository: a table in ``CHANGELOG.md`` and the same as CSV.

A change adds one row to the first, which names all that it alters, and one for each item to the second. Other lines keep
their bytes; a file that is missing, or has no such table, stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from specs_app.tables.csv_files import cell

MARKDOWN = "CHANGELOG.md"
COLUMNS = (
    *("item_ref", "old_item_ref", "release_datetime", "change_id", "change_object_name", "change_impact_title"),
    *("change_status", "change_type", "change_source", "change_impact_notes"),
)
NEEDED = frozenset({"item_ref", "change_id"})
_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A published change: its number, the date of the decision (ISO), title, class, and the items it touches with their objects.

    ``subjects`` name what else it alters: objects by their names, code lists and settings by their addresses. ``types`` is what
    the log calls the change for an item, by reference, where that is another word than its class.
    """

    number: str
    date: str
    title: str
    change_class: str
    rows: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    source: str = "portal"
    status: str = "published"
    subjects: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)

    def cells(self, item_ref: str, object_name: str, change_type: str = "") -> dict[str, str]:
        """The cells of one row by column; ``change_type`` is that of the row's item where none is given."""
        values = (
            item_ref,
            "",
            self.date,
            self.number,
            object_name,
            self.title,
            self.status,
            change_type or self.type_of(item_ref),
            self.source,
            self.notes,
        )
        return dict(zip(COLUMNS, values, strict=True))

    def type_of(self, item_ref: str) -> str:
        """What the log calls the change for an item."""
        return self.types.get(item_ref, self.change_class)


def with_entry(files: Mapping[str, bytes], entry: LogEntry) -> dict[str, bytes]:
    """The log files that change, with the entry as their newest row. Files without a table are left out."""
    changed: dict[str, bytes] = {}
    text = _text(files.get(MARKDOWN))
    if text is not None and (new := _in_markdown(text, entry)) is not None:
        changed[MARKDOWN] = new.encode("utf-8")
    for path in sorted(path for path in files if path.endswith("change_log.csv")):
        text = _text(files[path])
        if text is not None and (new := _in_csv(text, entry)) is not None:
            changed[path] = new.encode("utf-8")
    return changed


def is_log(path: str) -> bool:
    """Whether a file of that name is a change log."""
    return path == MARKDOWN or path.endswith("change_log.csv")


def _text(data: bytes | None) -> str | None:
    try:
        return None if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _in_markdown(text: str, entry: LogEntry) -> str | None:
    """The row goes first: the log is in reverse order of time."""
    lines = text.splitlines(keepends=True)
    at = next((index for index in range(1, len(lines)) if _is_head(lines, index)), None)
    if at is None:
        return None
    columns = _cells(lines[at - 1])
    widths = [len(cell) for cell in lines[at - 1].strip().strip("|").split("|")]
    cells = entry.cells(*_summary(entry))
    row = [_escaped(cells.get(column, "")).ljust(width - 2) for column, width in zip(columns, widths, strict=True)]
    ending = lines[at][len(lines[at].rstrip("\r\n")) :]
    line = "| " + " | ".join(row) + " |"
    new = line + ending if ending else _newline(text) + line
    return "".join((*lines[: at + 1], new, *lines[at + 1 :]))


def _is_head(lines: list[str], index: int) -> bool:
    """Whether a line rules off the head of the log's table."""
    return _RULE.fullmatch(lines[index].strip()) is not None and set(_cells(lines[index - 1])) >= NEEDED


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _summary(entry: LogEntry) -> tuple[str, str, str]:
    """All items of a change, all their objects with its other subjects, and what it is called for all of them, for one row."""
    refs = dict.fromkeys(ref for ref, _ in entry.rows if ref)
    objects = dict.fromkeys((*(name for _, name in entry.rows), *entry.subjects))
    types = {entry.type_of(ref) for ref, _ in entry.rows}
    return ", ".join(refs), ", ".join(objects), types.pop() if len(types) == 1 else entry.change_class


def _escaped(text: str) -> str:
    """Text for one cell: on one line, with nothing that ends the cell or is taken for HTML."""
    flat = " ".join(text.split())
    return flat.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _in_csv(text: str, entry: LogEntry) -> str | None:
    """The rows go last, as the table grows; a change without items has none."""
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), [])
    if not set(header) >= NEEDED or not entry.rows:
        return None
    newline = _newline(text)
    rows = [entry.cells(*row) for row in entry.rows]
    added = "".join(_line([cells.get(name, "") for name in header], newline) for cells in rows)
    return text + added if text.endswith(("\n", "\r")) else text + newline + added.removesuffix(newline)


def _line(cells: Iterable[str], newline: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=newline).writerow([cell(" ".join(text.split())) for text in cells])
    return stream.getvalue()


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
