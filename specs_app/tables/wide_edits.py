"""What somebody altered in the wide table by hand, as edits of the items.

Between two states of table and files, a cell counts whose words differ and of which the files say what they said: there the table
leads, once. Where the files moved too, they do. Nothing is guessed: a cell that no edit can be made of is a problem. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from specs_app.document.edits import Edit, apply
from specs_app.document.item_references import parse_reference
from specs_app.document.paths import of_ref
from specs_app.document.problems import Problem
from specs_app.document.types import CmsMapping, DataObject, Document, Item, ReturnMapping
from specs_app.tables import wide_columns as places
from specs_app.tables.raw_csv import CsvError, RawRow, parse, value
from specs_app.tables.wide_cells import Column, Words, columns_of, unguarded
from specs_app.tables.wide_rows import rows_by_reference
from specs_app.tables.wide_table import names_a_path, with_sections

RULE = "table-edit-not-taken"
#: Edits or another item, from what a cell says now; None where nothing can be made of it.
Made: TypeAlias = "list[Edit] | Item | None"
MARKS = frozenset({"Y", "[Y]"})


@dataclass(frozen=True, slots=True)
class HandEdits:
    """The document with what the table says now, the references of the items that it alters, and what was not taken."""

    document: Document
    taken: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that was altered: of which item, what it said and what it says."""

    ref: str
    column: Column
    before: Words
    text: str
    line: int

    @property
    def words(self) -> Words:
        return self.column.says(self.text)

    def stands_in(self, row: RawRow) -> bool:
        """Whether a row says the same in its place."""
        return self.column.says(value(row.cells[self.column.place])) == self.words


def hand_edits(before: bytes, after: bytes, last: bytes, *, then: Document, now: Document, path: str) -> HandEdits:
    """``now`` with what was altered in the table from ``before`` to ``after``, and stands in the ``last`` state of it still.

    ``then`` is the document of the first state, ``now`` that of the last.
    """
    try:
        old, new, stands = (parse(data).rows for data in (before, after, last))
    except CsvError:
        return HandEdits(now)  # what cannot be read is a problem of reading
    if not all(rows and places.wrong_header(rows[0].values()) is None for rows in (old, new, stands)):
        return HandEdits(now)
    document, taken, problems = now, dict[str, None](), list[Problem]()
    known = rows_by_reference(stands)
    for cell in _altered(old, new, then, now):
        if not (cell.ref in known and cell.stands_in(stands[known[cell.ref]])):
            continue
        found = _taken(document, cell)
        if isinstance(found, Document):
            document = found
            taken[cell.ref] = None
        else:
            problems.append(_problem(cell, found, path))
    if document is not now:
        document = replace(document, settings=with_sections(document, new[0].values()))
    return HandEdits(document, tuple(taken), tuple(problems))


def _altered(old: tuple[RawRow, ...], new: tuple[RawRow, ...], then: Document, now: Document) -> Iterator[_Cell]:
    """The cells of which the files say what they said, and that say something else than these now."""
    rows, columns = rows_by_reference(old), columns_of(new[0].values())
    for ref, number in rows_by_reference(new).items():
        found, former = now.item_by_ref.get(ref), then.item_by_ref.get(ref)
        if ref in rows and found and former and old[rows[ref]].cells != new[number].cells:
            yield from _in_row(old[rows[ref]], new[number], (then, *former), (now, *found), columns)


Standing: TypeAlias = tuple[Document, DataObject, Item]


def _in_row(old: RawRow, new: RawRow, then: Standing, now: Standing, columns: tuple[Column, ...]) -> Iterator[_Cell]:
    for column in columns:
        before, after = (value(row.cells[column.place]) for row in (old, new))
        told = column.tell(*now)
        led = column.tell(*then) == told and column.says(before) != column.says(after)
        if led and not column.agrees(after, told) and not _is_beside(column, new):
            yield _Cell(now[2].item_ref, column, column.says(before), after, new.line)


def _is_beside(column: Column, row: RawRow) -> bool:
    """Whether it is the second column of expected data, where the first says something."""
    return column.place == places.EXPECTED_BESIDES and bool(column.says(value(row.cells[places.EXPECTED])))


def _taken(document: Document, cell: _Cell) -> Document | str:
    """The document that says what the cell says, or why there is none."""
    entry, item = document.item_by_ref[cell.ref]
    made = _maker(cell.column)(item, cell)
    if made is None:
        return "nothing can be made of it here"
    if isinstance(made, Item):
        after = _with(document, entry, item, made)
    else:
        applied = apply(document, made)
        if applied.problems:
            return applied.problems[0].message.rstrip(".")
        after = applied.document
    told = cell.column.tell(after, *after.item_by_ref[cell.ref])
    return after if cell.column.agrees(cell.text, told) else "it would not say that afterwards"


def _with(document: Document, entry: DataObject, item: Item, new: Item) -> Document:
    items = tuple(new if one is item else one for one in entry.items)
    objects = tuple(replace(one, items=items) if one is entry else one for one in document.objects)
    return replace(document, objects=objects)


def _problem(cell: _Cell, why: str, path: str) -> Problem:
    said = " ".join(cell.text.split())[:60]
    message = f"{cell.ref}: what the table says now in column {cell.column.place + 1} ({said or 'nothing'}) was not taken: {why}."
    remedy = "The YAML stays as it is: propose the change, or take it back in the table."
    return Problem(RULE, "warning", message, remedy, path, cell.line, of_ref(cell.ref))


def _maker(column: Column) -> Callable[[Item, _Cell], Made]:
    kind, _, rest = column.key.partition("/")
    if kind == "returns_map":
        name, slash, section = rest.partition("/")
        return _mark(name, section) if slash else _reference(name)
    if kind == "cms_source":
        cms, _, part = rest.partition("/")
        return _source(cms, part)
    return _OWN.get(kind) or (_flag(kind) if column.shape == "flag" else _value(kind, column))


def _change(item: Item, values: Mapping[str, Any]) -> list[Edit]:
    return [Edit("change_item", item.item_ref, dict(values))]


def _value(key: str, column: Column) -> Callable[[Item, _Cell], Made]:
    def made(item: Item, cell: _Cell) -> Made:
        words = cell.words
        if column.shape == "words":
            return _change(item, {key: list(words)})
        return _change(item, {key: words[0] if words else None})

    return made


def _flag(key: str) -> Callable[[Item, _Cell], Made]:
    def made(item: Item, cell: _Cell) -> Made:
        return _change(item, {key: bool(cell.words)}) if cell.words in ((), ("Yes",)) else None

    return made


def _constraints(item: Item, cell: _Cell) -> Made:
    """Only the key can be changed; others stay what they are."""
    others = tuple(word for word in cell.words if word != "pk")
    return _change(item, {"primary_key": "pk" in cell.words}) if set(others) == set(item.constraints) else None


def _foreign_key(item: Item, cell: _Cell) -> Made:
    if not cell.words:
        return _change(item, {"foreign_key": None})
    found = parse_reference(cell.words[0])
    if found is None or found.note:
        return None
    return _change(item, {"foreign_key": {"object": found.object_name, "item": found.item_name}})


def _systems(item: Item, cell: _Cell) -> Made:
    marked = {one.cms for one in item.cms if one.marked}
    named = dict.fromkeys((*(one.cms for one in item.cms if one.marked), *cell.words))
    return [
        Edit("map_item", item.item_ref, {"cms": cms, "marked": cms in cell.words})
        for cms in named
        if (cms in cell.words) != (cms in marked)
    ]


def _in_systems(part: str) -> Callable[[Item, _Cell], Made]:
    def made(item: Item, cell: _Cell) -> Made:
        if not all(":" in word for word in cell.words):
            return None
        said = dict(word.split(":", 1) for word in cell.words)
        names = dict.fromkeys((*(one.cms for one in item.cms if getattr(one, part)), *said))
        return [_mapped(item, cms, {part: said.get(cms) or None}) for cms in names]

    return made


def _mapped(item: Item, cms: str, values: Mapping[str, Any]) -> Edit:
    """A mapping that says more, marked as it is."""
    marked = (item.mapping(cms) or CmsMapping(cms, marked=False)).marked
    return Edit("map_item", item.item_ref, {"cms": cms, "marked": marked, **values})


def _source(cms: str, part: str) -> Callable[[Item, _Cell], Made]:
    def made(item: Item, cell: _Cell) -> Made:
        text = unguarded(cell.words[0]) if cell.words else ""
        if part == "status":
            return [_mapped(item, cms, {"status": text or None})]
        if part == "path":
            key, other = ("source", "note") if names_a_path(text) else ("note", "source")
            return [_mapped(item, cms, {key: text or None, other: None})]
        name = part.removeprefix("variants/")
        return _with_variant(item, cms, name, text)

    return made


def _with_variant(item: Item, cms: str, name: str, text: str) -> Made:
    mapping = item.mapping(cms) or CmsMapping(cms, marked=False)
    variants = {**dict(mapping.variants), name: text}
    new = replace(mapping, variants=tuple((key, said) for key, said in variants.items() if said))
    others = (one for one in item.cms if one.cms != cms)
    return replace(item, cms=tuple(sorted((*others, new), key=lambda one: one.cms)))


def _mark(name: str, section: str) -> Callable[[Item, _Cell], Made]:
    """A mark of the matrix set or taken away; another sign than the two says nothing that is known."""

    def made(item: Item, cell: _Cell) -> Made:
        mark = cell.words[0] if cell.words else ""
        if mark and mark not in MARKS:
            return None
        same = [place for place in item.returns_map if (place.name, place.section) == (name, section)]
        if same:
            new = (replace(place, mark=mark) if place in same else place for place in item.returns_map)
            return replace(item, returns_map=tuple(place for place in new if place.mark or place.reference))
        known = next((place.reference for place in item.returns_map if place.name == name and place.reference), "")
        return replace(item, returns_map=(*item.returns_map, ReturnMapping(name, section, known, mark)))

    return made


def _reference(name: str) -> Callable[[Item, _Cell], Made]:
    def made(item: Item, cell: _Cell) -> Made:
        text = cell.words[0] if cell.words else ""
        if not any(place.name == name for place in item.returns_map):
            return replace(item, returns_map=(*item.returns_map, ReturnMapping(name, reference=text)))
        new = (replace(place, reference=text) if place.name == name else place for place in item.returns_map)
        return replace(
            item, returns_map=tuple(place for place in new if place.mark or place.reference or place.section)
        )

    return made


def _never(_item: Item, _cell: _Cell) -> Made:
    """Where an item stands, and what it is known by for good, is not changed by a cell."""
    return None


_OWN: dict[str, Callable[[Item, _Cell], Made]] = {
    "constraints": _constraints,
    "foreign_key": _foreign_key,
    "cms": _systems,
    "cms_field": _in_systems("field"),
    "cms_table": _in_systems("table"),
    "object": _never,
    "item_ref": _never,
}
