"""What a proposal does to the objects that it touches, and what these are linked to: before and after in one diagram."""

from __future__ import annotations

from dataclasses import replace

from specs_app.diagrams.objects import box_of, groups_of, item_row, key_rows, line_of, links_at, missing_box
from specs_app.diagrams.values import Box, Diagram, Group, Line, Mark, Row
from specs_app.document.types import DataObject, Document, Item, Relationship, item_key


def proposed(before: Document, after: Document) -> Diagram | None:
    """The objects that differ, with the items that do, and their neighbours; None where a drawing would be as it was: no object,
    item or relationship comes or goes, or is called otherwise, and no key differs. New words alone are read, not drawn."""
    if _drawn(before) == _drawn(after):
        return None
    names = [*after.object_by_name, *(name for name in before.object_by_name if name not in after.object_by_name)]
    touched = {name: rows for name in names if (rows := _differing(before, after, name)) is not None}
    lines = _lines(before, after, touched)
    if not touched and not any(line.mark for line in lines):
        return None
    around = [name for name in names if name not in touched and any(name in (line.tail, line.head) for line in lines)]
    boxes = [_box(before, after, name, rows) for name, rows in touched.items()]
    boxes += [box_of(after, after.object_by_name[name]) for name in around]
    absent = dict.fromkeys(name for line in lines for name in (line.tail, line.head))
    boxes += [missing_box(after, name) for name in absent if name not in {*touched, *around}]
    return Diagram("What this proposal does to the model", tuple(boxes), lines, _groups(before, after, boxes))


def _drawn(document: Document) -> object:
    """What a drawing of all objects says."""
    return [
        (entry.name, entry.title, [item_row(document, entry, item) for item in entry.items])
        for entry in document.objects
    ], _links(document)


def _differing(before: Document, after: Document, name: str) -> tuple[Row, ...] | None:
    """The items of an object that differ, or its keys where all of it comes or goes; None for one that stays as it is."""
    old, new = before.object_by_name.get(name), after.object_by_name.get(name)
    if old is None or new is None:
        return key_rows(after, new) if new else key_rows(before, old) if old else None
    then, now = _items(old), _items(new)
    rows = [item_row(after, new, item, _mark(then.get(key), item)) for key, item in now.items()]
    rows += [item_row(before, old, item, "removed") for key, item in then.items() if key not in now]
    marked = tuple(row for row in rows if row.mark)
    return marked if marked or (old.title, old.description) != (new.title, new.description) else None


def _items(entry: DataObject) -> dict[str, Item]:
    """The items of an object by their references, without the record of their last change."""
    return {item_key(entry, item): replace(item, metadata=()) for item in entry.items}


def _mark(then: Item | None, now: Item) -> Mark:
    if then is None:
        return "added"
    return "changed" if then != now else ""


def _box(before: Document, after: Document, name: str, rows: tuple[Row, ...]) -> Box:
    """An object that differs. What is not in the standard yet has no page."""
    old, new = before.object_by_name.get(name), after.object_by_name.get(name)
    if new is None:
        return box_of(before, before.object_by_name[name], rows=rows, mark="removed")
    reached = tuple(replace(row, target=()) if row.mark == "added" or old is None else row for row in rows)
    box = box_of(after, new, rows=reached, mark="changed" if old else "added")
    return box if old else replace(box, target=())


def _lines(before: Document, after: Document, touched: dict[str, tuple[Row, ...]]) -> tuple[Line, ...]:
    """The relationships that come and go, and those that stay at the objects that differ."""
    then, now = _links(before), _links(after)
    near = {_ends(link) for link in (*links_at(before, touched), *links_at(after, touched))}
    found: list[Line] = []
    for key, link in {**then, **now}.items():
        mark: Mark = "added" if key not in then else "removed" if key not in now else ""
        if mark or key in near:
            found.append(line_of(link, mark))
    return tuple(found)


def _links(document: Document) -> dict[tuple[str, ...], Relationship]:
    return {_ends(link): link for link in document.relationships}


def _ends(link: Relationship) -> tuple[str, ...]:
    return (link.child_object, link.child_item, link.parent_object, link.parent_item, link.relation)


def _groups(before: Document, after: Document, boxes: list[Box]) -> tuple[Group, ...]:
    found = {group.key: group for group in (*groups_of(before, boxes), *groups_of(after, boxes))}
    return tuple(found.values())
