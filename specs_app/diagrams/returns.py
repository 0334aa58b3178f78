"""The return map: which domains feed which returns, and which items of which objects go into the sections of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from specs_app.diagrams.objects import groups, groups_of, item_row
from specs_app.diagrams.values import Box, Diagram, Line, Row
from specs_app.document.domains import by_domain
from specs_app.document.names import object_title
from specs_app.document.stages import returns_in
from specs_app.document.types import DataObject, Document, Item, Return, Term

#: So many items are named in the box of an object; the others are counted.
MOST_ROWS = 12


def return_map(document: Document) -> Diagram:
    """From the domains of the objects to every return, how many items each gives; stages are no returns."""
    titles = {group.key: group.title for group in groups(document)}
    order = [entry.key for entry in returns_in(document)]
    counts: Counter[tuple[str, str]] = Counter()
    for entry, item in document.items():
        counts.update((document.domain_of[entry.name], key) for key in order if key in item.returns)
    keys = [domain.key for domain in by_domain(document) if any(pair[0] == domain.key for pair in counts)]
    domains = [_domain(key, titles[key]) for key in keys]
    returns = [_return(document, entry, ("model", "returns", entry.key)) for entry in returns_in(document)]
    fed = ((domain, key, counts[domain, key]) for domain in keys for key in order if counts[domain, key])
    lines = tuple(Line(f"domain {domain}", f"return {key}", "feeds", weight=count) for domain, key, count in fed)
    boxes = (*domains, *returns)
    return Diagram("What feeds which return", boxes, lines, groups_of(document, boxes))


def of_return(document: Document, asked: Return) -> Diagram:
    """The objects that one return asks for, with their items, and the sections of it that they go to."""
    fed = [
        (entry, items)
        for domain in by_domain(document)
        for entry in domain.objects
        if (items := _asked(entry, asked.key))
    ]
    counts: Counter[tuple[str, str]] = Counter()
    for entry, items in fed:
        counts.update((entry.name, section) for item in items for section in _sections(item, asked))
    used = {section for _, section in counts}
    sections = [_section(asked, section) for section in asked.sections if section.key in used]
    lines = [Line(name, _end(asked, section), "feeds", weight=count) for (name, section), count in counts.items()]
    into = Counter(section for _, items in fed for item in items for section in _sections(item, asked))
    lines += [Line(_end(asked, key), _end(asked, ""), "feeds", weight=into[key]) for key in into if key]
    boxes = (
        *(_object(document, *row) for row in fed),
        *sections,
        _return(document, asked, ("returns", asked.key), subject=True),
    )
    title = f"{asked.title or asked.key}: what feeds it"
    return Diagram(title, boxes, tuple(lines), groups_of(document, boxes))


def _asked(entry: DataObject, key: str) -> tuple[Item, ...]:
    return tuple(item for item in entry.items if key in item.returns)


def _sections(item: Item, asked: Return) -> Iterator[str]:
    """The sections of the return that an item goes to; one empty key where it is not said."""
    known = {section.key for section in asked.sections}
    named = dict.fromkeys(
        entry.section for entry in item.returns_map if entry.name == asked.key and entry.section in known
    )
    yield from named or ("",)


def _end(asked: Return, section: str) -> str:
    return f"section {section}" if section else f"return {asked.key}"


def _domain(key: str, title: str) -> Box:
    return Box(f"domain {key}", title, target=("model", "domains", key) if key else ("objects",), group=key)


def _section(asked: Return, section: Term) -> Box:
    return Box(
        f"section {section.key}", section.title or section.key, notes=("Section",), target=("returns", asked.key)
    )


def _return(document: Document, entry: Return, target: tuple[str, ...], *, subject: bool = False) -> Box:
    rows = [(held.name, item) for held, item in document.items() if entry.key in item.returns]
    objects = {name for name, _ in rows}
    notes = (
        f"{len(rows)} item{'' if len(rows) == 1 else 's'} of {len(objects)} object{'' if len(objects) == 1 else 's'}",
    )
    name = entry.key if entry.title and entry.title != entry.key else ""
    return Box(f"return {entry.key}", entry.title or entry.key, name, notes, target=target, subject=subject)


def _object(document: Document, entry: DataObject, items: tuple[Item, ...]) -> Box:
    rows: list[Row] = [item_row(document, entry, item) for item in items[:MOST_ROWS]]
    rest = len(items) - len(rows)
    return Box(
        key=entry.name,
        title=object_title(entry, document.settings),
        name=entry.name,
        notes=(f"and {rest} more",) if rest else (),
        rows=tuple(rows),
        target=("objects", entry.name),
        group=document.domain_of[entry.name],
    )
