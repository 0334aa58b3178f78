"""The map of a standard: a box a domain, and how many relationships lead from one to another."""

from __future__ import annotations

from collections import Counter

from specs_app.diagrams.objects import ABSENT, groups
from specs_app.diagrams.values import Box, Diagram, Group, Line
from specs_app.document.domains import DomainObjects, by_domain
from specs_app.document.types import Document


def domain_map(document: Document) -> Diagram:
    """Every domain that objects are shown under, and the relationships between them.

    Relationships within a domain are counted in its box. What a relationship names and is not there has a box of its own.
    """
    home = document.domain_of
    ends = [
        (home.get(link.parent_object, ABSENT), home.get(link.child_object, ABSENT)) for link in document.relationships
    ]
    counts = Counter(ends)
    known = {group.key: group for group in groups(document)}
    boxes = [_box(known[domain.key], domain, counts[domain.key, domain.key]) for domain in by_domain(document)]
    if any(ABSENT in pair for pair in ends):
        named = {name for link in document.relationships for name in (link.parent_object, link.child_object)} - set(
            home
        )
        boxes.append(Box(ABSENT, ", ".join(sorted(named)), group=ABSENT, mark="missing"))
    lines = (Line(*pair, "shared", weight=count) for pair, count in counts.items() if pair[0] != pair[1])
    return Diagram("The domains and how they are linked", tuple(boxes), tuple(lines), tuple(known.values()))


def _box(group: Group, domain: DomainObjects, within: int) -> Box:
    items = sum(len(entry.items) for entry in domain.objects)
    notes = [f"{_count(len(domain.objects), 'object')}, {_count(items, 'item')}"]
    notes += [f"{_count(within, 'relationship')} within"] if within else []
    target = ("model", "domains", domain.key) if domain.key else ("objects",)
    return Box(domain.key, group.title, notes=tuple(notes), target=target, group=domain.key)


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
