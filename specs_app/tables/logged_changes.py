"""What the change log of a repository tells of changes: the table of ``CHANGELOG.md``, the same as CSV, and the metadata of items.

Of a change that was not made in this portal, what is told here is all that is known.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from specs_app.document.types import Document, item_key
from specs_app.tables.change_log import MARKDOWN, NEEDED, is_log
from specs_app.tables.change_numbers import highest

_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
#: Between the references, or objects, that one row of the table names together.
_BETWEEN = re.compile(r"\s*,\s*")


@dataclass(frozen=True, slots=True)
class LoggedItem:
    """An item that a change is about: its reference, the one it had before, and its object."""

    item_ref: str
    former: str
    object_name: str


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change as the repository tells of it, in its own words; ``when`` is as written and need not be a date."""

    number: str
    title: str = ""
    when: str = ""
    kind: str = ""
    status: str = ""
    source: str = ""
    notes: str = ""
    items: tuple[LoggedItem, ...] = ()

    @property
    def heading(self) -> str:
        """Its title, or what else says best what it was."""
        return self.title or self.notes or self.kind or "No title recorded"


def logged_changes(files: Mapping[str, bytes], document: Document) -> tuple[LoggedChange, ...]:
    """Every change that is told of, the highest number first; numbers far from the others are none (`change_numbers`)."""
    found: dict[str, LoggedChange] = {}
    for row in (*_rows(files), *_metadata(document)):
        number = row["change_id"]
        known = found.get(number, LoggedChange(number))
        found[number] = _joined(known, row)
    sequences = {number: _sequence(number, document.settings.prefix) for number in found}
    top = highest(sequence for sequence in sequences.values() if sequence)
    wanted = [number for number, sequence in sequences.items() if 0 < sequence <= top]
    return tuple(found[number] for number in sorted(wanted, key=lambda number: -sequences[number]))


def matching(found: Sequence[LoggedChange], text: str) -> list[LoggedChange]:
    """Those with these words in number, title or notes."""
    wanted = text.casefold()
    return [change for change in found if wanted in f"{change.number} {change.title} {change.notes}".casefold()]


#: What can be asked of a log besides words, by the name of the filter: a change is kept that has exactly this.
HELD: dict[str, Callable[[LoggedChange], tuple[str, ...]]] = {
    "type": lambda change: (change.kind,),
    "status": lambda change: (change.status,),
    "source": lambda change: (change.source,),
    "item": lambda change: tuple(name for item in change.items for name in (item.item_ref, item.former)),
}


def fitting(found: Sequence[LoggedChange], query: Mapping[str, str]) -> list[LoggedChange]:
    """Those that fit every filter of the query; one that is empty is left out of account."""
    rows = matching(found, query.get("q", ""))
    for name, held in HELD.items():
        if text := query.get(name, ""):
            rows = [change for change in rows if text in held(change)]
    return rows


def held_in(found: Sequence[LoggedChange], name: str) -> list[str]:
    """Every text that a filter can find something by."""
    return sorted({text for change in found for text in HELD[name](change) if text})


def with_others(told: Sequence[LoggedChange], others: Iterable[LoggedChange], prefix: str) -> tuple[LoggedChange, ...]:
    """What a log tells with changes that it does not, the highest number first."""
    return tuple(sorted((*told, *others), key=lambda change: -_sequence(change.number, prefix)))


def _sequence(number: str, prefix: str) -> int:
    """28 for ``SSD-0028``; 0 where it is no number of this specification's."""
    name, _, digits = number.rpartition("-")
    return int(digits) if name == prefix and digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


def _joined(known: LoggedChange, row: Mapping[str, str]) -> LoggedChange:
    """What was known with what one more row tells: its items, and words where there were none."""
    items = dict.fromkeys((*known.items, *_items(row)))
    by_reference = {item.item_ref: item for item in reversed(items)}
    return replace(
        known,
        title=known.title or row.get("change_impact_title", ""),
        when=known.when or row.get("release_datetime", ""),
        kind=known.kind or row.get("change_type", ""),
        status=known.status or row.get("change_status", ""),
        source=known.source or row.get("change_source", ""),
        notes=known.notes or row.get("change_impact_notes", ""),
        items=tuple(item for item in items if by_reference[item.item_ref] is item),
    )


def _items(row: Mapping[str, str]) -> Iterator[LoggedItem]:
    references = [name for name in _BETWEEN.split(row.get("item_ref", "")) if name]
    objects = _BETWEEN.split(row.get("change_object_name", ""))
    for reference in references:
        former = row.get("old_item_ref", "") if len(references) == 1 else ""
        yield LoggedItem(reference, former, objects[0] if len(objects) == 1 else "")


def _rows(files: Mapping[str, bytes]) -> Iterator[Mapping[str, str]]:
    """The rows of the logs that name a change, by column; of a file that cannot be read, none."""
    for path in sorted(filter(is_log, files)):
        text = files[path].decode("utf-8-sig", errors="replace")
        rows = _in_markdown(text) if path == MARKDOWN else _in_csv(text)
        yield from (row for row in rows if row.get("change_id"))


def _in_markdown(text: str) -> Iterator[Mapping[str, str]]:
    lines = text.splitlines()
    head = next((at for at in range(1, len(lines)) if _is_head(lines, at)), None)
    if head is None:
        return
    columns = _cells(lines[head - 1])
    for line in lines[head + 1 :]:
        if not line.strip().startswith("|"):
            return
        yield dict(zip(columns, _cells(line), strict=False))


def _is_head(lines: list[str], at: int) -> bool:
    return _RULE.fullmatch(lines[at].strip()) is not None and set(_cells(lines[at - 1])) >= NEEDED


def _cells(line: str) -> list[str]:
    inside = line.strip().removeprefix("|").removesuffix("|")
    return [_plain(cell) for cell in _CELL_END.split(inside)]


def _plain(cell: str) -> str:
    """A cell as it was before it was escaped."""
    return re.sub(r"\\([\\|])", r"\1", cell.strip()).replace("&lt;", "<")


def _in_csv(text: str) -> Iterator[Mapping[str, str]]:
    rows = csv.reader(io.StringIO(text))
    try:
        columns = next(rows, [])
        if set(columns) >= NEEDED:
            yield from (dict(zip(columns, map(str.strip, row), strict=False)) for row in rows)
    except csv.Error:
        return


def _metadata(document: Document) -> Iterable[Mapping[str, str]]:
    """The last change that each item names, as a row of the log."""
    for entry, item in document.items():
        said = {key: value for key, value in item.metadata if isinstance(value, str)}
        if number := said.get("change_id"):
            yield {
                "change_id": number,
                "item_ref": item_key(entry, item),
                "change_object_name": entry.name,
                "release_datetime": said.get("release", ""),
                "change_impact_title": said.get("impact_title", ""),
                "change_type": said.get("type", ""),
                "change_source": said.get("change_source", ""),
            }
