"""Diagrams of objects and the relationships between them (ERD): all, those of a domain, one with its neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from specs_app.diagrams.values import Box, Diagram, Group, Line, Mark, Row
from specs_app.document.domains import by_domain, domain_title
from specs_app.document.names import object_title
from specs_app.document.types import DataObject, Document, Item, Relationship, item_key

#: How many colours there are for groups.
TINTS = 12


def whole(document: Document) -> Diagram:
    """Every object and every relationship; a box for each name that a relationship uses and no object has."""
    boxes = [box_of(document, entry) for domain in by_domain(document) for entry in domain.objects]
    return Diagram("All objects and their relationships", *_drawn(document, boxes, document.relationships))


def of_domain(document: Document, key: str) -> Diagram:
    """The objects of a domain with their keys, and the objects of others that they are linked to, if all that can be drawn."""
    inside = _inside(document, key)
    names = {entry.name for entry in inside}
    links = links_at(document, names)
    boxes = [box_of(document, entry, rows=key_rows(document, entry)) for entry in inside]
    every = Diagram(_title(document, key), *_drawn(document, [*boxes, *_around(document, names, links)], links))
    return every if every.can_be_drawn else within_domain(document, key)


def within_domain(document: Document, key: str) -> Diagram:
    """The objects of a domain with their keys, and what links them to each other alone."""
    inside = _inside(document, key)
    names = {entry.name for entry in inside}
    links = (link for link in links_at(document, names) if {link.parent_object, link.child_object} <= names)
    boxes = [box_of(document, entry, rows=key_rows(document, entry)) for entry in inside]
    return Diagram(f"{_title(document, key)} within the domain", *_drawn(document, boxes, links))


def _inside(document: Document, key: str) -> list[DataObject]:
    return [entry for domain in by_domain(document) if domain.key == key for entry in domain.objects]


def _title(document: Document, key: str) -> str:
    return f"{domain_title(document, key)}: objects and their relationships"


def neighbours(document: Document, entry: DataObject) -> Diagram:
    """One object with its keys, and every object that it is linked to."""
    links = document.links_of.get(entry.name, ())
    subject = box_of(document, entry, rows=key_rows(document, entry), subject=True)
    boxes = [subject, *_around(document, {entry.name}, links)]
    title = f"{object_title(entry, document.settings)} and the objects related to it"
    return Diagram(title, *_drawn(document, boxes, links))


def links_at(document: Document, names: Collection[str]) -> tuple[Relationship, ...]:
    """The relationships that have one of these objects on either side."""
    found = (link for name in names for link in document.links_of.get(name, ()))
    chosen = set(found)
    return tuple(link for link in document.relationships if link in chosen)


def box_of(
    document: Document, entry: DataObject, *, rows: tuple[Row, ...] = (), mark: Mark = "", subject: bool = False
) -> Box:
    """An object."""
    return Box(
        key=entry.name,
        title=object_title(entry, document.settings),
        name=entry.name,
        rows=rows,
        target=("objects", entry.name),
        group=document.domain_of.get(entry.name, ""),
        mark=mark,
        subject=subject,
    )


def missing_box(document: Document, name: str) -> Box:
    """What a relationship names and no object is called."""
    return Box(key=name, title=object_title(name, document.settings), name=name, group=ABSENT, mark="missing")


#: The group of what is not there; no domain has this key.
ABSENT = "\0absent"


def key_rows(document: Document, entry: DataObject) -> tuple[Row, ...]:
    """The items of an object that are keys, the primary ones first."""
    rows = [row for item in entry.items if (row := item_row(document, entry, item)).key]
    return tuple(sorted(rows, key=lambda row: not row.key.startswith("PK")))


def item_row(document: Document, entry: DataObject, item: Item, mark: Mark = "") -> Row:
    """An item as a line of its object's box."""
    foreign = (entry.name, item.name) in document.parents_of
    key = " ".join(word for word, holds in (("PK", item.primary_key), ("FK", foreign)) if holds)
    return Row(item.name, key, ("items", item_key(entry, item)), mark)


def line_of(link: Relationship, mark: Mark = "") -> Line:
    """A relationship."""
    kind = "one" if link.relation == "1:1" else "many"
    return Line(link.parent_object, link.child_object, kind, link.child_item, mark=mark)  # type: ignore[arg-type]


def groups(document: Document) -> tuple[Group, ...]:
    """The domains that objects are shown under."""
    keys = [domain.key for domain in by_domain(document)]
    return tuple(Group(key, domain_title(document, key), place % TINTS) for place, key in enumerate(keys))


def groups_of(document: Document, boxes: Iterable[Box]) -> tuple[Group, ...]:
    """Those of some boxes."""
    wanted = {box.group for box in boxes}
    return tuple(group for group in groups(document) if group.key in wanted)


def _around(document: Document, inside: Collection[str], links: Iterable[Relationship]) -> list[Box]:
    """The objects at the other end of some relationships, in the order of the standard."""
    named = {name for link in links for name in (link.parent_object, link.child_object)} - set(inside)
    found = [entry for domain in by_domain(document, only=named) for entry in domain.objects]
    return [box_of(document, entry) for entry in found]


def _drawn(
    document: Document, boxes: list[Box], links: Iterable[Relationship]
) -> tuple[tuple[Box, ...], tuple[Line, ...], tuple[Group, ...]]:
    """Boxes, lines and groups, with a box for each name that is used and not there."""
    lines = tuple(line_of(link) for link in links)
    absent = dict.fromkeys(name for line in lines for name in (line.tail, line.head))
    for box in boxes:
        absent.pop(box.key, None)
    first = {box.key: box for box in reversed(boxes)}  # of two objects of one name the first
    every = (
        *(first.pop(box.key) for box in boxes if box.key in first),
        *(missing_box(document, name) for name in absent),
    )
    return every, lines, groups_of(document, every)
